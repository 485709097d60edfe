/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ical-reader/daybook-ical-lines.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"

void
daybook_ical_lines_init (DaybookIcalLines *self, DaybookIcalLineFunc func, gpointer data)
{
  memset (self, 0, sizeof *self);
  self->func = func;
  self->data = data;
  self->held = g_string_sized_new (1024);
}

void
daybook_ical_lines_clear (DaybookIcalLines *self)
{
  g_string_free (self->held, TRUE);
}

static inline gboolean
is_blank (char c)
{
  return c == ' ' || c == '\t';
}

static gboolean
emit (DaybookIcalLines *self, const char *line, gsize length, GError **error)
{
  if (length > 0 && line[length - 1] == '\r')
    length--;
  if (length == 0)
    return TRUE;
  if (length > DAYBOOK_ICAL_MAX_LINE)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                           _("The calendar holds a line that is longer than 256 KiB."));
      return FALSE;
    }
  return self->func (line, length, self->data, error);
}

static gboolean
emit_held (DaybookIcalLines *self, GError **error)
{
  gboolean more = emit (self, self->held->str, self->held->len, error);

  g_string_truncate (self->held, 0);
  self->is_held = self->has_ended = FALSE;
  return more;
}

static gboolean
hold (DaybookIcalLines *self, const char *bytes, gsize size, GError **error)
{
  if (self->held->len + size > DAYBOOK_ICAL_MAX_LINE + 1)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                           _("The calendar holds a line that is longer than 256 KiB."));
      return FALSE;
    }
  g_string_append_len (self->held, bytes, size);
  self->is_held = TRUE;
  return TRUE;
}

/* The next @size bytes. FALSE, with @error set, when reading is over. */
gboolean
daybook_ical_lines_feed (DaybookIcalLines *self, const char *bytes, gsize size, GError **error)
{
  const char *at = bytes;
  const char *end = bytes + size;

  /* Text with NULs is none; what reads it later may stop at one (reliability.md section 2, row 5). */
  if (size > 0 && memchr (bytes, '\0', size) != NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                           _("The calendar holds bytes that are no text."));
      return FALSE;
    }
  while (at < end)
    {
      const char *stop;

      if (self->has_ended)
        {
          if (is_blank (*at))
            {
              self->has_ended = FALSE;
              at++;
              continue;
            }
          if (!emit_held (self, error))
            return FALSE;
        }
      stop = memchr (at, '\n', end - at);
      if (stop == NULL)
        return hold (self, at, end - at, error);
      if (!self->is_held && stop + 1 < end && !is_blank (stop[1]))
        {
          if (!emit (self, at, stop - at, error))
            return FALSE;
        }
      else
        {
          if (!hold (self, at, stop - at, error))
            return FALSE;
          if (self->held->len > 0 && self->held->str[self->held->len - 1] == '\r')
            g_string_truncate (self->held, self->held->len - 1);
          self->has_ended = TRUE;
        }
      at = stop + 1;
    }
  return TRUE;
}

/* There is no more: the last line may lack its end. */
gboolean
daybook_ical_lines_end (DaybookIcalLines *self, GError **error)
{
  return !self->is_held || emit_held (self, error);
}
