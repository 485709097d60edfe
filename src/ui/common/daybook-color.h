/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* Colours that a calendar, a project or a state gives, made legible on what lies under them. Contrast is
 * that of WCAG 2: 1 to 21. Pure functions of opaque colours. */

gboolean daybook_color_parse (const char *text, GdkRGBA *color);
GdkRGBA daybook_color_mix (const GdkRGBA *a, const GdkRGBA *b, double share);
double daybook_color_contrast (const GdkRGBA *a, const GdkRGBA *b);
GdkRGBA daybook_color_reach (const GdkRGBA *color, const GdkRGBA *background, gboolean dark, double contrast);
GdkRGBA daybook_color_for_white (const GdkRGBA *color);

/* An event's block on the background of a view. */
typedef struct
{
  GdkRGBA fill;
  GdkRGBA edge;
  GdkRGBA title;
  GdkRGBA detail; /* the lines under the title */
} DaybookBlockColors;

void daybook_block_colors_compute (DaybookBlockColors *colors,
                                   const GdkRGBA *color,
                                   const GdkRGBA *view,
                                   gboolean dark);

G_END_DECLS
