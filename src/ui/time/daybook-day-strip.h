/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "time/daybook-week-model.h"

G_BEGIN_DECLS

/* The seven days with their sums, where there is no room for the grid. Signal "opened" (int day): the
 * person asks for that day's entries. */
#define DAYBOOK_TYPE_DAY_STRIP (daybook_day_strip_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDayStrip, daybook_day_strip, DAYBOOK, DAY_STRIP, GtkBox)

void daybook_day_strip_set_model (DaybookDayStrip *self, DaybookWeekModel *model);

G_END_DECLS
