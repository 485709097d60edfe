/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of a period: what SQL measures (store/daybook-figures.h), put together. */
#include "insight/daybook-metrics.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-numbers.h"
#include "base/daybook-zone.h"
#include "store/daybook-accounts.h"

/* As they stand in JSON; seconds as hours. */
static const char *const names[DAYBOOK_N_FIGURES] = {
  [DAYBOOK_FIGURE_COMMITS] = "total_commits",
  [DAYBOOK_FIGURE_PULL_REQUESTS] = "total_pull_requests",
  [DAYBOOK_FIGURE_REVIEWS] = "reviews",
  [DAYBOOK_FIGURE_ISSUES] = "issues",
  [DAYBOOK_FIGURE_PAGES] = "pages",
  [DAYBOOK_FIGURE_MESSAGES] = "messages",
  [DAYBOOK_FIGURE_MAILS] = "mails",
  [DAYBOOK_FIGURE_MEETINGS] = "total_meetings",
  [DAYBOOK_FIGURE_MEETING_SECONDS] = "meeting_hours",
  [DAYBOOK_FIGURE_FOCUS_SECONDS] = "focus_hours",
  [DAYBOOK_FIGURE_FRAGMENTED_SECONDS] = "fragmented_hours",
  [DAYBOOK_FIGURE_WORK_SECONDS] = "working_hours",
  [DAYBOOK_FIGURE_COLLABORATION] = "collaboration_score",
  [DAYBOOK_FIGURE_LOGGED_SECONDS] = "logged_hours",
  [DAYBOOK_FIGURE_UNLOGGED] = "unlogged_meetings",
  [DAYBOOK_FIGURE_UNLOGGED_SECONDS] = "unlogged_hours",
};

static const struct
{
  const char *kind;
  DaybookFigure figure;
} kinds[] = {
  { "commit", DAYBOOK_FIGURE_COMMITS },   { "pull_request", DAYBOOK_FIGURE_PULL_REQUESTS },
  { "review", DAYBOOK_FIGURE_REVIEWS },   { "issue", DAYBOOK_FIGURE_ISSUES },
  { "page", DAYBOOK_FIGURE_PAGES },       { "message", DAYBOOK_FIGURE_MESSAGES },
  { "mail", DAYBOOK_FIGURE_MAILS },
};

void
daybook_metrics_free (DaybookMetrics *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->days, g_array_unref);
  g_clear_pointer (&self->platforms, g_ptr_array_unref);
  g_clear_pointer (&self->projects, g_ptr_array_unref);
  g_clear_pointer (&self->unlogged, g_array_unref);
  g_free (self);
}

const char *
daybook_figure_get_name (DaybookFigure figure)
{
  return names[figure];
}

gboolean
daybook_figure_is_seconds (DaybookFigure figure)
{
  return g_str_has_suffix (names[figure], "_hours");
}

/* Hours as they are shown, to the tenth: what is written in prose, stands in a tile and goes out as JSON is this. */
double
daybook_metrics_hours (gint64 seconds)
{
  return round ((double) seconds / 360.0) / 10.0;
}

static gboolean
contains_day (const GArray *days, DaybookDay day)
{
  for (guint i = 0; i < days->len; i++)
    {
      if (g_array_index (days, DaybookDay, i) == day)
        return TRUE;
    }
  return FALSE;
}

/* One window a day. Only a working day that all calendars cover and that the person was not away on has working
 * hours: of any other it cannot be said that time was free. Those of days that are known otherwise are only added
 * up. */
