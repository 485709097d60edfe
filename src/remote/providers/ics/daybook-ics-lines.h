/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Cuts a calendar, which comes in pieces of any size, into content lines: unfolded (RFC 5545 section
 * 3.1) before anything is decoded, since a fold may split a character. CRLF and LF alike. */
#define DAYBOOK_ICS_MAX_LINE (256 * 1024)

/* @line is not NUL-terminated, not empty, and good for the call. FALSE, with @error set, ends it. */
typedef gboolean (*DaybookIcsLineFunc) (const char *line, gsize length, gpointer data, GError **error);

typedef struct
{
  DaybookIcsLineFunc func;
  gpointer data;
  GString *held;      /* (owned) a line that goes on, or may go on, in the next piece */
  gboolean is_held;   /* something of a line is in it */
  gboolean has_ended; /* its end was seen; a blank in the next line continues it */
} DaybookIcsLines;

void daybook_ics_lines_init (DaybookIcsLines *self, DaybookIcsLineFunc func, gpointer data);
void daybook_ics_lines_clear (DaybookIcsLines *self);
gboolean daybook_ics_lines_feed (DaybookIcsLines *self, const char *bytes, gsize size, GError **error);
gboolean daybook_ics_lines_end (DaybookIcsLines *self, GError **error);

G_END_DECLS
