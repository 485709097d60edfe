/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* DaybookJsonReader: the one reader of JSON that comes from outside.
 *
 * A pull reader: it walks one complete document from the front, without a tree, and the caller asks
 * for what it expects next. Whatever is not asked for is skipped (and still checked). A parser of a
 * page of items is one loop in another:
 *
 *   enum { FIELD_ID, FIELD_SUMMARY, FIELD_START };
 *   static const char *const fields[] = { "id", "summary", "start", NULL };
 *   int field;
 *
 *   daybook_json_reader_begin_object (reader);
 *   while (daybook_json_reader_next_field (reader, fields, &field))
 *     switch (field)
 *       {
 *       case FIELD_ID:
 *         daybook_json_reader_read_string_into (reader, &item->id);
 *         break;
 *       case FIELD_START:
 *         parse_start (reader, item);   // begin_object_or_skip, and a loop like this one
 *         break;
 *       }
 *   return daybook_json_reader_finish (reader, error);
 *
 * The rules behind that:
 * - After new, next_field, next_member and next_element one value is *pending*. It is read by
 *   exactly one read_, begin_ or skip_ call, or by none: the next step skips what was left.
 * - A begin_ call that returns TRUE opens a level; its loop runs until next_ returns FALSE, which
 *   closes the level. A loop left early (break) is closed with daybook_json_reader_leave().
 * - Errors are sticky. After the first one every call answers at once with FALSE, NULL or 0, so
 *   loops end and nobody checks before daybook_json_reader_finish().
 * - Plain read_ and begin_ calls take a value of another type for an error; those named _or,
 *   _or_null, _or_skip and _into let it pass, since services add nulls where they like.
 *
 * What is refused (DAYBOOK_ERROR_INVALID_RESPONSE, with the byte where it stands): an empty body,
 * anything but exactly one root, trailing data, every departure from RFC 8259 (but a byte order
 * mark in front is let pass). More than 64 levels, a million tokens or 64 MiB are
 * DAYBOOK_ERROR_TOO_LARGE. What is repaired: invalid UTF-8, \u0000 and lone surrogates become
 * U+FFFD, so every string given out is valid UTF-8 without a NUL in it. A message never quotes the
 * document, which may hold a token. Duplicate names are given out as they come.
 *
 * The reader borrows or references the bytes and allocates nothing per token. Not thread-safe. */

#define DAYBOOK_JSON_MAX_DEPTH 64
#define DAYBOOK_JSON_MAX_TOKENS 1000000
#define DAYBOOK_JSON_MAX_BYTES (64 * 1024 * 1024)

typedef struct _DaybookJsonReader DaybookJsonReader;

typedef enum
{
  DAYBOOK_JSON_NOTHING, /* no value is pending: between values, at the end, or after an error */
  DAYBOOK_JSON_NULL,
  DAYBOOK_JSON_BOOLEAN,
  DAYBOOK_JSON_NUMBER,
  DAYBOOK_JSON_STRING,
  DAYBOOK_JSON_ARRAY,
  DAYBOOK_JSON_OBJECT,
} DaybookJsonKind;

DaybookJsonReader *daybook_json_reader_new (GBytes *bytes);
DaybookJsonReader *daybook_json_reader_new_for_data (const char *data, gsize length);
void daybook_json_reader_free (DaybookJsonReader *self);

gboolean daybook_json_reader_finish (DaybookJsonReader *self, GError **error);
gboolean daybook_json_reader_finish_if (DaybookJsonReader *self,
                                        gboolean is_expected,
                                        const char *message,
                                        GError **error);
gboolean daybook_json_reader_has_error (DaybookJsonReader *self);
void daybook_json_reader_reject (DaybookJsonReader *self, const char *reason);

DaybookJsonKind daybook_json_reader_peek (DaybookJsonReader *self);
gboolean daybook_json_reader_is_null (DaybookJsonReader *self);

gboolean daybook_json_reader_begin_object (DaybookJsonReader *self);
gboolean daybook_json_reader_begin_object_or_skip (DaybookJsonReader *self);
gboolean
daybook_json_reader_next_field (DaybookJsonReader *self, const char *const *names, int *index);
gboolean daybook_json_reader_next_member (DaybookJsonReader *self);
const char *daybook_json_reader_get_name (DaybookJsonReader *self);
gboolean daybook_json_reader_name_is (DaybookJsonReader *self, const char *name);

gboolean daybook_json_reader_begin_array (DaybookJsonReader *self);
gboolean daybook_json_reader_begin_array_or_skip (DaybookJsonReader *self);
gboolean daybook_json_reader_next_element (DaybookJsonReader *self);

void daybook_json_reader_leave (DaybookJsonReader *self);
void daybook_json_reader_skip_value (DaybookJsonReader *self);

char *daybook_json_reader_read_string (DaybookJsonReader *self);
char *daybook_json_reader_read_string_or_null (DaybookJsonReader *self);
char *daybook_json_reader_read_text_or_null (DaybookJsonReader *self);
void daybook_json_reader_read_string_into (DaybookJsonReader *self, char **slot);
const char *daybook_json_reader_read_string_view (DaybookJsonReader *self, gsize *length);
int daybook_json_reader_read_choice (DaybookJsonReader *self, const char *const *choices);
gint64 daybook_json_reader_read_int (DaybookJsonReader *self);
gint64 daybook_json_reader_read_int_or (DaybookJsonReader *self, gint64 fallback);
gint64 daybook_json_reader_read_int_within (DaybookJsonReader *self, gint64 fallback, gint64 min, gint64 max);
double daybook_json_reader_read_double (DaybookJsonReader *self);
double daybook_json_reader_read_double_or (DaybookJsonReader *self, double fallback);
gboolean daybook_json_reader_read_bool (DaybookJsonReader *self);
gboolean daybook_json_reader_read_bool_or (DaybookJsonReader *self, gboolean fallback);
const char *daybook_json_reader_read_raw (DaybookJsonReader *self, gsize *length);
char *daybook_json_reader_read_raw_text (DaybookJsonReader *self);

gboolean daybook_json_reader_find (DaybookJsonReader *self, const char *pointer);
char *daybook_json_find_string (const char *data, gsize length, const char *pointer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookJsonReader, daybook_json_reader_free)

G_END_DECLS
