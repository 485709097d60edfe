/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-stats.h"

#include <math.h>
#include <string.h>

#include "base/daybook-json-reader.h"

/* More columns than this are no chart any more. */
#define MOST_DAYS 31
#define MOST_WEEKS 27

static void
project_free (gpointer data)
{
  DaybookStatsProject *project = data;

  g_free (project->name);
  g_free (project->color);
  g_free (project);
}

static void
platform_free (gpointer data)
{
  DaybookStatsPlatform *platform = data;

  g_free (platform->provider);
  g_free (platform);
}

void
daybook_stats_free (DaybookStats *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->days);
  g_ptr_array_unref (self->projects);
  g_ptr_array_unref (self->platforms);
  g_free (self);
}

static gboolean
find_figure (const char *name, DaybookFigure *figure)
{
  for (guint i = 0; i < DAYBOOK_N_FIGURES; i++)
    {
      if (g_str_equal (daybook_figure_get_name (i), name))
        {
          *figure = i;
          return TRUE;
        }
    }
  return FALSE;
}

static void
read_day (DaybookJsonReader *reader, GArray *days)
{
  enum
  {
    FIELD_DATE,
    FIELD_MEETINGS,
    FIELD_MEETING_HOURS,
    FIELD_FOCUS_HOURS,
    FIELD_FRAGMENTED_HOURS
  };
  static const char *const fields[] = { "date", "meetings", "meeting_hours", "focus_hours", "fragmented_hours", NULL };
  DaybookStatsDay day = { DAYBOOK_DAY_NONE, 0, 0, 0, 0 };
  g_autofree char *date = NULL;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == FIELD_DATE)
        daybook_json_reader_read_string_into (reader, &date);
      else if (field == FIELD_MEETINGS)
        day.meetings = (int) daybook_json_reader_read_int_or (reader, 0);
      else if (field == FIELD_MEETING_HOURS)
        day.meeting_hours = daybook_json_reader_read_double_or (reader, 0);
      else if (field == FIELD_FOCUS_HOURS)
        day.focus_hours = daybook_json_reader_read_double_or (reader, 0);
      else if (field == FIELD_FRAGMENTED_HOURS)
        day.fragmented_hours = daybook_json_reader_read_double_or (reader, 0);
    }
  if (date != NULL && daybook_day_parse (date, -1, &day.day))
    g_array_append_val (days, day);
}

static void
read_project (DaybookJsonReader *reader, GPtrArray *projects)
{
  enum
  {
    FIELD_ID,
    FIELD_NAME,
    FIELD_COLOR,
    FIELD_HOURS
  };
  static const char *const fields[] = { "id", "name", "color", "hours", NULL };
  DaybookStatsProject *project;
  g_autofree char *id = NULL;
  DaybookKind kind;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  project = g_new0 (DaybookStatsProject, 1);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == FIELD_ID)
        daybook_json_reader_read_string_into (reader, &id);
      else if (field == FIELD_NAME)
        daybook_json_reader_read_string_into (reader, &project->name);
      else if (field == FIELD_COLOR)
        daybook_json_reader_read_string_into (reader, &project->color);
      else if (field == FIELD_HOURS)
        project->hours = daybook_json_reader_read_double_or (reader, 0);
    }
  if (id != NULL && (!daybook_id_parse (id, &kind, &project->id) || kind != DAYBOOK_KIND_PROJECT))
    project->id = 0;
  g_ptr_array_add (projects, project);
}

static void
read_platforms (DaybookJsonReader *reader, GPtrArray *platforms)
{
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      DaybookStatsPlatform *platform = g_new0 (DaybookStatsPlatform, 1);

      platform->provider = g_strdup (daybook_json_reader_get_name (reader));
      platform->count = daybook_json_reader_read_int_or (reader, 0);
      g_ptr_array_add (platforms, platform);
    }
}

static void
read_usual (DaybookJsonReader *reader, DaybookStats *self)
{
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      DaybookFigure figure;

      if (daybook_json_reader_name_is (reader, "periods"))
        {
          gint64 periods = daybook_json_reader_read_int_or (reader, 0);

          self->n_before = (guint) CLAMP (periods, 0, DAYBOOK_PERIODS_BEFORE);
        }
      else if (find_figure (daybook_json_reader_get_name (reader), &figure))
        self->usual[figure] = daybook_json_reader_read_double_or (reader, 0);
    }
}

