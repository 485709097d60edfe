/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* Dates and times as people type them on a command line. */
gboolean daybook_day_parse_word (const char *text, DaybookDay today, DaybookDay *day, GError **error);
gboolean daybook_instant_parse_word (const char *text, DaybookZone *zone, gint64 now, gint64 *instant, GError **error);

G_END_DECLS
