/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A round mark in the colour of a calendar or a project, made to stand out 3 : 1 of what lies under it.
 * Property "color": "#rrggbb"; NULL is grey. It says nothing that the words beside it do not. */
#define DAYBOOK_TYPE_DOT (daybook_dot_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDot, daybook_dot, DAYBOOK, DOT, GtkWidget)

GtkWidget *daybook_dot_new (const char *color);
void daybook_dot_set_color (DaybookDot *self, const char *color);

G_END_DECLS
