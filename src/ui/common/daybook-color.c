/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-color.h"

#include <math.h>

static const GdkRGBA black = { 0, 0, 0, 1 };
static const GdkRGBA white = { 1, 1, 1, 1 };

/* Reads "#rrggbb", what the store keeps. FALSE, with a neutral grey, for anything else and for NULL. */
gboolean
daybook_color_parse (const char *text, GdkRGBA *color)
{
  if (text != NULL && text[0] == '#' && gdk_rgba_parse (color, text))
    {
      color->alpha = 1;
      return TRUE;
    }
  *color = (GdkRGBA) { 0.47f, 0.46f, 0.48f, 1 };
  return FALSE;
}

/* @a with @share (0 to 1) of @b, as the style sheets' mix (). */
GdkRGBA
daybook_color_mix (const GdkRGBA *a, const GdkRGBA *b, double share)
{
  return (GdkRGBA) {
    a->red + (b->red - a->red) * share,
    a->green + (b->green - a->green) * share,
    a->blue + (b->blue - a->blue) * share,
    1,
  };
}

static double
linear (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (const GdkRGBA *color)
{
  return 0.2126 * linear (color->red) + 0.7152 * linear (color->green) + 0.0722 * linear (color->blue);
}

double
daybook_color_contrast (const GdkRGBA *a, const GdkRGBA *b)
{
  double la = luminance (a), lb = luminance (b);

  return (MAX (la, lb) + 0.05) / (MIN (la, lb) + 0.05);
}

/* @color moved towards black (on light) or white (on @dark) in steps of 4 % until it stands out of
 * @background by @contrast; the end of the way where nothing does. */
GdkRGBA
daybook_color_reach (const GdkRGBA *color, const GdkRGBA *background, gboolean dark, double contrast)
{
  const GdkRGBA *target = dark ? &white : &black;

  for (int step = 0; step < 25; step++)
    {
      GdkRGBA moved = daybook_color_mix (color, target, step * 0.04);

      if (daybook_color_contrast (&moved, background) >= contrast)
        return moved;
    }
  return *target;
}

/* @color, darkened until white text on it has 4.5 : 1: the fill of what is selected. */
GdkRGBA
daybook_color_for_white (const GdkRGBA *color)
{
  return daybook_color_reach (color, &white, FALSE, 4.5);
}

/* The colours of a block of calendar colour @color on @view (ui/README.md, Colour). */
void
daybook_block_colors_compute (DaybookBlockColors *colors, const GdkRGBA *color, const GdkRGBA *view, gboolean dark)
{
  GdkRGBA text = daybook_color_mix (color, dark ? &white : &black, dark ? 0.50 : 0.35);

  colors->fill = daybook_color_mix (view, color, dark ? 0.28 : 0.15);
  colors->edge = daybook_color_reach (color, &colors->fill, dark, 3.0);
  colors->title = daybook_color_reach (&text, &colors->fill, dark, 7.0);
  colors->detail = daybook_color_reach (&text, &colors->fill, dark, 4.8);
}
