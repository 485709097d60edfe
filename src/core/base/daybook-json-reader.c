/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-json-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader-private.h"

static void
fail_with_code (DaybookJsonReader *self, DaybookError code, const char *reason)
{
  self->pending = FALSE;
  if (self->error != NULL)
    return;
  /* Translators: %s says what is wrong, %zu is the position in the text, counted in bytes. */
  g_set_error (&self->error, DAYBOOK_ERROR, code, _("Not valid JSON: %s (byte %zu)"), _(reason),
               (gsize) (self->p - self->data));
}

static void
fail_unexpected (DaybookJsonReader *self)
{
  daybook_json_reader_reject (self, self->p == self->end ? N_("it ends too early")
                                                         : N_("unexpected character"));
}

static void
skip_space (DaybookJsonReader *self)
{
  self->p = daybook_json_scan_space (self->p, self->end);
}

static gboolean
count_token (DaybookJsonReader *self)
{
  if (G_LIKELY (++self->tokens <= DAYBOOK_JSON_MAX_TOKENS))
    return TRUE;
  fail_with_code (self, DAYBOOK_ERROR_TOO_LARGE, N_("too many values"));
  return FALSE;
}

/* Reads the string at p, which may be anything. */
gboolean
daybook_json_reader_take_string (DaybookJsonReader *self, DaybookJsonString *string)
{
  const char *problem = NULL;
  const char *after;

  if (self->p == self->end || *self->p != '"')
    {
      fail_unexpected (self);
      return FALSE;
    }
  after = daybook_json_scan_string (self->p, self->end, string, &problem);
  if (after == NULL)
    {
      daybook_json_reader_reject (self, problem);
      return FALSE;
    }
  self->p = after;
  return TRUE;
}

/* Reads the number at p, which may be anything. */
gboolean
daybook_json_reader_take_number (DaybookJsonReader *self,
                                 const char **text,
                                 gsize *length,
                                 gboolean *is_integer)
{
  const char *problem = NULL;
  const char *after = daybook_json_scan_number (self->p, self->end, is_integer, &problem);

  if (after == NULL)
    {
      daybook_json_reader_reject (self, self->p == self->end ? N_("it ends too early") : problem);
      return FALSE;
    }
  *text = self->p;
  *length = after - self->p;
  self->p = after;
  return TRUE;
}

gboolean
daybook_json_reader_take_word (DaybookJsonReader *self, const char *word)
{
  gsize length = strlen (word);

  if ((gsize) (self->end - self->p) < length || memcmp (self->p, word, length) != 0)
    {
      daybook_json_reader_reject (self, N_("unexpected character"));
      return FALSE;
    }
  self->p += length;
  return TRUE;
}

/* Opens the container whose bracket is at p. */
gboolean
daybook_json_reader_enter (DaybookJsonReader *self)
{
  Level *level;

  if (self->depth == DAYBOOK_JSON_MAX_DEPTH)
    {
      fail_with_code (self, DAYBOOK_ERROR_TOO_LARGE, N_("too many levels"));
      return FALSE;
    }
  level = &self->levels[self->depth++];
  level->close = *self->p == '{' ? '}' : ']';
  level->started = FALSE;
  level->names = NULL;
  level->expected = 0;
  self->p++;
  self->pending = FALSE;
  return TRUE;
}

/* The name of a member and its colon. */
static gboolean
take_name (DaybookJsonReader *self)
{
  DaybookJsonString string;

  if (!daybook_json_reader_take_string (self, &string))
    return FALSE;
  if (G_UNLIKELY (string.escaped || string.high))
    {
      g_autofree char *name = daybook_json_string_dup (&string);

      if (self->name_buffer == NULL)
        self->name_buffer = g_string_new (NULL);
      g_string_assign (self->name_buffer, name);
      self->name = self->name_buffer->str;
      self->name_length = self->name_buffer->len;
    }
  else
    {
      self->name = string.text;
      self->name_length = string.length;
    }
  skip_space (self);
  if (self->p == self->end || *self->p != ':')
    {
      fail_unexpected (self);
      return FALSE;
    }
  self->p++;
  return count_token (self);
}

