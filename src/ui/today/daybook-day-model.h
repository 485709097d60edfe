/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-reload-gate.h"
#include "common/daybook-row-list.h"
#include "common/daybook-workspace.h"
#include "today/daybook-day-entry.h"
#include "today/daybook-day-event.h"
#include "today/daybook-day-gap.h"

G_BEGIN_DECLS

/* One day out of the store: what happened and what is logged of it. Follows every change of the store
 * (reads of one day are indexed and take less than a millisecond).
 *
 * Signal "changed": after the lists and the sums were brought up to date, also when only the time of day
 * made the difference. */
#define DAYBOOK_TYPE_DAY_MODEL (daybook_day_model_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDayModel, daybook_day_model, DAYBOOK, DAY_MODEL, GObject)

DaybookDayModel *daybook_day_model_new (DaybookWorkspace *workspace, DaybookDay day);
DaybookWorkspace *daybook_day_model_get_workspace (DaybookDayModel *self);

DaybookDay daybook_day_model_get_day (DaybookDayModel *self);
void daybook_day_model_set_day (DaybookDayModel *self, DaybookDay day);
gboolean daybook_day_model_is_today (DaybookDayModel *self);
void daybook_day_model_set_show_declined (DaybookDayModel *self, gboolean show);
DaybookReloadGate *daybook_day_model_get_gate (DaybookDayModel *self);

DaybookRowList *daybook_day_model_get_events (DaybookDayModel *self);  /* timed, by start */
DaybookRowList *daybook_day_model_get_all_day (DaybookDayModel *self); /* all-day events */
DaybookRowList *daybook_day_model_get_entries (DaybookDayModel *self); /* by start */
DaybookRowList *daybook_day_model_get_gaps (DaybookDayModel *self);

gint64 daybook_day_model_get_now (DaybookDayModel *self);
gint64 daybook_day_model_get_meeting_time (DaybookDayModel *self);
gint64 daybook_day_model_get_logged_time (DaybookDayModel *self);
gint64 daybook_day_model_get_gap_time (DaybookDayModel *self);
GPtrArray *daybook_day_model_list_unlogged (DaybookDayModel *self);
guint daybook_day_model_count_unlogged (DaybookDayModel *self);
gboolean daybook_day_model_is_covered (DaybookDayModel *self);
gboolean daybook_day_model_has_calendars (DaybookDayModel *self);
void daybook_day_model_get_working_hours (DaybookDayModel *self, gint64 *from, gint64 *to);
DaybookZone *daybook_day_model_get_other_zone (DaybookDayModel *self);
gint64 daybook_day_model_to_instant (DaybookDayModel *self, gint64 second_of_day);

G_END_DECLS
