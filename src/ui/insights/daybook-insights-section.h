/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "insights/daybook-cite-chip.h"

G_BEGIN_DECLS

/* A heading and rows: highlights, insights or recommendations, each with a chip for what it rests on. It is not shown
 * where there is none. Property "heading". Signal "cite" (DaybookCiteChip): a chip was pressed. */
#define DAYBOOK_TYPE_INSIGHTS_SECTION (daybook_insights_section_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInsightsSection, daybook_insights_section, DAYBOOK, INSIGHTS_SECTION, AdwBin)

void daybook_insights_section_set_heading (DaybookInsightsSection *self, const char *heading);
/* @sentences: DaybookSentence of @insights; @icon (nullable): else that of the rows. */
void daybook_insights_section_show (DaybookInsightsSection *self, const DaybookInsights *insights, GPtrArray *sentences,
                                    const char *icon);

G_END_DECLS
