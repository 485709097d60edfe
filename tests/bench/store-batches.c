/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the store costs a sync, in microseconds of CPU (user and system) an event.
 *
 * usage: store-batches FOLDER EVENTS
 *
 *   put           new events with their words, a transaction for each 2,500
 *   floor         the same rows and words by bare SQLite: one INSERT and one FTS5 INSERT an event
 *   unchanged     a full round that puts every event again and finds it unchanged, and its sweep
 *   seen          a full round that only says "still there", and its sweep
 *   row_each      what noting them by a row each would add
 *   changed       every event with another title
 *   deleted       tombstones for all */

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "big-store.h"
#include "store/daybook-accounts.h"
#include "store/daybook-events.h"

#define BATCH 2500

static gint64
cpu_micros (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return ((gint64) usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC + usage.ru_utime.tv_usec
         + usage.ru_stime.tv_usec;
}

static void
report (const char *name, gint64 began, int n)
{
  printf ("%s_us=%.2f\n", name, (double) (cpu_micros () - began) / n);
  fflush (stdout);
}

/* An event as Google sends it, about 1.5 KB of JSON there. */
static DaybookEvent *
make_event (gint64 source_id, int number, int revision)
{
  static const char *const words[] = { "review", "budget", "planning", "design", "website", "interview", "release",
                                       "support", "workshop", "northwind", "checkout", "hiring" };
  DaybookEvent *event = daybook_event_new ();
  GString *description = g_string_new ("Agenda:");

  for (int i = 0; i < 30; i++)
    g_string_append_printf (description, " %s %d", words[(number * 7 + i * 5) % G_N_ELEMENTS (words)], number + i);
  event->source_id = source_id;
  event->external_id = g_strdup_printf ("%08xabcdefghijklmnopqr", (guint) number * 2654435761u);
  event->ical_uid = g_strdup_printf ("%s@google.com", event->external_id);
  event->title = g_strdup_printf ("%s %s %d", words[number % 12], words[(number / 12) % 12], revision);
  event->description = g_string_free (description, FALSE);
  event->location = g_strdup_printf ("Room %d", number % 40);
  event->url = g_strdup_printf ("https://www.google.com/calendar/event?eid=%s", event->external_id);
  event->organizer = g_strdup ("ana@example.com");
  event->organizer_name = g_strdup ("Ana Example");
  event->attendees = g_strdup ("[{\"name\":\"Ana Example\",\"address\":\"ana@example.com\",\"response\":\"accepted\"},"
                               "{\"name\":\"Bo Example\",\"address\":\"bo@example.com\",\"response\":\"tentative\"},"
                               "{\"name\":\"Cy Example\",\"address\":\"cy@example.com\",\"response\":\"accepted\"}]");
  event->attendee_count = 3;
  event->response = DAYBOOK_RESPONSE_ACCEPTED;
  event->time_zone = g_strdup ("Europe/Berlin");
  event->etag = g_strdup_printf ("\"%d-%d\"", number, revision);
  event->sequence = revision;
  event->range_start = BIG_STORE_NOW + (gint64) (number * 977 % 100000) * 900;
  event->range_end = event->range_start + 3600;
  event->start_wall = event->range_start + 3600;
  event->updated_at = BIG_STORE_NOW + revision;
  return event;
}

static void
check (gboolean ok, GError *error)
{
  if (!ok)
    g_error ("%s", error != NULL ? error->message : "SQLite failed");
}

static void
put_all (DaybookStore *store, gint64 source_id, GPtrArray *events, gint64 generation, gboolean sweep)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < events->len; i++)
    {
      if (i % BATCH == 0)
        check (daybook_store_begin (store, &error), error);
      check (daybook_store_put_event (store, events->pdata[i], generation, NULL, NULL, &error), error);
      if (i == events->len - 1 && sweep)
        check (daybook_store_sweep (store, source_id, generation, G_MININT64 / 4, G_MAXINT64, TRUE, NULL, NULL, &error),
               error);
      if (i % BATCH == BATCH - 1 || i == events->len - 1)
        check (daybook_store_commit (store, &error), error);
    }
}

