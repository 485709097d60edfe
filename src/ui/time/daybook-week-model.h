/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-reload-gate.h"
#include "common/daybook-row-list.h"
#include "common/daybook-workspace.h"
#include "time/daybook-week-entry.h"
#include "time/daybook-week.h"

G_BEGIN_DECLS

/* The week that the Time page shows, out of the store; follows its changes.
 *
 * Signal "changed": everything was brought up to date, also when only today moved on. */
#define DAYBOOK_TYPE_WEEK_MODEL (daybook_week_model_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWeekModel, daybook_week_model, DAYBOOK, WEEK_MODEL, GObject)

DaybookWeekModel *daybook_week_model_new (DaybookWorkspace *workspace);
DaybookWorkspace *daybook_week_model_get_workspace (DaybookWeekModel *self);
DaybookReloadGate *daybook_week_model_get_gate (DaybookWeekModel *self);

void daybook_week_model_show_day (DaybookWeekModel *self, DaybookDay day);
DaybookDay daybook_week_model_get_first (DaybookWeekModel *self);
DaybookDay daybook_week_model_get_today (DaybookWeekModel *self);
int daybook_week_model_get_today_column (DaybookWeekModel *self);

void daybook_week_model_set_rounded (DaybookWeekModel *self, gboolean rounded);
gboolean daybook_week_model_is_rounded (DaybookWeekModel *self);
int daybook_week_model_get_rounding_minutes (DaybookWeekModel *self);
const DaybookTotalsFilter *daybook_week_model_get_rounding (DaybookWeekModel *self);

/* Only the entries of one project, one day, or both. */
#define DAYBOOK_WEEK_ANY_PROJECT ((gint64) -1)
void daybook_week_model_set_filter (DaybookWeekModel *self, gint64 project_id, DaybookDay day);
gboolean daybook_week_model_get_filter (DaybookWeekModel *self, gint64 *project_id, DaybookDay *day);

const DaybookWeek *daybook_week_model_get_week (DaybookWeekModel *self);
DaybookRowList *daybook_week_model_get_day_entries (DaybookWeekModel *self, int column);
DaybookWeekEntry *daybook_week_model_find (DaybookWeekModel *self, gint64 id);

G_END_DECLS
