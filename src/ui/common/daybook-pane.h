/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A part of a page whose wishes do not depend on what it happens to show: it asks for "natural-width", so
 * that an AdwLeaflet folds at one width, and for no more than "minimum-height". It tells by "narrow" that it
 * has less width than "narrow-below" and by "short" that it has less height than "short-below", so that what
 * can be spared is put away; by "tight" that not even four short words fit beside each other. All of
 * them in pixels at the usual text size. Its width is not asked for a height, so
 * that much text in it is laid out quickly. One child. (AdwBreakpoint needs libadwaita 1.4.) */
#define DAYBOOK_TYPE_PANE (daybook_pane_get_type ())
G_DECLARE_FINAL_TYPE (DaybookPane, daybook_pane, DAYBOOK, PANE, GtkWidget)

/* Against the sizes that the pane's properties name. */
gboolean daybook_pane_is_narrow (DaybookPane *self);
gboolean daybook_pane_is_short (DaybookPane *self);
gboolean daybook_pane_is_tight (DaybookPane *self);

G_END_DECLS
