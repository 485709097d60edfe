/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "today/daybook-day-model.h"
#include "today/daybook-draft-slip.h"

G_BEGIN_DECLS

/* A day from midnight to midnight: events on the left, logged time on the right, what lies open between.
 * Everything in it is a child widget; it paints hours, quiet hours and the line of now.
 *
 * Property "selected": the row (DaybookDayEvent, DaybookDayEntry, DaybookDayGap) that is selected.
 * Signals: "log" (row): Enter or the plus; "choose-project" (row), "approve" (row), "delete" (row): keys;
 * "span-drawn" (gint64 from, to): an empty part was drawn on; "resized" (row, from, to): an entry's edge
 * was moved; "cancelled": Escape. Seconds of the day. */
#define DAYBOOK_TYPE_DAY_COLUMN (daybook_day_column_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDayColumn, daybook_day_column, DAYBOOK, DAY_COLUMN, GtkWidget)

void daybook_day_column_set_model (DaybookDayColumn *self, DaybookDayModel *model);
GObject *daybook_day_column_get_selected (DaybookDayColumn *self);
void daybook_day_column_set_selected (DaybookDayColumn *self, GObject *row);
DaybookDraftSlip *daybook_day_column_get_draft (DaybookDayColumn *self);
void daybook_day_column_set_draft_visible (DaybookDayColumn *self, gboolean visible);
double daybook_day_column_get_opening (DaybookDayColumn *self, double page_height);
void daybook_day_column_get_row_bounds (DaybookDayColumn *self, GObject *row, GdkRectangle *bounds);
void daybook_day_column_focus_row (DaybookDayColumn *self, GObject *row);

G_END_DECLS
