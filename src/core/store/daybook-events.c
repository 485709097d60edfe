/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events as services deliver them: upsert, delete. Sweeping stands in daybook-sweep.c, reading in
 * daybook-event-queries.c, occurrences in daybook-series.c. */
#include "store/daybook-events.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-events-private.h"
#include "store/daybook-search-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-sync-round-private.h"

/* Words --------------------------------------------------------------------------------------------- */

/* What of an event is searched beside its title. Built from the columns alone: removing an event's words
 * needs the very text that was added. */
static char *
make_body (const char *location, const char *organizer_name, const char *organizer, const char *description)
{
  const char *const parts[] = { location, organizer_name, organizer, description };
  GString *body = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (parts[i] == NULL)
        continue;
      if (body == NULL)
        body = g_string_sized_new (256);
      g_string_append (body, parts[i]);
      g_string_append_c (body, '\n');
    }
  return body != NULL ? g_string_free (body, FALSE) : NULL;
}

gboolean
daybook_store_index_event (DaybookStore *self, const DaybookEvent *event, gint64 id, GError **error)
{
  char *body = make_body (event->location, event->organizer_name, event->organizer, event->description);

  if (event->title == NULL && body == NULL)
    return TRUE;
  return daybook_store_index_text (
    self, daybook_search_make_rowid (DAYBOOK_SEARCH_EVENT, id, event->range_start), event->title, body, error);
}

gboolean
daybook_store_unindex_event (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT range_start, title, location, organizer_name, organizer, description FROM event WHERE id = ?");
  const char *title, *location, *organizer_name, *organizer;
  char *body;
  gint64 start;

  daybook_statement_bind_int (query, id);
  if (!daybook_statement_next (query))
    return daybook_statement_finish (query, error);
  start = daybook_statement_take_int (query);
  title = daybook_statement_take_text (query);
  location = daybook_statement_take_text (query);
  organizer_name = daybook_statement_take_text (query);
  organizer = daybook_statement_take_text (query);
  body = make_body (location, organizer_name, organizer, daybook_statement_take_text (query));
  if (title == NULL && body == NULL)
    return TRUE;
  return daybook_store_unindex_text (self, daybook_search_make_rowid (DAYBOOK_SEARCH_EVENT, id, start), title, body,
                                     error);
}

/* What each put needs to know of the source, asked once a transaction --------------------------------- */

gboolean
daybook_store_note_duration (DaybookStore *self, gint64 source_id, gint64 seconds, GError **error)
{
  g_autoptr (DaybookStatement) query = NULL;

  if (self->duration_source == source_id && seconds <= self->max_duration)
    return TRUE;
  query = daybook_store_prepare (self,
    "UPDATE source SET max_duration = MAX (max_duration, ?) WHERE id = ? AND max_duration < ?");
  daybook_statement_bind_int (query, seconds);
  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_int (query, seconds);
  if (self->duration_source != source_id)
    self->max_duration = 0;
  self->duration_source = source_id;
  self->max_duration = MAX (self->max_duration, seconds);
  return daybook_statement_run (query, error);
}

/* An item that could be read now was perhaps one that could not. */
gboolean
daybook_store_leave_quarantine (DaybookStore *self, gint64 source_id, const char *external_id, GError **error)
{
  g_autoptr (DaybookStatement) query = NULL;

  if (self->has_quarantine < 0 || self->quarantine_source != source_id)
    {
      g_autoptr (DaybookStatement) any
          = daybook_store_prepare (self, "SELECT EXISTS (SELECT 1 FROM quarantine WHERE source_id = ?)");
      gint64 exists = 0;

      daybook_statement_bind_int (any, source_id);
      if (!daybook_statement_run_for_int (any, &exists, error))
        return FALSE;
      self->quarantine_source = source_id;
      self->has_quarantine = exists != 0;
    }
  if (!self->has_quarantine)
    return TRUE;
  query = daybook_store_prepare (self, "DELETE FROM quarantine WHERE source_id = ? AND external_id = ?");
  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_text (query, external_id);
  return daybook_statement_run (query, error);
}

/* Writing a row --------------------------------------------------------------------------------------- */

