/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reads of DaybookJsonReader: each takes the pending value. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-json-reader-private.h"

/* A string; anything else is an error and NULL. Owned by the caller. */
char *
daybook_json_reader_read_string (DaybookJsonReader *self)
{
  if (!daybook_json_reader_require_kind (self, DAYBOOK_JSON_STRING))
    return NULL;
  return daybook_json_reader_read_string_or_null (self);
}

/* A string, or NULL for any other value. Owned by the caller. */
char *
daybook_json_reader_read_string_or_null (DaybookJsonReader *self)
{
  DaybookJsonString string;

  if (!daybook_json_reader_at_kind (self, DAYBOOK_JSON_STRING))
    {
      daybook_json_reader_skip_value (self);
      return NULL;
    }
  if (!daybook_json_reader_take_string (self, &string))
    return NULL;
  self->pending = FALSE;
  return daybook_json_string_dup (&string);
}

/* A string, or the spelling of a number or of true and false (ids that are numbers at one service
 * and strings at the next); NULL for any other value. Owned by the caller. */
char *
daybook_json_reader_read_text_or_null (DaybookJsonReader *self)
{
  const char *start = self->p;
  DaybookJsonKind kind = daybook_json_reader_peek (self);

  if (kind != DAYBOOK_JSON_NUMBER && kind != DAYBOOK_JSON_BOOLEAN)
    return daybook_json_reader_read_string_or_null (self);
  daybook_json_reader_skip_scalar (self);
  return self->error == NULL ? g_strndup (start, self->p - start) : NULL;
}

/* A string or NULL into @slot, whose old value is freed: the way to fill a record, since a document
 * may hold a name twice. */
void
daybook_json_reader_read_string_into (DaybookJsonReader *self, char **slot)
{
  char *value = daybook_json_reader_read_string_or_null (self);

  g_free (*slot);
  *slot = value;
}

/* A string without a copy where that is possible, or NULL for any other value. Valid UTF-8, *not*
 * NUL-terminated, good until the next call on the reader. */
const char *
daybook_json_reader_read_string_view (DaybookJsonReader *self, gsize *length)
{
  DaybookJsonString string;

  *length = 0;
  if (!daybook_json_reader_at_kind (self, DAYBOOK_JSON_STRING))
    {
      daybook_json_reader_skip_value (self);
      return NULL;
    }
  if (!daybook_json_reader_take_string (self, &string))
    return NULL;
  self->pending = FALSE;
  if (string.escaped || (string.high && !g_utf8_validate (string.text, string.length, NULL)))
    {
      g_autofree char *text = daybook_json_string_dup (&string);

      if (self->value_buffer == NULL)
        self->value_buffer = g_string_new (NULL);
      g_string_assign (self->value_buffer, text);
      *length = self->value_buffer->len;
      return self->value_buffer->str;
    }
  *length = string.length;
  return string.text;
}

/* The index of a string in the NULL-terminated @choices, or -1 for others and for other values. */
int
daybook_json_reader_read_choice (DaybookJsonReader *self, const char *const *choices)
{
  gsize length;
  const char *text = daybook_json_reader_read_string_view (self, &length);

  if (text == NULL)
    return -1;
  for (int i = 0; choices[i] != NULL; i++)
    if (strncmp (text, choices[i], length) == 0 && choices[i][length] == '\0')
      return i;
  return -1;
}

/* An integer of at most 18 digits, exactly; anything else (a fraction, more digits, a string) is an
 * error and 0. */
gint64
daybook_json_reader_read_int (DaybookJsonReader *self)
{
  const char *text;
  gsize length;
  gboolean is_integer;
  gint64 value = 0;

  if (!daybook_json_reader_require_kind (self, DAYBOOK_JSON_NUMBER)
      || !daybook_json_reader_take_number (self, &text, &length, &is_integer))
    return 0;
  self->pending = FALSE;
  if (!daybook_json_parse_integer (text, length, &value))
    daybook_json_reader_reject (self, N_("integer of at most 18 digits expected"));
  return value;
}

/* An integer of at most 18 digits, as a number or as a string of digits (Gmail's internalDate), or
 * @fallback for anything else. */
gint64
daybook_json_reader_read_int_or (DaybookJsonReader *self, gint64 fallback)
{
  const char *text;
  gsize length;
  gboolean is_integer;
  gint64 value;

  if (daybook_json_reader_at_kind (self, DAYBOOK_JSON_NUMBER))
    {
      if (!daybook_json_reader_take_number (self, &text, &length, &is_integer))
        return fallback;
      self->pending = FALSE;
    }
  else
    {
      text = daybook_json_reader_read_string_view (self, &length);
      if (text == NULL)
        return fallback;
    }
  return daybook_json_parse_integer (text, length, &value) ? value : fallback;
}

