/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-lazy-bin.h"
#include "common/daybook-pane.h"
#include "common/daybook-project-popover.h"
#include "entry/daybook-entry-popover.h"
#include "time/daybook-day-strip.h"
#include "time/daybook-time-page.h"
#include "time/daybook-week-day.h"
#include "time/daybook-week-figures.h"
#include "time/daybook-week-grid.h"
#include "time/daybook-week-selection.h"

G_BEGIN_DECLS

struct _DaybookTimePage
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace;     /* (owned) (nullable) */
  DaybookWeekModel *model;         /* (owned) (nullable) until there is a workspace */
  DaybookWeekSelection *selection; /* (owned) (nullable) */
  GSettings *settings;             /* (owned) */
  DaybookDay today;                /* as it was seen last */
  gboolean narrow;
  gboolean setting_calendar;
  guint narrow_source;
  guint scroll_tick;
  gint64 scroll_to; /* entry */
  DaybookProjectPopover *assign_popover; /* (nullable) until entries were assigned */
  DaybookEntryPopover *entry_popover;    /* (nullable) until an entry was opened */

  GtkWidget *day_lists[DAYBOOK_WEEK_DAYS]; /* the last day of the week first */
  guint rows_source;                       /* makes the rows that are out of sight at the first visit */

  /* Template children */
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkWidget *content;
  GtkBox *head;
  GtkWidget *previous_button;
  GtkWidget *next_button;
  GtkWidget *date_button;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkPopover *date_popover;
  GtkCalendar *calendar;
  GtkWidget *today_button;
  GtkWidget *round_box;
  GtkLabel *round_label;
  GtkStack *body;
  DaybookWeekFigures *figures;
  DaybookPane *empty_pane; /* tells what is narrow where there is no grid */
  AdwSqueezer *squeezer;
  DaybookWeekGrid *grid;
  GtkWidget *narrow_child;
  DaybookDayStrip *strip;
  GtkWidget *filter_bar;
  GtkLabel *filter_label;
  GtkBox *days;
  GtkWidget *projects_box;
  GtkListBox *projects;
  GtkActionBar *selection_bar;
  GtkLabel *selected_label;
  GtkLabel *selected_time;
  GtkWidget *approve_button;
  GtkWidget *reject_button;
  GtkWidget *assign_button;
  GtkWidget *selection_menu_button;
  DaybookLazyBin *editor;
};

/* daybook-time-page-actions.c */
void daybook_time_page_install_actions (GtkWidgetClass *widget_class);
void daybook_time_page_add_shortcuts (DaybookTimePage *self);
void daybook_time_page_update_selection (DaybookTimePage *self);

/* daybook-time-page-entry.c */
void daybook_time_page_on_editor_made_cb (DaybookLazyBin *bin, DaybookEntryEditor *editor, DaybookTimePage *self);
void daybook_time_page_open_entry (DaybookWeekDay *day, DaybookWeekEntry *entry, GtkWidget *row, DaybookTimePage *self);

/* daybook-time-page-rows.c */
void daybook_time_page_begin_rows (DaybookTimePage *self);
void daybook_time_page_add_all_rows (DaybookTimePage *self);

/* daybook-time-page.c */
void daybook_time_page_go_to (DaybookTimePage *self, DaybookDay day);

G_END_DECLS
