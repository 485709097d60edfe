/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-chart-data.h"

#include <glib/gi18n.h>
#include <math.h>

#include "base/daybook-text.h"
#include "common/daybook-format.h"
#include "common/daybook-project-name.h"
#include "insight/daybook-material.h"
#include "insights/daybook-insights-words.h"

/* More projects than this are one bar at the end. */
#define MOST_PROJECTS 8

static void
item_free (gpointer data)
{
  DaybookChartItem *item = data;

  g_free (item->name);
  g_free (item->full);
  for (int i = 0; i < DAYBOOK_CHART_SERIES; i++)
    g_free (item->texts[i]);
  g_free (item->spoken);
  g_free (item->color);
  g_free (item->hue);
  g_free (item->provider);
  g_free (item);
}

void
daybook_chart_data_free (DaybookChartData *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->total);
  g_free (self->name_column);
  for (int i = 0; i < DAYBOOK_CHART_SERIES; i++)
    g_free (self->series[i]);
  g_ptr_array_unref (self->items);
  g_free (self);
}

static DaybookChartData *
data_new (DaybookChartKind kind, const char *title, const char *name_column, int n_series)
{
  DaybookChartData *self = g_new0 (DaybookChartData, 1);

  self->kind = kind;
  self->title = g_strdup (title);
  self->name_column = g_strdup (name_column);
  self->n_series = n_series;
  self->items = g_ptr_array_new_with_free_func (item_free);
  return self;
}

static DaybookChartItem *
add_item (DaybookChartData *self, const char *name, const char *full)
{
  DaybookChartItem *item = g_new0 (DaybookChartItem, 1);

  item->name = g_strdup (name);
  item->full = g_strdup (full != NULL ? full : name);
  item->leads = TRUE;
  g_ptr_array_add (self->items, item);
  return item;
}

static void
set_hours (DaybookChartItem *item, int series, double hours)
{
  item->values[series] = hours;
  item->texts[series] = daybook_insights_words_hours (hours);
}

/* Hours by project ------------------------------------------------------------------------------------------ */

/* As the project is called now, with its client; one that is gone as the summary knew it. */
static char *
name_project (const DaybookInsights *insights, const DaybookStatsProject *project)
{
  g_autofree char *id = project->id != 0 ? daybook_id_format (DAYBOOK_KIND_PROJECT, project->id) : NULL;
  const char *name = id != NULL ? g_hash_table_lookup (insights->project_names, id) : NULL;

  return name != NULL ? g_strdup (name) : daybook_project_name_format (NULL, project->name);
}

static void
add_project (DaybookChartData *self, const DaybookInsights *insights, const DaybookStatsProject *project)
{
  g_autofree char *name = name_project (insights, project);
  DaybookChartItem *item = add_item (self, name, NULL);

  set_hours (item, 0, project->hours);
  item->spoken = daybook_insights_words_spoken_hours (project->hours);
  item->color = g_strdup (project->color);
  item->id = project->id;
}

DaybookChartData *
daybook_chart_data_new_projects (const DaybookInsights *insights)
{
  GPtrArray *projects = insights->stats->projects;
  DaybookChartData *self = data_new (DAYBOOK_CHART_ROWS, _("Hours by Project"), C_ ("column", "Project"), 1);
  guint shown = projects->len > MOST_PROJECTS ? MOST_PROJECTS - 1 : projects->len;
  double rest = 0;

  self->total = daybook_insights_words_hours (insights->stats->figures[DAYBOOK_FIGURE_LOGGED_SECONDS]);
  self->series[0] = g_strdup (C_ ("column", "Logged"));
  for (guint i = 0; i < shown; i++)
    add_project (self, insights, projects->pdata[i]);
  for (guint i = shown; i < projects->len; i++)
    rest += ((DaybookStatsProject *) projects->pdata[i])->hours;
  if (shown < projects->len)
    {
      guint n = projects->len - shown;
      g_autofree char *name = g_strdup_printf (ngettext ("%u other project", "%u other projects", n), n);
      DaybookChartItem *item = add_item (self, name, NULL);

      set_hours (item, 0, rest);
      item->spoken = daybook_insights_words_spoken_hours (rest);
      item->leads = FALSE;
    }
  return self;
}

