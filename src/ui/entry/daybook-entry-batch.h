/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-workspace.h"
#include "records/daybook-entry.h"

G_BEGIN_DECLS

/* What a person does to time entries: each is one step of Undo, says what it did in a toast, and refuses
 * (with the reason in a toast) when an entry is no longer what the person saw. @entries is an array of
 * DaybookEntry as they were shown; what the change would not touch is left out of it and of the words. */

void daybook_entry_batch_approve (DaybookWorkspace *workspace, GPtrArray *entries);
void daybook_entry_batch_reject (DaybookWorkspace *workspace, GPtrArray *entries);
void daybook_entry_batch_delete (DaybookWorkspace *workspace, GPtrArray *entries);
void daybook_entry_batch_assign (DaybookWorkspace *workspace,
                                   GPtrArray *entries,
                                   gint64 project_id, /* 0 = none */
                                   const char *project_name);

/* One edited entry, with its version as it was read. CONFLICT: it was changed meanwhile. */
void daybook_entry_batch_save_async (DaybookWorkspace *workspace,
                                       const DaybookEntry *entry,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean daybook_entry_batch_save_finish (DaybookWorkspace *workspace, GAsyncResult *result, GError **error);

G_END_DECLS
