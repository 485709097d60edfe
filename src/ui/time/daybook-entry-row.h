/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "time/daybook-week-selection.h"

G_BEGIN_DECLS

/* One time entry in the list of a day: selection, what it is, status, time. Narrow, it keeps only what
 * cannot be left out. */
#define DAYBOOK_TYPE_ENTRY_ROW (daybook_entry_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEntryRow, daybook_entry_row, DAYBOOK, ENTRY_ROW, GtkListBoxRow)

GtkWidget *daybook_entry_row_new (DaybookWeekSelection *selection);
void daybook_entry_row_bind (DaybookEntryRow *self, DaybookWeekEntry *entry, gboolean narrow);
DaybookWeekEntry *daybook_entry_row_get_entry (DaybookEntryRow *self);
void daybook_entry_row_set_narrow (DaybookEntryRow *self, gboolean narrow);
void daybook_entry_row_toggle (DaybookEntryRow *self);

G_END_DECLS
