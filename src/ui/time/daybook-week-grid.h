/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "time/daybook-week-model.h"

G_BEGIN_DECLS

/* The week as a table: projects in rows, days in columns, sums at both ends. Each figure is a button.
 *
 * Signal "opened" (gint64 project, int day): the person asks for the entries behind a figure:
 * DAYBOOK_WEEK_ANY_PROJECT or DAYBOOK_DAY_NONE where it is a sum. */
#define DAYBOOK_TYPE_WEEK_GRID (daybook_week_grid_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWeekGrid, daybook_week_grid, DAYBOOK, WEEK_GRID, GtkWidget)

void daybook_week_grid_set_model (DaybookWeekGrid *self, DaybookWeekModel *model);

G_END_DECLS