/* From between two values of the innermost container to the next one, which is then pending, or
 * past the closing bracket, which closes the level: FALSE. */
static gboolean
step (DaybookJsonReader *self)
{
  Level *level = &self->levels[self->depth - 1];

  skip_space (self);
  if (self->p < self->end && *self->p == level->close)
    {
      self->p++;
      self->depth--;
      return FALSE;
    }
  if (level->started)
    {
      if (self->p == self->end || *self->p != ',')
        {
          fail_unexpected (self);
          return FALSE;
        }
      self->p++;
      skip_space (self);
    }
  level->started = TRUE;
  if (level->close == '}' && !take_name (self))
    return FALSE;
  skip_space (self);
  self->pending = count_token (self);
  return self->pending;
}

/* Takes the scalar at p without looking at what it says. */
void
daybook_json_reader_skip_scalar (DaybookJsonReader *self)
{
  DaybookJsonString string;
  const char *text;
  gsize length;
  gboolean is_integer;

  switch (self->p == self->end ? '\0' : *self->p)
    {
    case '"':
      daybook_json_reader_take_string (self, &string);
      break;
    case 't':
      daybook_json_reader_take_word (self, "true");
      break;
    case 'f':
      daybook_json_reader_take_word (self, "false");
      break;
    case 'n':
      daybook_json_reader_take_word (self, "null");
      break;
    default:
      daybook_json_reader_take_number (self, &text, &length, &is_integer);
      break;
    }
  self->pending = FALSE;
}

gboolean
daybook_json_reader_at_kind (DaybookJsonReader *self, DaybookJsonKind kind)
{
  return daybook_json_reader_peek (self) == kind;
}

/* For the strict calls: whether a value of @kind is pending. If another one is, that is an error.
 */
gboolean
daybook_json_reader_require_kind (DaybookJsonReader *self, DaybookJsonKind kind)
{
  static const char *const reasons[] = {
    [DAYBOOK_JSON_BOOLEAN] = N_("true or false expected"),
    [DAYBOOK_JSON_NUMBER] = N_("number expected"),
    [DAYBOOK_JSON_STRING] = N_("string expected"),
    [DAYBOOK_JSON_ARRAY] = N_("array expected"),
    [DAYBOOK_JSON_OBJECT] = N_("object expected"),
  };

  if (daybook_json_reader_at_kind (self, kind))
    return TRUE;
  if (self->pending && self->p == self->end)
    fail_unexpected (self);
  else
    daybook_json_reader_reject (self, reasons[kind]);
  return FALSE;
}

/* A reader of the document in @bytes, of which it keeps a reference. Free with
 * daybook_json_reader_free() or g_autoptr. */
DaybookJsonReader *
daybook_json_reader_new (GBytes *bytes)
{
  DaybookJsonReader *self;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  self = daybook_json_reader_new_for_data (data, length);
  self->bytes = g_bytes_ref (bytes);
  return self;
}

/* A reader of the @length bytes at @data, which stay where they are, unchanged, until it is freed.
 * @data may be NULL when @length is 0. */
DaybookJsonReader *
daybook_json_reader_new_for_data (const char *data, gsize length)
{
  DaybookJsonReader *self = g_new0 (DaybookJsonReader, 1);

  self->data = data != NULL ? data : "";
  self->p = self->data;
  self->end = self->data + length;
  if (length > DAYBOOK_JSON_MAX_BYTES)
    {
      fail_with_code (self, DAYBOOK_ERROR_TOO_LARGE, N_("too long"));
      return self;
    }
  if (length >= 3 && memcmp (self->p, "\xEF\xBB\xBF", 3) == 0)
    self->p += 3;
  skip_space (self);
  self->pending = TRUE;
  if (self->p == self->end)
    daybook_json_reader_reject (self, N_("it is empty"));
  else
    count_token (self);
  return self;
}

