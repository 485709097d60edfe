/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-csv.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"

struct _DaybookCsvReader
{
  char *text; /* (owned) the whole file as valid UTF-8 */
  const char *p;
  const char *end;
  char delimiter;
  guint line;        /* line of the record returned last, counted from 1 */
  guint next_line;   /* line that p is in */
  GString *buffer;   /* (owned) the fields of the record, each with a NUL */
  GArray *offsets;   /* (owned) of gsize: where the fields begin in buffer */
  GPtrArray *fields; /* (owned) (element-type char *) pointers into buffer, and NULL */
  GError *error;     /* (owned) (nullable) */
};

struct _DaybookCsvWriter
{
  GString *out;     /* (owned) */
  gboolean started; /* the record has a field already */
};

/* Whether most of what is outside ASCII in @valid (made valid from other bytes) had to be repaired:
 * then the file was not written as UTF-8 at all. */
static gboolean
is_mostly_repaired (const char *valid)
{
  gsize repaired = 0;
  gsize other = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    if ((guchar) *p >= 0x80)
      *(g_utf8_get_char (p) == 0xFFFD ? &repaired : &other) += 1;
  return repaired > other;
}

static char *
convert (const char *data, gsize length, const char *charset)
{
  gsize written;
  g_autofree char *text = g_convert (data, length, "UTF-8", charset, NULL, &written, NULL);

  return text != NULL ? g_utf8_make_valid (text, written) : NULL;
}

/* The bytes as valid UTF-8. Never fails: what cannot be read becomes U+FFFD. */
static char *
to_utf8 (const char *data, gsize length)
{
  g_autofree char *valid = NULL;
  char *converted = NULL;

  if (length == 0)
    return g_strdup ("");
  if (length >= 2 && memcmp (data, "\xFF\xFE", 2) == 0)
    converted = convert (data + 2, (length - 2) & ~(gsize) 1, "UTF-16LE");
  else if (length >= 2 && memcmp (data, "\xFE\xFF", 2) == 0)
    converted = convert (data + 2, (length - 2) & ~(gsize) 1, "UTF-16BE");
  if (converted != NULL)
    return converted;

  valid = g_utf8_make_valid (data, length);
  if (!g_utf8_validate_len (data, length, NULL) && is_mostly_repaired (valid)
      && memchr (data, '\0', length) == NULL)
    converted = convert (data, length, "WINDOWS-1252");
  if (converted != NULL)
    return converted;
  if (g_str_has_prefix (valid, "\xEF\xBB\xBF"))
    return g_strdup (valid + 3);
  return g_steal_pointer (&valid);
}

/* The delimiter that the first record with any uses most. */
static char
detect_delimiter (const char *p, const char *end)
{
  static const char candidates[] = { ',', ';', '\t' };
  guint counts[G_N_ELEMENTS (candidates)] = { 0 };
  gboolean quoted = FALSE;
  guint best = 0;

  for (; p < end; p++)
    {
      if (*p == '"')
        quoted = !quoted;
      else if (!quoted && (*p == '\n' || *p == '\r') && counts[0] + counts[1] + counts[2] > 0)
        break;
      for (guint i = 0; i < G_N_ELEMENTS (candidates); i++)
        counts[i] += !quoted && *p == candidates[i];
    }
  for (guint i = 1; i < G_N_ELEMENTS (candidates); i++)
    if (counts[i] > counts[best])
      best = i;
  return candidates[best];
}

static void
skip_line_end (DaybookCsvReader *self)
{
  if (self->p < self->end && *self->p == '\r')
    self->p++;
  if (self->p < self->end && *self->p == '\n')
    self->p++;
  self->next_line++;
}

/* A reader of the @length bytes of a file, which it copies. Free with daybook_csv_reader_free() or
 * g_autoptr. */
DaybookCsvReader *
daybook_csv_reader_new (const char *data, gsize length)
{
  DaybookCsvReader *self = g_new0 (DaybookCsvReader, 1);

  self->buffer = g_string_new (NULL);
  self->offsets = g_array_new (FALSE, FALSE, sizeof (gsize));
  self->fields = g_ptr_array_new ();
  self->next_line = 1;
  if (length > DAYBOOK_CSV_MAX_BYTES)
    {
      g_set_error (&self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                   /* Translators: %d is a number of megabytes. */
                   _("The file is larger than %d MB."), DAYBOOK_CSV_MAX_BYTES / (1024 * 1024));
      length = 0;
    }
  self->text = to_utf8 (data, length);
  self->p = self->text;
  self->end = self->p + strlen (self->p);

  if (g_ascii_strncasecmp (self->p, "sep=", 4) == 0 && self->p[4] != '\0'
      && strchr (",;\t", self->p[4]) != NULL && (self->p[5] == '\n' || self->p[5] == '\r'))
    {
      self->delimiter = self->p[4];
      self->p += 5;
      skip_line_end (self);
    }
  else
    {
      self->delimiter = detect_delimiter (self->p, self->end);
    }
  return self;
}

