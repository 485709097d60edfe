/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-rrule-private.h"

/* Which days a period hits. */

static inline guint32
mask_of (int length)
{
  return length >= 32 ? G_MAXUINT32 : (1u << length) - 1;
}

/* @length bits of @set (of @n_words words) from bit @at on, as bits 0 and up. */
static guint32
take_bits (const guint64 *set, guint n_words, guint at, int length)
{
  guint word = at / 64, shift = at % 64;
  guint64 bits = word < n_words ? set[word] >> shift : 0;

  if (shift > 0 && word + 1 < n_words)
    bits |= set[word + 1] << (64 - shift);
  return (guint32) bits & mask_of (length);
}

/* The days with one of @weekdays in a block that starts on @first_weekday. */
static guint32
spread_weekdays (guint32 weekdays, int first_weekday)
{
  guint32 from_monday = weekdays >> 1;
  int skip = first_weekday - 1;
  guint64 week = ((from_monday >> skip) | (from_monday << (7 - skip))) & 0x7f;

  return week * G_GUINT64_CONSTANT (0x10204081);
}

/* The days of a block that are an n-th weekday of its unit, a month or a year of @unit_length days
 * that starts on @unit_weekday. The block starts @at days into the unit. */
static guint32
spread_nth_weekdays (const DaybookRrule *rule, int unit_weekday, int unit_length, int at, int length)
{
  guint32 days = 0;

  for (int weekday = DAYBOOK_MONDAY; weekday <= DAYBOOK_SUNDAY; weekday++)
    {
      int first = (weekday - unit_weekday + 7) % 7;
      int last = first + (unit_length - 1 - first) / 7 * 7;

      for (guint64 bits = rule->nth_weekdays[weekday]; bits != 0; bits &= bits - 1)
        {
          int day = first + 7 * (__builtin_ctzll (bits) - 1);

          if (day >= at && day < at + length && day < unit_length)
            days |= 1u << (day - at);
        }
      for (guint64 bits = rule->nth_weekdays_before[weekday]; bits != 0; bits &= bits - 1)
        {
          int day = last - 7 * (__builtin_ctzll (bits) - 1);

          if (day >= at && day < at + length)
            days |= 1u << (day - at);
        }
    }
  return days;
}

static guint32
get_month_days (const DaybookRruleWalk *walk, int length)
{
  guint32 days = walk->month_days >> 1;

  for (guint32 bits = walk->month_days_before; bits != 0; bits &= bits - 1)
    {
      int day = length - __builtin_ctz (bits);

      if (day >= 0)
        days |= 1u << day;
    }
  return days;
}

/* The days of the month that begins with @first among the rule's days of the year, counted from either end. */
static guint32
get_year_days (const DaybookRrule *rule, int year, DaybookDay first, int length)
{
  int at = first - daybook_day_from_civil (year, 1, 1);
  int year_length = 365 + daybook_year_is_leap (year);
  guint32 days = take_bits (rule->year_days, G_N_ELEMENTS (rule->year_days), at + 1, length);

  for (int i = 0; i < length; i++)
    {
      int before = year_length - at - i;

      if ((rule->year_days_before[before / 64] >> (before % 64)) & 1)
        days |= 1u << i;
    }
  return days;
}

/* The block of one month. @week_days, or NULL, are the bits of the days in the rule's numbered
 * weeks, counted from @week_origin; @nth_in_year says what numbered weekdays are numbered within.
 */
static void
add_month (DaybookRruleWalk *walk,
           int year,
           int month,
           gboolean nth_in_year,
           const guint64 week_days[7],
           DaybookDay week_origin)
{
  const DaybookRrule *rule = walk->rule;
  DaybookDay first;
  guint32 days;
  int length, weekday;

  if (month < 1)
    {
      year--;
      month = 12;
    }
  else if (month > 12)
    {
      year++;
      month = 1;
    }
  if (walk->months != 0 && (walk->months & (1u << month)) == 0)
    return;
  first = daybook_day_from_civil (year, month, 1);
  length = daybook_month_length (year, month);
  days = mask_of (length);
  if ((walk->month_days | walk->month_days_before) != 0)
    days &= get_month_days (walk, length);
  if (rule->has_year_days)
    days &= get_year_days (rule, year, first, length);
  if (week_days != NULL)
    {
      int at = first - week_origin;

      /* December of the year before starts before the first word. */
      if (at <= -length)
        days = 0;
      else if (at < 0)
        days &= take_bits (week_days, 7, 0, length + at) << -at;
      else
        days &= take_bits (week_days, 7, at, length);
    }
  if (walk->weekdays != 0 || rule->has_nth_weekdays)
    {
      guint32 hit;

      weekday = daybook_day_get_weekday (first);
      hit = spread_weekdays (walk->weekdays, weekday);
      if (rule->has_nth_weekdays && nth_in_year)
        {
          DaybookDay new_year = daybook_day_from_civil (year, 1, 1);

          hit |= spread_nth_weekdays (rule, daybook_day_get_weekday (new_year),
                                      365 + daybook_year_is_leap (year), first - new_year, length);
        }
      else if (rule->has_nth_weekdays)
        hit |= spread_nth_weekdays (rule, weekday, length, 0, length);
      days &= hit;
    }
  if (days != 0)
    walk->blocks[walk->n_blocks++] = (DaybookRruleBlock){ first, days };
}

