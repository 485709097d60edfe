/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "providers/ical-reader/daybook-ical-entries.h"
#include "providers/ical-reader/daybook-ical-head.h"

G_BEGIN_DECLS

/* Limits of reliability.md section 2, row 4; components are counted that stand in the calendar itself. */
#define DAYBOOK_ICAL_MAX_DEPTH 8
#define DAYBOOK_ICAL_MAX_COMPONENTS 50000

/* Reads a calendar (RFC 5545) as it comes, in pieces of any size, and says what has changed. Nothing it
 * yields is worth anything before daybook_ical_calendar_end() has found the calendar complete: what is
 * absent from half a calendar has not been deleted. */
typedef struct _DaybookIcalCalendar DaybookIcalCalendar;

DaybookIcalCalendar *daybook_ical_calendar_new (const DaybookIcalOptions *options);
void daybook_ical_calendar_free (DaybookIcalCalendar *self);
gboolean daybook_ical_calendar_feed (DaybookIcalCalendar *self, const char *bytes, gsize size, GError **error);
gboolean daybook_ical_calendar_end (DaybookIcalCalendar *self, GError **error);
const DaybookIcalHead *daybook_ical_calendar_get_head (DaybookIcalCalendar *self);
gboolean daybook_ical_calendar_has_head (DaybookIcalCalendar *self);
GPtrArray *daybook_ical_calendar_take_items (DaybookIcalCalendar *self, gboolean *full);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookIcalCalendar, daybook_ical_calendar_free)

G_END_DECLS
