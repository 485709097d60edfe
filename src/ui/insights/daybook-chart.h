/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "insights/daybook-chart-bar.h"

G_BEGIN_DECLS

/* A chart drawn by ourselves. Its bars are widgets with names and values; Tab enters it, arrows go from bar to bar.
 * Signal "chosen" (DaybookChartBar): a bar was pressed. */
#define DAYBOOK_TYPE_CHART (daybook_chart_get_type ())
G_DECLARE_FINAL_TYPE (DaybookChart, daybook_chart, DAYBOOK, CHART, GtkWidget)

GtkWidget *daybook_chart_new (void);
/* @data must live until others are given. */
void daybook_chart_set_data (DaybookChart *self, const DaybookChartData *data);
guint daybook_chart_get_n_bars (DaybookChart *self);
DaybookChartBar *daybook_chart_get_bar (DaybookChart *self, guint position);

G_END_DECLS