/* The month of a MONTHLY period. */
void
daybook_rrule_walk_add_month (DaybookRruleWalk *walk, int year, int month)
{
  add_month (walk, year, month, FALSE, NULL, 0);
}

/* The first day of week 1 of @year: the week, starting on WKST, that holds at least four of the
 * year's days, so the one with 4 January. */
DaybookDay
daybook_rrule_get_first_week (const DaybookRrule *rule, int year)
{
  return daybook_day_get_week_start (daybook_day_from_civil (year, 1, 4), rule->week_start);
}

/* The year whose period @day lies in. Under BYWEEKNO that is the year which has most of its week:
 * week 1 may start in December and the last week end in January. */
int
daybook_rrule_get_period_year (const DaybookRrule *rule, DaybookDay day)
{
  int year = daybook_day_get_year (day);

  if (!rule->has_week_numbers)
    return year;
  if (day < daybook_rrule_get_first_week (rule, year))
    return year - 1;
  return day >= daybook_rrule_get_first_week (rule, year + 1) ? year + 1 : year;
}

/* The months of a YEARLY period. */
void
daybook_rrule_walk_add_year (DaybookRruleWalk *walk, int year)
{
  const DaybookRrule *rule = walk->rule;
  gboolean nth_in_year = rule->months == 0;
  guint64 week_days[7] = { 0 };
  DaybookDay first_week;
  int n_weeks;

  if (!rule->has_week_numbers)
    {
      guint32 months = walk->months != 0 ? walk->months : 0x1ffe;

      for (; months != 0; months &= months - 1)
        add_month (walk, year, __builtin_ctz (months), nth_in_year, NULL, 0);
      return;
    }
  first_week = daybook_rrule_get_first_week (rule, year);
  n_weeks = (daybook_rrule_get_first_week (rule, year + 1) - first_week) / 7;
  for (int week = 1; week <= n_weeks; week++)
    {
      if (((rule->week_numbers >> week) & 1) == 0
          && ((rule->week_numbers_before >> (n_weeks + 1 - week)) & 1) == 0)
        continue;
      for (int day = (week - 1) * 7; day < week * 7; day++)
        week_days[day / 64] |= G_GUINT64_CONSTANT (1) << (day % 64);
    }
  for (int month = 0; month <= 13; month++)
    add_month (walk, year, month, nth_in_year, week_days, first_week);
}

/* The days of a WEEKLY period that starts on @first. */
void
daybook_rrule_walk_add_week (DaybookRruleWalk *walk, DaybookDay first)
{
  guint32 days = spread_weekdays (walk->weekdays, walk->rule->week_start) & 0x7f;

  if (walk->months != 0)
    {
      for (guint32 bits = days; bits != 0; bits &= bits - 1)
        {
          int month;

          daybook_day_to_civil (first + __builtin_ctz (bits), NULL, &month, NULL);
          if ((walk->months & (1u << month)) == 0)
            days &= ~(bits & -bits);
        }
    }
  if (days != 0)
    walk->blocks[walk->n_blocks++] = (DaybookRruleBlock){ first, days };
}

/* The day of a DAILY or HOURLY period. */
void
daybook_rrule_walk_add_day (DaybookRruleWalk *walk, DaybookDay day)
{
  if (walk->weekdays != 0 && (walk->weekdays & (1u << daybook_day_get_weekday (day))) == 0)
    return;
  if ((walk->months | walk->month_days | walk->month_days_before) != 0)
    {
      int year, month, day_of_month;

      daybook_day_to_civil (day, &year, &month, &day_of_month);
      if (walk->months != 0 && (walk->months & (1u << month)) == 0)
        return;
      if ((walk->month_days | walk->month_days_before) != 0
          && (walk->month_days & (1u << day_of_month)) == 0
          && (walk->month_days_before
              & (1u << (daybook_month_length (year, month) + 1 - day_of_month)))
                 == 0)
        return;
    }
  walk->blocks[walk->n_blocks++] = (DaybookRruleBlock){ day, 1 };
}
