/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-card-ground.h"

#include "common/daybook-color.h"

/* A card may be a veil over the window. */
void
daybook_card_get_ground (GtkWidget *widget, GdkRGBA *ground)
{
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA window, card;

  if (!gtk_style_context_lookup_color (style, "window_bg_color", &window))
    window = (GdkRGBA) { 1, 1, 1, 1 };
  if (!gtk_style_context_lookup_color (style, "card_bg_color", &card))
    card = window;
  *ground = daybook_color_mix (&window, &card, card.alpha);
}
