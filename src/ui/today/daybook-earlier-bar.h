/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Says that a day was never synced and offers Load Earlier: its month is asked for once, and nothing that is there goes.
 * Shown only on days that not every calendar was asked about. */
#define DAYBOOK_TYPE_EARLIER_BAR (daybook_earlier_bar_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEarlierBar, daybook_earlier_bar, DAYBOOK, EARLIER_BAR, AdwBin)

void daybook_earlier_bar_set_day (DaybookEarlierBar *self, DaybookDay day, gboolean covered);

G_END_DECLS
