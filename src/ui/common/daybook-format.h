/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* Dates and times for people, in the manner of the locale. Durations and amounts are in
 * base/daybook-duration.h and base/daybook-money.h. New strings, owned by the caller. */

gboolean daybook_format_is_12_hour (void);
DaybookWeekday daybook_format_first_weekday (void);

char *daybook_format_hour (int hour);
char *daybook_format_time (gint64 wall);
gboolean daybook_format_parse_time (const char *text, gint64 *wall);
char *daybook_format_time_range (gint64 from, gint64 to);
char *daybook_format_spoken_range (gint64 from, gint64 to);

char *daybook_format_day (DaybookDay day, DaybookDay today);
char *daybook_format_day_full (DaybookDay day);
char *daybook_format_day_short (DaybookDay day);
char *daybook_format_day_brief (DaybookDay day, DaybookDay today);
char *daybook_format_day_medium (DaybookDay day);
char *daybook_format_day_relative (DaybookDay day, DaybookDay today);
char *daybook_format_day_heading (DaybookDay day, DaybookDay today);
char *daybook_format_day_range (DaybookDay first, DaybookDay last);
char *daybook_format_day_range_near (DaybookDay first, DaybookDay last, DaybookDay today);
char *daybook_format_weekday (DaybookDay day);

G_END_DECLS