void
daybook_json_reader_free (DaybookJsonReader *self)
{
  g_clear_error (&self->error);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  if (self->name_buffer != NULL)
    g_string_free (self->name_buffer, TRUE);
  if (self->value_buffer != NULL)
    g_string_free (self->value_buffer, TRUE);
  g_free (self);
}

/* Ends the reading: checks whatever was not read and that nothing follows the document, and tells
 * the first error of all. TRUE: the document was complete and every strict read was met. */
gboolean
daybook_json_reader_finish (DaybookJsonReader *self, GError **error)
{
  while (self->depth > 0 && self->error == NULL)
    daybook_json_reader_leave (self);
  daybook_json_reader_skip_value (self);
  if (self->error == NULL)
    {
      skip_space (self);
      if (self->p < self->end)
        daybook_json_reader_reject (self, N_("something follows the document"));
    }
  if (self->error == NULL)
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (self->error);
  return FALSE;
}

/* The same of a document that is complete, but may be another one than was asked for: INVALID_RESPONSE with @message
 * (translated) unless @is_expected. */
gboolean
daybook_json_reader_finish_if (DaybookJsonReader *self, gboolean is_expected, const char *message, GError **error)
{
  if (!daybook_json_reader_finish (self, error))
    return FALSE;
  if (!is_expected)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE, message);
  return is_expected;
}

/* Whether an error occurred. For long work between reads; loops end by themselves. */
gboolean
daybook_json_reader_has_error (DaybookJsonReader *self)
{
  return self->error != NULL;
}

/* Makes the caller's own objection the error, unless there is one already: @reason is a static
 * text for N_(), such as "event without an id". Reading ends. */
void
daybook_json_reader_reject (DaybookJsonReader *self, const char *reason)
{
  fail_with_code (self, DAYBOOK_ERROR_INVALID_RESPONSE, reason);
}

/* The kind of the pending value, by its first byte. Takes nothing. */
DaybookJsonKind
daybook_json_reader_peek (DaybookJsonReader *self)
{
  if (!self->pending || self->p == self->end)
    return DAYBOOK_JSON_NOTHING;
  switch (*self->p)
    {
    case '"':
      return DAYBOOK_JSON_STRING;
    case '{':
      return DAYBOOK_JSON_OBJECT;
    case '[':
      return DAYBOOK_JSON_ARRAY;
    case 't':
    case 'f':
      return DAYBOOK_JSON_BOOLEAN;
    case 'n':
      return DAYBOOK_JSON_NULL;
    default:
      return *self->p == '-' || g_ascii_isdigit (*self->p) ? DAYBOOK_JSON_NUMBER
                                                           : DAYBOOK_JSON_NOTHING;
    }
}

/* Whether the pending value is null. Takes nothing. */
gboolean
daybook_json_reader_is_null (DaybookJsonReader *self)
{
  return daybook_json_reader_at_kind (self, DAYBOOK_JSON_NULL);
}

/* Opens the pending object; anything else is an error. */
gboolean
daybook_json_reader_begin_object (DaybookJsonReader *self)
{
  return daybook_json_reader_require_kind (self, DAYBOOK_JSON_OBJECT)
         && daybook_json_reader_enter (self);
}

/* Opens the pending object, or skips another value and returns FALSE. */
gboolean
daybook_json_reader_begin_object_or_skip (DaybookJsonReader *self)
{
  if (daybook_json_reader_at_kind (self, DAYBOOK_JSON_OBJECT))
    return daybook_json_reader_enter (self);
  daybook_json_reader_skip_value (self);
  return FALSE;
}

/* Opens the pending array; anything else is an error. */
gboolean
daybook_json_reader_begin_array (DaybookJsonReader *self)
{
  return daybook_json_reader_require_kind (self, DAYBOOK_JSON_ARRAY)
         && daybook_json_reader_enter (self);
}

