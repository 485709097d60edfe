/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-format.h"

#include <glib/gi18n.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static GDateTime *
from_wall (gint64 wall)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) epoch = g_date_time_new_from_unix_utc (wall);

  return g_date_time_to_timezone (epoch, utc);
}

static char *
format_wall (gint64 wall, const char *format)
{
  g_autoptr (GDateTime) time = from_wall (wall);
  char *text = g_date_time_format (time, format);

  return text != NULL ? text : g_strdup ("");
}

static char *
format_day (DaybookDay day, const char *format)
{
  return format_wall (daybook_wall_from_day (day), format);
}

/* Whether the locale's clock goes to twelve. */
gboolean
daybook_format_is_12_hour (void)
{
  const char *format = nl_langinfo (T_FMT);

  return strstr (format, "%I") != NULL || strstr (format, "%r") != NULL || strstr (format, "%p") != NULL
         || strstr (format, "%l") != NULL;
}

/* The day a week begins with in this locale; with none (C) as in ISO 8601, on Monday. */
DaybookWeekday
daybook_format_first_weekday (void)
{
  /* glibc: a day number from Sunday = 1, counted from a base date that is a Sunday or a Monday. */
  const char *first = nl_langinfo (_NL_TIME_FIRST_WEEKDAY);
  /* A number in place of the pointer. */
  guint32 origin = (guint32) (gsize) nl_langinfo (_NL_TIME_WEEK_1STDAY);
  int offset = first[0] - 1;
  int base = origin == 19971201 ? 0 : 6; /* a Monday, or Sunday 1997-11-30 */
  const char *locale = setlocale (LC_TIME, NULL);

  if (locale == NULL || g_str_equal (locale, "C") || g_str_has_prefix (locale, "C.") || g_str_equal (locale, "POSIX"))
    return DAYBOOK_MONDAY;
  return (DaybookWeekday) (DAYBOOK_MONDAY + (base + offset) % 7);
}

/* A full hour beside a line: "9:00", "9 AM". */
char *
daybook_format_hour (int hour)
{
  if (daybook_format_is_12_hour ())
    /* Translators: a full hour on a twelve-hour clock, see strftime */
    return format_wall ((gint64) hour * 3600, C_ ("hour", "%-I %p"));
  return daybook_format_time ((gint64) hour * 3600);
}

/* @wall's time of day: "14:40", "2:40 PM". */
char *
daybook_format_time (gint64 wall)
{
  if (daybook_format_is_12_hour ())
    /* Translators: a time on a twelve-hour clock, see strftime */
    return format_wall (wall, C_ ("time", "%-I:%M %p"));
  /* Translators: a time on a twenty-four-hour clock, see strftime */
  return format_wall (wall, C_ ("time", "%-H:%M"));
}

/* Reads a time of day as people type it: "9", "9:30", "9.30", "0930", "2:40 pm"; "24:00" is the end of
 * the day. FALSE, @wall untouched, for anything else. */
gboolean
daybook_format_parse_time (const char *text, gint64 *wall)
{
  g_autofree char *clean = g_ascii_strdown (text, -1);
  int hour = 0, minute = 0, digits = 0, used = 0;
  gboolean evening, morning;

  g_strstrip (clean);
  evening = g_str_has_suffix (clean, "pm") || g_str_has_suffix (clean, "p.m.");
  morning = g_str_has_suffix (clean, "am") || g_str_has_suffix (clean, "a.m.");
  if (evening || morning)
    {
      clean[strcspn (clean, "ap")] = '\0';
      g_strchomp (clean);
    }
  digits = strspn (clean, "0123456789");
  if (digits == 3 || digits == 4)
    {
      if (clean[digits] != '\0' || sscanf (clean + digits - 2, "%2d", &minute) != 1)
        return FALSE;
      clean[digits - 2] = '\0';
      hour = atoi (clean);
    }
  else if (digits == 1 || digits == 2)
    {
      hour = atoi (clean);
      if (clean[digits] != '\0'
          && (strchr (":.h", clean[digits]) == NULL || sscanf (clean + digits + 1, "%2d%n", &minute, &used) != 1
              || used != 2 || clean[digits + 1 + used] != '\0'))
        return FALSE;
    }
  else
    {
      return FALSE;
    }
  if ((evening || morning) && (hour < 1 || hour > 12))
    return FALSE;
  if (evening || morning)
    hour = hour % 12 + (evening ? 12 : 0);
  if (minute < 0 || minute > 59 || hour > 24 || (hour == 24 && minute > 0))
    return FALSE;
  *wall = (gint64) hour * 3600 + minute * 60;
  return TRUE;
}

