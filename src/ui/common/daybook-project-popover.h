/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* A list to choose a project from, those used last first, with a search, none, and a new one made on the
 * spot. Property "workspace". Signal "chosen" (gint64 project, const char *name): row id, 0 = none. */
#define DAYBOOK_TYPE_PROJECT_POPOVER (daybook_project_popover_get_type ())
G_DECLARE_FINAL_TYPE (DaybookProjectPopover, daybook_project_popover, DAYBOOK, PROJECT_POPOVER, GtkPopover)

/* What is ticked; -1: nothing is. */
void daybook_project_popover_set_current (DaybookProjectPopover *self, gint64 project);

G_END_DECLS
