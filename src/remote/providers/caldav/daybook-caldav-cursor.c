/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-cursor.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-digest.h"

/* Beyond them the rest is read again when the calendar changes: no more than requests are at stake. */
#define MAX_PASSED 20000

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

static gint64
digest_of (const char *name, const char *etag)
{
  return (gint64) daybook_digest_text (daybook_digest_text (0, name), etag);
}

static void
add_digest (GHashTable **set, gint64 digest)
{
  if (*set == NULL)
    *set = new_set ();
  if (g_hash_table_size (*set) < MAX_PASSED)
    g_hash_table_add (*set, g_memdup2 (&digest, sizeof digest));
}

static void
read_passed (DaybookCaldavCursor *self, DaybookJsonReader *reader)
{
  g_autofree char *text = NULL;
  g_autofree guchar *bytes = NULL;
  gsize size = 0;

  daybook_json_reader_read_string_into (reader, &text);
  if (text != NULL)
    bytes = g_base64_decode (text, &size);
  for (gsize at = 0; at + sizeof (gint64) <= size; at += sizeof (gint64))
    {
      gint64 digest;

      memcpy (&digest, bytes + at, sizeof digest);
      add_digest (&self->passed, GINT64_FROM_LE (digest));
    }
}

/* Takes what @text, which we wrote, says; NULL: nothing. */
void
daybook_caldav_cursor_read (DaybookCaldavCursor *self, const char *text)
{
  static const char *const fields[] = { "token", "ctag", "passed", "after", "full", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  int field;

  if (text == NULL)
    return;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &self->token);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &self->ctag);
      else if (field == 2)
        read_passed (self, reader);
      else if (field == 3)
        daybook_json_reader_read_string_into (reader, &self->after);
      else if (field == 4)
        self->full = daybook_json_reader_read_bool_or (reader, FALSE);
    }
}

static int
compare_digests (gconstpointer a, gconstpointer b)
{
  gint64 first = *(const gint64 *) a;
  gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* In order, so that the same set is always the same text. */
static void
add_passed (JsonBuilder *builder, GHashTable *passed)
{
  g_autoptr (GArray) digests = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *text = NULL;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, passed);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint64 digest = GINT64_TO_LE (*(gint64 *) key);

      g_array_append_val (digests, digest);
    }
  g_array_sort (digests, compare_digests);
  text = g_base64_encode ((const guchar *) digests->data, digests->len * sizeof (gint64));
  daybook_json_add_text_if_any (builder, "passed", text);
}

char *
daybook_caldav_cursor_write (const DaybookCaldavCursor *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text_if_any (builder, "token", self->token);
  daybook_json_add_text_if_any (builder, "ctag", self->ctag);
  if (self->passed != NULL && self->token == NULL)
    add_passed (builder, self->passed);
  daybook_json_add_text_if_any (builder, "after", self->after);
  if (self->full)
    daybook_json_add_bool (builder, "full", TRUE);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

void
daybook_caldav_cursor_clear (DaybookCaldavCursor *self)
{
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->ctag, g_free);
  g_clear_pointer (&self->after, g_free);
  g_clear_pointer (&self->passed, g_hash_table_unref);
  self->full = FALSE;
}

/* Notes that the object @name, as it is at @etag (nullable: it cannot be told again), holds nothing to be kept. */
void
daybook_caldav_cursor_pass (DaybookCaldavCursor *self, const char *name, const char *etag)
{
  if (etag != NULL)
    add_digest (&self->passed, digest_of (name, etag));
}

gboolean
daybook_caldav_cursor_has_passed (const DaybookCaldavCursor *self, const char *name, const char *etag)
{
  gint64 digest;

  if (self->passed == NULL || etag == NULL)
    return FALSE;
  digest = digest_of (name, etag);
  return g_hash_table_contains (self->passed, &digest);
}
