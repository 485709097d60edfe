/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The class of a child that stands for all that find no room. */
#define DAYBOOK_ACTIVITY_LAYOUT_REST "rest"

/* One line of children: as many as there is room for, from the first on. What is left out is told by one of further
 * children, of the class DAYBOOK_ACTIVITY_LAYOUT_REST: the first of them stands behind one child, the second behind two, and
 * so on; where there is none all are seen. */
#define DAYBOOK_TYPE_ACTIVITY_LAYOUT (daybook_activity_layout_get_type ())
G_DECLARE_FINAL_TYPE (DaybookActivityLayout, daybook_activity_layout, DAYBOOK, ACTIVITY_LAYOUT, GtkLayoutManager)

GtkLayoutManager *daybook_activity_layout_new (int spacing);

G_END_DECLS
