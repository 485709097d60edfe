/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-workspace.h"
#include "records/daybook-entry.h"

G_BEGIN_DECLS

/* What a person does to one time entry: each is one step of Undo, said in a toast. An entry that somebody
 * else changed meanwhile is left alone, and that is said. */
void
daybook_entry_changes_edit (DaybookWorkspace *workspace, const DaybookEntry *before, const DaybookEntry *edited);
void daybook_entry_changes_set_status (DaybookWorkspace *workspace,
                                       const DaybookEntry *entry,
                                       DaybookEntryStatus status);
void daybook_entry_changes_delete (DaybookWorkspace *workspace, const DaybookEntry *entry);

G_END_DECLS
