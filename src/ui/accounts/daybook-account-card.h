/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts/daybook-account-row.h"
#include "common/daybook-row-list.h"

G_BEGIN_DECLS

/* One connected sign-in: its first account in full, further ones that share it (calendar and mail of one person) in a
 * line each. Who it is, how it is doing in words, and the one thing to do about it. Its
 * buttons activate the actions "account.*" of the page, with the account's number. */
#define DAYBOOK_TYPE_ACCOUNT_CARD (daybook_account_card_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAccountCard, daybook_account_card, DAYBOOK, ACCOUNT_CARD, GtkFlowBoxChild)

GtkWidget *daybook_account_card_new (DaybookWorkspace *workspace, DaybookAccountRow *row, DaybookRowList *rows);
DaybookAccountRow *daybook_account_card_get_row (DaybookAccountCard *self);

/* The menu of an account, on its card and on its own page. (transfer full) */
GMenuModel *daybook_account_menu_new (DaybookWorkspace *workspace, DaybookAccountRow *row, gboolean with_open);

G_END_DECLS
