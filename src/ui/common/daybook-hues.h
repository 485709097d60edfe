/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The colours that a project may have: eight hues that stay apart from each other. Static text. */
#define DAYBOOK_HUES 8

const char *daybook_hue_get_color (guint hue);
const char *daybook_hue_get_name (guint hue);
guint daybook_hue_find (const char *color);
guint daybook_hue_propose (GPtrArray *projects);

G_END_DECLS
