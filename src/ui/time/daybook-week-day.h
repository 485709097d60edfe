/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "time/daybook-week-selection.h"

G_BEGIN_DECLS

/* The entries of one day of the week: a heading with their sum, and a boxed list. Hidden while it has
 * none. Signal "opened" (DaybookWeekEntry *entry, GtkWidget *row): the person asks for one. */
#define DAYBOOK_TYPE_WEEK_DAY (daybook_week_day_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWeekDay, daybook_week_day, DAYBOOK, WEEK_DAY, GtkBox)

GtkWidget *daybook_week_day_new (DaybookWeekModel *model, DaybookWeekSelection *selection, int column);
guint daybook_week_day_add_rows (DaybookWeekDay *self, guint most);
void daybook_week_day_set_narrow (DaybookWeekDay *self, gboolean narrow);
GtkWidget *daybook_week_day_find_row (DaybookWeekDay *self, gint64 id);

G_END_DECLS
