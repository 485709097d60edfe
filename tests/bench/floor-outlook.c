/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of O1 and O2: the bare work of syncing one Outlook calendar and nothing around it. Follows the links of
 * calendarView/delta, reads the pages with the reader of core/base, writes the same columns of the same table with the
 * same pragmas, one transaction a page, the search index beside the rows. No transport, no engine, no exchange, no text
 * cleaning, and nothing of what makes series come out right.
 *
 * usage: floor-outlook URL TOKEN-FILE DATABASE MIGRATION.sql
 * DATABASE.token keeps the delta link: a second run with the same database asks for changes only.
 * prints written=N bytes=N */

#include <libsoup/soup.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/daybook-json-reader.h"
#include "base/daybook-time.h"

/* As Daybook asks. */
#define PREFER                                                                                                       \
  "IdType=\"ImmutableId\", outlook.timezone=\"UTC\", outlook.body-content-type=\"text\", odata.maxpagesize=200"
#define DAYS_BACK 7
#define DAYS_AHEAD 90

typedef struct
{
  char *id;
  char *etag;
  char *title;
  char *description;
  char *location;
  char *url;
  char *conference;
  char *organizer;
  char *organizer_name;
  char *ical_uid;
  char *zone;
  char *series;
  GString *attendees;
  gboolean is_organizer;
  gboolean is_removed;
  gboolean all_day;
  gboolean is_private;
  int attendee_count;
  int type;
  int response;
  int importance;
  int busy;
  gint64 start;
  gint64 end;
  gint64 updated;
} Item;

typedef struct
{
  sqlite3 *db;
  sqlite3_stmt *upsert;
  sqlite3_stmt *remove;
  sqlite3_stmt *search;
  sqlite3_stmt *begin;
  sqlite3_stmt *commit;
  gint64 rows;
  gint64 bytes;
  char *page;
  char *token;
} Floor;

static void G_GNUC_NORETURN
die (const char *what, const char *why)
{
  fprintf (stderr, "floor-outlook: %s: %s\n", what, why);
  exit (1);
}

static void
item_clear (Item *item)
{
  char **texts[] = { &item->id,        &item->etag,           &item->title,    &item->description, &item->location, &item->url,
                     &item->conference, &item->organizer, &item->organizer_name, &item->ical_uid,  &item->zone,     &item->series };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (*texts[i]);
  g_string_free (item->attendees, TRUE);
}

/* One member of an object as text. */
static void
read_member (DaybookJsonReader *reader, const char *name, char **slot)
{
  const char *const fields[] = { name, NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 0)
      daybook_json_reader_read_string_into (reader, slot);
}

static gint64
read_when (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "dateTime", NULL };
  gint64 value = 0;
  gsize length;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return 0;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 0)
      {
        const char *text = daybook_json_reader_read_string_view (reader, &length);

        if (text != NULL)
          daybook_wall_parse (text, length, &value);
      }
  return value;
}

static void
read_address (DaybookJsonReader *reader, char **name, char **address)
{
  static const char *const fields[] = { "name", "address", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field >= 0)
      daybook_json_reader_read_string_into (reader, field == 0 ? name : address);
}

static int
read_response (DaybookJsonReader *reader)
{
  static const char *const fields[] = { "response", NULL };
  static const char *const responses[]
      = { "accepted", "tentativelyAccepted", "declined", "notResponded", "organizer", NULL };
  int response = -1;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return 0;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 0)
      response = daybook_json_reader_read_choice (reader, responses);
  return response + 1;
}

