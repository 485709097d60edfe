/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "providers/ics/daybook-ics-entries.h"
#include "providers/ics/daybook-ics-head.h"

G_BEGIN_DECLS

/* Limits of reliability.md section 2, row 4; components are counted that stand in the calendar itself. */
#define DAYBOOK_ICS_MAX_DEPTH 8
#define DAYBOOK_ICS_MAX_COMPONENTS 50000

/* Reads a calendar (RFC 5545) as it comes, in pieces of any size, and says what has changed. Nothing it
 * yields is worth anything before daybook_ics_calendar_end() has found the calendar complete: what is
 * absent from half a calendar has not been deleted. */
typedef struct _DaybookIcsCalendar DaybookIcsCalendar;

DaybookIcsCalendar *daybook_ics_calendar_new (const DaybookIcsOptions *options);
void daybook_ics_calendar_free (DaybookIcsCalendar *self);
gboolean daybook_ics_calendar_feed (DaybookIcsCalendar *self, const char *bytes, gsize size, GError **error);
gboolean daybook_ics_calendar_end (DaybookIcsCalendar *self, GError **error);
const DaybookIcsHead *daybook_ics_calendar_get_head (DaybookIcsCalendar *self);
gboolean daybook_ics_calendar_has_head (DaybookIcsCalendar *self);
GPtrArray *daybook_ics_calendar_take_items (DaybookIcsCalendar *self, gboolean *full);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookIcsCalendar, daybook_ics_calendar_free)

G_END_DECLS
