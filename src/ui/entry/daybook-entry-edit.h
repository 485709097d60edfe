/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "records/daybook-entry.h"

G_BEGIN_DECLS

/* When an entry was and how long, as a person edits it: the end follows the duration, the duration follows
 * start and end, and another start or day moves all of it. Times of day are seconds of a wall day. The same
 * rules as "daybookctl entry --set". */

DaybookDay daybook_entry_edit_get_day (const DaybookEntry *entry, DaybookZone *zone);
void daybook_entry_edit_set_day (DaybookEntry *entry, DaybookZone *zone, DaybookDay day);
void daybook_entry_edit_set_start (DaybookEntry *entry, DaybookZone *zone, gint64 second_of_day);
void daybook_entry_edit_set_end (DaybookEntry *entry, DaybookZone *zone, gint64 second_of_day);
gboolean daybook_entry_edit_set_duration (DaybookEntry *entry, gint64 seconds);

char *daybook_entry_edit_format_tags (const DaybookEntry *entry);

gboolean daybook_entry_edit_is_same (const DaybookEntry *a, const DaybookEntry *b);

G_END_DECLS
