/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "base/daybook-zone.h"
#include "records/daybook-event.h"
#include "records/daybook-source.h"

G_BEGIN_DECLS

/* An event as one day shows it (DaybookRow): the record, its calendar, and the part of it that lies in
 * the day, as seconds of that day's wall clock. */
#define DAYBOOK_TYPE_DAY_EVENT (daybook_day_event_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDayEvent, daybook_day_event, DAYBOOK, DAY_EVENT, GObject)

DaybookDayEvent *daybook_day_event_new (DaybookEvent *event, /* (transfer full) */
                                        const DaybookSource *source, /* (nullable) */
                                        DaybookDay day,
                                        DaybookZone *zone);

gint64 daybook_day_event_get_id (DaybookDayEvent *self);
const DaybookEvent *daybook_day_event_get_event (DaybookDayEvent *self);
const char *daybook_day_event_get_title (DaybookDayEvent *self);
const char *daybook_day_event_get_color (DaybookDayEvent *self);
const char *daybook_day_event_get_source_name (DaybookDayEvent *self);
gint64 daybook_day_event_get_from (DaybookDayEvent *self);
gint64 daybook_day_event_get_to (DaybookDayEvent *self);
gboolean daybook_day_event_is_all_day (DaybookDayEvent *self);
gboolean daybook_day_event_is_tentative (DaybookDayEvent *self);
gboolean daybook_day_event_is_busy (DaybookDayEvent *self);
gboolean daybook_day_event_is_attended (DaybookDayEvent *self);
gboolean daybook_day_event_explains (DaybookDayEvent *self);
gboolean daybook_day_event_is_logged (DaybookDayEvent *self);
gboolean daybook_day_event_is_loggable (DaybookDayEvent *self);
char *daybook_day_event_get_place (DaybookDayEvent *self);

G_END_DECLS
