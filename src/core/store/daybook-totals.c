/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sums of time entries, made by SQL: "numbers come from SQL" (design.md). */
#include <string.h>

#include "store/daybook-entries.h"
#include "store/daybook-store-private.h"

void
daybook_total_free (DaybookTotal *total)
{
  if (total == NULL)
    return;
  g_free (total->key);
  g_free (total->client_name);
  g_free (total->currency);
  g_free (total->color);
  g_free (total);
}

/* ?1 and ?2 the range of starts, ?3 project, ?4 client, ?5 status, ?6 rounding, ?7 seconds to round to. */
#define ROUNDED \
  "CASE ?6 WHEN 1 THEN (t.duration + ?7 - 1) / ?7 * ?7 WHEN 2 THEN t.duration / ?7 * ?7" \
  " WHEN 3 THEN (t.duration + ?7 / 2) / ?7 * ?7 ELSE t.duration END"
#define RATE "COALESCE (p.hourly_rate, c.hourly_rate)"
#define CURRENCY "COALESCE (p.currency, c.currency)"
#define SUMS \
  " SUM (t.duration), SUM (CASE WHEN t.billable THEN t.duration ELSE 0 END), SUM (" ROUNDED ")," \
  " SUM (CASE WHEN t.billable THEN " ROUNDED " ELSE 0 END), " RATE ", " CURRENCY ", COUNT (*)"
#define TABLES \
  " FROM time_entry t LEFT JOIN project p ON p.id = t.project_id LEFT JOIN client c ON c.id = p.client_id"
#define CHOSEN \
  " WHERE t.start_at >= ?1 AND t.start_at < ?2 AND (?3 = 0 OR t.project_id = ?3) AND (?4 = 0 OR p.client_id = ?4)" \
  "   AND CASE WHEN ?5 IS NULL THEN t.status <> 'rejected' ELSE t.status = ?5 END"

/* Each answers key, project, client, its name, day, color, then the sums. */
static const char *const totals_sql[] = {
  [DAYBOOK_TOTALS_BY_PROJECT] = "SELECT p.name, t.project_id, p.client_id, c.name, NULL, p.color," SUMS TABLES CHOSEN
                                " GROUP BY t.project_id ORDER BY p.name IS NULL, p.name COLLATE NOCASE, t.project_id",
  [DAYBOOK_TOTALS_BY_CLIENT]
  = "SELECT c.name, NULL, c.id, c.name, NULL, NULL," SUMS TABLES CHOSEN " GROUP BY c.id, " RATE ", " CURRENCY
    " ORDER BY c.name IS NULL, c.name COLLATE NOCASE, c.id, " RATE,
  [DAYBOOK_TOTALS_BY_DAY]
  = "SELECT NULL, NULL, NULL, NULL, local_day (t.start_at) AS day, NULL," SUMS TABLES CHOSEN " GROUP BY day, " RATE
    ", " CURRENCY " ORDER BY day, " RATE,
  [DAYBOOK_TOTALS_BY_TAG]
  = "SELECT g.value AS tag, NULL, NULL, NULL, NULL, NULL," SUMS TABLES
    /* An older Daybook let a tag stand twice in an entry. */
    " LEFT JOIN json_each (t.tags) g"
    "   ON NOT EXISTS (SELECT 1 FROM json_each (t.tags) h WHERE h.value = g.value AND h.key < g.key)" CHOSEN " GROUP BY tag, " RATE ", " CURRENCY
    " ORDER BY tag IS NULL, tag COLLATE NOCASE, " RATE,
  [DAYBOOK_TOTALS_BY_PROJECT_AND_DAY]
  = "SELECT p.name, t.project_id, p.client_id, c.name, local_day (t.start_at) AS day, p.color," SUMS TABLES CHOSEN
    " GROUP BY t.project_id, day ORDER BY p.name IS NULL, p.name COLLATE NOCASE, t.project_id, day",
};

/* The SQL function local_day (instant): the day in the zone of people, which whoever uses it has asked for
 * with daybook_store_get_zone(). */
static void
local_day (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  DaybookStore *store = sqlite3_user_data (context);

  if (store->zone != NULL)
    sqlite3_result_int64 (context, daybook_zone_get_day (store->zone, sqlite3_value_int64 (values[0])));
}

/* Once for each connection: it makes SQLite prepare every statement anew. */
void
daybook_store_register_functions (DaybookStore *self)
{
  sqlite3_create_function_v2 (self->db, "local_day", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, self,
                              local_day, NULL, NULL, NULL);
}

