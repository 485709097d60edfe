/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of P4: downloads a calendar, reads it with libical one VEVENT at a time, writes the same columns of the same
 * table with the same pragmas in one transaction, the search index beside the rows. No expansion of series, no checks.
 *
 * usage: floor-ics URL DATABASE MIGRATION.sql
 * prints written=N bytes=N */

#include <libical/ical.h>
#include <libsoup/soup.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void G_GNUC_NORETURN
die (const char *what, const char *why)
{
  fprintf (stderr, "floor-ics: %s: %s\n", what, why);
  exit (1);
}

static GString *
download (const char *url)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  GString *body = g_string_new (NULL);
  char chunk[65536];
  gssize length;

  stream = soup_session_send (session, message, NULL, &error);
  if (stream == NULL || soup_message_get_status (message) != 200)
    die (url, error != NULL ? error->message : soup_message_get_reason_phrase (message));
  while ((length = g_input_stream_read (stream, chunk, sizeof chunk, NULL, &error)) > 0)
    g_string_append_len (body, chunk, length);
  if (length < 0)
    die (url, error->message);
  return body;
}

static sqlite3 *
open_database (const char *path, const char *migration)
{
  g_autofree char *schema = NULL;
  sqlite3 *db = NULL;
  char *message = NULL;

  if (sqlite3_open (path, &db) != SQLITE_OK || !g_file_get_contents (migration, &schema, NULL, NULL))
    die (path, "cannot be opened");
  if (sqlite3_exec (db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                        "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY",
                    NULL, NULL, &message)
          != SQLITE_OK
      || sqlite3_exec (db, schema, NULL, NULL, &message) != SQLITE_OK
      || sqlite3_exec (db, "INSERT INTO \"grant\" (id, provider, identity, sign_in, created_at) VALUES (1, 'ics', 'x', 'url', 0);"
                           "INSERT INTO account (id, grant_id, provider, name, identity, created_at) VALUES (1, 1, 'ics', 'x', 'x', 0);"
                           "INSERT INTO source (id, account_id, external_id, name, kind) VALUES (1, 1, 'feed', 'x', 'calendar')",
                       NULL, NULL, &message)
             != SQLITE_OK)
    die (path, message);
  return db;
}

static sqlite3_stmt *
prepare (sqlite3 *db, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    die (sql, sqlite3_errmsg (db));
  return statement;
}

static void
step (sqlite3 *db, sqlite3_stmt *statement)
{
  int result = sqlite3_step (statement);

  if (result != SQLITE_DONE && result != SQLITE_ROW)
    die ("SQLite", sqlite3_errmsg (db));
  sqlite3_reset (statement);
}

static gint64
instant (icalproperty *property, struct icaltimetype time)
{
  icalparameter *tzid = property != NULL ? icalproperty_get_first_parameter (property, ICAL_TZID_PARAMETER) : NULL;
  icaltimezone *zone = tzid != NULL ? icaltimezone_get_builtin_timezone (icalparameter_get_tzid (tzid)) : NULL;

  return icaltime_as_timet_with_zone (time, zone != NULL ? zone : icaltimezone_get_utc_timezone ());
}

static void
bind_text (sqlite3_stmt *statement, int at, const char *text)
{
  sqlite3_bind_text (statement, at, text, -1, SQLITE_TRANSIENT);
}

