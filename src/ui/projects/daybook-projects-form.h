/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* The fields of one client, project or person, a new one or one to edit. Signal "done": saved or archived. */
#define DAYBOOK_TYPE_PROJECTS_FORM (daybook_projects_form_get_type ())
G_DECLARE_FINAL_TYPE (DaybookProjectsForm, daybook_projects_form, DAYBOOK, PROJECTS_FORM, AdwBin)

GtkWidget *daybook_projects_form_new (DaybookWorkspace *workspace, DaybookKind kind, gint64 id /* 0 = a new one */);
void daybook_projects_form_save (DaybookProjectsForm *self);

G_END_DECLS