void
daybook_csv_reader_free (DaybookCsvReader *self)
{
  g_free (self->text);
  g_string_free (self->buffer, TRUE);
  g_array_unref (self->offsets);
  g_ptr_array_unref (self->fields);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
read_quoted (DaybookCsvReader *self)
{
  guint opened = self->next_line;

  self->p++;
  while (self->p < self->end)
    {
      if (*self->p == '"')
        {
          if (self->p + 1 == self->end || self->p[1] != '"')
            {
              self->p++;
              return TRUE;
            }
          self->p++;
        }
      else if (*self->p == '\n' || (*self->p == '\r' && self->p[1] != '\n'))
        {
          self->next_line++;
        }
      g_string_append_c (self->buffer, *self->p++);
    }
  g_set_error (&self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
               _("Line %u: a quotation mark is never closed."), opened);
  return FALSE;
}

/* Reads one field and stops at what ends it. Text behind a closing quote is taken as it stands. */
static gboolean
read_field (DaybookCsvReader *self)
{
  gsize start = self->buffer->len;

  if (self->offsets->len == DAYBOOK_CSV_MAX_FIELDS)
    {
      g_set_error (&self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                   _("Line %u: more than %d columns."), self->line, DAYBOOK_CSV_MAX_FIELDS);
      return FALSE;
    }
  g_array_append_val (self->offsets, start);
  if (self->p < self->end && *self->p == '"' && !read_quoted (self))
    return FALSE;
  while (self->p < self->end && *self->p != self->delimiter && *self->p != '\n' && *self->p != '\r')
    g_string_append_c (self->buffer, *self->p++);
  if (self->buffer->len - start > DAYBOOK_CSV_MAX_FIELD_BYTES)
    {
      g_set_error (&self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                   _("Line %u: a field is too long."), self->line);
      return FALSE;
    }
  g_string_append_c (self->buffer, '\0');
  return TRUE;
}

/* The fields of the next record, NULL-terminated, the reader's own until the next call. NULL at the
 * end, and with @error set when the rest cannot be read. */
const char *const *
daybook_csv_reader_next (DaybookCsvReader *self, guint *n_fields, GError **error)
{
  *n_fields = 0;
  g_string_truncate (self->buffer, 0);
  g_array_set_size (self->offsets, 0);
  g_ptr_array_set_size (self->fields, 0);

  while (self->error == NULL && self->p < self->end && (*self->p == '\n' || *self->p == '\r'))
    skip_line_end (self);
  self->line = self->next_line;

  while (self->error == NULL && (self->p < self->end || self->offsets->len > 0)
         && read_field (self))
    {
      if (self->p == self->end || *self->p != self->delimiter)
        {
          if (self->p < self->end)
            skip_line_end (self);
          break;
        }
      self->p++;
    }
  if (self->error != NULL)
    {
      if (error != NULL)
        *error = g_error_copy (self->error);
      return NULL;
    }
  if (self->offsets->len == 0)
    return NULL;

  for (guint i = 0; i < self->offsets->len; i++)
    g_ptr_array_add (self->fields, self->buffer->str + g_array_index (self->offsets, gsize, i));
  g_ptr_array_add (self->fields, NULL);
  *n_fields = self->offsets->len;
  return (const char *const *) self->fields->pdata;
}

/* The line where the record returned last begins, counted from 1. For messages. */
guint
daybook_csv_reader_get_line (DaybookCsvReader *self)
{
  return self->line;
}

char
daybook_csv_reader_get_delimiter (DaybookCsvReader *self)
{
  return self->delimiter;
}

/* The index in @header of the first of @names that is there (trackers call one thing by several
 * names), without regard to case and white space at the ends; -1 when none is. */
int
daybook_csv_find_column (const char *const *header, const char *const *names)
{
  for (guint n = 0; names[n] != NULL; n++)
    {
      g_autofree char *wanted = g_utf8_casefold (names[n], -1);

      for (guint i = 0; header[i] != NULL; i++)
        {
          g_autofree char *column = g_utf8_casefold (header[i], -1);

          if (strcmp (g_strstrip (column), wanted) == 0)
            return i;
        }
    }
  return -1;
}

/* Whether a spreadsheet may take @text for a formula: =, +, - or @, also in their full-width forms,
 * at the beginning or behind white space and controls; a tab or carriage return there counts too.
 */
static gboolean
is_formula (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      switch (g_utf8_get_char (text))
        {
        case '=':
        case '+':
        case '-':
        case '@':
        case 0xFF1D:
        case 0xFF0B:
        case 0xFF0D:
        case 0xFF20:
        case '\t':
        case '\r':
          return TRUE;
        default:
          if (!g_unichar_isspace (g_utf8_get_char (text))
              && !g_unichar_iscntrl (g_utf8_get_char (text)))
            return FALSE;
          break;
        }
    }
  return FALSE;
}