static void
bind_event (DaybookStatement *query, const DaybookEvent *event, gint64 series_id, gint64 generation)
{
  daybook_statement_bind_int (query, event->kind);
  daybook_statement_bind_id (query, series_id);
  daybook_statement_bind_instant (query, event->original_start);
  daybook_statement_bind_text (query, event->ical_uid);
  daybook_statement_bind_text (query, event->title);
  daybook_statement_bind_text (query, event->description);
  daybook_statement_bind_text (query, event->location);
  daybook_statement_bind_text (query, event->url);
  daybook_statement_bind_text (query, event->conference_url);
  daybook_statement_bind_text (query, event->conference_provider);
  daybook_statement_bind_text (query, event->conference_id);
  daybook_statement_bind_text (query, event->organizer);
  daybook_statement_bind_text (query, event->organizer_name);
  daybook_statement_bind_text (query, event->attendees);
  /* None known of an instance without a list: its master's count stands. */
  if (event->attendee_count != 0 || event->attendees != NULL)
    daybook_statement_bind_int (query, event->attendee_count);
  else
    daybook_statement_bind_null (query);
  daybook_statement_bind_text (query, event->categories);
  daybook_statement_bind_text (query, event->color);
  daybook_statement_bind_int (query, event->is_organizer);
  daybook_statement_bind_int (query, event->status);
  daybook_statement_bind_int (query, event->response);
  daybook_statement_bind_int (query, event->busy);
  daybook_statement_bind_int (query, event->importance);
  daybook_statement_bind_int (query, event->is_private);
  daybook_statement_bind_int (query, event->all_day);
  daybook_statement_bind_int (query, event->range_start);
  daybook_statement_bind_int (query, event->range_end);
  daybook_statement_bind_instant (query, event->start_wall);
  daybook_statement_bind_text (query, event->time_zone);
  daybook_statement_bind_int (query, event->zone_flags);
  daybook_statement_bind_text (query, event->rrule);
  daybook_statement_bind_text (query, event->etag);
  daybook_statement_bind_int (query, (gint64) event->hash);
  daybook_statement_bind_int (query, event->sequence);
  daybook_statement_bind_instant (query, event->updated_at);
  daybook_statement_bind_int (query, generation);
}

/* The new row's number, 0 when (source, external id) exists. */
static gboolean
insert_event (DaybookStore *self,
              const DaybookEvent *event,
              gint64 series_id,
              gint64 generation,
              gint64 *id,
              GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO event (source_id, external_id, kind, series_id, original_start, ical_uid, title, description,"
    "   location, url, conference_url, conference_provider, conference_id, organizer, organizer_name, attendees,"
    "   attendee_count, categories, color, is_organizer, status, response, busy, importance, is_private, all_day,"
    "   range_start, range_end, start_wall, time_zone, zone_flags, rrule, etag, hash, sequence, updated_at, generation)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
    "   ?, ?, ?)"
    " ON CONFLICT (source_id, external_id) DO NOTHING");

  daybook_statement_bind_int (query, event->source_id);
  daybook_statement_bind_text (query, event->external_id);
  bind_event (query, event, series_id, generation);
  if (!daybook_statement_run (query, error))
    return FALSE;
  *id = sqlite3_changes (self->db) == 1 ? sqlite3_last_insert_rowid (self->db) : 0;
  return *id == 0 || daybook_store_count_item (self, event->source_id, 1, error);
}

static gboolean
update_event (DaybookStore *self,
              const DaybookEvent *event,
              gint64 series_id,
              gint64 generation,
              gint64 id,
              GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE event SET kind = ?, series_id = ?, original_start = ?, ical_uid = ?, title = ?, description = ?,"
    " location = ?, url = ?, conference_url = ?, conference_provider = ?, conference_id = ?, organizer = ?,"
    " organizer_name = ?, attendees = ?, attendee_count = ?, categories = ?, color = ?, is_organizer = ?, status = ?,"
    " response = ?, busy = ?, importance = ?, is_private = ?, all_day = ?, range_start = ?, range_end = ?,"
    " start_wall = ?, time_zone = ?, zone_flags = ?, rrule = ?, etag = ?, hash = ?, sequence = ?, updated_at = ?,"
    " generation = ? WHERE id = ?");

  bind_event (query, event, series_id, generation);
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error);
}

/* Series ---------------------------------------------------------------------------------------------- */

/* An exception may come before its master, or its master never (one is invited to a single instance): then a
 * row without a rule stands for the master, which a master that comes fills. */