static void
append_json (GString *out, const char *key, const char *text)
{
  g_string_append_printf (out, "\"%s\":\"", key);
  for (const char *p = text != NULL ? text : ""; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (out, "\\%c", *p);
    else
      g_string_append_c (out, *p);
  g_string_append (out, "\"");
}

static void
read_attendees (DaybookJsonReader *reader, Item *item)
{
  static const char *const fields[] = { "emailAddress", "status", NULL };

  if (!daybook_json_reader_begin_array_or_skip (reader))
    return;
  while (daybook_json_reader_next_element (reader))
    {
      g_autofree char *address = NULL;
      g_autofree char *name = NULL;
      int response = 0;
      int field;

      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        if (field == 0)
          read_address (reader, &name, &address);
        else if (field == 1)
          response = read_response (reader);
      g_string_append_c (item->attendees, item->attendee_count++ == 0 ? '[' : ',');
      g_string_append_c (item->attendees, '{');
      append_json (item->attendees, "name", name);
      g_string_append_c (item->attendees, ',');
      append_json (item->attendees, "address", address);
      g_string_append_printf (item->attendees, ",\"response\":%d}", response);
    }
  if (item->attendee_count > 0)
    g_string_append_c (item->attendees, ']');
}

static void
read_organizer (DaybookJsonReader *reader, Item *item)
{
  static const char *const fields[] = { "emailAddress", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 0)
      read_address (reader, &item->organizer_name, &item->organizer);
}

static void
read_item (DaybookJsonReader *reader, Item *item)
{
  static const char *const fields[]
      = { "id",      "@odata.etag", "subject",     "body",      "location",  "webLink",  "onlineMeeting", "organizer",
          "attendees", "start",     "end",         "seriesMasterId", "iCalUId", "type",   "isOrganizer",   "isAllDay",
          "importance", "showAs",   "sensitivity", "responseStatus", "originalStartTimeZone", "lastModifiedDateTime",
          "@removed", NULL };
  static const char *const types[] = { "singleInstance", "seriesMaster", "exception", "occurrence", NULL };
  static const char *const importances[] = { "low", "normal", "high", NULL };
  static const char *const busy[] = { "busy", "free", "tentative", "oof", "workingElsewhere", NULL };
  static const char *const normal[] = { "normal", NULL };
  const char *text;
  gsize length;
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    switch (field)
      {
      case 0: daybook_json_reader_read_string_into (reader, &item->id); break;
      case 1: daybook_json_reader_read_string_into (reader, &item->etag); break;
      case 2: daybook_json_reader_read_string_into (reader, &item->title); break;
      case 3: read_member (reader, "content", &item->description); break;
      case 4: read_member (reader, "displayName", &item->location); break;
      case 5: daybook_json_reader_read_string_into (reader, &item->url); break;
      case 6: read_member (reader, "joinUrl", &item->conference); break;
      case 7: read_organizer (reader, item); break;
      case 8: read_attendees (reader, item); break;
      case 9: item->start = read_when (reader); break;
      case 10: item->end = read_when (reader); break;
      case 11: daybook_json_reader_read_string_into (reader, &item->series); break;
      case 12: daybook_json_reader_read_string_into (reader, &item->ical_uid); break;
      case 13: item->type = daybook_json_reader_read_choice (reader, types); break;
      case 14: item->is_organizer = daybook_json_reader_read_bool_or (reader, FALSE); break;
      case 15: item->all_day = daybook_json_reader_read_bool_or (reader, FALSE); break;
      case 16: item->importance = daybook_json_reader_read_choice (reader, importances); break;
      case 17: item->busy = daybook_json_reader_read_choice (reader, busy); break;
      case 18: item->is_private = daybook_json_reader_read_choice (reader, normal) != 0; break;
      case 19: item->response = read_response (reader); break;
      case 20: daybook_json_reader_read_string_into (reader, &item->zone); break;
      case 21:
        text = daybook_json_reader_read_string_view (reader, &length);
        if (text != NULL)
          daybook_instant_parse (text, length, &item->updated);
        break;
      case 22: item->is_removed = TRUE; break;
      }
}

static void
bind_text (sqlite3_stmt *statement, int at, const char *text)
{
  sqlite3_bind_text (statement, at, text, -1, SQLITE_STATIC);
}

static void
step (Floor *self, sqlite3_stmt *statement)
{
  int result = sqlite3_step (statement);

  if (result != SQLITE_DONE && result != SQLITE_ROW)
    die ("SQLite", sqlite3_errmsg (self->db));
  sqlite3_reset (statement);
}

static void
store_item (Floor *self, Item *item)
{
  g_autofree char *body = NULL;

  if (item->id == NULL)
    return;
  if (item->is_removed)
    {
      bind_text (self->remove, 1, item->id);
      step (self, self->remove);
      return;
    }
  bind_text (self->upsert, 1, item->id);
  sqlite3_bind_int (self->upsert, 2, MAX (item->type, 0));
  sqlite3_bind_int64 (self->upsert, 3, item->start);
  bind_text (self->upsert, 4, item->ical_uid);
  bind_text (self->upsert, 5, item->title);
  bind_text (self->upsert, 6, item->description);
  bind_text (self->upsert, 7, item->location);
  bind_text (self->upsert, 8, item->url);
  bind_text (self->upsert, 9, item->conference);
  bind_text (self->upsert, 10, item->organizer);
  bind_text (self->upsert, 11, item->organizer_name);
  bind_text (self->upsert, 12, item->attendees->str);
  sqlite3_bind_int (self->upsert, 13, item->attendee_count);
  sqlite3_bind_int (self->upsert, 14, item->is_organizer);
  sqlite3_bind_int (self->upsert, 15, 0);
  sqlite3_bind_int (self->upsert, 16, item->response);
  sqlite3_bind_int (self->upsert, 17, MAX (item->busy, 0));
  sqlite3_bind_int (self->upsert, 18, item->all_day);
  sqlite3_bind_int64 (self->upsert, 19, item->start);
  sqlite3_bind_int64 (self->upsert, 20, item->end);
  bind_text (self->upsert, 21, item->zone);
  bind_text (self->upsert, 22, NULL);
  bind_text (self->upsert, 23, item->etag);
  sqlite3_bind_int64 (self->upsert, 24, 0);
  sqlite3_bind_int64 (self->upsert, 25, item->updated);
  step (self, self->upsert);
  if (sqlite3_changes (self->db) == 0)
    return;
  self->rows++;
  if (item->title == NULL)
    return;

  body = g_strconcat (item->description != NULL ? item->description : "", "\n", item->location != NULL ? item->location : "",
                      NULL);
  /* Rising numbers: the cheapest order for FTS5. */
  sqlite3_bind_int64 (self->search, 1, sqlite3_last_insert_rowid (self->db));
  bind_text (self->search, 2, item->title);
  bind_text (self->search, 3, body);
  step (self, self->search);
}

static void
store_page (Floor *self, GBytes *bytes)
{
  static const char *const fields[] = { "value", "@odata.nextLink", "@odata.deltaLink", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (bytes);
  g_autoptr (GError) error = NULL;
  int field;

  g_clear_pointer (&self->page, g_free);
  step (self, self->begin);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    if (field == 1)
      daybook_json_reader_read_string_into (reader, &self->page);
    else if (field == 2)
      daybook_json_reader_read_string_into (reader, &self->token);
    else if (field == 0 && daybook_json_reader_begin_array (reader))
      while (daybook_json_reader_next_element (reader))
        {
          Item item = { .attendees = g_string_new (NULL) };

          read_item (reader, &item);
          store_item (self, &item);
          item_clear (&item);
        }
  if (!daybook_json_reader_finish (reader, &error))
    die ("a page", error->message);
  step (self, self->commit);
}

static sqlite3_stmt *
prepare (Floor *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    die (sql, sqlite3_errmsg (self->db));
  return statement;
}

static void
open_database (Floor *self, const char *path, const char *migration)
{
  g_autofree char *schema = NULL;
  gboolean fresh = !g_file_test (path, G_FILE_TEST_EXISTS);
  char *message = NULL;

  if (sqlite3_open (path, &self->db) != SQLITE_OK || !g_file_get_contents (migration, &schema, NULL, NULL))
    die (path, "cannot be opened");
  sqlite3_exec (self->db,
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY",
                NULL, NULL, NULL);
  if (fresh
      && (sqlite3_exec (self->db, schema, NULL, NULL, &message) != SQLITE_OK
          || sqlite3_exec (self->db,
                           "INSERT INTO \"grant\" (id, provider, identity, sign_in, created_at) VALUES (1, 'microsoft', 'x', 'browser', 0);"
                           "INSERT INTO account (id, grant_id, provider, name, identity, created_at) VALUES (1, 1, 'outlook', 'x', 'x', 0);"
                           "INSERT INTO source (id, account_id, external_id, name, kind) VALUES (1, 1, 'primary', 'x', 'calendar')",
                           NULL, NULL, &message)
                 != SQLITE_OK))
    die (migration, message);
  self->begin = prepare (self, "BEGIN IMMEDIATE");
  self->commit = prepare (self, "COMMIT");
  self->remove = prepare (self, "DELETE FROM event WHERE source_id = 1 AND external_id = ?1");
  self->search = prepare (self, "INSERT INTO search (rowid, title, body) VALUES (?1, ?2, ?3)");
  self->upsert = prepare (
      self, "INSERT INTO event (source_id, external_id, kind, original_start, ical_uid, title, description, location, url, "
            "conference_url, organizer, organizer_name, attendees, attendee_count, is_organizer, status, response, busy, all_day, "
            "range_start, range_end, time_zone, rrule, etag, sequence, updated_at) "
            "VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25) "
            "ON CONFLICT (source_id, external_id) DO UPDATE SET kind = excluded.kind, title = excluded.title, "
            "description = excluded.description, location = excluded.location, url = excluded.url, "
            "conference_url = excluded.conference_url, organizer = excluded.organizer, organizer_name = excluded.organizer_name, "
            "attendees = excluded.attendees, attendee_count = excluded.attendee_count, is_organizer = excluded.is_organizer, "
            "status = excluded.status, response = excluded.response, busy = excluded.busy, all_day = excluded.all_day, "
            "range_start = excluded.range_start, range_end = excluded.range_end, time_zone = excluded.time_zone, "
            "rrule = excluded.rrule, etag = excluded.etag, sequence = excluded.sequence, updated_at = excluded.updated_at "
            "WHERE event.etag IS NOT excluded.etag");
}

static GBytes *
download (Floor *self, SoupSession *session, const char *url, const char *bearer)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint8 chunk[65536];
  gssize length;

  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  soup_message_headers_append (soup_message_get_request_headers (message), "Prefer", PREFER);
  stream = soup_session_send (session, message, NULL, &error);
  if (stream == NULL || soup_message_get_status (message) != 200)
    die (url, error != NULL ? error->message : soup_message_get_reason_phrase (message));
  while ((length = g_input_stream_read (stream, chunk, sizeof chunk, NULL, &error)) > 0)
    g_byte_array_append (body, chunk, length);
  if (length < 0)
    die (url, error->message);
  self->bytes += body->len;
  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

int
main (int argc, char **argv)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autofree char *token = NULL;
  g_autofree char *bearer = NULL;
  g_autofree char *token_path = NULL;
  DaybookDay today = daybook_wall_get_day (time (NULL));
  g_autofree char *from = daybook_day_format (today - DAYS_BACK);
  g_autofree char *to = daybook_day_format (today + DAYS_AHEAD);
  g_autofree char *url = NULL;
  Floor self = { 0 };

  if (argc != 5 || !g_file_get_contents (argv[2], &token, NULL, NULL))
    die ("usage", "floor-outlook URL TOKEN-FILE DATABASE MIGRATION.sql");
  bearer = g_strconcat ("Bearer ", token, NULL);
  open_database (&self, argv[3], argv[4]);
  token_path = g_strconcat (argv[3], ".token", NULL);
  if (!g_file_get_contents (token_path, &url, NULL, NULL))
    url = g_strdup_printf ("%s/microsoft/v1.0/me/calendarView/delta?startDateTime=%sT00:00:00Z&endDateTime=%sT00:00:00Z", argv[1],
                           from, to);
  do
    {
      g_autoptr (GBytes) page = download (&self, session, url, bearer);

      store_page (&self, page);
      g_free (url);
      url = g_strdup (self.page);
    }
  while (url != NULL);
  if (self.token == NULL || !g_file_set_contents (token_path, self.token, -1, NULL))
    die (token_path, "no delta link");
  printf ("written=%" G_GINT64_FORMAT "\nbytes=%" G_GINT64_FORMAT "\n", self.rows, self.bytes);
  return 0;
}
