/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tells screen readers that a choice among the words of a GtkStringList is called @name, and what is chosen: a GtkDropDown
 * gives the focus to a button inside it, which has no name by itself. Once for each. */
void daybook_drop_down_name_tell (GtkDropDown *drop_down, const char *name);

G_END_DECLS