static gboolean
insert_stub_master (DaybookStore *self, const DaybookEvent *exception, gint64 generation, gint64 *id, GError **error)
{
  g_autoptr (DaybookEvent) stub = daybook_event_new ();

  stub->source_id = exception->source_id;
  stub->external_id = g_strdup (exception->series_external_id);
  stub->kind = DAYBOOK_EVENT_MASTER;
  stub->all_day = exception->all_day;
  stub->range_start = exception->range_start;
  stub->range_end = exception->range_end;
  return insert_event (self, stub, 0, generation, id, error);
}

static gboolean
find_series (DaybookStore *self, const DaybookEvent *event, gint64 generation, gint64 *series_id, GError **error)
{
  *series_id = event->series_id;
  if (event->series_id != 0 || event->series_external_id == NULL || event->kind == DAYBOOK_EVENT_MASTER
      || event->kind == DAYBOOK_EVENT_SINGLE)
    return TRUE;
  if (!daybook_store_find_event (self, event->source_id, event->series_external_id, series_id, error))
    return FALSE;
  return *series_id != 0 || insert_stub_master (self, event, generation, series_id, error);
}

static char *
get_external_id (DaybookStore *self, gint64 id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT external_id FROM event WHERE id = ?");

  daybook_statement_bind_int (query, id);
  return daybook_statement_next (query) ? daybook_statement_take_string (query) : NULL;
}

/* Runs a DELETE that returns source and generation of what it deleted. */
static gboolean
count_deleted (DaybookStore *self, DaybookStatement *query, GError **error)
{
  while (daybook_statement_next (query))
    {
      gint64 source_id = daybook_statement_take_int (query);

      if (daybook_statement_take_int (query) != DAYBOOK_GENERATION_DERIVED
          && !daybook_store_count_item (self, source_id, -1, error))
        return FALSE;
    }
  return daybook_statement_finish (query, error);
}

/* The derived row that an instance described by the service replaces goes quietly: the entry made of it is
 * linked to the instance in the next step. */
static gboolean
drop_replaced_occurrence (DaybookStore *self, gint64 series_id, gint64 original_start, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "DELETE FROM event WHERE series_id = ? AND original_start = ? AND kind = 3 AND id <> ?"
    " RETURNING source_id, generation");

  daybook_statement_bind_int (query, series_id);
  daybook_statement_bind_int (query, original_start);
  daybook_statement_bind_int (query, id);
  return count_deleted (self, query, error);
}

/* What follows from a row that was written, whether it is new or not. */
static gboolean
settle_event (DaybookStore *self, const DaybookEvent *event, gint64 series_id, gint64 id, GError **error)
{
  if (event->kind == DAYBOOK_EVENT_MASTER)
    return daybook_store_leave_quarantine (self, event->source_id, event->external_id, error);
  if (event->kind == DAYBOOK_EVENT_EXCEPTION && series_id != 0 && event->original_start != DAYBOOK_INSTANT_NONE
      && !drop_replaced_occurrence (self, series_id, event->original_start, id, error))
    return FALSE;
  if (daybook_store_has_event_keys (self))
    {
      g_autofree char *master = NULL;

      if (series_id != 0)
        master = event->series_external_id != NULL ? g_strdup (event->series_external_id)
                                                   : get_external_id (self, series_id);
      if (!daybook_store_follow_event (self, event, id, master, error))
        return FALSE;
    }
  return daybook_store_note_duration (self, event->source_id, event->range_end - event->range_start, error)
         && daybook_store_leave_quarantine (self, event->source_id, event->external_id, error);
}

/* Upsert ---------------------------------------------------------------------------------------------- */

typedef struct
{
  gint64 id;
  DaybookEventKind kind;
  char *etag;
  guint64 hash;
  gint64 sequence;
  gint64 updated_at;
  gint64 range_start;
  gint64 generation;
} KnownRow;

