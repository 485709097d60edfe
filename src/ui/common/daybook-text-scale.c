/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-text-scale.h"

#include <pango/pangocairo.h>

/* How much larger @widget's text is than 11 pt at 96 dots an inch, 1 at least: what is drawn and measured
 * by hand grows with it. */
double
daybook_text_scale_get (GtkWidget *widget)
{
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  double dpi = pango_cairo_context_get_resolution (context);

  if (!pango_font_description_get_size_is_absolute (font))
    size *= (dpi > 0 ? dpi : 96) / 72;
  return MAX (size / (11 * 96.0 / 72), 1);
}
