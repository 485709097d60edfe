/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a full round: what the service did not send any more goes, as far as it lies in the window
 * that was asked for. Older history is frozen: reports, evidence and entries rest on it. */
#include "base/daybook-error.h"
#include "store/daybook-events-private.h"
#include "store/daybook-round-private.h"
#include "store/daybook-store-private.h"

/* The end of a window that is open ahead: nothing is later. */
#define FAR_AHEAD ((gint64) DAYBOOK_DAY_MAX * DAYBOOK_DAY_SECONDS)

typedef struct
{
  gint64 source_id;
  gint64 generation;
  gint64 from;
  gint64 to;
  GArray *events;     /* gint64: to delete */
  GArray *series;     /* gint64: masters to end inside the window */
  GArray *leftovers;  /* gint64: masters that nothing rests on, not counted */
  GArray *activities; /* gint64 */
  gint64 overlapping;
} Sweep;

static gboolean
was_seen (DaybookStore *self, const Sweep *sweep, gint64 id, gint64 generation, gboolean is_activity)
{
  return generation >= sweep->generation || daybook_store_was_seen (self, id, is_activity);
}

static gboolean
find_events (DaybookStore *self, Sweep *sweep, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, generation FROM event WHERE source_id = ?1 AND kind <> 1"
    "   AND range_start < ?3 AND range_start > ?2 - 1 - (SELECT max_duration FROM source WHERE id = ?1)"
    "   AND (range_end > ?2 OR range_start >= ?2) AND generation <> ?4");

  daybook_statement_bind_int (query, sweep->source_id);
  daybook_statement_bind_int (query, sweep->from);
  daybook_statement_bind_int (query, sweep->to);
  daybook_statement_bind_int (query, DAYBOOK_GENERATION_DERIVED);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      sweep->overlapping++;
      if (!was_seen (self, sweep, id, daybook_statement_take_int (query), FALSE))
        g_array_append_val (sweep->events, id);
    }
  return daybook_statement_finish (query, error);
}

/* A series lies in the window when one of its instances does. One without any instance at all is nothing
 * that anybody sees: when the window is open ahead and the service no longer names it, it goes uncounted. */
static gboolean
find_series (DaybookStore *self, Sweep *sweep, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, generation,"
    "       EXISTS (SELECT 1 FROM event i WHERE i.series_id = m.id AND i.range_start < ?3"
    "                AND (i.range_end > ?2 OR i.range_start >= ?2)),"
    "       EXISTS (SELECT 1 FROM event i WHERE i.series_id = m.id)"
    "  FROM event m WHERE source_id = ?1 AND kind = 1 AND rrule IS NOT NULL AND range_start < ?3");

  daybook_statement_bind_int (query, sweep->source_id);
  daybook_statement_bind_int (query, sweep->from);
  daybook_statement_bind_int (query, sweep->to);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);
      gboolean seen = was_seen (self, sweep, id, daybook_statement_take_int (query), FALSE);
      gboolean inside = daybook_statement_take_int (query) != 0;
      gboolean any = daybook_statement_take_int (query) != 0;

      if (inside)
        sweep->overlapping++;
      if (!seen && inside)
        g_array_append_val (sweep->series, id);
      else if (!seen && !any && sweep->to >= FAR_AHEAD)
        g_array_append_val (sweep->leftovers, id);
    }
  return daybook_statement_finish (query, error);
}

static gboolean
find_activities (DaybookStore *self, Sweep *sweep, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, generation FROM activity WHERE source_id = ? AND at >= ? AND at < ?");

  daybook_statement_bind_int (query, sweep->source_id);
  daybook_statement_bind_int (query, sweep->from);
  daybook_statement_bind_int (query, sweep->to);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      sweep->overlapping++;
      if (!was_seen (self, sweep, id, daybook_statement_take_int (query), TRUE))
        g_array_append_val (sweep->activities, id);
    }
  return daybook_statement_finish (query, error);
}

/* Ends a series inside the window. What lies before stays: then the master stays too, without its rule, so
 * that nothing is derived from it any more; a service that names it again fills it again. */
