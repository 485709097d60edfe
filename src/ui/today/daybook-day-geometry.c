/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-geometry.h"

#include <math.h>

#include "base/daybook-time.h"

#define HOUR_HEIGHT 56
#define MINIMUM_HEIGHT 20
#define NARROW_WIDTH 480

void
daybook_day_geometry_compute (DaybookDayGeometry *geometry, double scale, int width, gboolean two_zones)
{
  int between, edge, lanes;

  geometry->scale = scale;
  geometry->narrow = width < NARROW_WIDTH * scale;
  geometry->hour_height = HOUR_HEIGHT * scale;
  geometry->top = ceil (8 * scale);
  geometry->minimum_height = ceil (MINIMUM_HEIGHT * scale);
  geometry->other_gutter = two_zones ? ceil ((geometry->narrow ? 40 : 56) * scale) : 0;
  geometry->gutter = ceil ((geometry->narrow ? 50 : 60) * scale) + geometry->other_gutter;
  between = geometry->narrow ? 8 : 12;
  edge = geometry->narrow ? 8 : 18;
  lanes = MAX (width - geometry->gutter - between - edge, 2);
  geometry->calendar_width = MAX (round (lanes * 0.56), 1);
  geometry->logged_x = geometry->gutter + geometry->calendar_width + between;
  geometry->logged_width = MAX (lanes - geometry->calendar_width, 1);
}

/* Of the whole day, midnight to midnight. */
int
daybook_day_geometry_get_height (const DaybookDayGeometry *geometry)
{
  return 2 * geometry->top + ceil (24 * geometry->hour_height);
}

double
daybook_day_geometry_get_y (const DaybookDayGeometry *geometry, gint64 second_of_day)
{
  return geometry->top + second_of_day * geometry->hour_height / 3600;
}

/* The second of the day at @y, kept within the day. */
gint64
daybook_day_geometry_get_second (const DaybookDayGeometry *geometry, double y)
{
  gint64 second = round ((y - geometry->top) * 3600 / geometry->hour_height);

  return CLAMP (second, 0, DAYBOOK_DAY_SECONDS);
}

/* How long what is drawn with the minimum height seems to be. */
gint64
daybook_day_geometry_get_shortest (const DaybookDayGeometry *geometry)
{
  return floor (geometry->minimum_height * 3600 / geometry->hour_height);
}
