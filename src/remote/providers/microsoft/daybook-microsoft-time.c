/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-time.h"

#include <string.h>

/* Reads the pending value. What is no time at all leaves is_set FALSE. */
void
daybook_microsoft_time_read (DaybookMicrosoftTime *self, DaybookJsonReader *reader, DaybookZoneFinder *zones)
{
  static const char *const fields[] = { "dateTime", "timeZone", NULL };
  DaybookZone *zone = NULL;
  gboolean is_instant = FALSE;
  int field;

  memset (self, 0, sizeof *self);
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
      if (field == 0)
        {
          /* Without offset, as it is documented; with one it says all itself. */
          self->is_set = daybook_wall_parse (text, length, &self->wall);
          if (!self->is_set && daybook_instant_parse (text, length, &self->at))
            self->is_set = is_instant = TRUE;
        }
      else if (length == 3 && memcmp (text, "UTC", 3) == 0)
        {
          /* What was asked for, and so what nearly all are. */
          zone = NULL;
          self->zone_unknown = FALSE;
        }
      else
        {
          zone = daybook_zone_finder_find (zones, text, length);
          self->zone_unknown = zone == NULL;
        }
    }
  if (is_instant)
    {
      self->wall = self->at;
      self->zone_unknown = FALSE;
    }
  else if (self->is_set)
    self->at = zone != NULL ? daybook_zone_to_instant (zone, self->wall) : self->wall;
}

/* The day of an all-day event. It is written as midnight to midnight and means these days wherever one
 * is, so the date alone counts (providers.md 4.2). Where it is no midnight as it is written, somebody has
 * turned it into another zone: then it is one in the event's own @zone (nullable), else the nearest. */
DaybookDay
daybook_microsoft_time_get_day (gint64 wall, gint64 at, DaybookZone *zone)
{
  if (daybook_wall_get_second_of_day (wall) == 0)
    return daybook_wall_get_day (wall);
  if (zone != NULL)
    {
      gint64 own = daybook_zone_to_wall (zone, at);

      if (daybook_wall_get_second_of_day (own) == 0)
        return daybook_wall_get_day (own);
    }
  return daybook_wall_get_day (wall + DAYBOOK_DAY_SECONDS / 2);
}
