/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "base/daybook-zone.h"
#include "records/daybook-entry.h"

G_BEGIN_DECLS

/* A time entry as one day shows it (DaybookRow). */
#define DAYBOOK_TYPE_DAY_ENTRY (daybook_day_entry_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDayEntry, daybook_day_entry, DAYBOOK, DAY_ENTRY, GObject)

DaybookDayEntry *daybook_day_entry_new (DaybookEntry *entry, /* (transfer full) */
                                        DaybookDay day,
                                        DaybookZone *zone);

gint64 daybook_day_entry_get_id (DaybookDayEntry *self);
const DaybookEntry *daybook_day_entry_get_entry (DaybookDayEntry *self);
const char *daybook_day_entry_get_title (DaybookDayEntry *self);
gint64 daybook_day_entry_get_from (DaybookDayEntry *self);
gint64 daybook_day_entry_get_to (DaybookDayEntry *self);
char *daybook_day_entry_get_project_name (DaybookDayEntry *self);

G_END_DECLS
