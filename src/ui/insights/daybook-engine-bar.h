/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"
#include "insights/daybook-insights.h"

G_BEGIN_DECLS

/* Says who wrote the summary, where and when, and why it is not what was asked for; writes it anew.
 * Properties: workspace; writing (the agent is at it). */
#define DAYBOOK_TYPE_ENGINE_BAR (daybook_engine_bar_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEngineBar, daybook_engine_bar, DAYBOOK, ENGINE_BAR, AdwBin)

void daybook_engine_bar_show (DaybookEngineBar *self, const DaybookInsights *insights);
gboolean daybook_engine_bar_is_writing (DaybookEngineBar *self);
/* Asks the agent for a new summary of @period. */
void daybook_engine_bar_write (DaybookEngineBar *self, const DaybookPeriod *period);

G_END_DECLS
