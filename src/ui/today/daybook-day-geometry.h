/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Where hours and lanes lie, shared by the day column and the heads above it. Pixels; everything grows
 * with the font. */
typedef struct
{
  double scale;       /* daybook_text_scale_get() */
  double hour_height;
  int top;            /* above midnight, so that its figures are not cut */
  int minimum_height; /* of what is short */
  int gutter;         /* of the hours, and the calendar lane's left */
  int other_gutter;   /* the part of it with the hours of another zone; 0 without one */
  int calendar_width;
  int logged_x;
  int logged_width;
  gboolean narrow;
} DaybookDayGeometry;

/* @scale of the text, @width of the whole in pixels. */
void daybook_day_geometry_compute (DaybookDayGeometry *geometry, double scale, int width, gboolean two_zones);
int daybook_day_geometry_get_height (const DaybookDayGeometry *geometry);
double daybook_day_geometry_get_y (const DaybookDayGeometry *geometry, gint64 second_of_day);
gint64 daybook_day_geometry_get_second (const DaybookDayGeometry *geometry, double y);
gint64 daybook_day_geometry_get_shortest (const DaybookDayGeometry *geometry);

G_END_DECLS