static const char *
skip_apostrophes (const char *text)
{
  return text + strspn (text, "'");
}

/* The text that DaybookCsvWriter was given, from the field that it wrote. For files that Daybook
 * itself wrote. Owned by the caller. */
char *
daybook_csv_restore_text (const char *field)
{
  if (*field == '\'' && is_formula (skip_apostrophes (field)))
    field++;
  return g_strdup (field);
}

/* Free with daybook_csv_writer_free() or g_autoptr. */
DaybookCsvWriter *
daybook_csv_writer_new (void)
{
  DaybookCsvWriter *self = g_new0 (DaybookCsvWriter, 1);

  self->out = g_string_new (NULL);
  return self;
}

void
daybook_csv_writer_free (DaybookCsvWriter *self)
{
  if (self->out != NULL)
    g_string_free (self->out, TRUE);
  g_free (self);
}

static void
begin_field (DaybookCsvWriter *self)
{
  if (self->started)
    g_string_append_c (self->out, ',');
  self->started = TRUE;
}

/* Adds any text (NULL: an empty field), made valid and unable to act as a formula. An apostrophe is
 * doubled where daybook_csv_restore_text() would take it for ours. */
void
daybook_csv_writer_add_text (DaybookCsvWriter *self, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  gboolean defuse = is_formula (skip_apostrophes (valid));

  begin_field (self);
  if (!defuse && valid[strcspn (valid, "\",;\t\r\n")] == '\0' && !g_ascii_isspace (valid[0])
      && (valid[0] == '\0' || !g_ascii_isspace (valid[strlen (valid) - 1])))
    {
      g_string_append (self->out, valid);
      return;
    }
  g_string_append_c (self->out, '"');
  if (defuse)
    g_string_append_c (self->out, '\'');
  for (const char *p = valid; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (self->out, '"');
      g_string_append_c (self->out, *p);
    }
  g_string_append_c (self->out, '"');
}

/* Adds a number, minus and all. */
void
daybook_csv_writer_add_integer (DaybookCsvWriter *self, gint64 number)
{
  begin_field (self);
  g_string_append_printf (self->out, "%" G_GINT64_FORMAT, number);
}

/* Adds a number that our own code wrote out ("-12.50"). Whatever holds anything but digits, a point
 * and a leading minus is added as text. */
void
daybook_csv_writer_add_number (DaybookCsvWriter *self, const char *number)
{
  const char *digits = number + (*number == '-');

  if (*digits == '\0' || digits[strspn (digits, "0123456789.")] != '\0')
    {
      daybook_csv_writer_add_text (self, number);
      return;
    }
  begin_field (self);
  g_string_append (self->out, number);
}

/* Ends the line. A record of one empty field is written as "", since an empty line is none. */
void
daybook_csv_writer_end_record (DaybookCsvWriter *self)
{
  gsize length = self->out->len;

  if (self->started && (length == 0 || self->out->str[length - 1] == '\n'))
    g_string_append (self->out, "\"\"");
  g_string_append (self->out, "\r\n");
  self->started = FALSE;
}

/* Writes a whole record of texts: a header. */
void
daybook_csv_writer_add_texts (DaybookCsvWriter *self, const char *const *texts)
{
  for (guint i = 0; texts[i] != NULL; i++)
    daybook_csv_writer_add_text (self, texts[i]);
  daybook_csv_writer_end_record (self);
}

/* The file so far, valid UTF-8, owned by the caller, who then only frees the writer. @length
 * (nullable) is in bytes. */
char *
daybook_csv_writer_finish (DaybookCsvWriter *self, gsize *length)
{
  if (length != NULL)
    *length = self->out->len;
  return g_string_free (g_steal_pointer (&self->out), FALSE);
}