static int
compare_projects (gconstpointer a, gconstpointer b)
{
  const DaybookStatsProject *x = *(DaybookStatsProject *const *) a;
  const DaybookStatsProject *y = *(DaybookStatsProject *const *) b;

  if (x->hours != y->hours)
    return x->hours > y->hours ? -1 : 1;
  return g_strcmp0 (x->name, y->name);
}

static int
compare_platforms (gconstpointer a, gconstpointer b)
{
  const DaybookStatsPlatform *x = *(DaybookStatsPlatform *const *) a;
  const DaybookStatsPlatform *y = *(DaybookStatsPlatform *const *) b;

  if (x->count != y->count)
    return x->count > y->count ? -1 : 1;
  return strcmp (x->provider, y->provider);
}

/* What is not there is nought: an older summary may know less. */
DaybookStats *
daybook_stats_parse (const char *json, GError **error)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data (json, strlen (json));
  g_autoptr (DaybookStats) self = g_new0 (DaybookStats, 1);

  self->days = g_array_new (FALSE, FALSE, sizeof (DaybookStatsDay));
  self->projects = g_ptr_array_new_with_free_func (project_free);
  self->platforms = g_ptr_array_new_with_free_func (platform_free);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_member (reader))
    {
      DaybookFigure figure;

      if (daybook_json_reader_name_is (reader, "usual"))
        read_usual (reader, self);
      else if (daybook_json_reader_name_is (reader, "by_platform"))
        read_platforms (reader, self->platforms);
      else if (daybook_json_reader_name_is (reader, "by_project") && daybook_json_reader_begin_array_or_skip (reader))
        {
          while (daybook_json_reader_next_element (reader))
            read_project (reader, self->projects);
        }
      else if (daybook_json_reader_name_is (reader, "by_day") && daybook_json_reader_begin_array_or_skip (reader))
        {
          while (daybook_json_reader_next_element (reader))
            read_day (reader, self->days);
        }
      else if (find_figure (daybook_json_reader_get_name (reader), &figure))
        self->figures[figure] = daybook_json_reader_read_double_or (reader, 0);
    }
  if (!daybook_json_reader_finish (reader, error))
    return NULL;
  g_ptr_array_sort (self->projects, compare_projects);
  g_ptr_array_sort (self->platforms, compare_platforms);
  return g_steal_pointer (&self);
}

gint64
daybook_stats_count_items (const DaybookStats *self)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->platforms->len; i++)
    sum += ((DaybookStatsPlatform *) self->platforms->pdata[i])->count;
  return sum;
}

gboolean
daybook_stats_is_empty (const DaybookStats *self)
{
  return daybook_stats_count_items (self) == 0 && self->figures[DAYBOOK_FIGURE_LOGGED_SECONDS] <= 0;
}

gboolean
daybook_stats_compare (const DaybookStats *self, DaybookFigure figure, double *difference)
{
  double scale = daybook_figure_is_seconds (figure) ? 10 : 1;

  if (self->n_before == 0)
    return FALSE;
  *difference = (round (self->figures[figure] * scale) - round (self->usual[figure] * scale)) / scale;
  return TRUE;
}

static DaybookDay
find_start (DaybookDay day, DaybookSpan span)
{
  return span == DAYBOOK_SPAN_DAY    ? day
         : span == DAYBOOK_SPAN_WEEK ? daybook_day_get_week_start (day, DAYBOOK_MONDAY)
                                     : daybook_day_get_month_start (day);
}

GArray *
daybook_stats_list_spans (const DaybookStats *self, DaybookSpan span)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (DaybookStatsSpan));

  for (guint i = 0; i < self->days->len; i++)
    {
      const DaybookStatsDay *day = &g_array_index (self->days, DaybookStatsDay, i);
      DaybookStatsSpan *last = spans->len > 0 ? &g_array_index (spans, DaybookStatsSpan, spans->len - 1) : NULL;

      if (last == NULL || find_start (last->from, span) != find_start (day->day, span))
        {
          DaybookStatsSpan next = { .from = day->day };

          g_array_append_val (spans, next);
          last = &g_array_index (spans, DaybookStatsSpan, spans->len - 1);
        }
      last->to = day->day + 1;
      last->meetings += day->meetings;
      last->meeting_hours += day->meeting_hours;
      last->focus_hours += day->focus_hours;
    }
  return spans;
}

DaybookSpan
daybook_stats_choose_span (const DaybookStats *self)
{
  if (self->days->len <= MOST_DAYS)
    return DAYBOOK_SPAN_DAY;
  return self->days->len <= MOST_WEEKS * 7 ? DAYBOOK_SPAN_WEEK : DAYBOOK_SPAN_MONTH;
}
