/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "time/daybook-week-model.h"

G_BEGIN_DECLS

/* Which of the week's entries are selected, by id; what is no longer listed, or locked, leaves the
 * selection by itself. Signal "changed": another set, or other sums of it. */
#define DAYBOOK_TYPE_WEEK_SELECTION (daybook_week_selection_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWeekSelection, daybook_week_selection, DAYBOOK, WEEK_SELECTION, GObject)

DaybookWeekSelection *daybook_week_selection_new (DaybookWeekModel *model);

/* Entries by their number. */
gboolean daybook_week_selection_contains (DaybookWeekSelection *self, gint64 id);
void daybook_week_selection_set (DaybookWeekSelection *self, gint64 id, gboolean selected);
void daybook_week_selection_select_all (DaybookWeekSelection *self);
void daybook_week_selection_clear (DaybookWeekSelection *self);

guint daybook_week_selection_get_count (DaybookWeekSelection *self);
gint64 daybook_week_selection_get_time (DaybookWeekSelection *self);
GPtrArray *daybook_week_selection_list_entries (DaybookWeekSelection *self);

G_END_DECLS
