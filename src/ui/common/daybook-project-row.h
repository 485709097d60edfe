/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "records/daybook-project.h"

G_BEGIN_DECLS

/* A project in a list to choose from: dot, name, and a tick for the present one. */
#define DAYBOOK_TYPE_PROJECT_ROW (daybook_project_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookProjectRow, daybook_project_row, DAYBOOK, PROJECT_ROW, GtkListBoxRow)

GtkWidget *daybook_project_row_new (const DaybookProject *project /* (nullable) none */, gboolean chosen);
gint64 daybook_project_row_get_id (DaybookProjectRow *self);
const char *daybook_project_row_get_name (DaybookProjectRow *self);

G_END_DECLS