static GArray *
make_windows (DaybookMetrics *self, DaybookStore *store, GError **error)
{
  const DaybookPeriod *period = &self->period;
  g_autoptr (GArray) away = daybook_store_list_away_days (store, period->from, period->counted_to, error);
  g_autoptr (GArray) windows = g_array_new (FALSE, FALSE, sizeof (DaybookDayWindow));
  DaybookZone *zone = daybook_store_get_zone (store);
  guint8 working_days = daybook_period_get_working_days (store);
  gint64 day_start = daybook_store_get_setting_time (store, "day_start");
  gint64 day_end = daybook_store_get_setting_time (store, "day_end");
  DaybookDay covered_from = 0;
  DaybookDay covered_to = 0;

  if (away == NULL)
    return NULL;
  for (DaybookDay day = period->from; day < period->counted_to; day++)
    {
      DaybookDayWindow window = { .day = day };

      window.start = daybook_zone_get_day_start (zone, day);
      window.end = daybook_zone_get_day_start (zone, day + 1);
      window.work_start = window.start;
      window.work_end = window.start;
      if ((day < covered_from || day >= covered_to)
          && !daybook_store_get_coverage (store, "calendar", day, &covered_from, &covered_to))
        covered_from = covered_to = 0;
      if (daybook_period_is_working_day (working_days, day) && !contains_day (away, day) && day_end > day_start)
        {
          gboolean calendars_known = day >= covered_from && day < covered_to;
          gint64 start = daybook_zone_to_instant (zone, daybook_wall_from_day (day) + day_start);
          gint64 end = MIN (daybook_zone_to_instant (zone, daybook_wall_from_day (day) + day_end), window.end);

          if (calendars_known)
            {
              window.work_start = start;
              window.work_end = end;
            }
          if (calendars_known || (day >= self->covered_from && day < self->covered_to))
            self->scheduled_seconds += end - start;
        }
      g_array_append_val (windows, window);
    }
  return g_steal_pointer (&windows);
}

/* The share of the working hours that was spent with others, 0 to 100: meetings with somebody else (overlaps once), two
 * minutes for every message, a quarter of an hour for every review. Whether calendars are known makes no working day
 * shorter. On a free day a usual day's hours are taken. */
static gint64
make_score (const DaybookMetrics *self, gint64 usual_day)
{
  gint64 together = self->shared_seconds + self->figures[DAYBOOK_FIGURE_MESSAGES] * DAYBOOK_MESSAGE_SECONDS
                    + self->figures[DAYBOOK_FIGURE_REVIEWS] * DAYBOOK_REVIEW_SECONDS;
  gint64 work = self->scheduled_seconds;

  if (work <= 0)
    work = MAX (usual_day, 3600);
  return CLAMP ((together * 200 + work) / (2 * work), 0, 100);
}

static void
add_platform (DaybookMetrics *self, const char *provider, gint64 count)
{
  DaybookActivityCount *platform;

  for (guint i = 0; i < self->platforms->len; i++)
    {
      platform = self->platforms->pdata[i];
      if (g_str_equal (platform->provider, provider))
        {
          platform->count += count;
          return;
        }
    }
  platform = g_new0 (DaybookActivityCount, 1);
  platform->provider = g_strdup (provider);
  platform->count = count;
  g_ptr_array_add (self->platforms, platform);
}

static gboolean
add_activities (DaybookMetrics *self, DaybookStore *store, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GPtrArray) counts = daybook_store_count_activities (store, from, to, error);

  for (guint i = 0; counts != NULL && i < counts->len; i++)
    {
      const DaybookActivityCount *count = counts->pdata[i];

      for (guint j = 0; j < G_N_ELEMENTS (kinds); j++)
        {
          if (g_str_equal (kinds[j].kind, count->kind))
            self->figures[kinds[j].figure] += count->count;
        }
      add_platform (self, count->provider, count->count);
    }
  return counts != NULL;
}

static gboolean
add_meetings (DaybookMetrics *self, DaybookStore *store, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GPtrArray) counts = daybook_store_count_meetings (store, from, to, error);

  for (guint i = 0; counts != NULL && i < counts->len; i++)
    {
      const DaybookActivityCount *count = counts->pdata[i];

      add_platform (self, count->provider, count->count);
    }
  return counts != NULL;
}

