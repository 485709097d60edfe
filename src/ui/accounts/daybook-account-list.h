/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/daybook-account-row.h"
#include "common/daybook-reload-gate.h"
#include "common/daybook-row-list.h"

G_BEGIN_DECLS

/* Every account, those that need the person first. Read on the store's thread, and only while somebody
 * looks.
 *
 * Properties: loaded (it was read once). */
#define DAYBOOK_TYPE_ACCOUNT_LIST (daybook_account_list_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAccountList, daybook_account_list, DAYBOOK, ACCOUNT_LIST, GObject)

DaybookAccountList *daybook_account_list_new (DaybookWorkspace *workspace);
DaybookRowList *daybook_account_list_get_rows (DaybookAccountList *self);
gboolean daybook_account_list_is_loaded (DaybookAccountList *self);
DaybookReloadGate *daybook_account_list_get_gate (DaybookAccountList *self);
gboolean daybook_account_list_is_first (DaybookAccountList *self, DaybookAccountRow *row);
DaybookAccountRow *daybook_account_list_find (DaybookAccountList *self, gint64 id);

G_END_DECLS
