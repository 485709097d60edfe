/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "base/daybook-zone.h"
#include "records/daybook-entry.h"

G_BEGIN_DECLS

/* A time entry as the week lists it (DaybookRow): with the day it counts on and its rounded duration.
 * Property "entry" is notified when anything that is shown changed. */
#define DAYBOOK_TYPE_WEEK_ENTRY (daybook_week_entry_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWeekEntry, daybook_week_entry, DAYBOOK, WEEK_ENTRY, GObject)

DaybookWeekEntry *daybook_week_entry_new (DaybookEntry *entry, /* (transfer full) */
                                          gint64 rounded,
                                          DaybookZone *zone);

gint64 daybook_week_entry_get_id (DaybookWeekEntry *self);
const DaybookEntry *daybook_week_entry_get_entry (DaybookWeekEntry *self);
DaybookDay daybook_week_entry_get_day (DaybookWeekEntry *self);
gint64 daybook_week_entry_get_rounded (DaybookWeekEntry *self);
gboolean daybook_week_entry_is_locked (DaybookWeekEntry *self);

char *daybook_week_entry_dup_title (DaybookWeekEntry *self);
char *daybook_week_entry_dup_project (DaybookWeekEntry *self);
char *daybook_week_entry_dup_times (DaybookWeekEntry *self);
const char *daybook_week_entry_get_flag_text (DaybookWeekEntry *self);
char *daybook_week_entry_describe (DaybookWeekEntry *self);

G_END_DECLS
