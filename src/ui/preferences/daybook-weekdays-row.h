/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* The days of the week to choose among, at least one, in the locale's order.
 *
 * Signal "changed" (guint days): the person chose; bit 1 << (weekday - 1) of each day. */
#define DAYBOOK_TYPE_WEEKDAYS_ROW (daybook_weekdays_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWeekdaysRow, daybook_weekdays_row, DAYBOOK, WEEKDAYS_ROW, AdwPreferencesRow)

void daybook_weekdays_row_show (DaybookWeekdaysRow *self, guint days);

G_END_DECLS
