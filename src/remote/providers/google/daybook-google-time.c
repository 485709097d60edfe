/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/google/daybook-google-time.h"

#include <string.h>

void
daybook_google_zones_clear (DaybookGoogleZones *self)
{
  daybook_zone_finder_clear (&self->finder);
  g_clear_pointer (&self->fallback, daybook_zone_unref);
}

/* @name is the calendar's own zone, NULL when it is not known. */
void
daybook_google_zones_set_fallback (DaybookGoogleZones *self, const char *name)
{
  DaybookZone *zone = name != NULL ? daybook_zone_lookup (name) : NULL;

  if (zone == NULL)
    return;
  g_clear_pointer (&self->fallback, daybook_zone_unref);
  self->fallback = zone;
}

/* Reads the pending value. What is no time at all leaves is_set FALSE. The offset that dateTime is
 * written with is that of whoever asked; the wall clock that a series repeats is timeZone's. */
void
daybook_google_time_read (DaybookGoogleTime *self, DaybookJsonReader *reader, DaybookGoogleZones *zones)
{
  static const char *const fields[] = { "date", "dateTime", "timeZone", NULL };
  gboolean has_offset = FALSE;
  DaybookDay day;
  int field, offset = 0;

  memset (self, 0, sizeof *self);
  self->zone = zones->fallback;
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      const char *text;
      gsize length;

      if (field < 0)
        continue;
      text = daybook_json_reader_read_string_view (reader, &length);
      if (text == NULL)
        continue;
      switch (field)
        {
        case 0:
          if (daybook_day_parse (text, length, &day))
            {
              self->is_set = self->is_date = TRUE;
              self->at = self->wall = daybook_wall_from_day (day);
            }
          break;
        case 1:
          has_offset = daybook_instant_parse_with_offset (text, length, &self->at, &offset);
          if (has_offset)
            self->wall = self->at + offset;
          if (has_offset || daybook_wall_parse (text, length, &self->wall))
            self->is_set = TRUE;
          break;
        default:
          self->zone = daybook_zone_finder_find (&zones->finder, text, length);
          self->zone_unknown = self->zone == NULL;
          break;
        }
    }
  if (!self->is_set || self->is_date)
    {
      self->zone = NULL;
      self->zone_unknown = FALSE;
    }
  else if (has_offset && self->zone != NULL)
    self->wall = daybook_zone_to_wall (self->zone, self->at);
  else if (!has_offset && self->zone != NULL)
    self->at = daybook_zone_to_instant (self->zone, self->wall);
  else if (!has_offset)
    self->at = self->wall;
}
