/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A small ring that fills: the icon of something that goes on. Property "fraction" 0 to 1; below 0 it is
 * not known how far it is, and a quarter of the ring is filled. It never turns by itself, so that an
 * idle window draws nothing. */
#define DAYBOOK_TYPE_RING (daybook_ring_get_type ())
G_DECLARE_FINAL_TYPE (DaybookRing, daybook_ring, DAYBOOK, RING, GtkWidget)

void daybook_ring_set_fraction (DaybookRing *self, double fraction);

G_END_DECLS
