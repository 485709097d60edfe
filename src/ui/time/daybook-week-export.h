/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "time/daybook-week-model.h"

G_BEGIN_DECLS

/* Asks where to, and writes the week's entries there as CSV: rounded where the page shows them rounded.
 * Rejected ones are left out, as they are of every sum. */
void daybook_week_export (DaybookWeekModel *model, GtkWindow *parent);
char *daybook_week_export_to_csv (DaybookWeekModel *model, gsize *length, guint *count);

G_END_DECLS
