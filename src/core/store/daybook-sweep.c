/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The end of a round: what the service does not name any more goes, as far as it lies in the window that was
 * asked for. Older history is frozen: reports, evidence and entries rest on it. A full round has told what is
 * there (daybook_store_sweep), another one what is missing (daybook_store_drop_missing). */
#include "base/daybook-error.h"
#include "store/daybook-events-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-sync-round-private.h"

/* The end of a window that is open ahead: nothing is later. */
#define FAR_AHEAD ((gint64) DAYBOOK_DAY_MAX * DAYBOOK_DAY_SECONDS)

/* What of a source, ?1, lies in the window [?2, ?3): events that are no master and derived from none (the generation is
 * DAYBOOK_GENERATION_DERIVED); series, which lie where an instance of theirs does; activities. The longest event tells
 * how far back to look for one that reaches in. */
#define IS_INSIDE(event) event ".range_start < ?3 AND (" event ".range_end > ?2 OR " event ".range_start >= ?2)"
#define HAS_INSTANCE "EXISTS (SELECT 1 FROM event i WHERE i.series_id = m.id)"
#define HAS_INSTANCE_INSIDE "EXISTS (SELECT 1 FROM event i WHERE i.series_id = m.id AND " IS_INSIDE ("i") ")"
#define FROM_EVENTS_INSIDE \
  " FROM event e WHERE source_id = ?1 AND kind <> 1 AND " IS_INSIDE ("e") \
  "  AND range_start > ?2 - 1 - (SELECT max_duration FROM source WHERE id = ?1) AND generation <> 9223372036854775807"
#define FROM_SERIES_BEGUN " FROM event m WHERE source_id = ?1 AND kind = 1 AND rrule IS NOT NULL AND range_start < ?3"
#define FROM_ACTIVITIES_INSIDE " FROM activity WHERE source_id = ?1 AND at >= ?2 AND at < ?3"

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

static void
sweep_init (Sweep *sweep, gint64 source_id, gint64 generation, gint64 from, gint64 to)
{
  *sweep = (Sweep) { .source_id = source_id, .generation = generation, .from = from, .to = to };
  sweep->events = g_array_new (FALSE, FALSE, sizeof (gint64));
  sweep->series = g_array_new (FALSE, FALSE, sizeof (gint64));
  sweep->leftovers = g_array_new (FALSE, FALSE, sizeof (gint64));
  sweep->activities = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
sweep_clear (Sweep *sweep)
{
  g_array_unref (sweep->events);
  g_array_unref (sweep->series);
  g_array_unref (sweep->leftovers);
  g_array_unref (sweep->activities);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sweep, sweep_clear)

/* As a person would count: what a series has left over is nothing they see. */
static gint64
count_found (const Sweep *sweep)
{
  return (gint64) sweep->events->len + sweep->series->len + sweep->activities->len;
}

static gboolean
was_seen (DaybookStore *self, const Sweep *sweep, gint64 id, gint64 generation, gboolean is_activity)
{
  return generation >= sweep->generation || daybook_store_was_seen (self, id, is_activity);
}

static gboolean
find_events (DaybookStore *self, Sweep *sweep, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT id, generation" FROM_EVENTS_INSIDE);

  daybook_statement_bind_int (query, sweep->source_id);
  daybook_statement_bind_int (query, sweep->from);
  daybook_statement_bind_int (query, sweep->to);
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
    "SELECT id, generation, " HAS_INSTANCE_INSIDE ", " HAS_INSTANCE FROM_SERIES_BEGUN);

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
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT id, generation" FROM_ACTIVITIES_INSIDE);

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

static gboolean
has_instances (DaybookStore *self, gint64 series_id, gint64 *any, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT EXISTS (SELECT 1 FROM event WHERE series_id = ?)");

  daybook_statement_bind_int (query, series_id);
  return daybook_statement_run_for_int (query, any, error);
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
  if (!has_instances (self, id, &left, error))
    return FALSE;
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
  return TRUE;
}

static gboolean
sweep_unseen (DaybookStore *self, Sweep *sweep, gboolean really, GError **error)
{
  if (!daybook_store_load_round (self, sweep->source_id, sweep->generation, error) || !find_events (self, sweep, error)
      || !find_series (self, sweep, error) || !find_activities (self, sweep, error))
    return FALSE;
  /* Nothing to ask about: the round is over also for who only counts, and need not be kept. What it saw is
   * still known until another round begins, in case the caller sweeps all the same. */
  if (!really && count_found (sweep) > 0)
    return TRUE;
  if (!delete_found (self, sweep, error) || !drop_empty_stubs (self, sweep, error))
    return FALSE;
  if (really)
    return daybook_store_forget_round (self, sweep->source_id, error);
  daybook_store_settle_round (self);
  return TRUE;
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
  g_auto (Sweep) sweep = { 0 };
  gboolean ok;

  if (!daybook_store_enter (self, error))
    return FALSE;
  sweep_init (&sweep, source_id, generation, from, to);
  ok = sweep_unseen (self, &sweep, really, error);
  if (ok && would_delete != NULL)
    *would_delete = count_found (&sweep);
  if (ok && overlapping != NULL)
    *overlapping = sweep.overlapping;
  return daybook_store_leave (self, ok, error);
}

/* Only what is missing ------------------------------------------------------------------------------- */

/* Where a missing row belongs, as find_events() and find_series() have it. A master without a rule goes with its last
 * instance: into @stubs. @series gets the series that a missing instance is of. */
static gboolean
find_missing_event (DaybookStore *self, Sweep *sweep, gint64 id, GArray *stubs, GArray *series, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT kind, series_id, rrule IS NOT NULL, " IS_INSIDE ("m") ", range_start < ?3,"
    "       " HAS_INSTANCE_INSIDE ", " HAS_INSTANCE " FROM event m WHERE id = ?1");
  gint64 series_id;
  gboolean is_master, repeats, inside, is_begun, instance_inside, any_instance;

  daybook_statement_bind_int (query, id);
  daybook_statement_bind_int (query, sweep->from);
  daybook_statement_bind_int (query, sweep->to);
  if (!daybook_statement_next (query))
    return daybook_statement_finish (query, error);
  is_master = daybook_statement_take_int (query) == DAYBOOK_EVENT_MASTER;
  series_id = daybook_statement_take_int (query);
  repeats = daybook_statement_take_int (query) != 0;
  inside = daybook_statement_take_int (query) != 0;
  is_begun = daybook_statement_take_int (query) != 0;
  instance_inside = daybook_statement_take_int (query) != 0;
  any_instance = daybook_statement_take_int (query) != 0;
  if (is_master && !repeats)
    g_array_append_val (stubs, id);
  else if (is_master && is_begun && instance_inside)
    g_array_append_val (sweep->series, id);
  else if (is_master && is_begun && !any_instance && sweep->to >= FAR_AHEAD)
    g_array_append_val (sweep->leftovers, id);
  else if (!is_master && inside)
    {
      g_array_append_val (sweep->events, id);
      if (series_id != 0 && series != NULL)
        g_array_append_val (series, series_id);
    }
  return TRUE;
}