static void
see_all (DaybookStore *store, gint64 source_id, GPtrArray *events, gint64 generation)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < events->len; i++)
    {
      const DaybookEvent *event = events->pdata[i];

      if (i % BATCH == 0)
        check (daybook_store_begin (store, &error), error);
      check (daybook_store_see_item (store, source_id, event->external_id, generation, &error), error);
      if (i == events->len - 1)
        check (daybook_store_sweep (store, source_id, generation, G_MININT64 / 4, G_MAXINT64, TRUE, NULL, NULL, &error),
               error);
      if (i % BATCH == BATCH - 1 || i == events->len - 1)
        check (daybook_store_commit (store, &error), error);
    }
}

static void
delete_all (DaybookStore *store, gint64 source_id, GPtrArray *events)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < events->len; i++)
    {
      const DaybookEvent *event = events->pdata[i];

      if (i % BATCH == 0)
        check (daybook_store_begin (store, &error), error);
      check (daybook_store_delete_item (store, source_id, event->external_id, NULL, &error), error);
      if (i % BATCH == BATCH - 1 || i == events->len - 1)
        check (daybook_store_commit (store, &error), error);
    }
}

/* The bare work, on a file of its own. */
static sqlite3 *
open_floor (const char *path)
{
  sqlite3 *db;

  check (sqlite3_open (path, &db) == SQLITE_OK
           && sqlite3_exec (db,
                            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
                            "CREATE TABLE event (id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL, external_id TEXT"
                            "  NOT NULL, kind INTEGER, ical_uid TEXT, title TEXT, description TEXT, location TEXT,"
                            "  url TEXT, organizer TEXT, organizer_name TEXT, attendees TEXT, attendee_count INTEGER,"
                            "  response INTEGER, range_start INTEGER, range_end INTEGER, start_wall INTEGER,"
                            "  time_zone TEXT, etag TEXT, sequence INTEGER, updated_at INTEGER, generation INTEGER,"
                            "  series_id INTEGER, UNIQUE (source_id, external_id)) STRICT;"
                            "CREATE INDEX event_range ON event (source_id, range_start);"
                            "CREATE INDEX event_series ON event (series_id) WHERE series_id IS NOT NULL;"
                            "CREATE VIRTUAL TABLE search USING fts5 (title, body, content = '',"
                            "  tokenize = \"unicode61 remove_diacritics 2\");"
                            "CREATE TABLE seen (source_id INTEGER, external_id TEXT, PRIMARY KEY (source_id,"
                            "  external_id)) WITHOUT ROWID",
                            NULL, NULL, NULL)
                == SQLITE_OK,
         NULL);
  return db;
}

static void
floor_all (sqlite3 *db, GPtrArray *events)
{
  sqlite3_stmt *row, *words;

  sqlite3_prepare_v2 (db,
                      "INSERT INTO event (source_id, external_id, kind, ical_uid, title, description, location, url,"
                      " organizer, organizer_name, attendees, attendee_count, response, range_start, range_end,"
                      " start_wall, time_zone, etag, sequence, updated_at, generation)"
                      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)"
                      " ON CONFLICT (source_id, external_id) DO NOTHING",
                      -1, &row, NULL);
  sqlite3_prepare_v2 (db, "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)", -1, &words, NULL);
  for (guint i = 0; i < events->len; i++)
    {
      const DaybookEvent *event = events->pdata[i];
      const char *const texts[] = { event->ical_uid, event->title, event->description, event->location, event->url,
                                    event->organizer, event->organizer_name, event->attendees };
      const gint64 numbers[] = { event->attendee_count, event->response, event->range_start, event->range_end,
                                 event->start_wall };

      if (i % BATCH == 0)
        sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
      sqlite3_bind_int64 (row, 1, event->source_id);
      sqlite3_bind_text (row, 2, event->external_id, -1, SQLITE_STATIC);
      sqlite3_bind_int (row, 3, event->kind);
      for (guint j = 0; j < G_N_ELEMENTS (texts); j++)
        sqlite3_bind_text (row, 4 + j, texts[j], -1, SQLITE_STATIC);
      for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
        sqlite3_bind_int64 (row, 12 + j, numbers[j]);
      sqlite3_bind_text (row, 17, event->time_zone, -1, SQLITE_STATIC);
      sqlite3_bind_text (row, 18, event->etag, -1, SQLITE_STATIC);
      sqlite3_bind_int64 (row, 19, event->sequence);
      sqlite3_bind_int64 (row, 20, event->updated_at);
      check (sqlite3_step (row) == SQLITE_DONE, NULL);
      sqlite3_reset (row);
      sqlite3_bind_int64 (words, 1, sqlite3_last_insert_rowid (db));
      sqlite3_bind_text (words, 2, event->title, -1, SQLITE_STATIC);
      sqlite3_bind_text (words, 3, event->description, -1, SQLITE_STATIC);
      check (sqlite3_step (words) == SQLITE_DONE, NULL);
      sqlite3_reset (words);
      if (i % BATCH == BATCH - 1 || i == events->len - 1)
        sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
    }
  sqlite3_finalize (row);
  sqlite3_finalize (words);
}

