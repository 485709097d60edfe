/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-reload-gate.h"
#include "common/daybook-workspace.h"
#include "insights/daybook-insights.h"

G_BEGIN_DECLS

/* Which period is looked at, and what there is to say about it: read on the store's thread while the page is seen, and
 * again when rows change. What was read last stays until the next is there.
 *
 * Signals: "moved": another period is looked at; "changed": what there is to say was read. */
#define DAYBOOK_TYPE_INSIGHTS_MODEL (daybook_insights_model_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInsightsModel, daybook_insights_model, DAYBOOK, INSIGHTS_MODEL, GObject)

DaybookInsightsModel *daybook_insights_model_new (DaybookWorkspace *workspace);

DaybookReloadGate *daybook_insights_model_get_gate (DaybookInsightsModel *self);
const DaybookInsights *daybook_insights_model_get_insights (DaybookInsightsModel *self);
const DaybookPeriod *daybook_insights_model_get_period (DaybookInsightsModel *self);

void daybook_insights_model_set_type (DaybookInsightsModel *self, DaybookSummaryType type);
void daybook_insights_model_go_to (DaybookInsightsModel *self, DaybookDay day);
void daybook_insights_model_step (DaybookInsightsModel *self, int step);
void daybook_insights_model_set_range (DaybookInsightsModel *self, DaybookDay from, DaybookDay to);
void daybook_insights_model_follow_today (DaybookInsightsModel *self);

G_END_DECLS
