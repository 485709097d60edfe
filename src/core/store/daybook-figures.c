/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What days held: meetings and the time they leave. "Numbers come from SQL" (design.md). */
#include "store/daybook-figures.h"

#include <json-glib/json-glib.h>

#include "store/daybook-store-private.h"

/* ?1 and ?2: the instants from and to. A meeting of up to a day that reaches into them begins at most a day before.
 * busy: 1 free, 3 out of office, 4 elsewhere. */
#define TAKEN_TIME \
  "taken AS MATERIALIZED (" \
  "  SELECT MIN (e.id) AS id, e.range_start AS start, e.range_end AS end, MAX (e.busy <> 3) AS is_meeting," \
  "         MAX (e.busy <> 3 AND (COALESCE (e.attendee_count, m.attendee_count, 0) > 1" \
  "              OR COALESCE (e.conference_url, m.conference_url) IS NOT NULL" \
  "              OR (COALESCE (e.organizer, m.organizer) IS NOT NULL AND NOT e.is_organizer))) AS is_shared" \
  "    FROM source s CROSS JOIN event e ON e.source_id = s.id" /* the index begins with the source */ \
  "         LEFT JOIN event m ON m.id = e.series_id" \
  "   WHERE s.enabled AND e.kind <> 1 AND e.range_start >= ?1 - 86400 AND e.range_start < ?2 AND e.range_end > ?1" \
  "     AND NOT e.all_day AND e.status <> 2 AND e.response <> 3 AND e.busy NOT IN (1, 4)" \
  "     AND e.range_end - e.range_start BETWEEN 1 AND 86400" \
  "     AND NOT (COALESCE (e.attendee_count, m.attendee_count, 0) < 2" \
  "              AND (COALESCE (e.title, m.title, '') LIKE 'focus%'" \
  "                   OR COALESCE (e.categories, m.categories, '') LIKE '%\"Focus time\"%'))" \
  "   GROUP BY COALESCE (e.ical_uid, m.ical_uid, e.id), e.range_start, e.range_end)"

/* Three lanes of time: 0 meetings, 1 meetings with somebody else, 2 whatever is not free. Spans of a lane that touch
 * become one island. Then what the islands of lane 2 leave of each day's working hours are its gaps. */
static const char measure_days_sql[]
  = "WITH day AS MATERIALIZED ("
    "  SELECT value ->> 0 AS day, value ->> 1 AS start, value ->> 2 AS end, value ->> 3 AS work_start,"
    "         value ->> 4 AS work_end FROM json_each (?3)),"
    TAKEN_TIME ","
    "span AS (SELECT 0 AS lane, start, end FROM taken WHERE is_meeting"
    "         UNION ALL SELECT 1, start, end FROM taken WHERE is_shared"
    "         UNION ALL SELECT 2, start, end FROM taken),"
    "reach AS (SELECT lane, start, end, MAX (end) OVER (PARTITION BY lane ORDER BY start, end"
    "            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before FROM span),"
    "numbered AS (SELECT lane, start, end, SUM (before IS NULL OR start > before) OVER (PARTITION BY lane"
    "               ORDER BY start, end ROWS UNBOUNDED PRECEDING) AS number FROM reach),"
    "island AS MATERIALIZED (SELECT lane, MIN (start) AS start, MAX (end) AS end FROM numbered GROUP BY lane, number),"
    "edge AS (SELECT d.day, MAX (b.start, d.work_start) AS start, MIN (b.end, d.work_end) AS end"
    "           FROM day d JOIN island b ON b.lane = 2 AND b.start < d.work_end AND b.end > d.work_start"
    "          WHERE d.work_end > d.work_start"
    "         UNION ALL SELECT day, work_start, work_start FROM day WHERE work_end > work_start"
    "         UNION ALL SELECT day, work_end, work_end FROM day WHERE work_end > work_start),"
    "gap AS (SELECT day, LEAD (start) OVER (PARTITION BY day ORDER BY start, end) - end AS length FROM edge),"
    "rest AS MATERIALIZED (SELECT day, SUM (CASE WHEN length >= ?4 THEN length ELSE 0 END) AS focus,"
    "                             SUM (CASE WHEN length < ?4 THEN length ELSE 0 END) AS fragmented"
    "                        FROM gap GROUP BY day),"
    "held AS MATERIALIZED (SELECT d.day,"
    "    SUM (CASE b.lane WHEN 0 THEN MIN (b.end, d.end) - MAX (b.start, d.start) ELSE 0 END) AS meeting,"
    "    SUM (CASE b.lane WHEN 1 THEN MIN (b.end, d.end) - MAX (b.start, d.start) ELSE 0 END) AS shared"
    "  FROM island b CROSS JOIN day d ON b.start < d.end AND b.end > d.start WHERE b.lane < 2 GROUP BY d.day),"
    "begun AS MATERIALIZED (SELECT d.day, COUNT (*) AS meetings"
    "  FROM taken b CROSS JOIN day d ON b.start >= d.start AND b.start < d.end WHERE b.is_meeting GROUP BY d.day)"
    "SELECT d.day, COALESCE (n.meetings, 0), COALESCE (h.meeting, 0), COALESCE (h.shared, 0), COALESCE (f.focus, 0),"
    "       COALESCE (f.fragmented, 0)"
    "  FROM day d LEFT JOIN begun n ON n.day = d.day LEFT JOIN held h ON h.day = d.day LEFT JOIN rest f ON f.day = d.day"
    " ORDER BY d.day";

