/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts/daybook-account-row.h"

G_BEGIN_DECLS

/* Another name for an account, beside what shows it. */
#define DAYBOOK_TYPE_RENAME_POPOVER (daybook_rename_popover_get_type ())
G_DECLARE_FINAL_TYPE (DaybookRenamePopover, daybook_rename_popover, DAYBOOK, RENAME_POPOVER, GtkPopover)

void daybook_rename_popover_show (DaybookWorkspace *workspace, DaybookAccountRow *row, GtkWidget *parent);

G_END_DECLS
