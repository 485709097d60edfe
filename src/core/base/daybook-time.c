/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-time.h"

#include <string.h>

/* The civil calendar is counted in eras of 400 years from 1 March, so that the leap day is the last
 * day of a counted year and no table of month lengths is needed. Exact for every gint32 day that
 * has a year of an int. */
#define DAYS_PER_ERA 146097
#define DAYS_TO_1970 719468 /* 0000-03-01 to 1970-01-01 */

static gint64
floor_div (gint64 a, gint64 b)
{
  gint64 q = a / b;

  return q - (a % b < 0);
}

gboolean
daybook_year_is_leap (int year)
{
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days of @month (1 to 12) in @year. */
int
daybook_month_length (int year, int month)
{
  static const guint8 lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

  g_return_val_if_fail (month >= 1 && month <= 12, 31);

  return month == 2 && daybook_year_is_leap (year) ? 29 : lengths[month - 1];
}

/* Whether this is a date of the calendar in a year that Daybook accepts from outside. */
gboolean
daybook_civil_is_valid (int year, int month, int day)
{
  return year >= DAYBOOK_YEAR_MIN && year <= DAYBOOK_YEAR_MAX && month >= 1 && month <= 12
         && day >= 1 && day <= daybook_month_length (year, month);
}

/* The day of a date. @month is 1 to 12; @day may run over the month's end in both directions (day
 * 0 is the last of the month before), which loops over calendars use. Checks nothing. */
DaybookDay
daybook_day_from_civil (int year, int month, int day)
{
  int y = year - (month <= 2);
  int era = (y >= 0 ? y : y - 399) / 400;
  int year_of_era = y - era * 400;
  int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

  return era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970 + day - 1;
}

/* Splits @day. Every out pointer may be NULL. */
void
daybook_day_to_civil (DaybookDay day, int *year, int *month, int *day_of_month)
{
  gint64 shifted = (gint64) day + DAYS_TO_1970;
  int era = floor_div (shifted, DAYS_PER_ERA);
  int day_of_era = shifted - (gint64) era * DAYS_PER_ERA;
  int year_of_era
      = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int m = (5 * day_of_year + 2) / 153;

  if (day_of_month != NULL)
    *day_of_month = day_of_year - (153 * m + 2) / 5 + 1;
  m = m < 10 ? m + 3 : m - 9;
  if (month != NULL)
    *month = m;
  if (year != NULL)
    *year = year_of_era + era * 400 + (m <= 2);
}

DaybookWeekday
daybook_day_get_weekday (DaybookDay day)
{
  gint64 since_monday = ((gint64) day + 3) % 7; /* 1970-01-01 was a Thursday */

  return 1 + (since_monday < 0 ? since_monday + 7 : since_monday);
}

int
daybook_day_get_year (DaybookDay day)
{
  int year;

  daybook_day_to_civil (day, &year, NULL, NULL);
  return year;
}

/* The week of ISO 8601 (Monday first, week 1 holds 4 January) and the year it belongs to. */
void
daybook_day_get_iso_week (DaybookDay day, int *iso_year, int *iso_week)
{
  DaybookDay thursday = daybook_day_get_week_start (day, DAYBOOK_MONDAY) + 3;
  int year = daybook_day_get_year (thursday);

  if (iso_year != NULL)
    *iso_year = year;
  if (iso_week != NULL)
    *iso_week = 1 + (thursday - daybook_day_from_civil (year, 1, 1)) / 7;
}

/* The latest @first_weekday that is not after @day. */
DaybookDay
daybook_day_get_week_start (DaybookDay day, DaybookWeekday first_weekday)
{
  return day - ((int) daybook_day_get_weekday (day) - (int) first_weekday + 7) % 7;
}

DaybookDay
daybook_day_get_month_start (DaybookDay day)
{
  int day_of_month;

  daybook_day_to_civil (day, NULL, NULL, &day_of_month);
  return day - day_of_month + 1;
}

/* @day some @months later (negative: earlier); the last of the month where that month is shorter.
 */
DaybookDay
daybook_day_add_months (DaybookDay day, int months)
{
  int year, month, day_of_month;
  gint64 count;

  daybook_day_to_civil (day, &year, &month, &day_of_month);
  count = (gint64) year * 12 + (month - 1) + months;
  year = floor_div (count, 12);
  month = count - (gint64) year * 12 + 1;
  return daybook_day_from_civil (year, month,
                                 MIN (day_of_month, daybook_month_length (year, month)));
}

/* Midnight at the start of @day. */
gint64
daybook_wall_from_day (DaybookDay day)
{
  return (gint64) day * DAYBOOK_DAY_SECONDS;
}

gint64
daybook_wall_from_civil (int year, int month, int day, int hour, int minute, int second)
{
  return daybook_wall_from_day (daybook_day_from_civil (year, month, day)) + hour * 3600
         + minute * 60 + second;
}

DaybookDay
daybook_wall_get_day (gint64 wall)
{
  return floor_div (wall, DAYBOOK_DAY_SECONDS);
}

/* Seconds since midnight, 0 to 86,399. */
int
daybook_wall_get_second_of_day (gint64 wall)
{
  return wall - daybook_wall_from_day (daybook_wall_get_day (wall));
}

/* -1 unless @text starts with two digits; the number else. */
static inline int
two_digits (const char *text)
{
  guint tens = (guchar) text[0] - '0';
  guint ones = (guchar) text[1] - '0';

  return tens <= 9 && ones <= 9 ? (int) (tens * 10 + ones) : -1;
}

/* Reads the ten characters YYYY-MM-DD. */
static gboolean
read_date (const char *text, DaybookDay *day)
{
  int century = two_digits (text);
  int year = two_digits (text + 2);
  int month = two_digits (text + 5);
  int day_of_month = two_digits (text + 8);

  if (century < 0 || year < 0 || text[4] != '-' || text[7] != '-')
    return FALSE;
  year += century * 100;
  if (!daybook_civil_is_valid (year, month, day_of_month))
    return FALSE;
  *day = daybook_day_from_civil (year, month, day_of_month);
  return TRUE;
}

/* Reads YYYY-MM-DDTHH:MM:SS with an optional fraction, which is dropped: instants are whole seconds
 * and a fraction of any sign never makes one later. A leap second becomes the second before it,
 * since UTC seconds cannot name it. Returns how many characters were read, 0 for none. */
static gsize
read_date_time (const char *text, gsize length, gint64 *wall)
{
  DaybookDay day;
  int hour, minute, second;
  gsize at = 19;

  if (length < at || (text[10] != 'T' && text[10] != 't') || text[13] != ':' || text[16] != ':')
    return 0;
  hour = two_digits (text + 11);
  minute = two_digits (text + 14);
  second = two_digits (text + 17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
    return 0;
  if (!read_date (text, &day))
    return 0;
  if (at < length && text[at] == '.')
    {
      gsize fraction = ++at;

      while (at < length && g_ascii_isdigit (text[at]))
        at++;
      if (at == fraction || at - fraction > 9)
        return 0;
    }
  *wall = daybook_wall_from_day (day) + hour * 3600 + minute * 60 + MIN (second, 59);
  return at;
}

/* Reads `YYYY-MM-DD`. */
gboolean
daybook_day_parse (const char *text, gssize length, DaybookDay *day)
{
  if (text == NULL || (length < 0 ? strlen (text) : (gsize) length) != 10)
    return FALSE;
  return read_date (text, day);
}

/* Reads an RFC 3339 date-time *without* offset (`2026-11-23T09:00:00.0000000`, as Graph writes
 * them). The result is wall time of a zone that is said elsewhere. */
gboolean
daybook_wall_parse (const char *text, gssize length, gint64 *wall)
{
  gsize size;
  gint64 value;

  if (text == NULL)
    return FALSE;
  size = length < 0 ? strlen (text) : (gsize) length;
  if (size == 0 || read_date_time (text, size, &value) != size)
    return FALSE;
  *wall = value;
  return TRUE;
}

/* Like daybook_instant_parse(), and stores the offset that was written, in seconds east of UTC
 * (0 for Z), in @offset unless it is NULL. */
gboolean
daybook_instant_parse_with_offset (const char *text, gssize length, gint64 *instant, int *offset)
{
  gsize size, at;
  gint64 wall;
  int east = 0;

  if (text == NULL)
    return FALSE;
  size = length < 0 ? strlen (text) : (gsize) length;
  at = read_date_time (text, size, &wall);
  if (at == 0 || at == size)
    return FALSE;
  if (text[at] == 'Z' || text[at] == 'z')
    {
      if (at + 1 != size)
        return FALSE;
    }
  else if (text[at] == '+' || text[at] == '-')
    {
      int hours, minutes;

      if (at + 6 != size || text[at + 3] != ':')
        return FALSE;
      hours = two_digits (text + at + 1);
      minutes = two_digits (text + at + 4);
      if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return FALSE;
      east = hours * 3600 + minutes * 60;
      if (text[at] == '-')
        east = -east;
    }
  else
    return FALSE;
  *instant = wall - east;
  if (offset != NULL)
    *offset = east;
  return TRUE;
}

/* Reads an RFC 3339 date-time with `Z` or an offset, a fraction of up to nine digits (dropped) and
 * a leap second (clamped to the second before); the year must lie in 1900 to 2200. */
gboolean
daybook_instant_parse (const char *text, gssize length, gint64 *instant)
{
  return daybook_instant_parse_with_offset (text, length, instant, NULL);
}

static char *
write_number (char *at, int number, int digits)
{
  for (int i = digits - 1; i >= 0; i--, number /= 10)
    at[i] = '0' + number % 10;
  return at + digits;
}

/* `YYYY-MM-DD` into @buffer, which is returned; "" for a day without a four-digit year. */
const char *
daybook_day_write (DaybookDay day, char buffer[DAYBOOK_DAY_TEXT_SIZE])
{
  int year, month, day_of_month;
  char *at = buffer;

  daybook_day_to_civil (day, &year, &month, &day_of_month);
  if (day == DAYBOOK_DAY_NONE || year < 0 || year > 9999)
    {
      buffer[0] = '\0';
      return buffer;
    }
  at = write_number (at, year, 4);
  *at++ = '-';
  at = write_number (at, month, 2);
  *at++ = '-';
  at = write_number (at, day_of_month, 2);
  *at = '\0';
  return buffer;
}

/* `YYYY-MM-DDTHH:MM:SS` into @buffer, which is returned; "" out of the four-digit years. */
const char *
daybook_wall_write (gint64 wall, char buffer[DAYBOOK_INSTANT_TEXT_SIZE])
{
  char day_text[DAYBOOK_DAY_TEXT_SIZE];
  char *at = buffer;
  int seconds;

  buffer[0] = '\0';
  if (wall < (gint64) G_MININT32 * DAYBOOK_DAY_SECONDS
      || wall > (gint64) G_MAXINT32 * DAYBOOK_DAY_SECONDS
      || *daybook_day_write (daybook_wall_get_day (wall), day_text) == '\0')
    return buffer;
  seconds = daybook_wall_get_second_of_day (wall);
  memcpy (at, day_text, 10);
  at += 10;
  *at++ = 'T';
  at = write_number (at, seconds / 3600, 2);
  *at++ = ':';
  at = write_number (at, seconds / 60 % 60, 2);
  *at++ = ':';
  at = write_number (at, seconds % 60, 2);
  *at = '\0';
  return buffer;
}

/* RFC 3339 in UTC (`2026-11-21T13:00:00Z`) into @buffer, which is returned; "" for
 * DAYBOOK_INSTANT_NONE and out of the four-digit years. */
const char *
daybook_instant_write (gint64 instant, char buffer[DAYBOOK_INSTANT_TEXT_SIZE])
{
  if (*daybook_wall_write (instant, buffer) != '\0')
    strcat (buffer, "Z");
  return buffer;
}

/* (transfer full), NULL for a day that has no text. */
char *
daybook_day_format (DaybookDay day)
{
  char buffer[DAYBOOK_DAY_TEXT_SIZE];

  return *daybook_day_write (day, buffer) != '\0' ? g_strdup (buffer) : NULL;
}

/* (transfer full), NULL for an instant that has no text. */
char *
daybook_instant_format (gint64 instant)
{
  char buffer[DAYBOOK_INSTANT_TEXT_SIZE];

  return *daybook_instant_write (instant, buffer) != '\0' ? g_strdup (buffer) : NULL;
}

gboolean
daybook_range_is_empty (const DaybookRange *range)
{
  return range->end <= range->start;
}

gboolean
daybook_range_contains (const DaybookRange *range, gint64 instant)
{
  return instant >= range->start && instant < range->end;
}

/* Whether something from @start to @end touches @range. A moment without length (@start == @end)
 * touches the range it lies in. */
gboolean
daybook_range_overlaps (const DaybookRange *range, gint64 start, gint64 end)
{
  if (start >= end)
    return daybook_range_contains (range, start);
  return start < range->end && end > range->start;
}
