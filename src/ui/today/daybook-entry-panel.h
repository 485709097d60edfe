/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "today/daybook-day-entry.h"
#include "today/daybook-day-model.h"

G_BEGIN_DECLS

/* A time entry: edited in place, approved, deleted. Every field is written when it is left with Enter or
 * its tick. Property "workspace". Signal "show-event" (gint64): the meeting it was made of. */
#define DAYBOOK_TYPE_ENTRY_PANEL (daybook_entry_panel_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEntryPanel, daybook_entry_panel, DAYBOOK, ENTRY_PANEL, AdwBin)

void daybook_entry_panel_show (DaybookEntryPanel *self, DaybookDayModel *model, DaybookDayEntry *entry);
void daybook_entry_panel_choose_project (DaybookEntryPanel *self);

G_END_DECLS