static char *
write_windows (const GArray *windows)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; i < windows->len; i++)
    {
      const DaybookDayWindow *window = &g_array_index (windows, DaybookDayWindow, i);

      json_builder_begin_array (builder);
      json_builder_add_int_value (builder, window->day);
      json_builder_add_int_value (builder, window->start);
      json_builder_add_int_value (builder, window->end);
      json_builder_add_int_value (builder, window->work_start);
      json_builder_add_int_value (builder, window->work_end);
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

GArray *
daybook_store_measure_days (DaybookStore *self, const GArray *windows, GError **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, TRUE, sizeof (DaybookDayFigures));
  g_autofree char *json = write_windows (windows);
  g_autoptr (DaybookStatement) query = NULL;

  if (windows->len == 0)
    return g_steal_pointer (&days);
  query = daybook_store_prepare (self, measure_days_sql);
  daybook_statement_bind_int (query, g_array_index (windows, DaybookDayWindow, 0).start);
  daybook_statement_bind_int (query, g_array_index (windows, DaybookDayWindow, windows->len - 1).end);
  daybook_statement_bind_text (query, json);
  daybook_statement_bind_int (query, DAYBOOK_FOCUS_SECONDS);
  while (daybook_statement_next (query))
    {
      DaybookDayFigures figures;

      figures.day = (DaybookDay) daybook_statement_take_int (query);
      figures.meetings = (int) daybook_statement_take_int (query);
      figures.meeting_seconds = daybook_statement_take_int (query);
      figures.shared_seconds = daybook_statement_take_int (query);
      figures.focus_seconds = daybook_statement_take_int (query);
      figures.fragmented_seconds = daybook_statement_take_int (query);
      g_array_append_val (days, figures);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&days);
}

GArray *
daybook_store_list_meeting_ids (DaybookStore *self, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "WITH " TAKEN_TIME
    "SELECT id FROM taken WHERE is_meeting AND start >= ?1 ORDER BY start, end, id");

  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      g_array_append_val (ids, id);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&ids);
}

/* What somebody wrote down by hand for the same time is logged as well. An entry is at most a day long. */
GArray *
daybook_store_list_unlogged_ids (DaybookStore *self, gint64 from, gint64 to, gint64 *seconds, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "WITH " TAKEN_TIME
    "SELECT b.id, b.end - b.start FROM taken b CROSS JOIN event e ON e.id = b.id"
    " WHERE b.is_meeting AND b.start >= ?1 AND e.response <> 4"
    "   AND NOT EXISTS (SELECT 1 FROM time_entry t WHERE t.event_id = b.id)"
    "   AND NOT EXISTS (SELECT 1 FROM time_entry t WHERE t.start_at > b.start - 86400 AND t.start_at < b.end"
    "                      AND t.end_at > b.start AND t.status <> 'rejected')"
    " ORDER BY b.start, b.id");

  *seconds = 0;
  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      *seconds += daybook_statement_take_int (query);
      g_array_append_val (ids, id);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&ids);
}

/* The meetings that begin in instants [from, to) by service; one that two services have counts for the first. */
GPtrArray *
daybook_store_count_meetings (DaybookStore *self, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_count_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "WITH " TAKEN_TIME
    "SELECT a.provider, COUNT (*)"
    "  FROM taken b CROSS JOIN event e ON e.id = b.id JOIN source s ON s.id = e.source_id"
    "       JOIN account a ON a.id = s.account_id"
    " WHERE b.is_meeting AND b.start >= ?1 GROUP BY a.provider ORDER BY a.provider");

  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  while (daybook_statement_next (query))
    {
      DaybookActivityCount *count = g_new0 (DaybookActivityCount, 1);

      count->provider = daybook_statement_take_string_or_empty (query);
      count->kind = g_strdup ("meeting");
      count->count = daybook_statement_take_int (query);
      count->rows = count->count;
      g_ptr_array_add (counts, count);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&counts);
}

/* All-day events are floating days; one of up to two months is found by its start. */
GArray *
daybook_store_list_away_days (DaybookStore *self, DaybookDay from, DaybookDay to, GError **error)
{
  g_autoptr (GArray) days = g_array_new (FALSE, FALSE, sizeof (DaybookDay));
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT e.range_start / 86400, e.range_end / 86400"
    "  FROM source s CROSS JOIN event e ON e.source_id = s.id"
    " WHERE s.enabled AND e.kind <> 1 AND e.range_start >= (?1 - 62) * 86400 AND e.range_start < ?2 * 86400"
    "   AND e.range_end > ?1 * 86400 AND e.all_day AND e.busy = 3 AND e.status <> 2 AND e.response <> 3");
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  while (daybook_statement_next (query))
    {
      DaybookDay first = MAX ((DaybookDay) daybook_statement_take_int (query), from);
      DaybookDay end = MIN ((DaybookDay) daybook_statement_take_int (query), to);

      for (DaybookDay day = first; day < end; day++)
        {
          if (g_hash_table_add (seen, GINT_TO_POINTER (day)))
            g_array_append_val (days, day);
        }
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&days);
}
