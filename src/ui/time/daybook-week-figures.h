/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "time/daybook-week-model.h"

G_BEGIN_DECLS

/* What the week comes to: an amount for each currency, billable, logged, not approved. Narrow, what is
 * not approved is left to the list. */
#define DAYBOOK_TYPE_WEEK_FIGURES (daybook_week_figures_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWeekFigures, daybook_week_figures, DAYBOOK, WEEK_FIGURES, GtkWidget)

void daybook_week_figures_set_model (DaybookWeekFigures *self, DaybookWeekModel *model);
void daybook_week_figures_set_narrow (DaybookWeekFigures *self, gboolean narrow);

G_END_DECLS
