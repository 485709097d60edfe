/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-earlier-bar.h"
#include "common/daybook-lazy-bin.h"
#include "common/daybook-pane.h"
#include "today/daybook-activity-lane.h"
#include "today/daybook-day-column.h"
#include "today/daybook-day-head.h"
#include "today/daybook-draft-panel.h"
#include "today/daybook-entry-panel.h"
#include "today/daybook-event-panel.h"
#include "today/daybook-log-bar.h"
#include "today/daybook-today-page.h"

G_BEGIN_DECLS

struct _DaybookTodayPage
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookDayModel *model;      /* (owned) (nullable) */
  GSettings *settings;         /* (owned) */
  DaybookDay today;            /* when it was looked at last */
  gboolean drafting;           /* the draft slip is a span of its own, not a meeting's proposal */
  gboolean setting_calendar;
  guint opening; /* tick callback that scrolls a day that was just opened */

  /* Template children */
  AdwLeaflet *leaflet;
  DaybookPane *day_pane;
  DaybookPane *panel_pane;
  GtkBox *head;
  GtkButton *previous_button;
  GtkButton *next_button;
  GtkMenuButton *date_button;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkPopover *date_popover;
  GtkCalendar *calendar;
  GtkButton *today_button;
  GtkButton *convert_button;
  GtkButton *convert_bar;
  DaybookLogBar *log_bar;
  DaybookDayHead *day_head;
  DaybookEarlierBar *earlier_bar;
  GtkScrolledWindow *scroller;
  DaybookDayColumn *column;
  DaybookActivityLane *activities;
  GtkBox *back_bar;
  GtkLabel *back_title;
  GtkStack *panel;
  AdwStatusPage *empty_page;
  GtkButton *accounts_button;
  DaybookLazyBin *event_panel;
  DaybookLazyBin *entry_panel;
  DaybookLazyBin *draft_panel;
};

/* The head: daybook-today-page-head.c. */
void daybook_today_page_update_head (DaybookTodayPage *self);
void daybook_today_page_update_convert_buttons (DaybookTodayPage *self);

/* The panel, and the draft that it asks about: daybook-today-page-panel.c. */
DaybookEventPanel *daybook_today_page_get_event_panel (DaybookTodayPage *self);
DaybookEntryPanel *daybook_today_page_get_entry_panel (DaybookTodayPage *self);
DaybookDraftPanel *daybook_today_page_get_draft_panel (DaybookTodayPage *self);
void daybook_today_page_show_selected (DaybookTodayPage *self);
void daybook_today_page_select_next (DaybookTodayPage *self);
void daybook_today_page_show_panel (DaybookTodayPage *self, gboolean show);
void daybook_today_page_update_empty (DaybookTodayPage *self);
void daybook_today_page_update_proposal (DaybookTodayPage *self);
void daybook_today_page_begin_draft (DaybookTodayPage *self, gint64 from, gint64 to);
void daybook_today_page_update_draft (DaybookTodayPage *self);
void daybook_today_page_end_draft (DaybookTodayPage *self);

/* What writes: daybook-today-changes.c. */
void daybook_today_page_convert_all (DaybookTodayPage *self);
void daybook_today_page_log_row (DaybookTodayPage *self, GObject *row);
void daybook_today_page_log_selected (DaybookTodayPage *self);
void daybook_today_page_log_draft (DaybookTodayPage *self);
void daybook_today_page_resize (DaybookTodayPage *self, DaybookDayEntry *entry, gint64 from, gint64 to);

G_END_DECLS