static void
store_event (sqlite3 *db, sqlite3_stmt *upsert, sqlite3_stmt *search, icalcomponent *event)
{
  icalproperty *start = icalcomponent_get_first_property (event, ICAL_DTSTART_PROPERTY);
  icalproperty *rule = icalcomponent_get_first_property (event, ICAL_RRULE_PROPERTY);
  icalproperty *organizer = icalcomponent_get_first_property (event, ICAL_ORGANIZER_PROPERTY);
  icalproperty *recurrence = icalcomponent_get_first_property (event, ICAL_RECURRENCEID_PROPERTY);
  g_autoptr (GString) attendees = g_string_new ("[");
  const char *title = icalcomponent_get_summary (event);
  const char *description = icalcomponent_get_description (event);
  const char *location = icalcomponent_get_location (event);
  g_autofree char *body = g_strconcat (description != NULL ? description : "", "\n", location != NULL ? location : "", NULL);
  g_autofree char *id = NULL;
  g_autofree char *rrule = NULL;
  gint64 from = instant (start, icalcomponent_get_dtstart (event));
  gint64 original = recurrence != NULL ? instant (recurrence, icalproperty_get_recurrenceid (recurrence)) : 0;
  int count = 0;

  for (icalproperty *person = icalcomponent_get_first_property (event, ICAL_ATTENDEE_PROPERTY); person != NULL;
       person = icalcomponent_get_next_property (event, ICAL_ATTENDEE_PROPERTY))
    g_string_append_printf (attendees, "%s{\"address\":\"%s\"}", count++ > 0 ? "," : "", icalproperty_get_attendee (person));
  g_string_append_c (attendees, ']');
  id = recurrence != NULL ? g_strdup_printf ("%s#%" G_GINT64_FORMAT, icalcomponent_get_uid (event), original)
                          : g_strdup (icalcomponent_get_uid (event));
  rrule = rule != NULL ? icalproperty_as_ical_string_r (rule) : NULL;
  bind_text (upsert, 1, id);
  sqlite3_bind_int (upsert, 2, recurrence != NULL ? 2 : rule != NULL ? 1 : 0);
  sqlite3_bind_int64 (upsert, 3, original);
  bind_text (upsert, 4, icalcomponent_get_uid (event));
  bind_text (upsert, 5, title != NULL ? title : "");
  bind_text (upsert, 6, description);
  bind_text (upsert, 7, location);
  bind_text (upsert, 8, organizer != NULL ? icalproperty_get_organizer (organizer) : NULL);
  bind_text (upsert, 9, attendees->str);
  sqlite3_bind_int (upsert, 10, count);
  sqlite3_bind_int (upsert, 11, icaltime_is_date (icalcomponent_get_dtstart (event)));
  sqlite3_bind_int64 (upsert, 12, from);
  sqlite3_bind_int64 (upsert, 13, instant (start, icalcomponent_get_dtend (event)));
  bind_text (upsert, 14, rrule);
  sqlite3_bind_int (upsert, 15, icalcomponent_get_sequence (event));
  step (db, upsert);
  sqlite3_bind_int64 (search, 1, sqlite3_last_insert_rowid (db));
  bind_text (search, 2, title != NULL ? title : "");
  bind_text (search, 3, body);
  step (db, search);
}

int
main (int argc, char **argv)
{
  g_autoptr (GString) body = NULL;
  sqlite3_stmt *upsert, *search;
  sqlite3 *db;
  char *at, *end;
  int written = 0;

  if (argc != 4)
    die ("usage", "floor-ics URL DATABASE MIGRATION.sql");
  body = download (argv[1]);
  db = open_database (argv[2], argv[3]);
  upsert = prepare (db, "INSERT INTO event (source_id, external_id, kind, original_start, ical_uid, title, description, location, "
                        "organizer, attendees, attendee_count, all_day, range_start, range_end, rrule, sequence) "
                        "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) "
                        "ON CONFLICT (source_id, external_id) DO UPDATE SET title = excluded.title");
  search = prepare (db, "INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)");
  sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
  for (at = body->str; (at = strstr (at, "BEGIN:VEVENT")) != NULL; at = end)
    {
      icalcomponent *event;
      char kept;

      end = strstr (at, "END:VEVENT");
      if (end == NULL)
        break;
      end += strlen ("END:VEVENT");
      kept = *end;
      *end = '\0';
      event = icalparser_parse_string (at);
      *end = kept;
      if (event == NULL)
        continue;
      store_event (db, upsert, search, event);
      icalcomponent_free (event);
      written++;
    }
  if (sqlite3_exec (db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
    die ("commit", sqlite3_errmsg (db));
  printf ("written=%d\nbytes=%" G_GSIZE_FORMAT "\n", written, body->len);
  return 0;
}