/* Opens the pending array, or skips another value and returns FALSE. */
gboolean
daybook_json_reader_begin_array_or_skip (DaybookJsonReader *self)
{
  if (daybook_json_reader_at_kind (self, DAYBOOK_JSON_ARRAY))
    return daybook_json_reader_enter (self);
  daybook_json_reader_skip_value (self);
  return FALSE;
}

/* The steps of a loop over a container with the bracket @close. */
static gboolean
next (DaybookJsonReader *self, char close)
{
  daybook_json_reader_skip_value (self);
  if (self->error != NULL)
    return FALSE;
  if (self->depth == 0 || self->levels[self->depth - 1].close != close)
    {
      fail_with_code (self, DAYBOOK_ERROR_INTERNAL, N_("the reader is not where it should be"));
      return FALSE;
    }
  return step (self);
}

/* To the next member of the innermost open object. FALSE at its end, which closes it. */
gboolean
daybook_json_reader_next_member (DaybookJsonReader *self)
{
  return next (self, '}');
}

/* To the next element of the innermost open array. FALSE at its end, which closes it. */
gboolean
daybook_json_reader_next_element (DaybookJsonReader *self)
{
  return next (self, ']');
}

static inline gboolean
name_equals (DaybookJsonReader *self, const char *name)
{
  /* The member's name holds no NUL, so a shorter @name ends the comparison by itself. */
  return strncmp (self->name, name, self->name_length) == 0 && name[self->name_length] == '\0';
}

/* Like next_member; tells by @index which of the NULL-terminated @names the member has, or -1.
 * Services write members in a fixed order: keep @names in that order, and one comparison does. */
gboolean
daybook_json_reader_next_field (DaybookJsonReader *self, const char *const *names, int *index)
{
  Level *level;
  guint i;

  *index = -1;
  if (!daybook_json_reader_next_member (self))
    return FALSE;

  level = &self->levels[self->depth - 1];
  if (level->names != names)
    {
      level->names = names;
      level->expected = 0;
    }
  for (i = level->expected; names[i] != NULL; i++)
    if (names[i][0] == self->name[0] && name_equals (self, names[i]))
      goto found;
  for (i = 0; i < level->expected; i++)
    if (names[i][0] == self->name[0] && name_equals (self, names[i]))
      goto found;
  if (self->name_length == 0)
    for (i = 0; names[i] != NULL; i++)
      if (names[i][0] == '\0')
        goto found;
  return TRUE;

found:
  *index = i;
  level->expected = i + 1;
  return TRUE;
}

/* The current member's name, NUL-terminated; the reader's own, good until the next step. NULL when
 * there is no member. */
const char *
daybook_json_reader_get_name (DaybookJsonReader *self)
{
  if (self->error != NULL || self->name == NULL)
    return NULL;
  if (self->name_buffer == NULL)
    self->name_buffer = g_string_new (NULL);
  if (self->name != self->name_buffer->str)
    {
      g_string_truncate (self->name_buffer, 0);
      g_string_append_len (self->name_buffer, self->name, self->name_length);
      self->name = self->name_buffer->str;
    }
  return self->name;
}

/* Whether the current member is called @name. */
gboolean
daybook_json_reader_name_is (DaybookJsonReader *self, const char *name)
{
  return self->error == NULL && self->name != NULL && name_equals (self, name);
}

/* Closes the innermost open container early, skipping (and checking) the rest of it. */
void
daybook_json_reader_leave (DaybookJsonReader *self)
{
  guint outside;

  if (self->error != NULL || self->depth == 0)
    return;
  outside = self->depth - 1;
  do
    daybook_json_reader_skip_value (self);
  while (self->error == NULL && self->depth > outside && step (self));
}

/* Takes the pending value, whatever it is, and checks it. Nothing pending: does nothing. */
void
daybook_json_reader_skip_value (DaybookJsonReader *self)
{
  guint base = self->depth;

  while (self->pending)
    {
      if (self->p < self->end && (*self->p == '{' || *self->p == '['))
        daybook_json_reader_enter (self);
      else
        daybook_json_reader_skip_scalar (self);
      while (self->error == NULL && self->depth > base && !step (self))
        continue;
    }
}
