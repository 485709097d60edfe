/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"
#include "sync-log/daybook-run-item.h"

G_BEGIN_DECLS

/* A run in the log: one line of columns, and below it, when it is expanded, what is known of it. All rows give their
 * columns the same widths without knowing of each other. */
#define DAYBOOK_TYPE_RUN_ROW (daybook_run_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookRunRow, daybook_run_row, DAYBOOK, RUN_ROW, AdwBin)

GtkWidget *daybook_run_row_new (DaybookWorkspace *workspace);
void daybook_run_row_set_item (DaybookRunRow *self, DaybookRunItem *item);
void daybook_run_row_set_narrow (DaybookRunRow *self, gboolean narrow);
void daybook_run_row_update (DaybookRunRow *self);

G_END_DECLS
