/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "insights/daybook-chart.h"

G_BEGIN_DECLS

/* A chart on a card: its heading, its sum or a legend, and Show as Table. Not shown while it has no bar.
 * Signal "chosen" (DaybookChartBar): a bar, or its line in a legend, was pressed. */
#define DAYBOOK_TYPE_CHART_CARD (daybook_chart_card_get_type ())
G_DECLARE_FINAL_TYPE (DaybookChartCard, daybook_chart_card, DAYBOOK, CHART_CARD, AdwBin)

void daybook_chart_card_set_data (DaybookChartCard *self, DaybookChartData *data /* (transfer full) */);

G_END_DECLS
