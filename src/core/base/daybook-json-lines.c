/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-json-lines.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"

struct _DaybookJsonLines
{
  GByteArray *bytes; /* (owned) what is not taken yet, from start on */
  gsize start;       /* where the next line begins */
  gsize searched;    /* no line end lies between start and here */
  gboolean skipping; /* inside a line that was too long, which was reported */
};

/* Free with daybook_json_lines_free() or g_autoptr. */
DaybookJsonLines *
daybook_json_lines_new (void)
{
  DaybookJsonLines *self = g_new0 (DaybookJsonLines, 1);

  self->bytes = g_byte_array_new ();
  return self;
}

void
daybook_json_lines_free (DaybookJsonLines *self)
{
  g_byte_array_unref (self->bytes);
  g_free (self);
}

static void
drop_taken (DaybookJsonLines *self)
{
  if (self->start == 0)
    return;
  g_byte_array_remove_range (self->bytes, 0, self->start);
  self->searched -= self->start;
  self->start = 0;
}

/* Adds @length bytes. Take the lines with daybook_json_lines_next() until there is none before
 * feeding more: what is kept is then at most one line that is not complete. */
void
daybook_json_lines_feed (DaybookJsonLines *self, const char *data, gsize length)
{
  if (length == 0)
    return;
  drop_taken (self);
  g_byte_array_append (self->bytes, (const guint8 *) data, length);
}

/* The next line without its line end, not NUL-terminated, good until the next call; empty lines are
 * left out. NULL when no line is complete. NULL with DAYBOOK_ERROR_TOO_LARGE for a line that is too
 * long: call again. */
const char *
daybook_json_lines_next (DaybookJsonLines *self, gsize *length, GError **error)
{
  *length = 0;
  while (self->bytes->len > 0)
    {
      const char *line = (const char *) self->bytes->data + self->start;
      gsize available = self->bytes->len - self->searched;
      const char *stop = NULL;
      gsize size;

      if (available > 0)
        stop = memchr (self->bytes->data + self->searched, '\n', available);
      size = stop != NULL ? (gsize) (stop - line) : self->bytes->len - self->start;

      if (self->skipping || size > DAYBOOK_JSON_LINE_MAX)
        {
          gboolean reported = self->skipping;

          self->skipping = stop == NULL;
          self->start += size + (stop != NULL);
          self->searched = self->start;
          if (!reported)
            {
              g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                                   _("A line is too long."));
              return NULL;
            }
          if (stop == NULL)
            return NULL;
          continue;
        }
      if (stop == NULL)
        {
          self->searched = self->bytes->len;
          return NULL;
        }
      self->start += size + 1;
      self->searched = self->start;
      if (size > 0 && line[size - 1] == '\r')
        size--;
      if (size > 0)
        {
          *length = size;
          return line;
        }
    }
  return NULL;
}

/* Whether nothing of a line is left. At the end of the stream, FALSE means that it was cut off. */
gboolean
daybook_json_lines_is_empty (DaybookJsonLines *self)
{
  return self->start == self->bytes->len && !self->skipping;
}
