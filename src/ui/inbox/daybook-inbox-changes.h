/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-workspace.h"
#include "records/daybook-suggestion.h"

G_BEGIN_DECLS

/* What a person does in the inbox: on the store's thread, said by a toast, with Undo. */
void daybook_inbox_changes_approve (DaybookWorkspace *workspace, GArray *ids /* (transfer full) of gint64 */);
void daybook_inbox_changes_dismiss (DaybookWorkspace *workspace, gint64 id);
void daybook_inbox_changes_edit (DaybookWorkspace *workspace, const DaybookSuggestion *suggestion, const char *title,
                                 DaybookDay due_day, DaybookPriority priority);
void daybook_inbox_changes_set_done (DaybookWorkspace *workspace, gint64 task_id, gboolean done);
void daybook_inbox_changes_retry (DaybookWorkspace *workspace, gint64 outbox_id);

G_END_DECLS
