/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "floor-calendar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

void
floor_die (const char *what, const char *why)
{
  fprintf (stderr, "%s: %s: %s\n", program_invocation_short_name, what, why);
  exit (1);
}

static void
item_clear (FloorItem *item)
{
  char *texts[] = { item->id,         item->etag,      item->title,          item->description, item->location, item->url,
                    item->conference, item->organizer, item->organizer_name, item->ical_uid,    item->zone,     item->series };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    g_free (texts[i]);
  g_string_free (item->attendees, TRUE);
  g_string_free (item->rrule, TRUE);
}

int
floor_read_choice (DaybookJsonReader *reader, const char *const *choices)
{
  int choice = daybook_json_reader_read_choice (reader, choices);

  return MAX (choice, 0);
}

void
floor_append_json (GString *out, const char *key, const char *text)
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
bind_text (sqlite3_stmt *statement, int at, const char *text)
{
  sqlite3_bind_text (statement, at, text, -1, SQLITE_STATIC);
}

static void
step (Floor *self, sqlite3_stmt *statement)
{
  int result = sqlite3_step (statement);

  if (result != SQLITE_DONE && result != SQLITE_ROW)
    floor_die ("SQLite", sqlite3_errmsg (self->db));
  sqlite3_reset (statement);
}

static void
store_item (Floor *self, FloorItem *item)
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
  sqlite3_bind_int (self->upsert, 2, item->kind);
  sqlite3_bind_int64 (self->upsert, 3, item->original);
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
  sqlite3_bind_int (self->upsert, 15, item->status);
  sqlite3_bind_int (self->upsert, 16, item->response);
  sqlite3_bind_int (self->upsert, 17, item->busy);
  sqlite3_bind_int (self->upsert, 18, item->all_day);
  sqlite3_bind_int64 (self->upsert, 19, item->start);
  sqlite3_bind_int64 (self->upsert, 20, item->end);
  bind_text (self->upsert, 21, item->zone);
  bind_text (self->upsert, 22, item->rrule->len > 0 ? item->rrule->str : NULL);
  bind_text (self->upsert, 23, item->etag);
  sqlite3_bind_int64 (self->upsert, 24, item->sequence);
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

void
floor_store_page (Floor *self,
                  GBytes *bytes,
                  const char *const names[4],
                  void (*read_item) (DaybookJsonReader *reader, FloorItem *item))
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (bytes);
  g_autoptr (GError) error = NULL;
  int field;

  g_clear_pointer (&self->page, g_free);
  step (self, self->begin);
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, names, &field))
    if (field == 1)
      daybook_json_reader_read_string_into (reader, &self->page);
    else if (field == 2)
      daybook_json_reader_read_string_into (reader, &self->token);
    else if (field == 0 && daybook_json_reader_begin_array (reader))
      while (daybook_json_reader_next_element (reader))
        {
          FloorItem item = { .attendees = g_string_new (NULL), .rrule = g_string_new (NULL) };

          read_item (reader, &item);
          store_item (self, &item);
          item_clear (&item);
        }
  if (!daybook_json_reader_finish (reader, &error))
    floor_die ("a page", error->message);
  step (self, self->commit);
}

static sqlite3_stmt *
prepare (Floor *self, const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v3 (self->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) != SQLITE_OK)
    floor_die (sql, sqlite3_errmsg (self->db));
  return statement;
}

void
floor_open (Floor *self, const char *path, const char *migration, const char *family, const char *provider)
{
  g_autofree char *rows = g_strdup_printf (
      "INSERT INTO \"grant\" (id, provider, identity, sign_in, created_at) VALUES (1, '%s', 'x', 'browser', 0);"
      "INSERT INTO account (id, grant_id, provider, name, identity, created_at) VALUES (1, 1, '%s', 'x', 'x', 0);"
      "INSERT INTO source (id, account_id, external_id, name, kind) VALUES (1, 1, 'primary', 'x', 'calendar')",
      family, provider);
  g_autofree char *schema = NULL;
  gboolean fresh = !g_file_test (path, G_FILE_TEST_EXISTS);
  char *message = NULL;

  if (sqlite3_open (path, &self->db) != SQLITE_OK || !g_file_get_contents (migration, &schema, NULL, NULL))
    floor_die (path, "cannot be opened");
  sqlite3_exec (self->db,
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                "PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY",
                NULL, NULL, NULL);
  if (fresh
      && (sqlite3_exec (self->db, schema, NULL, NULL, &message) != SQLITE_OK
          || sqlite3_exec (self->db, rows, NULL, NULL, &message) != SQLITE_OK))
    floor_die (migration, message);
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

GBytes *
floor_download (Floor *self, SoupSession *session, const char *url, const char *bearer, const char *prefer)
{
  g_autoptr (SoupMessage) message = soup_message_new ("GET", url);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autoptr (GError) error = NULL;
  guint8 chunk[65536];
  gssize length;

  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization", bearer);
  if (prefer != NULL)
    soup_message_headers_append (soup_message_get_request_headers (message), "Prefer", prefer);
  stream = soup_session_send (session, message, NULL, &error);
  if (stream == NULL || soup_message_get_status (message) != 200)
    floor_die (url, error != NULL ? error->message : soup_message_get_reason_phrase (message));
  while ((length = g_input_stream_read (stream, chunk, sizeof chunk, NULL, &error)) > 0)
    g_byte_array_append (body, chunk, length);
  if (length < 0)
    floor_die (url, error->message);
  self->bytes += body->len;
  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

/* Keeps what the next run begins with, and tells what was done. */
void
floor_end (Floor *self, const char *token_path)
{
  if (self->token == NULL || !g_file_set_contents (token_path, self->token, -1, NULL))
    floor_die (token_path, "nothing to begin the next run with");
  printf ("written=%" G_GINT64_FORMAT "\nbytes=%" G_GINT64_FORMAT "\n", self->rows, self->bytes);
}
