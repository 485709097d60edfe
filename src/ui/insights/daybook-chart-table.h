/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "insights/daybook-chart-data.h"

G_BEGIN_DECLS

/* The table behind a chart: the same names and values as text, with the roles of a table. (transfer floating) */
GtkWidget *daybook_chart_table_new (const DaybookChartData *data);

G_END_DECLS