static gboolean
end_series (DaybookStore *self, const Sweep *sweep, gint64 id, GError **error)
{
  g_autoptr (GArray) inside = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 left = 0;

  {
    g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
      "SELECT id FROM event WHERE series_id = ? AND generation = ? AND range_start < ?"
      "   AND (range_end > ? OR range_start >= ?)");

    daybook_statement_bind_int (query, id);
    daybook_statement_bind_int (query, DAYBOOK_GENERATION_DERIVED);
    daybook_statement_bind_int (query, sweep->to);
    daybook_statement_bind_int (query, sweep->from);
    daybook_statement_bind_int (query, sweep->from);
    while (daybook_statement_next (query))
      {
        gint64 instance = daybook_statement_take_int (query);

        g_array_append_val (inside, instance);
      }
    if (!daybook_statement_finish (query, error))
      return FALSE;
  }
  for (guint i = 0; i < inside->len; i++)
    {
      if (!daybook_store_delete_event (self, g_array_index (inside, gint64, i), error))
        return FALSE;
    }
  {
    g_autoptr (DaybookStatement) query
        = daybook_store_prepare (self, "SELECT EXISTS (SELECT 1 FROM event WHERE series_id = ?)");

    daybook_statement_bind_int (query, id);
    if (!daybook_statement_run_for_int (query, &left, error))
      return FALSE;
  }
  if (left)
    {
      g_autoptr (DaybookStatement) query
          = daybook_store_prepare (self, "UPDATE event SET rrule = NULL, etag = NULL, hash = 0 WHERE id = ?");

      daybook_statement_bind_int (query, id);
      return daybook_statement_run (query, error);
    }
  return daybook_store_delete_event (self, id, error);
}

/* Masters without a rule whose last instance went. */
static gboolean
drop_empty_stubs (DaybookStore *self, const Sweep *sweep, GError **error)
{
  g_autoptr (GArray) empty = g_array_new (FALSE, FALSE, sizeof (gint64));

  {
    g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
      "SELECT id, generation FROM event m WHERE source_id = ? AND kind = 1 AND rrule IS NULL"
      "   AND NOT EXISTS (SELECT 1 FROM event i WHERE i.series_id = m.id)");

    daybook_statement_bind_int (query, sweep->source_id);
    while (daybook_statement_next (query))
      {
        gint64 id = daybook_statement_take_int (query);

        if (!was_seen (self, sweep, id, daybook_statement_take_int (query), FALSE))
          g_array_append_val (empty, id);
      }
    if (!daybook_statement_finish (query, error))
      return FALSE;
  }
  for (guint i = 0; i < empty->len; i++)
    {
      if (!daybook_store_delete_event (self, g_array_index (empty, gint64, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_found (DaybookStore *self, const Sweep *sweep, GError **error)
{
  for (guint i = 0; i < sweep->events->len; i++)
    {
      if (!daybook_store_delete_event (self, g_array_index (sweep->events, gint64, i), error))
        return FALSE;
    }
  for (guint i = 0; i < sweep->series->len; i++)
    {
      if (!end_series (self, sweep, g_array_index (sweep->series, gint64, i), error))
        return FALSE;
    }
  for (guint i = 0; i < sweep->leftovers->len; i++)
    {
      if (!daybook_store_delete_event (self, g_array_index (sweep->leftovers, gint64, i), error))
        return FALSE;
    }
  for (guint i = 0; i < sweep->activities->len; i++)
    {
      if (!daybook_store_delete_activity (self, g_array_index (sweep->activities, gint64, i), error))
        return FALSE;
    }
  return drop_empty_stubs (self, sweep, error);
}

gboolean
daybook_store_sweep (DaybookStore *self,
                     gint64 source_id,
                     gint64 generation,
                     gint64 from,
                     gint64 to,
                     gboolean really,
                     gint64 *would_delete,
                     gint64 *overlapping,
                     GError **error)
{
  g_autoptr (GArray) events = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) series = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) leftovers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) activities = g_array_new (FALSE, FALSE, sizeof (gint64));
  Sweep sweep = { source_id, generation, from, to, events, series, leftovers, activities, 0 };
  gboolean found;
  gint64 n_found;

  if (!daybook_store_enter (self, error))
    return FALSE;
  found = daybook_store_load_round (self, source_id, generation, error) && find_events (self, &sweep, error)
          && find_series (self, &sweep, error) && find_activities (self, &sweep, error);
  n_found = (gint64) events->len + series->len + activities->len;
  if (found && would_delete != NULL)
    *would_delete = n_found;
  if (found && overlapping != NULL)
    *overlapping = sweep.overlapping;
  /* Nothing to ask about: the round is over also for who only counts, and need not be kept. What it saw is
   * still known until another round begins, in case the caller sweeps all the same. */
  if (found && really)
    found = delete_found (self, &sweep, error) && daybook_store_forget_round (self, source_id, error);
  else if (found && n_found == 0)
    {
      found = delete_found (self, &sweep, error);
      daybook_store_settle_round (self);
    }
  return daybook_store_leave (self, found, error);
}
