/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "today/daybook-day-entry.h"
#include "today/daybook-slip.h"

G_BEGIN_DECLS

/* A time entry. */
#define DAYBOOK_TYPE_ENTRY_SLIP (daybook_entry_slip_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEntrySlip, daybook_entry_slip, DAYBOOK, ENTRY_SLIP, DaybookSlip)

GtkWidget *daybook_entry_slip_new (DaybookDayEntry *entry);

G_END_DECLS
