/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "insight/daybook-stats.h"

G_BEGIN_DECLS

/* Six figures of a period as tiles, each with what is usual. A tile is a button.
 * Signal "chosen" (GtkWidget *tile, int figure): the rows that were counted are asked for. */
#define DAYBOOK_TYPE_INSIGHTS_TILES (daybook_insights_tiles_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInsightsTiles, daybook_insights_tiles, DAYBOOK, INSIGHTS_TILES, GtkWidget)

void daybook_insights_tiles_show (DaybookInsightsTiles *self, const DaybookStats *stats, const DaybookPeriod *period);
void daybook_insights_tiles_set_columns (DaybookInsightsTiles *self, int columns);

G_END_DECLS
