/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Where everything comes from, and whether it is healthy. */
#define DAYBOOK_TYPE_ACCOUNTS_PAGE (daybook_accounts_page_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAccountsPage, daybook_accounts_page, DAYBOOK, ACCOUNTS_PAGE, AdwBin)

G_END_DECLS
