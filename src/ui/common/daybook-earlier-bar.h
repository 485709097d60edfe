/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Says that days were never synced and offers Load Earlier: they (of a single day its month) are asked for once, and
 * nothing that is there goes. Shown only where not everybody was asked. */
#define DAYBOOK_TYPE_EARLIER_BAR (daybook_earlier_bar_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEarlierBar, daybook_earlier_bar, DAYBOOK, EARLIER_BAR, AdwBin)

void daybook_earlier_bar_set_days (DaybookEarlierBar *self, DaybookDay from, DaybookDay to, gboolean covered);

G_END_DECLS
