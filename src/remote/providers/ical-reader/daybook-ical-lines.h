/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cuts a calendar, which comes in pieces of any size, into content lines: unfolded (RFC 5545 section
 * 3.1) before anything is decoded, since a fold may split a character. CRLF and LF alike. */
#define DAYBOOK_ICAL_MAX_LINE (256 * 1024)

/* @line is not NUL-terminated, not empty, and good for the call. FALSE, with @error set, ends it. */
typedef gboolean (*DaybookIcalLineFunc) (const char *line, gsize length, gpointer data, GError **error);

typedef struct
{
  DaybookIcalLineFunc func;
  gpointer data;
  GString *held;      /* (owned) a line that goes on, or may go on, in the next piece */
  gboolean is_held;   /* something of a line is in it */
  gboolean has_ended; /* its end was seen; a blank in the next line continues it */
} DaybookIcalLines;

void daybook_ical_lines_init (DaybookIcalLines *self, DaybookIcalLineFunc func, gpointer data);
void daybook_ical_lines_clear (DaybookIcalLines *self);
gboolean daybook_ical_lines_feed (DaybookIcalLines *self, const char *bytes, gsize size, GError **error);
gboolean daybook_ical_lines_end (DaybookIcalLines *self, GError **error);

G_END_DECLS
