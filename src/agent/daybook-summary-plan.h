/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* When the day's summary is made: at summary_time of a working day, where summary_schedule is on. A day that was slept
 * through is not made up for: its summary is made when somebody asks for it. */
gint64 daybook_summary_plan_get_time (DaybookStore *store, gint64 now);
gboolean daybook_summary_plan_take_due (DaybookStore *store, gint64 now, DaybookDay *done);

G_END_DECLS