static gboolean
find_known (DaybookStore *self, const DaybookEvent *event, KnownRow *row, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, kind, etag, hash, sequence, updated_at, range_start, generation FROM event"
    " WHERE source_id = ? AND external_id = ?");

  row->id = 0;
  daybook_statement_bind_int (query, event->source_id);
  daybook_statement_bind_text (query, event->external_id);
  if (daybook_statement_next (query))
    {
      row->id = daybook_statement_take_int (query);
      row->kind = (DaybookEventKind) daybook_statement_take_int (query);
      row->etag = daybook_statement_take_string (query);
      row->hash = (guint64) daybook_statement_take_int (query);
      row->sequence = daybook_statement_take_int (query);
      row->updated_at = daybook_statement_take_instant (query);
      row->range_start = daybook_statement_take_int (query);
      row->generation = daybook_statement_take_int (query);
    }
  return daybook_statement_finish (query, error);
}

/* Unchanged, or older than what is stored: pages may come twice and out of order (reliability.md, faults). */
static gboolean
is_old_news (const KnownRow *row, const DaybookEvent *event)
{
  if (event->etag != NULL && row->etag != NULL)
    {
      if (g_str_equal (event->etag, row->etag))
        return TRUE;
    }
  else if (event->etag == NULL && row->etag == NULL && event->hash != 0 && event->hash == row->hash)
    {
      return TRUE;
    }
  if (event->updated_at != DAYBOOK_INSTANT_NONE && row->updated_at != DAYBOOK_INSTANT_NONE)
    return event->updated_at < row->updated_at
           || (event->updated_at == row->updated_at && event->sequence < row->sequence);
  /* Without times of change the sequence alone tells, where there is one: a calendar that is written anew
   * begins again at 0 (RFC 5545 section 3.8.7.4 has it only grow). */
  return event->sequence != 0 && event->sequence < row->sequence;
}

/* A single event that becomes a series, or the reverse, keeps its external id: the entry made of it must
 * come to stand for the first instance, or it could be converted a second time. */
static gboolean
change_kind (DaybookStore *self, const KnownRow *row, const DaybookEvent *event, GError **error)
{
  g_autofree char *single = g_strdup_printf ("%" G_GINT64_FORMAT "/%s/-", event->source_id, event->external_id);
  gint64 start = event->kind == DAYBOOK_EVENT_MASTER ? row->range_start : event->range_start;
  g_autofree char *first = g_strdup_printf ("%" G_GINT64_FORMAT "/%s/%" G_GINT64_FORMAT, event->source_id,
                                            event->external_id, start);
  gint64 instance = 0;

  if (event->kind == DAYBOOK_EVENT_MASTER)
    return daybook_store_rename_event_key (self, single, first, error);
  if (row->kind != DAYBOOK_EVENT_MASTER)
    return TRUE;
  if (!daybook_store_rename_event_key (self, first, single, error))
    return FALSE;
  do
    {
      g_autoptr (DaybookStatement) query
          = daybook_store_prepare (self, "SELECT id FROM event WHERE series_id = ? LIMIT 1");

      instance = 0;
      daybook_statement_bind_int (query, row->id);
      if (!daybook_statement_run_for_int (query, &instance, error))
        return FALSE;
      if (instance != 0 && !daybook_store_delete_event (self, instance, error))
        return FALSE;
    }
  while (instance != 0);
  return TRUE;
}

static gboolean
create (DaybookStore *self, const DaybookEvent *event, gint64 series_id, gint64 id, GError **error)
{
  self->created_source = event->source_id;
  return daybook_store_index_event (self, event, id, error) && settle_event (self, event, series_id, id, error);
}

static gboolean
put_event (DaybookStore *self,
           const DaybookEvent *event,
           gint64 generation,
           DaybookChange *change,
           gint64 *id,
           GError **error)
{
  KnownRow row = { 0 };
  g_autofree char *etag = NULL;
  gint64 series_id;

  *change = DAYBOOK_CHANGE_CREATED;
  if (!find_series (self, event, generation, &series_id, error))
    return FALSE;
  /* New rows come in rows: after one the next is tried as one too, which saves the look-up. */
  if (self->created_source == event->source_id)
    {
      if (!insert_event (self, event, series_id, generation, id, error))
        return FALSE;
      if (*id != 0)
        return create (self, event, series_id, *id, error);
    }
  if (!find_known (self, event, &row, error))
    return FALSE;
  etag = row.etag;
  if (row.id == 0)
    return insert_event (self, event, series_id, generation, id, error)
           && create (self, event, series_id, *id, error);

  *id = row.id;
  self->created_source = 0;
  if (is_old_news (&row, event))
    {
      *change = DAYBOOK_CHANGE_NONE;
      return row.generation >= generation
             || daybook_store_note_seen (self, event->source_id, generation, row.id, FALSE, error);
    }
  *change = DAYBOOK_CHANGE_UPDATED;
  return (row.kind == event->kind || change_kind (self, &row, event, error))
         && daybook_store_unindex_event (self, row.id, error)
         && update_event (self, event, series_id, generation, row.id, error)
         && daybook_store_index_event (self, event, row.id, error)
         && settle_event (self, event, series_id, row.id, error);
}

