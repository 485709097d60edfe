/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-date-button.h"
#include "common/daybook-earlier-bar.h"
#include "common/daybook-pane.h"
#include "insights/daybook-chart-card.h"
#include "insights/daybook-engine-bar.h"
#include "insights/daybook-insights-model.h"
#include "insights/daybook-insights-page.h"
#include "insights/daybook-insights-prose.h"
#include "insights/daybook-insights-section.h"
#include "insights/daybook-insights-tiles.h"

G_BEGIN_DECLS

struct _DaybookInsightsPage
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookInsightsModel *model; /* (owned) (nullable) until there is a workspace */
  GtkWidget *popover;          /* (unowned) (nullable) the rows that are shown */
  guint popover_idle;
  gboolean setting_calendar;

  /* Template children */
  DaybookPane *pane;
  GtkScrolledWindow *scroller;
  GtkBox *head;
  GtkBox *second_head;
  GtkWidget *head_end;
  GtkButton *previous_button;
  GtkButton *next_button;
  GtkMenuButton *date_button;
  GtkLabel *title;
  GtkLabel *subtitle;
  GtkPopover *date_popover;
  GtkCalendar *calendar;
  GtkButton *today_button;
  GtkWidget *toggles;
  GtkWidget *range_bar;
  DaybookDateButton *range_from;
  DaybookDateButton *range_to;
  DaybookEarlierBar *earlier_bar;
  GtkStack *stack;
  AdwStatusPage *nothing;
  GtkWidget *accounts_button;
  GtkBox *top;
  DaybookInsightsProse *prose;
  DaybookEngineBar *engine_bar;
  DaybookInsightsTiles *tiles;
  GtkBox *words_side;
  GtkBox *figures_side;
  DaybookChartCard *projects_chart;
  DaybookChartCard *days_chart;
  DaybookChartCard *platforms_chart;
  DaybookInsightsSection *highlights;
  DaybookInsightsSection *worth;
  DaybookInsightsSection *advice;
};

/* daybook-insights-page-evidence.c */
void daybook_insights_page_cite (DaybookInsightsPage *self, DaybookCiteChip *chip);
void daybook_insights_page_show_figure (DaybookInsightsPage *self, GtkWidget *tile, DaybookFigure figure);
void daybook_insights_page_hide_rows (DaybookInsightsPage *self);
/* Lists what @total (taken) was counted from, at @place. */
void daybook_insights_page_show_total (DaybookInsightsPage *self, GtkWidget *place, DaybookInsightsTotal *total,
                                       const char *title, const char *explanation);

/* daybook-insights-page-charts.c */
void daybook_insights_page_show_charts (DaybookInsightsPage *self);
void daybook_insights_page_show_platforms (DaybookInsightsPage *self);
void daybook_insights_page_choose_project (DaybookInsightsPage *self, DaybookChartBar *bar);
void daybook_insights_page_choose_platform (DaybookInsightsPage *self, DaybookChartBar *bar);
void daybook_insights_page_choose_day (DaybookInsightsPage *self, DaybookChartBar *bar);

G_END_DECLS
