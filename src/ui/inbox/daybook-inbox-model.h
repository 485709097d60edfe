/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-reload-gate.h"
#include "common/daybook-row-list.h"
#include "common/daybook-workspace.h"
#include "inbox/daybook-inbox-item.h"

G_BEGIN_DECLS

/* What waits for the person, and the tasks: sections in one list, each with a title. Tasks that are done stay for
 * two weeks, the last hundred of them. Signal "changed": it was read anew. */
#define DAYBOOK_TYPE_INBOX_MODEL (daybook_inbox_model_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInboxModel, daybook_inbox_model, DAYBOOK, INBOX_MODEL, GObject)

DaybookInboxModel *daybook_inbox_model_new (DaybookWorkspace *workspace);
DaybookRowList *daybook_inbox_model_get_items (DaybookInboxModel *self);
DaybookReloadGate *daybook_inbox_model_get_gate (DaybookInboxModel *self);
void daybook_inbox_model_get_rate (DaybookInboxModel *self, int *approved, int *decided);
GArray *daybook_inbox_model_list_sure (DaybookInboxModel *self);

#define DAYBOOK_INBOX_DONE_DAYS 14
#define DAYBOOK_INBOX_MOST_DONE 100

G_END_DECLS
