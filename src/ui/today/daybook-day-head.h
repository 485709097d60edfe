/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "today/daybook-day-model.h"

G_BEGIN_DECLS

/* Above the day column, in its lanes: their names and sums, and the strip of all-day events.
 * Property "selected" as the column's. */
#define DAYBOOK_TYPE_DAY_HEAD (daybook_day_head_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDayHead, daybook_day_head, DAYBOOK, DAY_HEAD, GtkWidget)

void daybook_day_head_set_model (DaybookDayHead *self, DaybookDayModel *model);

G_END_DECLS
