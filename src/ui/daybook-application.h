/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* The program with the windows: one main window, actions for the desktop (app.sync-now, app.log-time,
 * app.show), activated over D-Bus too. */
#define DAYBOOK_TYPE_APPLICATION (daybook_application_get_type ())
G_DECLARE_FINAL_TYPE (DaybookApplication, daybook_application, DAYBOOK, APPLICATION, AdwApplication)

DaybookApplication *daybook_application_new (void);
DaybookWorkspace *daybook_application_get_workspace (DaybookApplication *self);

G_END_DECLS