/* An array of DaybookTotal. */
GPtrArray *
daybook_store_report_totals (DaybookStore *self,
                             const DaybookTotalsFilter *filter,
                             DaybookTotalsKey key,
                             GError **error)
{
  g_autoptr (GPtrArray) totals = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_total_free);
  DaybookZone *zone = daybook_store_get_zone (self);
  g_autoptr (DaybookStatement) query = NULL;

  query = daybook_store_prepare (self, totals_sql[key]);
  daybook_statement_bind_int (
    query, filter->from != DAYBOOK_DAY_NONE ? daybook_zone_get_day_start (zone, filter->from) : G_MININT64);
  daybook_statement_bind_int (
    query, filter->to != DAYBOOK_DAY_NONE ? daybook_zone_get_day_start (zone, filter->to) : G_MAXINT64);
  daybook_statement_bind_int (query, filter->project_id);
  daybook_statement_bind_int (query, filter->client_id);
  daybook_statement_bind_text (query,
                               filter->status >= 0 ? daybook_entry_status_to_string (filter->status) : NULL);
  daybook_statement_bind_int (query, filter->round_seconds > 0 ? (int) filter->rounding : DAYBOOK_ROUND_NONE);
  daybook_statement_bind_int (query, MAX (filter->round_seconds, 1));
  while (daybook_statement_next (query))
    {
      DaybookTotal *total = g_new0 (DaybookTotal, 1);

      total->key = daybook_statement_take_string_or_empty (query);
      total->project_id = daybook_statement_take_id (query);
      total->client_id = daybook_statement_take_id (query);
      total->client_name = daybook_statement_take_string (query);
      total->day = daybook_statement_take_day (query);
      total->color = daybook_statement_take_string (query);
      total->duration = daybook_statement_take_int (query);
      total->billable_duration = daybook_statement_take_int (query);
      total->rounded = daybook_statement_take_int (query);
      total->billable_rounded = daybook_statement_take_int (query);
      total->hourly_rate = daybook_statement_take_rate (query);
      total->currency = daybook_statement_take_string (query);
      total->count = (int) daybook_statement_take_int (query);
      if (key == DAYBOOK_TOTALS_BY_DAY)
        {
          g_free (total->key);
          total->key = daybook_day_format (total->day);
        }
      g_ptr_array_add (totals, total);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&totals);
}

/* Proposals ------------------------------------------------------------------------------------------- */

static GArray *
read_recent (DaybookStatement *query, GError **error)
{
  g_autoptr (GArray) recent = g_array_new (FALSE, FALSE, sizeof (DaybookRecentProject));

  while (daybook_statement_next (query))
    {
      DaybookRecentProject project;

      project.project_id = daybook_statement_take_int (query);
      project.count = (int) daybook_statement_take_int (query);
      project.last_at = daybook_statement_take_int (query);
      g_array_append_val (recent, project);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&recent);
}

GArray *
daybook_store_recent_projects_of_series (DaybookStore *self, const char *event_key, GError **error)
{
  /* Keys of one series share all up to the last slash: a range of the key's index. '0' follows '/'. */
  g_autofree char *from = g_strdup (event_key);
  char *slash = strrchr (from, '/');
  g_autofree char *to = NULL;
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT t.project_id, COUNT (*), MAX (t.start_at) AS last_at"
    "  FROM time_entry t JOIN project p ON p.id = t.project_id AND NOT p.archived"
    " WHERE t.event_key >= ? AND t.event_key < ? AND t.status <> 'rejected'"
    " GROUP BY t.project_id ORDER BY last_at DESC");

  if (slash != NULL)
    slash[1] = '\0';
  to = g_strdup (from);
  if (slash != NULL)
    to[slash - from] = '0';
  daybook_statement_bind_text (query, from);
  daybook_statement_bind_text (query, to);
  return read_recent (query, error);
}

GArray *
daybook_store_recent_projects_of_title (DaybookStore *self, const char *title, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT t.project_id, COUNT (*), MAX (t.start_at) AS last_at"
    "  FROM time_entry t JOIN project p ON p.id = t.project_id AND NOT p.archived"
    " WHERE t.title = ? COLLATE NOCASE AND t.status <> 'rejected' GROUP BY t.project_id ORDER BY last_at DESC");

  daybook_statement_bind_text (query, title);
  return read_recent (query, error);
}

GArray *
daybook_store_recent_projects (DaybookStore *self, int limit, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT p.id FROM project p WHERE NOT p.archived"
    " ORDER BY (SELECT MAX (t.start_at) FROM time_entry t WHERE t.project_id = p.id) DESC NULLS LAST,"
    "          p.name COLLATE NOCASE LIMIT ?");

  daybook_statement_bind_int (query, limit);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      g_array_append_val (ids, id);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&ids);
}