/* Meetings and focus ----------------------------------------------------------------------------------------- */

static char *
format_date (DaybookDay day, const char *format)
{
  int year, month, of_month;
  g_autoptr (GDateTime) date = NULL;

  daybook_day_to_civil (day, &year, &month, &of_month);
  date = g_date_time_new_utc (year, month, of_month, 12, 0, 0);
  return g_date_time_format (date, format);
}

static char *
name_span (const DaybookStatsSpan *span, DaybookSpan kind, gboolean many)
{
  switch (kind)
    {
    case DAYBOOK_SPAN_WEEK:
      return daybook_format_day_short (span->from);
    case DAYBOOK_SPAN_MONTH:
      return format_date (span->from, "%b");
    case DAYBOOK_SPAN_DAY:
    default:
      return many ? format_date (span->from, "%-d") : daybook_format_weekday (span->from);
    }
}

static void
add_span (DaybookChartData *self, const DaybookStatsSpan *span, gboolean many, DaybookDay today)
{
  g_autofree char *name = name_span (span, self->span, many);
  g_autofree char *full = span->to - span->from == 1 ? daybook_format_day (span->from, today)
                                                     : daybook_format_day_range_near (span->from, span->to - 1, today);
  g_autofree char *meetings = daybook_insights_words_spoken_hours (span->meeting_hours);
  g_autofree char *focus = daybook_insights_words_spoken_hours (span->focus_hours);
  DaybookChartItem *item = add_item (self, name, full);

  set_hours (item, 0, span->meeting_hours);
  set_hours (item, 1, span->focus_hours);
  /* Translators: the value of a bar, read aloud; each %s is a time: "3.5 hours", "no time" */
  item->spoken = g_strdup_printf (_("%s in meetings, %s of focus"), meetings, focus);
  item->from = span->from;
  item->to = span->to;
}

/* A free day without anything is no column. */
static gboolean
is_idle (const DaybookStatsSpan *span, DaybookSpan kind)
{
  return kind == DAYBOOK_SPAN_DAY && daybook_day_get_weekday (span->from) >= DAYBOOK_SATURDAY && span->meeting_hours <= 0
         && span->focus_hours <= 0;
}

static void
add_part (DaybookChartData *self, const char *name, double hours, const char *hue, DaybookFigure figure, gboolean leads)
{
  DaybookChartItem *item = add_item (self, name, NULL);

  set_hours (item, 0, hours);
  item->spoken = daybook_insights_words_spoken_hours (hours);
  item->hue = g_strdup (hue);
  item->id = figure;
  item->leads = leads;
}

/* Of a single day there is nothing to put beside it: what its working hours were made of. */
static DaybookChartData *
new_day (const DaybookStatsDay *day)
{
  DaybookChartData *self = data_new (DAYBOOK_CHART_ROWS, _("Meetings and Focus"), C_ ("column", "Time"), 1);

  self->series[0] = g_strdup (C_ ("column", "Hours"));
  add_part (self, _("Meetings"), day->meeting_hours, "meetings", DAYBOOK_FIGURE_MEETING_SECONDS, TRUE);
  add_part (self, _("Focus"), day->focus_hours, "focus", DAYBOOK_FIGURE_FOCUS_SECONDS, TRUE);
  /* Translators: free time between meetings, in gaps shorter than two hours */
  add_part (self, _("Short gaps"), day->fragmented_hours, "gaps", DAYBOOK_FIGURE_FRAGMENTED_SECONDS, FALSE);
  return self;
}

