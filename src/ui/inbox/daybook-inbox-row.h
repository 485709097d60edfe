/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"
#include "inbox/daybook-inbox-item.h"

G_BEGIN_DECLS

/* A line of the inbox's list. */
#define DAYBOOK_TYPE_INBOX_ROW (daybook_inbox_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInboxRow, daybook_inbox_row, DAYBOOK, INBOX_ROW, AdwBin)

GtkWidget *daybook_inbox_row_new (DaybookWorkspace *workspace);
void daybook_inbox_row_set_item (DaybookInboxRow *self, DaybookInboxItem *item);
DaybookInboxItem *daybook_inbox_row_get_item (DaybookInboxRow *self);
void daybook_inbox_row_update (DaybookInboxRow *self);

G_END_DECLS
