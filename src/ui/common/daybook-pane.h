/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A part of a page whose wishes do not depend on what it happens to show: it asks for "natural-width", so
 * that an AdwLeaflet folds at one width, and tells by "narrow" that it has less than "narrow-below".
 * One child. (AdwBreakpoint needs libadwaita 1.4.) */
#define DAYBOOK_TYPE_PANE (daybook_pane_get_type ())
G_DECLARE_FINAL_TYPE (DaybookPane, daybook_pane, DAYBOOK, PANE, GtkWidget)

gboolean daybook_pane_is_narrow (DaybookPane *self);

G_END_DECLS
