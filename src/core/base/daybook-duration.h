/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Durations are seconds in a gint64. A person's single duration is at most a leap year long. */
#define DAYBOOK_DURATION_MAX ((gint64) 366 * 24 * 3600)

gboolean daybook_duration_parse (const char *text, gint64 *seconds, GError **error);
gsize daybook_duration_parse_prefix (const char *text, gint64 *seconds);

char *daybook_duration_format_short (gint64 seconds);
char *daybook_duration_format_spoken (gint64 seconds);
char *daybook_duration_format_clock (gint64 seconds);
char *daybook_duration_format_plain_hours (gint64 seconds);

G_END_DECLS