/* The same, and what lies outside of @min to @max is taken for the nearer of the two. */
gint64
daybook_json_reader_read_int_within (DaybookJsonReader *self, gint64 fallback, gint64 min, gint64 max)
{
  gint64 value = daybook_json_reader_read_int_or (self, fallback);

  return CLAMP (value, min, max);
}

/* A number as a double; anything else, and what no double holds, is an error and 0. */
double
daybook_json_reader_read_double (DaybookJsonReader *self)
{
  const char *text;
  gsize length;
  gboolean is_integer;
  double value = 0;

  if (!daybook_json_reader_require_kind (self, DAYBOOK_JSON_NUMBER)
      || !daybook_json_reader_take_number (self, &text, &length, &is_integer))
    return 0;
  self->pending = FALSE;
  if (!daybook_json_parse_double (text, length, &value))
    daybook_json_reader_reject (self, N_("number out of range"));
  return value;
}

/* A number as a double, or @fallback for anything else. */
double
daybook_json_reader_read_double_or (DaybookJsonReader *self, double fallback)
{
  const char *text;
  gsize length;
  gboolean is_integer;
  double value;

  if (!daybook_json_reader_at_kind (self, DAYBOOK_JSON_NUMBER))
    {
      daybook_json_reader_skip_value (self);
      return fallback;
    }
  if (!daybook_json_reader_take_number (self, &text, &length, &is_integer))
    return fallback;
  self->pending = FALSE;
  return daybook_json_parse_double (text, length, &value) ? value : fallback;
}

/* true or false; anything else is an error and FALSE. */
gboolean
daybook_json_reader_read_bool (DaybookJsonReader *self)
{
  return daybook_json_reader_require_kind (self, DAYBOOK_JSON_BOOLEAN)
         && daybook_json_reader_read_bool_or (self, FALSE);
}

/* true or false, or @fallback for anything else. */
gboolean
daybook_json_reader_read_bool_or (DaybookJsonReader *self, gboolean fallback)
{
  gboolean value = self->p < self->end && *self->p == 't';

  if (!daybook_json_reader_at_kind (self, DAYBOOK_JSON_BOOLEAN))
    {
      daybook_json_reader_skip_value (self);
      return fallback;
    }
  if (!daybook_json_reader_take_word (self, value ? "true" : "false"))
    return fallback;
  self->pending = FALSE;
  return value;
}

/* Any value as it stands in the document, checked: for a reader of its own, so that one bad item
 * spoils only itself. Not NUL-terminated; good as long as the document is. NULL after an error. */
const char *
daybook_json_reader_read_raw (DaybookJsonReader *self, gsize *length)
{
  const char *start = self->p;

  *length = 0;
  if (!self->pending)
    return NULL;
  daybook_json_reader_skip_value (self);
  if (self->error != NULL)
    return NULL;
  *length = self->p - start;
  return start;
}

/* The same as text to be kept: valid UTF-8, owned by the caller. */
char *
daybook_json_reader_read_raw_text (DaybookJsonReader *self)
{
  gsize length;
  const char *raw = daybook_json_reader_read_raw (self, &length);

  return raw != NULL ? g_utf8_make_valid (raw, length) : NULL;
}

/* Goes from the pending value down to the one that @pointer names ("/error/errors/0/reason", RFC
 * 6901 without its ~ escapes), which is then pending. FALSE when it is not there. The levels passed
 * stay open for daybook_json_reader_finish(). */
gboolean
daybook_json_reader_find (DaybookJsonReader *self, const char *pointer)
{
  while (*pointer == '/')
    {
      const char *segment = pointer + 1;
      gsize length = strcspn (segment, "/");
      gboolean found = FALSE;

      pointer = segment + length;
      if (daybook_json_reader_at_kind (self, DAYBOOK_JSON_OBJECT)
          && daybook_json_reader_enter (self))
        {
          while (!found && daybook_json_reader_next_member (self))
            found = self->name_length == length && memcmp (self->name, segment, length) == 0;
        }
      else if (daybook_json_reader_at_kind (self, DAYBOOK_JSON_ARRAY)
               && daybook_json_reader_enter (self))
        {
          gint64 index;

          if (!daybook_json_parse_integer (segment, length, &index) || index < 0)
            return FALSE;
          while (!found && daybook_json_reader_next_element (self))
            found = index-- == 0;
        }
      if (!found)
        return FALSE;
    }
  return self->pending;
}

/* One string of a small document, by daybook_json_reader_find(): NULL when it is not there, is no
 * string, or the document is not valid as a whole. Owned by the caller. */
char *
daybook_json_find_string (const char *data, gsize length, const char *pointer)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data (data, length);
  g_autofree char *value = NULL;

  if (daybook_json_reader_find (reader, pointer))
    value = daybook_json_reader_read_string_or_null (reader);
  return daybook_json_reader_finish (reader, NULL) ? g_steal_pointer (&value) : NULL;
}
