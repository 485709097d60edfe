/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* The models that the server at the address that is set offers, asked for whenever it is opened, to choose one from; or a
 * name to type.
 *
 * Property "workspace". Signal "chosen" (const char *name). */
#define DAYBOOK_TYPE_MODEL_POPOVER (daybook_model_popover_get_type ())
G_DECLARE_FINAL_TYPE (DaybookModelPopover, daybook_model_popover, DAYBOOK, MODEL_POPOVER, GtkPopover)

GtkWidget *daybook_model_popover_new (DaybookWorkspace *workspace);

G_END_DECLS