static gboolean
find_missing_activity (DaybookStore *self, Sweep *sweep, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT 1 FROM activity WHERE id = ? AND at >= ? AND at < ?");

  daybook_statement_bind_int (query, id);
  daybook_statement_bind_int (query, sweep->from);
  daybook_statement_bind_int (query, sweep->to);
  if (daybook_statement_next (query))
    g_array_append_val (sweep->activities, id);
  return daybook_statement_finish (query, error);
}

/* Counts what overlaps the window, no further than to @enough. */
static gboolean
count_overlapping (DaybookStore *self, Sweep *sweep, gint64 enough, GError **error)
{
  static const char *const queries[] = {
    "SELECT COUNT (*) FROM (SELECT 1" FROM_EVENTS_INSIDE " LIMIT ?4)",
    "SELECT COUNT (*) FROM (SELECT 1" FROM_SERIES_BEGUN " AND " HAS_INSTANCE_INSIDE " LIMIT ?4)",
    "SELECT COUNT (*) FROM (SELECT 1" FROM_ACTIVITIES_INSIDE " LIMIT ?4)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries) && sweep->overlapping < enough; i++)
    {
      g_autoptr (DaybookStatement) query = daybook_store_prepare (self, queries[i]);
      gint64 n = 0;

      daybook_statement_bind_int (query, sweep->source_id);
      daybook_statement_bind_int (query, sweep->from);
      daybook_statement_bind_int (query, sweep->to);
      daybook_statement_bind_int (query, enough - sweep->overlapping);
      if (!daybook_statement_run_for_int (query, &n, error))
        return FALSE;
      sweep->overlapping += n;
    }
  return TRUE;
}

static gboolean
drop_missing (DaybookStore *self,
              Sweep *sweep,
              const GPtrArray *missing,
              gint64 enough,
              gboolean really,
              GArray *series,
              GError **error)
{
  g_autoptr (GArray) stubs = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < missing->len; i++)
    {
      const char *external_id = missing->pdata[i];
      gint64 id;

      if (!daybook_store_find_event (self, sweep->source_id, external_id, &id, error)
          || (id != 0 && !find_missing_event (self, sweep, id, stubs, series, error)))
        return FALSE;
      if (id == 0
          && (!daybook_store_find_activity (self, sweep->source_id, external_id, &id, error)
              || (id != 0 && !find_missing_activity (self, sweep, id, error))))
        return FALSE;
    }
  /* As in a sweep: with nothing to ask about the rest is done for who only counts, too. */
  if (!really && count_found (sweep) > 0)
    return count_overlapping (self, sweep, enough, error);
  /* What is not there at all is not there to be read, either. */
  for (guint i = 0; i < missing->len; i++)
    {
      if (!daybook_store_leave_quarantine (self, sweep->source_id, missing->pdata[i], error))
        return FALSE;
    }
  if (!delete_found (self, sweep, error))
    return FALSE;
  for (guint i = 0; i < stubs->len; i++)
    {
      gint64 id = g_array_index (stubs, gint64, i);
      gint64 left = 0;

      if (!has_instances (self, id, &left, error) || (!left && !daybook_store_delete_event (self, id, error)))
        return FALSE;
    }
  return TRUE;
}

gboolean
daybook_store_drop_missing (DaybookStore *self,
                            gint64 source_id,
                            const GPtrArray *missing,
                            gint64 from,
                            gint64 to,
                            gint64 enough,
                            gboolean really,
                            gint64 *would_delete,
                            gint64 *overlapping,
                            GArray *series,
                            GError **error)
{
  g_auto (Sweep) sweep = { 0 };
  gboolean ok;

  if (!daybook_store_enter (self, error))
    return FALSE;
  sweep_init (&sweep, source_id, 0, from, to);
  ok = drop_missing (self, &sweep, missing, enough, really, series, error);
  if (ok && would_delete != NULL)
    *would_delete = count_found (&sweep);
  if (ok && overlapping != NULL)
    *overlapping = sweep.overlapping;
  return daybook_store_leave (self, ok, error);
}
