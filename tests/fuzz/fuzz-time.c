/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times, zone names and VTIMEZONEs: any text is read or refused; what is read lies in the years
 * that there are and comes back from its text; walls and instants of any zone fit together. */
#include <string.h>

#include "base/daybook-ical-time.h"
#include "base/daybook-time-words.h"
#include "base/daybook-time.h"
#include "fuzz.h"

#define YEARS(wall)                                                                                \
  ((wall) >= daybook_wall_from_day (DAYBOOK_DAY_MIN) - DAYBOOK_DAY_SECONDS                         \
   && (wall) <= daybook_wall_from_day (DAYBOOK_DAY_MAX + 2))

static void
check_zone (DaybookZone *zone)
{
  gint64 at = daybook_wall_from_civil (1969, 1, 1, 0, 0, 0);

  FUZZ_ASSERT (daybook_zone_get_name (zone) != NULL);
  for (guint i = 0; i < 400 && at < daybook_wall_from_day (DAYBOOK_DAY_MAX); i++)
    {
      gint64 next = daybook_zone_get_next_change (zone, at);
      gint64 wall = daybook_zone_to_wall (zone, at);
      DaybookWallKind kind;
      gint64 back = daybook_zone_to_instant_full (zone, wall, &kind);

      /* The first of two, never a later one. */
      FUZZ_ASSERT (kind == DAYBOOK_WALL_GAP || back <= at);
      FUZZ_ASSERT (next > at);
      FUZZ_ASSERT (ABS (wall - at) < DAYBOOK_DAY_SECONDS + 3600);
      at = MIN (next, at + 100 * DAYBOOK_DAY_SECONDS);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (DaybookZone) named = daybook_zone_lookup (text);
  g_autoptr (DaybookZone) carried = NULL;
  g_autoptr (GError) error = NULL;
  char buffer[DAYBOOK_INSTANT_TEXT_SIZE];
  DaybookIcalForm form;
  DaybookDay day;
  gint64 time, again;
  int days;

  if (daybook_instant_parse ((const char *) data, size, &time))
    {
      FUZZ_ASSERT (YEARS (time));
      if (*daybook_instant_write (time, buffer) != '\0' && strncmp (buffer, "1899", 4) != 0
          && strncmp (buffer, "2201", 4) != 0)
        FUZZ_ASSERT (daybook_instant_parse (buffer, -1, &again) && again == time);
    }
  if (daybook_wall_parse ((const char *) data, size, &time))
    FUZZ_ASSERT (YEARS (time) && daybook_wall_parse (daybook_wall_write (time, buffer), -1, &again)
                 && again == time);
  if (daybook_day_parse ((const char *) data, size, &day))
    FUZZ_ASSERT (memcmp (daybook_day_write (day, buffer), data, 10) == 0);
  if (daybook_ical_time_parse ((const char *) data, size, &time, &form))
    FUZZ_ASSERT (YEARS (time));
  if (daybook_ical_duration_parse ((const char *) data, size, &days, &time))
    FUZZ_ASSERT (ABS (days) <= 366 && ABS (time) <= 366 * DAYBOOK_DAY_SECONDS);
  if (g_utf8_validate (text, -1, NULL))
    {
      daybook_day_parse_word (text, 20000, &day, NULL);
      daybook_instant_parse_word (text, daybook_zone_get_utc (), 0, &time, NULL);
    }
  if (named != NULL)
    check_zone (named);
  carried = daybook_zone_new_for_vtimezone ((const char *) data, size, &error);
  FUZZ_ASSERT ((carried == NULL) == (error != NULL));
  if (carried != NULL)
    check_zone (carried);
  return 0;
}
