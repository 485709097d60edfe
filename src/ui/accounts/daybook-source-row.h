/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts/daybook-account-row.h"

G_BEGIN_DECLS

/* A calendar, mailbox or the like with everything a person may choose about it. */
#define DAYBOOK_TYPE_SOURCE_ROW (daybook_source_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSourceRow, daybook_source_row, DAYBOOK, SOURCE_ROW, AdwExpanderRow)

GtkWidget *daybook_source_row_new (DaybookWorkspace *workspace);
void daybook_source_row_show (DaybookSourceRow *self, const DaybookSource *source, gint64 items, const DaybookAccount *account);

G_END_DECLS
