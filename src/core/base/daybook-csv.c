/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-csv.h"

#include <string.h>

struct _DaybookCsvWriter
{
  GString *out;     /* (owned) */
  gboolean started; /* the record has a field already */
};

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