static void
row_each (sqlite3 *db, GPtrArray *events)
{
  sqlite3_stmt *row;

  sqlite3_prepare_v2 (db, "INSERT INTO seen (source_id, external_id) VALUES (?, ?)", -1, &row, NULL);
  for (guint i = 0; i < events->len; i++)
    {
      const DaybookEvent *event = events->pdata[i];

      if (i % BATCH == 0)
        sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
      sqlite3_bind_int64 (row, 1, event->source_id);
      sqlite3_bind_text (row, 2, event->external_id, -1, SQLITE_STATIC);
      check (sqlite3_step (row) == SQLITE_DONE, NULL);
      sqlite3_reset (row);
      if (i % BATCH == BATCH - 1 || i == events->len - 1)
        sqlite3_exec (db, "COMMIT", NULL, NULL, NULL);
    }
  sqlite3_finalize (row);
  sqlite3_exec (db, "DELETE FROM seen", NULL, NULL, NULL);
}

static GPtrArray *
make_events (gint64 source_id, int n, int revision)
{
  GPtrArray *events = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_event_free);

  for (int i = 0; i < n; i++)
    g_ptr_array_add (events, make_event (source_id, i, revision));
  return events;
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;
  g_autofree char *floor_path = NULL;
  g_autoptr (DaybookStore) store = NULL;
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) changed = NULL;
  g_autoptr (GPtrArray) sources = NULL;
  gint64 source_id, began;
  sqlite3 *db;
  int n;

  if (argc != 3)
    g_error ("usage: store-batches FOLDER EVENTS");
  n = atoi (argv[2]);
  path = g_build_filename (argv[1], "daybook.db", NULL);
  floor_path = g_build_filename (argv[1], "floor.db", NULL);
  g_unlink (path);
  g_unlink (floor_path);
  store = big_store_open (path);
  if (!big_store_fill (store, 0, NULL))
    g_error ("The store cannot be filled");
  sources = daybook_store_list_sources (store, 0, NULL);
  source_id = ((DaybookSource *) sources->pdata[0])->id;
  events = make_events (source_id, n, 1);
  changed = make_events (source_id, n, 2);
  db = open_floor (floor_path);

  began = cpu_micros ();
  floor_all (db, events);
  report ("floor", began, n);
  began = cpu_micros ();
  put_all (store, source_id, events, 1, FALSE);
  report ("put", began, n);
  began = cpu_micros ();
  put_all (store, source_id, events, 2, TRUE);
  report ("unchanged", began, n);
  began = cpu_micros ();
  see_all (store, source_id, events, 3);
  report ("seen", began, n);
  began = cpu_micros ();
  row_each (db, events);
  report ("row_each", began, n);
  began = cpu_micros ();
  put_all (store, source_id, changed, 4, FALSE);
  report ("changed", began, n);
  began = cpu_micros ();
  delete_all (store, source_id, events);
  report ("deleted", began, n);
  sqlite3_close (db);
  return 0;
}
