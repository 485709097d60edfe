/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* The model that may be asked: its server's address, a key where one is needed, which model, and what it would be sent. */
#define DAYBOOK_TYPE_MODEL_GROUP (daybook_model_group_get_type ())
G_DECLARE_FINAL_TYPE (DaybookModelGroup, daybook_model_group, DAYBOOK, MODEL_GROUP, AdwPreferencesGroup)

void daybook_model_group_set_workspace (DaybookModelGroup *self, DaybookWorkspace *workspace);
void daybook_model_group_update (DaybookModelGroup *self);

G_END_DECLS
