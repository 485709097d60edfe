/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* Dates, times and durations as iCalendar writes them (RFC 5545 section 3.3). */
typedef enum
{
  DAYBOOK_ICAL_DATE,  /* 20261121 */
  DAYBOOK_ICAL_LOCAL, /* 20261121T140000: floating, or of the zone that TZID names */
  DAYBOOK_ICAL_UTC,   /* 20261121T130000Z */
} DaybookIcalForm;

gboolean
daybook_ical_time_parse (const char *text, gssize length, gint64 *wall, DaybookIcalForm *form);
gboolean daybook_ical_time_parse_any_year (const char *text,
                                           gssize length,
                                           gint64 *wall,
                                           DaybookIcalForm *form);
gboolean daybook_ical_duration_parse (const char *text, gssize length, int *days, gint64 *seconds);
gboolean daybook_ical_offset_parse (const char *text, gssize length, int *offset);

G_END_DECLS
