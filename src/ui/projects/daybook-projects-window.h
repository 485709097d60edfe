/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Clients, projects with their rates, and people. */
#define DAYBOOK_TYPE_PROJECTS_WINDOW (daybook_projects_window_get_type ())
G_DECLARE_FINAL_TYPE (DaybookProjectsWindow, daybook_projects_window, DAYBOOK, PROJECTS_WINDOW, AdwWindow)

GtkWidget *daybook_projects_window_new (DaybookWorkspace *workspace);

G_END_DECLS