static gboolean
add_days (DaybookMetrics *self, DaybookStore *store, const GArray *windows, GError **error)
{
  self->days = daybook_store_measure_days (store, windows, error);
  for (guint i = 0; self->days != NULL && i < self->days->len; i++)
    {
      const DaybookDayFigures *day = &g_array_index (self->days, DaybookDayFigures, i);
      const DaybookDayWindow *window = &g_array_index (windows, DaybookDayWindow, i);

      self->figures[DAYBOOK_FIGURE_MEETINGS] += day->meetings;
      self->figures[DAYBOOK_FIGURE_MEETING_SECONDS] += day->meeting_seconds;
      self->figures[DAYBOOK_FIGURE_FOCUS_SECONDS] += day->focus_seconds;
      self->figures[DAYBOOK_FIGURE_FRAGMENTED_SECONDS] += day->fragmented_seconds;
      self->figures[DAYBOOK_FIGURE_WORK_SECONDS] += window->work_end - window->work_start;
      self->shared_seconds += day->shared_seconds;
    }
  return self->days != NULL;
}

static gboolean
add_unlogged (DaybookMetrics *self, DaybookStore *store, gint64 from, gint64 to, GError **error)
{
  self->unlogged
      = daybook_store_list_unlogged_ids (store, from, to, &self->figures[DAYBOOK_FIGURE_UNLOGGED_SECONDS], error);
  if (self->unlogged == NULL)
    return FALSE;
  self->figures[DAYBOOK_FIGURE_UNLOGGED] = self->unlogged->len;
  return TRUE;
}

static gboolean
add_projects (DaybookMetrics *self, DaybookStore *store, GError **error)
{
  DaybookTotalsFilter filter = { .from = self->period.from, .to = self->period.counted_to, .status = -1 };

  self->projects = daybook_store_report_totals (store, &filter, DAYBOOK_TOTALS_BY_PROJECT, error);
  for (guint i = 0; self->projects != NULL && i < self->projects->len; i++)
    self->figures[DAYBOOK_FIGURE_LOGGED_SECONDS] += ((DaybookTotal *) self->projects->pdata[i])->duration;
  return self->projects != NULL;
}

static void
find_coverage (DaybookMetrics *self, DaybookStore *store)
{
  const DaybookPeriod *period = &self->period;
  DaybookDay from, to;

  self->covered_from = self->covered_to = period->from;
  if (period->counted_to <= period->from
      || !daybook_store_get_coverage (store, NULL, period->counted_to - 1, &from, &to))
    return;
  self->covered_from = MAX (from, period->from);
  self->covered_to = MIN (to, period->counted_to);
}

static DaybookMetrics *
measure (DaybookStore *store, const DaybookPeriod *period, GError **error)
{
  g_autoptr (DaybookMetrics) self = g_new0 (DaybookMetrics, 1);
  g_autoptr (GArray) windows = NULL;
  gint64 from, to;

  self->period = *period;
  find_coverage (self, store);
  windows = make_windows (self, store, error);
  if (windows == NULL)
    return NULL;
  self->platforms = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_count_free);
  from = daybook_zone_get_day_start (daybook_store_get_zone (store), period->from);
  to = daybook_zone_get_day_start (daybook_store_get_zone (store), period->counted_to);
  if (!add_days (self, store, windows, error) || !add_meetings (self, store, from, to, error)
      || !add_activities (self, store, from, to, error) || !add_projects (self, store, error)
      || !add_unlogged (self, store, from, to, error))
    return NULL;
  self->figures[DAYBOOK_FIGURE_COLLABORATION]
      = make_score (self, daybook_store_get_setting_time (store, "day_end")
                              - daybook_store_get_setting_time (store, "day_start"));
  return g_steal_pointer (&self);
}

/* The average of the four periods before, of which only those count that were synced whole: what nobody asked for
 * is no zero. */
