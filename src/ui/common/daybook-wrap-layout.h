/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Puts children beside each other at their natural widths and begins another line where the width ends:
 * large text and narrow windows cut nothing off. Properties spacing and line-spacing, pixels. */
#define DAYBOOK_TYPE_WRAP_LAYOUT (daybook_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWrapLayout, daybook_wrap_layout, DAYBOOK, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *daybook_wrap_layout_new (int spacing, int line_spacing);
void daybook_wrap_layout_set_at_end (DaybookWrapLayout *self, gboolean at_end);

G_END_DECLS
