/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts/daybook-account-row.h"

G_BEGIN_DECLS

/* One account, opened: its sources, what the last syncs did, its settings. */
#define DAYBOOK_TYPE_ACCOUNT_DETAIL (daybook_account_detail_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAccountDetail, daybook_account_detail, DAYBOOK, ACCOUNT_DETAIL, AdwBin)

DaybookAccountRow *daybook_account_detail_get_row (DaybookAccountDetail *self);
void daybook_account_detail_set_row (DaybookAccountDetail *self, DaybookAccountRow *row);
GtkWidget *daybook_account_detail_get_title (DaybookAccountDetail *self);

G_END_DECLS
