/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading events: for people, whole; for providers, what is known. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-events-private.h"
#include "store/daybook-store-private.h"

/* Reads DAYBOOK_EVENT_COLUMNS, or the filled ones up to the entry. */
DaybookEvent *
daybook_event_read (DaybookStatement *query)
{
  DaybookEvent *event = daybook_event_new ();

  event->id = daybook_statement_take_int (query);
  event->source_id = daybook_statement_take_int (query);
  event->external_id = daybook_statement_take_string_or_empty (query);
  event->kind = (DaybookEventKind) daybook_statement_take_int (query);
  event->series_id = daybook_statement_take_id (query);
  event->original_start = daybook_statement_take_instant (query);
  event->ical_uid = daybook_statement_take_string (query);
  event->title = daybook_statement_take_string (query);
  event->description = daybook_statement_take_string (query);
  event->location = daybook_statement_take_string (query);
  event->url = daybook_statement_take_string (query);
  event->conference_url = daybook_statement_take_string (query);
  event->conference_provider = daybook_statement_take_string (query);
  event->conference_id = daybook_statement_take_string (query);
  event->organizer = daybook_statement_take_string (query);
  event->organizer_name = daybook_statement_take_string (query);
  event->attendees = daybook_statement_take_string (query);
  event->attendee_count = (int) daybook_statement_take_int (query);
  event->categories = daybook_statement_take_string (query);
  event->color = daybook_statement_take_string (query);
  event->is_organizer = daybook_statement_take_int (query) != 0;
  event->status = (DaybookEventStatus) daybook_statement_take_int (query);
  event->response = (DaybookResponse) daybook_statement_take_int (query);
  event->busy = (DaybookBusy) daybook_statement_take_int (query);
  event->importance = (DaybookImportance) daybook_statement_take_int (query);
  event->is_private = daybook_statement_take_int (query) != 0;
  event->all_day = daybook_statement_take_int (query) != 0;
  event->range_start = daybook_statement_take_int (query);
  event->range_end = daybook_statement_take_int (query);
  event->start_wall = daybook_statement_take_instant (query);
  event->time_zone = daybook_statement_take_string (query);
  event->zone_flags = (DaybookZoneFlags) daybook_statement_take_int (query);
  event->rrule = daybook_statement_take_string (query);
  event->etag = daybook_statement_take_string (query);
  event->hash = (guint64) daybook_statement_take_int (query);
  event->sequence = daybook_statement_take_int (query);
  event->updated_at = daybook_statement_take_instant (query);
  return event;
}

/* Known to providers ---------------------------------------------------------------------------------- */

gboolean
daybook_store_foreach_known (DaybookStore *self,
                             gint64 source_id,
                             DaybookKnownFunc func,
                             gpointer data,
                             GError **error)
{
  static const char *const queries[] = {
    "SELECT external_id, etag, hash FROM event WHERE source_id = ? AND generation <> 9223372036854775807",
    "SELECT kind || '/' || external_id, etag, hash FROM activity WHERE source_id = ?",
    /* What could not be read is asked for again only when it changed. */
    "SELECT external_id, etag, 0 FROM quarantine WHERE source_id = ? AND etag IS NOT NULL",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (DaybookStatement) query = daybook_store_prepare (self, queries[i]);

      daybook_statement_bind_int (query, source_id);
      while (daybook_statement_next (query))
        {
          const char *external_id = daybook_statement_take_text (query);
          const char *etag = daybook_statement_take_text (query);

          if (external_id != NULL)
            func (external_id, etag, (guint64) daybook_statement_take_int (query), data);
        }
      if (!daybook_statement_finish (query, error))
        return FALSE;
    }
  return TRUE;
}

/* The row as it is stored, nothing filled in; NULL: not known. */
DaybookEvent *
daybook_store_get_known_event (DaybookStore *self, gint64 source_id, const char *external_id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " DAYBOOK_EVENT_COLUMNS " FROM event e WHERE e.source_id = ? AND e.external_id = ?");

  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_text (query, external_id);
  return daybook_statement_next (query) ? daybook_event_read (query) : NULL;
}

/* For people ------------------------------------------------------------------------------------------ */

static DaybookEvent *
read_filled (DaybookStatement *query)
{
  DaybookEvent *event = daybook_event_read (query);

  event->entry_id = daybook_statement_take_id (query);
  return event;
}

/* Events up to this length are found by their start, longer ones (few) by their end: see event_long. */
#define LONG_EVENT (2 * DAYBOOK_DAY_SECONDS)

/* The zones of the world lie at most 26 hours apart: an all-day event, kept as floating days, can lie that
 * far from the instants of the same days. */
#define ZONE_SPREAD (26 * 3600)

typedef struct
{
  gint64 from_day, to_day; /* floating: day * 86400 */
  gint64 from, to;         /* instants */
  gint64 from_wide, to_wide;
} Bounds;

static void
make_bounds (DaybookStore *self, const DaybookEventFilter *filter, Bounds *bounds)
{
  DaybookZone *zone = daybook_store_get_zone (self);

  bounds->from_day = (gint64) filter->from * DAYBOOK_DAY_SECONDS;
  bounds->to_day = (gint64) filter->to * DAYBOOK_DAY_SECONDS;
  bounds->from = daybook_zone_get_day_start (zone, filter->from);
  bounds->to = daybook_zone_get_day_start (zone, filter->to);
  bounds->from_wide = MIN (bounds->from, bounds->from_day) - ZONE_SPREAD;
  bounds->to_wide = MAX (bounds->to, bounds->to_day) + ZONE_SPREAD;
}

