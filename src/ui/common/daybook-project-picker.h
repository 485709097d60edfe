/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* A button that names a project and opens a list to choose another one from, or none.
 *
 * Properties: workspace; project (row id, 0 = none). Signal "chosen": the person chose, also the same
 * one again. */
#define DAYBOOK_TYPE_PROJECT_PICKER (daybook_project_picker_get_type ())
G_DECLARE_FINAL_TYPE (DaybookProjectPicker, daybook_project_picker, DAYBOOK, PROJECT_PICKER, AdwBin)

gint64 daybook_project_picker_get_project (DaybookProjectPicker *self);
void daybook_project_picker_set_project (DaybookProjectPicker *self, gint64 project);
const char *daybook_project_picker_get_name (DaybookProjectPicker *self);
const char *daybook_project_picker_get_color (DaybookProjectPicker *self);
void daybook_project_picker_popup (DaybookProjectPicker *self);

G_END_DECLS
