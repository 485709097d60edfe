/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/daybook-zone.h"
#include "records/daybook-activity.h"

G_BEGIN_DECLS

/* One mail, message, commit, ...: when, what, who. It can be activated when it has an address that is safe to
 * open (base/daybook-link.h). */
#define DAYBOOK_TYPE_ACTIVITY_ROW (daybook_activity_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookActivityRow, daybook_activity_row, DAYBOOK, ACTIVITY_ROW, GtkListBoxRow)

GtkWidget *daybook_activity_row_new (const DaybookActivity *activity, DaybookZone *zone);
const char *daybook_activity_row_get_link (DaybookActivityRow *self);

G_END_DECLS
