/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-ical-time.h"

#include <string.h>

static gboolean
read_digits (const char *text, int n_digits, int *number)
{
  int value = 0;

  for (int i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      value = value * 10 + (text[i] - '0');
    }
  *number = value;
  return TRUE;
}

/* Like daybook_ical_time_parse() for years 1 to 9999, which only bounds such as UNTIL and the
 * observances of a VTIMEZONE (from 1601 in Outlook's) may use. */
gboolean
daybook_ical_time_parse_any_year (const char *text,
                                  gssize length,
                                  gint64 *wall,
                                  DaybookIcalForm *form)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  int year, month, day, hour, minute, second;
  gint64 midnight;

  if (size < 8 || !read_digits (text, 4, &year) || !read_digits (text + 4, 2, &month)
      || !read_digits (text + 6, 2, &day))
    return FALSE;
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > daybook_month_length (year, month))
    return FALSE;
  midnight = daybook_wall_from_day (daybook_day_from_civil (year, month, day));
  if (size == 8)
    {
      *wall = midnight;
      *form = DAYBOOK_ICAL_DATE;
      return TRUE;
    }
  if (size < 15 || (text[8] != 'T' && text[8] != 't') || !read_digits (text + 9, 2, &hour)
      || !read_digits (text + 11, 2, &minute) || !read_digits (text + 13, 2, &second))
    return FALSE;
  if (hour > 23 || minute > 59 || second > 60)
    return FALSE;
  if (size > 16 || (size == 16 && text[15] != 'Z' && text[15] != 'z'))
    return FALSE;
  *wall = midnight + hour * 3600 + minute * 60 + MIN (second, 59);
  *form = size == 16 ? DAYBOOK_ICAL_UTC : DAYBOOK_ICAL_LOCAL;
  return TRUE;
}

/* Reads a DATE or DATE-TIME of the years 1900 to 2200; a leap second becomes the second before.
 * @wall is wall time as written: an instant for DAYBOOK_ICAL_UTC, midnight for DAYBOOK_ICAL_DATE.
 */
gboolean
daybook_ical_time_parse (const char *text, gssize length, gint64 *wall, DaybookIcalForm *form)
{
  gint64 value;
  DaybookIcalForm value_form;

  if (!daybook_ical_time_parse_any_year (text, length, &value, &value_form))
    return FALSE;
  if (value < daybook_wall_from_day (DAYBOOK_DAY_MIN)
      || value >= daybook_wall_from_day (DAYBOOK_DAY_MAX + 1))
    return FALSE;
  *wall = value;
  *form = value_form;
  return TRUE;
}

/* The number before a unit, which must follow. No number of a year's seconds is larger. */
static gboolean
read_number (const char **text, const char *end, gint64 *number)
{
  const char *digits = *text;

  *number = 0;
  for (; *text < end && g_ascii_isdigit (**text); (*text)++)
    {
      *number = *number * 10 + (**text - '0');
      if (*number > 366 * DAYBOOK_DAY_SECONDS)
        return FALSE;
    }
  return *text > digits && *text < end;
}

/* Reads a DURATION (`PT1H30M`, `P1D`, `-P2W`), at most 366 days either way. Weeks and days are
 * nominal (the same time on a later date) and go to @days, the rest is exact and goes to @seconds.
 */
gboolean
daybook_ical_duration_parse (const char *text, gssize length, int *days, gint64 *seconds)
{
  const char *end = text + (length < 0 ? strlen (text) : (gsize) length);
  gboolean in_time = FALSE, any = FALSE;
  gint64 n_days = 0, n_seconds = 0;
  int sign = 1;

  if (text < end && (*text == '+' || *text == '-'))
    sign = *text++ == '-' ? -1 : 1;
  if (text >= end || g_ascii_toupper (*text++) != 'P')
    return FALSE;
  while (text < end)
    {
      gint64 number;

      if (!in_time && g_ascii_toupper (*text) == 'T')
        {
          in_time = TRUE;
          any = FALSE;
          text++;
          continue;
        }
      if (!read_number (&text, end, &number))
        return FALSE;
      switch (g_ascii_toupper (*text++))
        {
        case 'W':
          n_days += number * 7;
          break;
        case 'D':
          n_days += number;
          break;
        case 'H':
          n_seconds += number * 3600;
          break;
        case 'M':
          n_seconds += number * 60;
          break;
        case 'S':
          n_seconds += number;
          break;
        default:
          return FALSE;
        }
      /* W and D come before T, the others after it. */
      if (in_time != (strchr ("WDwd", text[-1]) == NULL))
        return FALSE;
      any = TRUE;
      if (n_days > 366 || n_seconds > 366 * DAYBOOK_DAY_SECONDS)
        return FALSE;
    }
  if (!any)
    return FALSE;
  *days = sign * n_days;
  *seconds = sign * n_seconds;
  return TRUE;
}

/* Reads a UTC-OFFSET (`+0100`, `-033000`) of less than a day, in seconds east. */
gboolean
daybook_ical_offset_parse (const char *text, gssize length, int *offset)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  int hours, minutes, seconds = 0;

  if ((size != 5 && size != 7) || (*text != '+' && *text != '-')
      || !read_digits (text + 1, 2, &hours) || !read_digits (text + 3, 2, &minutes)
      || (size == 7 && !read_digits (text + 5, 2, &seconds)))
    return FALSE;
  if (hours > 23 || minutes > 59 || seconds > 59)
    return FALSE;
  *offset = (*text == '-' ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds);
  return TRUE;
}
