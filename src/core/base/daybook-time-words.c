/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-time-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"

/* `-7d`, `+30d`: at most a hundred years. */
static gboolean
parse_distance (const char *text, int *days)
{
  int value = 0;
  const char *at = text + 1;

  if ((*text != '+' && *text != '-') || !g_ascii_isdigit (*at))
    return FALSE;
  for (; g_ascii_isdigit (*at); at++)
    {
      value = value * 10 + (*at - '0');
      if (value > 36525)
        return FALSE;
    }
  if (g_ascii_strcasecmp (at, "d") != 0)
    return FALSE;
  *days = *text == '-' ? -value : value;
  return TRUE;
}

/* `0001-01-01`: a date, but of no year that Daybook reckons with. */
static gboolean
names_other_year (const char *text)
{
  guint64 year = g_ascii_strtoull (text, NULL, 10);

  return strlen (text) == 10 && strspn (text, "0123456789") == 4 && text[4] == '-' && text[7] == '-'
         && (year < 1900 || year > 2200);
}

/* Reads a date of the command line (interfaces.md): `2026-11-21`, `today`, `yesterday`, `tomorrow`,
 * a weekday in English (the latest one, today included), or so many days from @today (`-7d`,
 * `+30d`). Else DAYBOOK_ERROR_USAGE with a sentence that shows what can be written. */
gboolean
daybook_day_parse_word (const char *text, DaybookDay today, DaybookDay *day, GError **error)
{
  static const char *const weekdays[]
      = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
  int distance;

  if (daybook_day_parse (text, -1, day))
    return TRUE;
  if (g_ascii_strcasecmp (text, "today") == 0)
    *day = today;
  else if (g_ascii_strcasecmp (text, "yesterday") == 0)
    *day = today - 1;
  else if (g_ascii_strcasecmp (text, "tomorrow") == 0)
    *day = today + 1;
  else if (parse_distance (text, &distance))
    *day = today + distance;
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (weekdays); i++)
        {
          if (g_ascii_strcasecmp (text, weekdays[i]) == 0)
            {
              *day = daybook_day_get_week_start (today, DAYBOOK_MONDAY + i);
              return TRUE;
            }
        }
      if (names_other_year (text))
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                       _ ("“%s” is too far away: dates lie in the years 1900 to 2200"), text);
          return FALSE;
        }
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("“%s” is not a date: write 2026-11-21, today, yesterday, monday, -7d or +30d"), text);
      return FALSE;
    }
  return TRUE;
}

/* `14:00` or `9:30`, in seconds since midnight. */
static gboolean
parse_time_of_day (const char *text, int *seconds)
{
  int hour = 0, minute;
  const char *at = text;

  while (g_ascii_isdigit (*at) && at - text < 2)
    hour = hour * 10 + (*at++ - '0');
  if (at == text || *at != ':' || !g_ascii_isdigit (at[1]) || !g_ascii_isdigit (at[2])
      || at[3] != '\0')
    return FALSE;
  minute = (at[1] - '0') * 10 + (at[2] - '0');
  if (hour > 23 || minute > 59)
    return FALSE;
  *seconds = hour * 3600 + minute * 60;
  return TRUE;
}

/* A date and a time to the minute with an offset, `2026-11-21T14:00+01:00`: RFC 3339 but for the seconds. */
static gboolean
parse_minute_with_offset (const char *text, gint64 *instant)
{
  g_autofree char *whole = NULL;

  if (strlen (text) < 17 || strchr ("Zz+-", text[16]) == NULL || text[13] != ':')
    return FALSE;
  whole = g_strdup_printf ("%.16s:00%s", text, text + 16);
  return daybook_instant_parse (whole, -1, instant);
}

/* Reads a time of the command line: RFC 3339, also without seconds, or in @zone `2026-11-21T14:00` (seconds may
 * follow; a space may stand for the T) or `14:00` of the day that @now lies in. Else DAYBOOK_ERROR_USAGE with a
 * sentence. */
gboolean
daybook_instant_parse_word (const char *text, DaybookZone *zone, gint64 now, gint64 *instant, GError **error)
{
  DaybookDay day;
  gint64 wall;
  int seconds;

  if (daybook_instant_parse (text, -1, instant) || parse_minute_with_offset (text, instant))
    return TRUE;
  if (daybook_wall_parse (text, -1, &wall))
    {
      *instant = daybook_zone_to_instant (zone, wall);
      return TRUE;
    }
  if (parse_time_of_day (text, &seconds))
    day = daybook_zone_get_day (zone, now);
  else if (strlen (text) <= 10 || strchr ("Tt ", text[10]) == NULL
           || !daybook_day_parse (text, 10, &day) || !parse_time_of_day (text + 11, &seconds))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("“%s” is not a time: write 2026-11-21T14:00, 14:00 or 2026-11-21T13:00:00Z"),
                   text);
      return FALSE;
    }
  *instant = daybook_zone_to_instant (zone, daybook_wall_from_day (day) + seconds);
  return TRUE;
}