static gboolean
add_usual (DaybookMetrics *self, DaybookStore *store, GError **error)
{
  DaybookPeriod before[DAYBOOK_PERIODS_BEFORE];
  guint n = daybook_period_list_before (&self->period, daybook_period_get_working_days (store), before);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DaybookMetrics) earlier = NULL;

      if (!daybook_store_covers (store, before[i].from, before[i].counted_to))
        continue;
      earlier = measure (store, &before[i], error);
      if (earlier == NULL)
        return FALSE;
      for (guint j = 0; j < DAYBOOK_N_FIGURES; j++)
        self->usual[j] += (double) earlier->figures[j];
      self->usual_items += (double) daybook_metrics_count_items (earlier);
      self->n_before++;
    }
  for (guint j = 0; j < DAYBOOK_N_FIGURES && self->n_before > 0; j++)
    self->usual[j] /= self->n_before;
  if (self->n_before > 0)
    self->usual_items /= self->n_before;
  return TRUE;
}

/* Everything about @period, and what is usual. */
DaybookMetrics *
daybook_metrics_new (DaybookStore *store, const DaybookPeriod *period, GError **error)
{
  g_autoptr (DaybookMetrics) self = measure (store, period, error);

  if (self == NULL || !add_usual (self, store, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Meetings and activities of all services. */
gint64
daybook_metrics_count_items (const DaybookMetrics *self)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->platforms->len; i++)
    sum += ((DaybookActivityCount *) self->platforms->pdata[i])->count;
  return sum;
}

static void
add_figure (JsonBuilder *builder, DaybookFigure figure, double value)
{
  json_builder_set_member_name (builder, names[figure]);
  if (daybook_figure_is_seconds (figure))
    json_builder_add_double_value (builder, round (value / 360.0) / 10.0);
  else
    json_builder_add_double_value (builder, round (value * 10.0) / 10.0);
}

static void
add_day (JsonBuilder *builder, const DaybookDayFigures *day)
{
  char text[DAYBOOK_DAY_TEXT_SIZE];

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "date", daybook_day_write (day->day, text));
  daybook_json_add_int (builder, "meetings", day->meetings);
  daybook_json_add_double (builder, "meeting_hours", daybook_metrics_hours (day->meeting_seconds));
  daybook_json_add_double (builder, "focus_hours", daybook_metrics_hours (day->focus_seconds));
  daybook_json_add_double (builder, "fragmented_hours", daybook_metrics_hours (day->fragmented_seconds));
  json_builder_end_object (builder);
}

static void
add_project (JsonBuilder *builder, const DaybookTotal *total)
{
  g_autofree char *id = total->project_id != 0 ? daybook_id_format (DAYBOOK_KIND_PROJECT, total->project_id) : NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "id", id);
  daybook_json_add_text (builder, "name", id != NULL ? total->key : NULL);
  daybook_json_add_text (builder, "color", total->color);
  daybook_json_add_double (builder, "hours", daybook_metrics_hours (total->duration));
  json_builder_end_object (builder);
}

/* The object `stats` of interfaces.md. (transfer full) */
char *
daybook_metrics_to_json (const DaybookMetrics *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  for (guint i = 0; i < DAYBOOK_N_FIGURES; i++)
    {
      if (daybook_figure_is_seconds (i))
        {
          add_figure (builder, i, (double) self->figures[i]);
          continue;
        }
      daybook_json_add_int (builder, names[i], self->figures[i]);
    }
  json_builder_set_member_name (builder, "by_platform");
  json_builder_begin_object (builder);
  for (guint i = 0; i < self->platforms->len; i++)
    {
      const DaybookActivityCount *platform = self->platforms->pdata[i];

      daybook_json_add_int (builder, platform->provider, platform->count);
    }
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "by_project");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->projects->len; i++)
    add_project (builder, self->projects->pdata[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "by_day");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->days->len; i++)
    add_day (builder, &g_array_index (self->days, DaybookDayFigures, i));
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "usual");
  if (self->n_before == 0)
    {
      json_builder_add_null_value (builder);
    }
  else
    {
      json_builder_begin_object (builder);
      daybook_json_add_int (builder, "periods", self->n_before);
      for (guint i = 0; i < DAYBOOK_N_FIGURES; i++)
        add_figure (builder, i, self->usual[i]);
      daybook_json_add_int (builder, "items", (gint64) round (self->usual_items));
      json_builder_end_object (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return daybook_json_shorten_numbers (text);
}
