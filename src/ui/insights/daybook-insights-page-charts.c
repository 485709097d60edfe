/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts of the page, and where their bars lead. */
#include "insights/daybook-insights-page-private.h"

#include "insights/daybook-insights-words.h"

void
daybook_insights_page_show_platforms (DaybookInsightsPage *self)
{
  const DaybookInsights *insights = self->model != NULL ? daybook_insights_model_get_insights (self->model) : NULL;

  if (insights != NULL)
    daybook_chart_card_set_data (
      self->platforms_chart,
      daybook_chart_data_new_platforms (insights, daybook_workspace_get_services (self->workspace)));
}

void
daybook_insights_page_show_charts (DaybookInsightsPage *self)
{
  const DaybookInsights *insights = daybook_insights_model_get_insights (self->model);

  daybook_chart_card_set_data (self->projects_chart, daybook_chart_data_new_projects (insights));
  daybook_chart_card_set_data (self->days_chart,
                               daybook_chart_data_new_days (insights, daybook_workspace_get_today (self->workspace)));
  daybook_insights_page_show_platforms (self);
}

/* "ACME / Website: 14.5 hours" over its rows. */
static void
show_total (DaybookInsightsPage *self, DaybookChartBar *bar, DaybookInsightsTotal *total, const char *explanation)
{
  const DaybookChartItem *item = daybook_chart_bar_get_item (bar);
  g_autofree char *title = g_strdup_printf ("%s: %s", item->full, item->spoken);

  daybook_insights_page_show_total (self, GTK_WIDGET (bar), total, title, explanation);
}

void
daybook_insights_page_choose_project (DaybookInsightsPage *self, DaybookChartBar *bar)
{
  DaybookInsightsTotal *total
    = daybook_insights_total_new (DAYBOOK_TOTAL_PROJECT, &daybook_insights_model_get_insights (self->model)->period);

  total->project_id = daybook_chart_bar_get_item (bar)->id;
  show_total (self, bar, total, NULL);
}

void
daybook_insights_page_choose_platform (DaybookInsightsPage *self, DaybookChartBar *bar)
{
  DaybookInsightsTotal *total
    = daybook_insights_total_new (DAYBOOK_TOTAL_PLATFORM, &daybook_insights_model_get_insights (self->model)->period);

  total->provider = g_strdup (daybook_chart_bar_get_item (bar)->provider);
  show_total (self, bar, total, NULL);
}

/* A column leads to its day, week or month; of a single day each bar shows the meetings. */
void
daybook_insights_page_choose_day (DaybookInsightsPage *self, DaybookChartBar *bar)
{
  const DaybookChartItem *item = daybook_chart_bar_get_item (bar);
  const DaybookInsights *insights = daybook_insights_model_get_insights (self->model);
  DaybookDay day = item->from;
  DaybookDay days = item->to - item->from;

  if (days > 0)
    {
      daybook_insights_model_go_to (self->model, day);
      daybook_insights_model_set_type (self->model, days == 1   ? DAYBOOK_SUMMARY_DAILY
                                                    : days <= 7 ? DAYBOOK_SUMMARY_WEEKLY
                                                                : DAYBOOK_SUMMARY_MONTHLY);
      return;
    }
  {
    DaybookInsightsTotal *total = daybook_insights_total_new (DAYBOOK_TOTAL_FIGURE, &insights->period);

    total->figure = (DaybookFigure) item->id;
    show_total (self, bar, total, daybook_insights_words_explanation (total->figure));
  }
}
