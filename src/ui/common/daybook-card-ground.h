/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What lies under whatever stands on a card, as one opaque colour. */
void daybook_card_get_ground (GtkWidget *widget, GdkRGBA *ground);

G_END_DECLS
