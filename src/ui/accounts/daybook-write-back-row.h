/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"
#include "records/daybook-account.h"

G_BEGIN_DECLS

/* Whether the service is told that a task is done: an account's setting write_back, and whether its sign-in allows that. For
 * switching it on the person signs in again, for more than before; until then tasks are done here only. Hidden where
 * the service cannot be told anything. */
#define DAYBOOK_TYPE_WRITE_BACK_ROW (daybook_write_back_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWriteBackRow, daybook_write_back_row, DAYBOOK, WRITE_BACK_ROW, AdwActionRow)

void daybook_write_back_row_show (DaybookWriteBackRow *self, DaybookWorkspace *workspace, const DaybookAccount *account,
                                  DaybookService *service /* (nullable) */);

G_END_DECLS
