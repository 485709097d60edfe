/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-rrule-private.h"

#include <stdlib.h>

/* The periods of a rule, and what DTSTART adds to it. */

#define LAST_YEAR (DAYBOOK_YEAR_MAX + 1)

static guint
list_bits (guint64 bits, guint8 *values)
{
  guint n = 0;

  for (; bits != 0; bits &= bits - 1)
    values[n++] = __builtin_ctzll (bits);
  return n;
}

static void
set_times (DaybookRruleWalk *walk)
{
  const DaybookRrule *rule = walk->rule;
  int second = daybook_wall_get_second_of_day (walk->request->start);

  walk->hours[0] = second / 3600;
  walk->minutes[0] = second / 60 % 60;
  walk->seconds[0] = second % 60;
  walk->n_hours = walk->n_minutes = walk->n_seconds = 1;
  if (!walk->request->all_day)
    {
      /* HOURLY's hours limit the periods; its one hour is set by each. */
      if (rule->hours != 0 && rule->frequency != DAYBOOK_FREQUENCY_HOURLY)
        walk->n_hours = list_bits (rule->hours, walk->hours);
      if (rule->minutes != 0)
        walk->n_minutes = list_bits (rule->minutes, walk->minutes);
      if (rule->seconds != 0)
        walk->n_seconds = list_bits (rule->seconds, walk->seconds);
    }
  walk->n_times = walk->n_hours * walk->n_minutes * walk->n_seconds;
}

/* Fills in the parts that the rule leaves to DTSTART (RFC 5545: "information, not contained in the
 * rule, necessary to determine the various recurrence instance start time and dates are derived
 * from the Start Time"). */
