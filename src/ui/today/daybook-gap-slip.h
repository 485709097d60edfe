/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "today/daybook-day-gap.h"
#include "today/daybook-slip.h"

G_BEGIN_DECLS

/* Time that nothing accounts for; logging it makes a draft of it. */
#define DAYBOOK_TYPE_GAP_SLIP (daybook_gap_slip_get_type ())
G_DECLARE_FINAL_TYPE (DaybookGapSlip, daybook_gap_slip, DAYBOOK, GAP_SLIP, DaybookSlip)

GtkWidget *daybook_gap_slip_new (DaybookDayGap *gap);

G_END_DECLS