gboolean
daybook_store_put_event (DaybookStore *self,
                         const DaybookEvent *event,
                         gint64 generation,
                         DaybookChange *change,
                         gint64 *id,
                         GError **error)
{
  DaybookChange ignored_change;
  gint64 ignored_id;

  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self,
                              put_event (self, event, generation, change != NULL ? change : &ignored_change,
                                         id != NULL ? id : &ignored_id, error),
                              error);
}

/* Still there, and deleting ---------------------------------------------------------------------------- */

gboolean
daybook_store_find_event (DaybookStore *self, gint64 source_id, const char *external_id, gint64 *id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT id FROM event WHERE source_id = ? AND external_id = ?");

  *id = 0;
  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_text (query, external_id);
  return daybook_statement_run_for_int (query, id, error);
}

static gboolean
see_item (DaybookStore *self, gint64 source_id, const char *external_id, gint64 generation, GError **error)
{
  gint64 id;

  if (!daybook_store_find_event (self, source_id, external_id, &id, error))
    return FALSE;
  if (id != 0)
    return daybook_store_note_seen (self, source_id, generation, id, FALSE, error);
  if (!daybook_store_find_activity (self, source_id, external_id, &id, error))
    return FALSE;
  return id == 0 || daybook_store_note_seen (self, source_id, generation, id, TRUE, error);
}

gboolean
daybook_store_see_item (DaybookStore *self,
                        gint64 source_id,
                        const char *external_id,
                        gint64 generation,
                        GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, see_item (self, source_id, external_id, generation, error), error);
}

/* The instances of a series go with it: their words and their entries' links by hand, the rows by the
 * foreign key. */
static gboolean
leave_instances (DaybookStore *self, gint64 series_id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT id, source_id, generation FROM event WHERE series_id = ?");

  daybook_statement_bind_int (query, series_id);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);
      gint64 source_id = daybook_statement_take_int (query);
      gboolean derived = daybook_statement_take_int (query) == DAYBOOK_GENERATION_DERIVED;

      if (!daybook_store_follow_lost_event (self, id, error)
          || (!derived
              && (!daybook_store_unindex_event (self, id, error)
                  || !daybook_store_count_item (self, source_id, -1, error))))
        return FALSE;
    }
  return daybook_statement_finish (query, error);
}

gboolean
daybook_store_delete_event (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "DELETE FROM event WHERE id = ? RETURNING source_id, generation");

  daybook_statement_bind_int (query, id);
  return leave_instances (self, id, error) && daybook_store_follow_lost_event (self, id, error)
         && daybook_store_unindex_event (self, id, error) && count_deleted (self, query, error);
}

static gboolean
delete_item (DaybookStore *self, gint64 source_id, const char *external_id, DaybookChange *change, GError **error)
{
  gint64 id;

  *change = DAYBOOK_CHANGE_NONE;
  if (!daybook_store_leave_quarantine (self, source_id, external_id, error)
      || !daybook_store_find_event (self, source_id, external_id, &id, error))
    return FALSE;
  if (id != 0)
    {
      *change = DAYBOOK_CHANGE_DELETED;
      return daybook_store_delete_event (self, id, error);
    }
  if (!daybook_store_find_activity (self, source_id, external_id, &id, error))
    return FALSE;
  if (id != 0)
    {
      *change = DAYBOOK_CHANGE_DELETED;
      return daybook_store_delete_activity (self, id, error);
    }
  return TRUE;
}

/* A tombstone. Unknown ones are no error: deletions come twice, and of what was never asked for. */
gboolean
daybook_store_delete_item (DaybookStore *self,
                           gint64 source_id,
                           const char *external_id,
                           DaybookChange *change,
                           GError **error)
{
  DaybookChange ignored;

  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (
    self, delete_item (self, source_id, external_id, change != NULL ? change : &ignored, error), error);
}
