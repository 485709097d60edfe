/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Time of a day that nothing accounts for (DaybookRow), in seconds of the day's wall clock. */
#define DAYBOOK_TYPE_DAY_GAP (daybook_day_gap_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDayGap, daybook_day_gap, DAYBOOK, DAY_GAP, GObject)

DaybookDayGap *daybook_day_gap_new (gint64 from, gint64 to);
gint64 daybook_day_gap_get_from (DaybookDayGap *self);
gint64 daybook_day_gap_get_to (DaybookDayGap *self);

G_END_DECLS
