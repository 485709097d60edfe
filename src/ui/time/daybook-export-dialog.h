/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "time/daybook-week-model.h"

G_BEGIN_DECLS

/* Asks which days and whether rounded, then where to, and writes the time entries there as CSV. Begins with the week that the
 * model shows. */
#define DAYBOOK_TYPE_EXPORT_DIALOG (daybook_export_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DaybookExportDialog, daybook_export_dialog, DAYBOOK, EXPORT_DIALOG, AdwWindow)

GtkWidget *daybook_export_dialog_new (DaybookWeekModel *model);

G_END_DECLS
