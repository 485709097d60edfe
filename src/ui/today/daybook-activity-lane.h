/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* The quiet lane under the calendar: what else happened that day, a chip for each source and kind. It is not
 * there where nothing happened. Pressing a chip shows the single things.
 *
 * Properties: workspace; short (there is no room for it). */
#define DAYBOOK_TYPE_ACTIVITY_LANE (daybook_activity_lane_get_type ())
G_DECLARE_FINAL_TYPE (DaybookActivityLane, daybook_activity_lane, DAYBOOK, ACTIVITY_LANE, AdwBin)

void daybook_activity_lane_set_day (DaybookActivityLane *self, DaybookDay day);

G_END_DECLS