DaybookChartData *
daybook_chart_data_new_days (const DaybookInsights *insights, DaybookDay today)
{
  const DaybookStats *stats = insights->stats;
  DaybookSpan kind = daybook_stats_choose_span (stats);
  g_autoptr (GArray) spans = daybook_stats_list_spans (stats, kind);
  DaybookChartData *self;

  if (stats->days->len == 1)
    return new_day (&g_array_index (stats->days, DaybookStatsDay, 0));
  self = data_new (DAYBOOK_CHART_COLUMNS, _("Meetings and Focus"),
                   kind == DAYBOOK_SPAN_DAY    ? C_ ("column", "Day")
                   : kind == DAYBOOK_SPAN_WEEK ? C_ ("column", "Week")
                                               : C_ ("column", "Month"),
                   2);
  self->span = kind;
  self->series[0] = g_strdup (_("Meetings"));
  self->series[1] = g_strdup (_("Focus"));
  self->hues[0] = "meetings";
  self->hues[1] = "focus";
  for (guint i = 0; i < spans->len; i++)
    {
      const DaybookStatsSpan *span = &g_array_index (spans, DaybookStatsSpan, i);

      if (!is_idle (span, kind))
        add_span (self, span, stats->days->len > 7, today);
    }
  return self;
}

/* Activity by platform ------------------------------------------------------------------------------------------ */

DaybookChartData *
daybook_chart_data_new_platforms (const DaybookInsights *insights, DaybookServiceCatalog *services)
{
  DaybookChartData *self = data_new (DAYBOOK_CHART_STRIP, _("Activity by Platform"), C_ ("column", "Service"), 1);
  gint64 total = daybook_stats_count_items (insights->stats);

  self->total = daybook_prose_count (DAYBOOK_N_FIGURES, total);
  self->series[0] = g_strdup (C_ ("column", "Items"));
  for (guint i = 0; i < insights->stats->platforms->len; i++)
    {
      const DaybookStatsPlatform *platform = insights->stats->platforms->pdata[i];
      DaybookService *service = daybook_service_catalog_find (services, platform->provider);
      DaybookChartItem *item;

      if (platform->count <= 0)
        continue;
      item = add_item (self, service != NULL ? daybook_service_get_name (service) : platform->provider, NULL);
      item->values[0] = (double) platform->count;
      item->texts[0] = g_strdup_printf ("%'" G_GINT64_FORMAT, platform->count);
      item->spoken = daybook_prose_count (DAYBOOK_N_FIGURES, platform->count);
      item->hue = g_strdelimit (g_strdup (platform->provider), "-", '_');
      item->provider = g_strdup (platform->provider);
    }
  return self;
}

/* Comparing and measuring ----------------------------------------------------------------------------------------- */

static gboolean
is_same_item (const DaybookChartItem *a, const DaybookChartItem *b)
{
  for (int i = 0; i < DAYBOOK_CHART_SERIES; i++)
    {
      if (a->values[i] != b->values[i] || g_strcmp0 (a->texts[i], b->texts[i]) != 0)
        return FALSE;
    }
  return g_str_equal (a->name, b->name) && g_str_equal (a->full, b->full) && g_str_equal (a->spoken, b->spoken)
         && g_strcmp0 (a->color, b->color) == 0 && g_strcmp0 (a->hue, b->hue) == 0 && a->leads == b->leads && a->id == b->id
         && g_strcmp0 (a->provider, b->provider) == 0 && a->from == b->from && a->to == b->to;
}

gboolean
daybook_chart_data_is_equal (const DaybookChartData *a, const DaybookChartData *b)
{
  if (a->kind != b->kind || a->span != b->span || a->n_series != b->n_series || a->items->len != b->items->len
      || !g_str_equal (a->title, b->title) || g_strcmp0 (a->total, b->total) != 0
      || !g_str_equal (a->name_column, b->name_column))
    return FALSE;
  for (guint i = 0; i < a->items->len; i++)
    {
      if (!is_same_item (a->items->pdata[i], b->items->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

double
daybook_chart_data_get_most (const DaybookChartData *self)
{
  double most = 0;

  for (guint i = 0; i < self->items->len; i++)
    {
      const DaybookChartItem *item = self->items->pdata[i];
      double sum = 0;

      for (int j = 0; j < self->n_series; j++)
        sum += item->values[j];
      most = MAX (most, sum);
    }
  return MAX (most, 0.1);
}

double
daybook_chart_find_step (double most)
{
  static const double steps[] = { 1, 2, 5 };

  for (double scale = 1; scale < 1e9; scale *= 10)
    {
      for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
        {
          if (ceil (most / (steps[i] * scale)) <= 5)
            return steps[i] * scale;
        }
    }
  return most;
}
