/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"
#include "inbox/daybook-inbox-item.h"

G_BEGIN_DECLS

/* Everything about a suggestion or a task: why, how sure, until when, what it came from, and what can be done. */
#define DAYBOOK_TYPE_INBOX_DETAIL (daybook_inbox_detail_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInboxDetail, daybook_inbox_detail, DAYBOOK, INBOX_DETAIL, AdwBin)

void daybook_inbox_detail_show (DaybookInboxDetail *self, DaybookWorkspace *workspace, DaybookInboxItem *item);
void daybook_inbox_detail_set_rate (DaybookInboxDetail *self, int approved, int decided);
void daybook_inbox_detail_edit (DaybookInboxDetail *self);

G_END_DECLS
