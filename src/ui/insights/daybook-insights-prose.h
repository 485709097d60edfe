/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "insights/daybook-cite-chip.h"

G_BEGIN_DECLS

/* The summary as prose: behind each sentence a superscript number, under all of them a chip for each number.
 * Signal "cite" (DaybookCiteChip): a chip was pressed. */
#define DAYBOOK_TYPE_INSIGHTS_PROSE (daybook_insights_prose_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInsightsProse, daybook_insights_prose, DAYBOOK, INSIGHTS_PROSE, GtkWidget)

void daybook_insights_prose_show (DaybookInsightsProse *self, const DaybookInsights *insights);

/* The prose as Pango markup; @numbers (nullable): of each sentence, 0 = none. (transfer full) */
char *daybook_insights_prose_to_markup (const DaybookSummary *summary, const guint *numbers);
/* Gives each sentence the number of its rows: sentences that rest on the same ones share it. Those whose rows are all
 * gone have none. (transfer full) guint for each sentence */
guint *daybook_insights_prose_number (const DaybookInsights *insights);

G_END_DECLS