static void
set_days (DaybookRruleWalk *walk)
{
  const DaybookRrule *rule = walk->rule;
  DaybookDay start = daybook_wall_get_day (walk->request->start);
  gboolean has_weekdays = rule->weekdays != 0 || rule->has_nth_weekdays;
  gboolean has_month_days = (rule->month_days | rule->month_days_before) != 0;
  int year, month, day;

  daybook_day_to_civil (start, &year, &month, &day);
  walk->months = rule->months;
  walk->month_days = rule->month_days;
  walk->month_days_before = rule->month_days_before;
  walk->weekdays = rule->weekdays;
  switch (rule->frequency)
    {
    case DAYBOOK_FREQUENCY_HOURLY:
      walk->first_period = daybook_rrule_floor_div (walk->request->start, 3600);
      break;
    case DAYBOOK_FREQUENCY_DAILY:
      walk->first_period = start;
      break;
    case DAYBOOK_FREQUENCY_WEEKLY:
      walk->first_period = daybook_day_get_week_start (start, rule->week_start);
      if (!has_weekdays)
        walk->weekdays = 1u << daybook_day_get_weekday (start);
      break;
    case DAYBOOK_FREQUENCY_MONTHLY:
      walk->first_period = year * 12 + month - 1;
      if (!has_weekdays && !has_month_days)
        walk->month_days = 1u << day;
      break;
    case DAYBOOK_FREQUENCY_YEARLY:
      walk->first_period = daybook_rrule_get_period_year (rule, start);
      if (has_weekdays || has_month_days || rule->has_year_days)
        break;
      if (rule->has_week_numbers)
        {
          walk->weekdays = 1u << daybook_day_get_weekday (start);
          break;
        }
      walk->month_days = 1u << day;
      if (walk->months == 0)
        walk->months = 1u << month;
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Fills in what the rule takes from DTSTART. No period is at hand yet. */
void
daybook_rrule_walk_init (DaybookRruleWalk *walk,
                         const DaybookRrule *rule,
                         const DaybookRruleRequest *request)
{
  walk->rule = rule;
  walk->request = request;
  walk->n_blocks = 0;
  set_times (walk);
  set_days (walk);
}

static int
compare_positions (const void *a, const void *b)
{
  guint32 one = *(const guint32 *) a, other = *(const guint32 *) b;

  return one < other ? -1 : one > other;
}

static void
pick_positions (DaybookRruleWalk *walk)
{
  const DaybookRrule *rule = walk->rule;
  guint n = 0, kept = 0;

  for (guint word = 0; word < G_N_ELEMENTS (rule->positions); word++)
    {
      for (guint64 bits = rule->positions[word]; bits != 0; bits &= bits - 1)
        {
          gint64 position = word * 64 + __builtin_ctzll (bits);

          if (position <= walk->n)
            walk->positions[n++] = position - 1;
        }
      for (guint64 bits = rule->positions_before[word]; bits != 0; bits &= bits - 1)
        {
          gint64 position = word * 64 + __builtin_ctzll (bits);

          if (position <= walk->n)
            walk->positions[n++] = walk->n - position;
        }
    }
  if (n > 1)
    qsort (walk->positions, n, sizeof walk->positions[0], compare_positions);
  for (guint i = 0; i < n; i++)
    {
      if (i == 0 || walk->positions[i] != walk->positions[kept - 1])
        walk->positions[kept++] = walk->positions[i];
    }
  walk->n_positions = kept;
}

/* The wall time that the k-th period starts at; G_MAXINT64 after LAST_YEAR. */
gint64
daybook_rrule_walk_get_period_wall (const DaybookRruleWalk *walk, gint64 k)
{
  gint64 period = walk->first_period + k * walk->rule->interval;

  switch (walk->rule->frequency)
    {
    case DAYBOOK_FREQUENCY_HOURLY:
      return period * 3600;
    case DAYBOOK_FREQUENCY_DAILY:
      return period * DAYBOOK_DAY_SECONDS;
    case DAYBOOK_FREQUENCY_WEEKLY:
      period = walk->first_period + k * 7 * walk->rule->interval;
      return period * DAYBOOK_DAY_SECONDS;
    case DAYBOOK_FREQUENCY_MONTHLY:
      if (period > (gint64) LAST_YEAR * 12)
        return G_MAXINT64;
      return daybook_wall_from_civil (daybook_rrule_floor_div (period, 12), 1 + period % 12, 1, 0,
                                      0, 0);
    case DAYBOOK_FREQUENCY_YEARLY:
      if (period > LAST_YEAR)
        return G_MAXINT64;
      if (walk->rule->has_week_numbers)
        return daybook_wall_from_day (daybook_rrule_get_first_week (walk->rule, period));
      return daybook_wall_from_civil (period, 1, 1, 0, 0, 0);
    default:
      g_assert_not_reached ();
    }
}

/* The last period that starts at or before @wall, which is not before DTSTART. */
gint64
daybook_rrule_walk_find_period (const DaybookRruleWalk *walk, gint64 wall)
{
  DaybookDay day = daybook_wall_get_day (wall);
  gint64 period, k;
  int year, month;

  switch (walk->rule->frequency)
    {
    case DAYBOOK_FREQUENCY_HOURLY:
      period = daybook_rrule_floor_div (wall, 3600) - walk->first_period;
      break;
    case DAYBOOK_FREQUENCY_DAILY:
      period = day - walk->first_period;
      break;
    case DAYBOOK_FREQUENCY_WEEKLY:
      period = (day - walk->first_period) / 7;
      break;
    case DAYBOOK_FREQUENCY_MONTHLY:
      daybook_day_to_civil (day, &year, &month, NULL);
      period = year * 12 + month - 1 - walk->first_period;
      break;
    default:
      period = daybook_rrule_get_period_year (walk->rule, day) - walk->first_period;
      break;
    }
  k = period / walk->rule->interval;
  return MAX (k, 0);
}

/* Makes the k-th period the one at hand. */
void
daybook_rrule_walk_enter_period (DaybookRruleWalk *walk, gint64 k)
{
  gint64 period = walk->first_period + k * walk->rule->interval;
  gint64 n_days = 0;

  walk->n_blocks = 0;
  switch (walk->rule->frequency)
    {
    case DAYBOOK_FREQUENCY_HOURLY:
      walk->hours[0] = period - daybook_rrule_floor_div (period, 24) * 24;
      if (walk->rule->hours == 0 || (walk->rule->hours & (1u << walk->hours[0])) != 0)
        daybook_rrule_walk_add_day (walk, daybook_rrule_floor_div (period, 24));
      break;
    case DAYBOOK_FREQUENCY_DAILY:
      daybook_rrule_walk_add_day (walk, period);
      break;
    case DAYBOOK_FREQUENCY_WEEKLY:
      daybook_rrule_walk_add_week (walk, walk->first_period + k * 7 * walk->rule->interval);
      break;
    case DAYBOOK_FREQUENCY_MONTHLY:
      daybook_rrule_walk_add_month (walk, daybook_rrule_floor_div (period, 12), 1 + period % 12);
      break;
    case DAYBOOK_FREQUENCY_YEARLY:
      daybook_rrule_walk_add_year (walk, period);
      break;
    default:
      g_assert_not_reached ();
    }
  for (guint i = 0; i < walk->n_blocks; i++)
    n_days += __builtin_popcount (walk->blocks[i].days);
  walk->n = n_days * walk->n_times;
  if (walk->rule->has_positions)
    pick_positions (walk);
}

/* Whether every period after the first hits the same number of times, so that COUNT is a division.
 */
gboolean
daybook_rrule_walk_has_equal_periods (const DaybookRruleWalk *walk)
{
  const DaybookRrule *rule = walk->rule;
  const guint32 in_every_month = (1u << 29) - 1;
  const guint64 in_every_fourth = (1u << 5) - 1;
  guint64 nth = 0, before = 0;

  switch (rule->frequency)
    {
    case DAYBOOK_FREQUENCY_HOURLY:
      return rule->hours == 0 && walk->weekdays == 0;
    case DAYBOOK_FREQUENCY_DAILY:
      return (walk->months | walk->month_days | walk->month_days_before | walk->weekdays) == 0;
    case DAYBOOK_FREQUENCY_WEEKLY:
      return walk->months == 0;
    case DAYBOOK_FREQUENCY_MONTHLY:
      if (walk->months != 0 || walk->weekdays != 0)
        return FALSE;
      for (int weekday = DAYBOOK_MONDAY; weekday <= DAYBOOK_SUNDAY; weekday++)
        {
          nth |= rule->nth_weekdays[weekday];
          before |= rule->nth_weekdays_before[weekday];
        }
      /* Days from both ends of the month may meet in a short one. */
      if (rule->has_nth_weekdays)
        return (walk->month_days | walk->month_days_before) == 0 && (nth == 0 || before == 0)
               && ((nth | before) & ~in_every_fourth) == 0;
      return (walk->month_days == 0 || walk->month_days_before == 0)
             && ((walk->month_days | walk->month_days_before) & ~in_every_month) == 0;
    default:
      return FALSE;
    }
}