/* ?1 source, ?2 and ?3 the wide bounds, ?4 and ?5 the days, ?6 and ?7 the instants, ?8 all, ?9 category. */
#define IN_DAYS \
  "   AND CASE WHEN e.all_day THEN e.range_start < ?5 AND (e.range_end > ?4 OR e.range_start >= ?4)" \
  "            ELSE e.range_start < ?7 AND (e.range_end > ?6 OR e.range_start >= ?6) END" \
  "   AND (?8 OR (e.status <> 2 AND e.response <> 3))" \
  "   AND (?9 IS NULL OR EXISTS (SELECT 1 FROM json_each (COALESCE (e.categories, m.categories)) c WHERE c.value = ?9))"

static const char short_events_sql[]
    = "SELECT " DAYBOOK_EVENT_FILLED_COLUMNS DAYBOOK_EVENT_FILLED_TABLES
      " WHERE e.source_id = ?1 AND e.kind <> 1 AND e.range_start < ?3 AND e.range_start >= ?2 - 172800"
      "   AND e.range_end - e.range_start <= 172800" IN_DAYS;
static const char long_events_sql[]
    = "SELECT " DAYBOOK_EVENT_FILLED_COLUMNS DAYBOOK_EVENT_FILLED_TABLES
      " WHERE e.source_id = ?1 AND e.kind <> 1 AND e.range_end - e.range_start > 172800 AND e.range_end > ?2"
      "   AND e.range_start < ?3" IN_DAYS;

static gboolean
list_of_source (DaybookStore *self,
                const char *sql,
                gint64 source_id,
                const Bounds *bounds,
                const DaybookEventFilter *filter,
                GPtrArray *events,
                GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, sql);

  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_int (query, bounds->from_wide);
  daybook_statement_bind_int (query, bounds->to_wide);
  daybook_statement_bind_int (query, bounds->from_day);
  daybook_statement_bind_int (query, bounds->to_day);
  daybook_statement_bind_int (query, bounds->from);
  daybook_statement_bind_int (query, bounds->to);
  daybook_statement_bind_int (query, filter->all);
  daybook_statement_bind_text (query, filter->category);
  while (daybook_statement_next (query))
    g_ptr_array_add (events, read_filled (query));
  return daybook_statement_finish (query, error);
}

static int
compare_events (gconstpointer a, gconstpointer b, gpointer data)
{
  const DaybookEvent *x = *(DaybookEvent *const *) a;
  const DaybookEvent *y = *(DaybookEvent *const *) b;
  DaybookZone *zone = data;
  gint64 x_start = x->range_start;
  gint64 y_start = y->range_start;

  if (x->all_day != y->all_day)
    {
      if (x->all_day)
        x_start = daybook_zone_get_day_start (zone, (DaybookDay) (x_start / DAYBOOK_DAY_SECONDS));
      else
        y_start = daybook_zone_get_day_start (zone, (DaybookDay) (y_start / DAYBOOK_DAY_SECONDS));
    }
  if (x_start != y_start)
    return x_start < y_start ? -1 : 1;
  if (x->all_day != y->all_day)
    return x->all_day ? -1 : 1;
  if (x->range_end != y->range_end)
    return x->range_end < y->range_end ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

/* By start, all-day ones before the others of their day. Masters never come, their instances do. */
GPtrArray *
daybook_store_list_events (DaybookStore *self, const DaybookEventFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_event_free);
  g_autoptr (DaybookStatement) sources = daybook_store_prepare (self,
    "SELECT id, max_duration FROM source"
    " WHERE (?1 = 0 OR id = ?1) AND (?2 = 0 OR account_id = ?2) AND (enabled OR ?3 OR id = ?1)");
  Bounds bounds;

  make_bounds (self, filter, &bounds);
  daybook_statement_bind_int (sources, filter->source_id);
  daybook_statement_bind_int (sources, filter->account_id);
  daybook_statement_bind_int (sources, filter->all);
  while (daybook_statement_next (sources))
    {
      gint64 source_id = daybook_statement_take_int (sources);
      gint64 max_duration = daybook_statement_take_int (sources);

      if (!list_of_source (self, short_events_sql, source_id, &bounds, filter, events, error)
          || (max_duration > LONG_EVENT
              && !list_of_source (self, long_events_sql, source_id, &bounds, filter, events, error)))
        return NULL;
    }
  if (!daybook_statement_finish (sources, error))
    return NULL;
  g_ptr_array_sort_with_data (events, compare_events, daybook_store_get_zone (self));
  return g_steal_pointer (&events);
}

DaybookEvent *
daybook_store_get_event (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " DAYBOOK_EVENT_FILLED_COLUMNS DAYBOOK_EVENT_FILLED_TABLES " WHERE e.id = ?");
  g_autoptr (DaybookEvent) event = NULL;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    event = read_filled (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (event == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("The event is not there any more."));
  return g_steal_pointer (&event);
}

/* The key of a stored event, for which the master is looked up; NULL for a master or an unknown one. */
char *
daybook_store_make_event_key (DaybookStore *self, const DaybookEvent *event)
{
  g_autoptr (DaybookStatement) query = NULL;

  if (event->kind == DAYBOOK_EVENT_MASTER)
    return NULL;
  if (event->series_id == 0)
    return daybook_event_make_key (event, NULL);
  query = daybook_store_prepare (self, "SELECT external_id FROM event WHERE id = ?");
  daybook_statement_bind_int (query, event->series_id);
  return daybook_statement_next (query) ? daybook_event_make_key (event, daybook_statement_take_text (query)) : NULL;
}