/* "9:30 – 10:00" */
char *
daybook_format_time_range (gint64 from, gint64 to)
{
  g_autofree char *start = daybook_format_time (from);
  g_autofree char *end = daybook_format_time (to);

  /* Translators: from a time to a time, with an en dash */
  return g_strdup_printf (C_ ("time range", "%s – %s"), start, end);
}

/* "9:30 to 10:00", for sentences and screen readers. */
char *
daybook_format_spoken_range (gint64 from, gint64 to)
{
  g_autofree char *start = daybook_format_time (from);
  g_autofree char *end = daybook_format_time (to);

  /* Translators: from a time to a time, as it is spoken */
  return g_strdup_printf (C_ ("time range", "%s to %s"), start, end);
}

/* "Thursday, 19 November"; with the year when it is not @today's. */
char *
daybook_format_day (DaybookDay day, DaybookDay today)
{
  if (today != DAYBOOK_DAY_NONE && daybook_day_get_year (day) == daybook_day_get_year (today))
    /* Translators: a day of this year, see strftime */
    return format_day (day, C_ ("date", "%A, %-d %B"));
  return daybook_format_day_full (day);
}

/* "Thursday, 19 November 2026", for screen readers and where the year is not plain. */
char *
daybook_format_day_full (DaybookDay day)
{
  /* Translators: a day with its year, see strftime */
  return format_day (day, C_ ("date", "%A, %-d %B %Y"));
}

/* "19 Nov" */
char *
daybook_format_day_short (DaybookDay day)
{
  /* Translators: a short date without its year, see strftime */
  return format_day (day, C_ ("date", "%-d %b"));
}

/* "19 Nov", "19 Nov 2025" of another year: for the ends of rows. */
char *
daybook_format_day_brief (DaybookDay day, DaybookDay today)
{
  if (daybook_day_get_year (day) == daybook_day_get_year (today))
    return daybook_format_day_short (day);
  /* Translators: a short date with its year, see strftime */
  return format_day (day, C_ ("date", "%-d %b %Y"));
}

/* "Thu 19 Nov 2026", for buttons. */
char *
daybook_format_day_medium (DaybookDay day)
{
  /* Translators: a day on a button, see strftime */
  return format_day (day, C_ ("date", "%a %-d %b %Y"));
}

/* "Today", "Yesterday", "Tomorrow", else as daybook_format_day(). */
char *
daybook_format_day_relative (DaybookDay day, DaybookDay today)
{
  if (day == today)
    return g_strdup (_("Today"));
  if (day == today - 1)
    return g_strdup (_("Yesterday"));
  if (day == today + 1)
    return g_strdup (_("Tomorrow"));
  return daybook_format_day (day, today);
}

/* "Today, Thursday 19 November"; other days as daybook_format_day(). For headings. */
char *
daybook_format_day_heading (DaybookDay day, DaybookDay today)
{
  g_autofree char *name = NULL;

  if (day != today)
    return daybook_format_day (day, today);
  /* Translators: today's date behind the word Today, see strftime */
  name = format_day (day, C_ ("date", "%A %-d %B"));
  /* Translators: %s is today's date, such as "Thursday 19 November" */
  return g_strdup_printf (_("Today, %s"), name);
}

static char *
format_range (DaybookDay first, DaybookDay last, gboolean with_year)
{
  g_autofree char *start = NULL;
  g_autofree char *end = NULL;
  int year, month, last_year, last_month;

  daybook_day_to_civil (first, &year, &month, NULL);
  daybook_day_to_civil (last, &last_year, &last_month, NULL);
  if (year != last_year)
    start = format_day (first, C_ ("date", "%-d %B %Y"));
  else if (month != last_month)
    start = format_day (first, C_ ("date", "%-d %B"));
  else
    start = format_day (first, C_ ("date", "%-d"));
  end = format_day (last, with_year || year != last_year ? C_ ("date", "%-d %B %Y") : C_ ("date", "%-d %B"));
  /* Translators: from a date to a date, with an en dash */
  return g_strdup_printf (C_ ("date range", "%s – %s"), start, end);
}

/* "16 – 22 November 2026", "28 September – 4 October 2026": both days included. */
char *
daybook_format_day_range (DaybookDay first, DaybookDay last)
{
  return format_range (first, last, TRUE);
}

/* The same without the year where all of it lies in @today's. */
char *
daybook_format_day_range_near (DaybookDay first, DaybookDay last, DaybookDay today)
{
  return format_range (first, last, daybook_day_get_year (last) != daybook_day_get_year (today));
}

/* "Thu" */
char *
daybook_format_weekday (DaybookDay day)
{
  return format_day (day, "%a");
}
