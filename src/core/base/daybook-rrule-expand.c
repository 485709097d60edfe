/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-rrule.h"

/* How a rule becomes times.
 *
 * A rule walks in periods: every INTERVALth hour, day, week, month or year from DTSTART's. The days
 * a period hits are a few blocks of 32 bits; what RFC 5545 calls expanding and limiting is one
 * intersection of masks once the parts that DTSTART fills in are filled in. The times of day are the
 * same for each of these days, so the n-th time of a period is found by division: nothing is written
 * out that is not in the window, and BYSETPOS and COUNT work on numbers.
 *
 * Without COUNT the walk starts at the window. With COUNT the periods before it are only counted,
 * and not even that where all periods hit equally many times. */

#define MAX_BLOCKS 14
#define MAX_POSITIONS (2 * 366)
#define LAST_YEAR (DAYBOOK_YEAR_MAX + 1)

typedef struct
{
  DaybookDay first; /* bit 0 of days */
  guint32 days;
} Block;

typedef struct
{
  const DaybookRrule *rule;
  const DaybookRruleRequest *request;

  /* The rule's parts with what DTSTART adds to them. */
  guint32 months;
  guint32 month_days;
  guint32 month_days_before;
  guint32 weekdays;
  gboolean has_days; /* any of the parts that choose days of months */
  guint8 hours[24];
  guint8 minutes[60];
  guint8 seconds[60];
  guint n_hours, n_minutes, n_seconds;
  gint64 n_times; /* a day; an hour for HOURLY */

  /* DTSTART's period. */
  gint64 first_period; /* hour, day, first day of the week, month or year, counted from 1970 or 0 */

  /* The period at hand. */
  Block blocks[MAX_BLOCKS];
  guint n_blocks;
  gint64 n;            /* times in the period, before BYSETPOS */
  guint32 positions[MAX_POSITIONS];
  guint n_positions;
} Walk;

static gint64
floor_div (gint64 a, gint64 b)
{
  gint64 q = a / b;

  return q - (a % b < 0);
}

static inline guint
count_bits (guint32 bits)
{
  return __builtin_popcount (bits);
}

static guint
list_bits (guint64 bits, guint8 *values)
{
  guint n = 0;

  for (; bits != 0; bits &= bits - 1)
    values[n++] = __builtin_ctzll (bits);
  return n;
}

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
get_month_days (const Walk *walk, int length)
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

/* The block of one month. @week_days, or NULL, are the bits of the days in the rule's numbered
 * weeks, counted from @week_origin; @nth_in_year says what numbered weekdays are numbered within. */
static void
add_month (Walk *walk,
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
    {
      int at = first - daybook_day_from_civil (year, 1, 1);
      int year_length = 365 + daybook_year_is_leap (year);
      guint32 hit = take_bits (rule->year_days, G_N_ELEMENTS (rule->year_days), at + 1, length);

      for (int i = 0; i < length; i++)
        {
          int before = year_length - at - i;

          if ((rule->year_days_before[before / 64] >> (before % 64)) & 1)
            hit |= 1u << i;
        }
      days &= hit;
    }
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
    walk->blocks[walk->n_blocks++] = (Block){ first, days };
}

/* The first day of week 1 of @year: the week, starting on WKST, that holds at least four of the
 * year's days, so the one with 4 January. */
static DaybookDay
get_first_week (const DaybookRrule *rule, int year)
{
  return daybook_day_get_week_start (daybook_day_from_civil (year, 1, 4), rule->week_start);
}

/* The year whose period @day lies in. Under BYWEEKNO that is the year which has most of its week:
 * week 1 may start in December and the last week end in January. */
static int
get_period_year (const DaybookRrule *rule, DaybookDay day)
{
  int year = daybook_day_get_year (day);

  if (!rule->has_week_numbers)
    return year;
  if (day < get_first_week (rule, year))
    return year - 1;
  return day >= get_first_week (rule, year + 1) ? year + 1 : year;
}

static void
add_year (Walk *walk, int year)
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
  first_week = get_first_week (rule, year);
  n_weeks = (get_first_week (rule, year + 1) - first_week) / 7;
  for (int week = 1; week <= n_weeks; week++)
    {
      if (((rule->week_numbers >> week) & 1) == 0 &&
          ((rule->week_numbers_before >> (n_weeks + 1 - week)) & 1) == 0)
        continue;
      for (int day = (week - 1) * 7; day < week * 7; day++)
        week_days[day / 64] |= G_GUINT64_CONSTANT (1) << (day % 64);
    }
  for (int month = 0; month <= 13; month++)
    add_month (walk, year, month, nth_in_year, week_days, first_week);
}

static void
add_week (Walk *walk, DaybookDay first)
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
    walk->blocks[walk->n_blocks++] = (Block){ first, days };
}

static void
add_day (Walk *walk, DaybookDay day)
{
  if (walk->weekdays != 0 && (walk->weekdays & (1u << daybook_day_get_weekday (day))) == 0)
    return;
  if ((walk->months | walk->month_days | walk->month_days_before) != 0)
    {
      int year, month, day_of_month;

      daybook_day_to_civil (day, &year, &month, &day_of_month);
      if (walk->months != 0 && (walk->months & (1u << month)) == 0)
        return;
      if ((walk->month_days | walk->month_days_before) != 0 &&
          (walk->month_days & (1u << day_of_month)) == 0 &&
          (walk->month_days_before &
           (1u << (daybook_month_length (year, month) + 1 - day_of_month))) == 0)
        return;
    }
  walk->blocks[walk->n_blocks++] = (Block){ day, 1 };
}

static int
compare_positions (const void *a, const void *b)
{
  guint32 one = *(const guint32 *) a, other = *(const guint32 *) b;

  return one < other ? -1 : one > other;
}

static void
pick_positions (Walk *walk)
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
static gint64
get_period_wall (const Walk *walk, gint64 k)
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
      return daybook_wall_from_civil (floor_div (period, 12), 1 + period % 12, 1, 0, 0, 0);
    case DAYBOOK_FREQUENCY_YEARLY:
      if (period > LAST_YEAR)
        return G_MAXINT64;
      if (walk->rule->has_week_numbers)
        return daybook_wall_from_day (get_first_week (walk->rule, period));
      return daybook_wall_from_civil (period, 1, 1, 0, 0, 0);
    default:
      g_assert_not_reached ();
    }
}

/* The last period that starts at or before @wall, which is not before DTSTART. */
static gint64
find_period (const Walk *walk, gint64 wall)
{
  DaybookDay day = daybook_wall_get_day (wall);
  gint64 period, k;
  int year, month;

  switch (walk->rule->frequency)
    {
    case DAYBOOK_FREQUENCY_HOURLY:
      period = floor_div (wall, 3600) - walk->first_period;
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
      period = get_period_year (walk->rule, day) - walk->first_period;
      break;
    }
  k = period / walk->rule->interval;
  return MAX (k, 0);
}

/* Makes the k-th period the one at hand. */
static void
enter_period (Walk *walk, gint64 k)
{
  gint64 period = walk->first_period + k * walk->rule->interval;
  gint64 n_days = 0;

  walk->n_blocks = 0;
  switch (walk->rule->frequency)
    {
    case DAYBOOK_FREQUENCY_HOURLY:
      walk->hours[0] = period - floor_div (period, 24) * 24;
      if (walk->rule->hours == 0 || (walk->rule->hours & (1u << walk->hours[0])) != 0)
        add_day (walk, floor_div (period, 24));
      break;
    case DAYBOOK_FREQUENCY_DAILY:
      add_day (walk, period);
      break;
    case DAYBOOK_FREQUENCY_WEEKLY:
      add_week (walk, walk->first_period + k * 7 * walk->rule->interval);
      break;
    case DAYBOOK_FREQUENCY_MONTHLY:
      add_month (walk, floor_div (period, 12), 1 + period % 12, FALSE, NULL, 0);
      break;
    case DAYBOOK_FREQUENCY_YEARLY:
      add_year (walk, period);
      break;
    default:
      g_assert_not_reached ();
    }
  for (guint i = 0; i < walk->n_blocks; i++)
    n_days += count_bits (walk->blocks[i].days);
  walk->n = n_days * walk->n_times;
  if (walk->rule->has_positions)
    pick_positions (walk);
}

static gint64
get_time (const Walk *walk, gint64 index)
{
  gint64 second = index % walk->n_seconds;
  gint64 minute = index / walk->n_seconds % walk->n_minutes;
  gint64 hour = index / walk->n_seconds / walk->n_minutes;

  return walk->hours[hour] * 3600 + walk->minutes[minute] * 60 + walk->seconds[second];
}

/* How many of a day's times lie before @second_of_day. */
static gint64
count_times_before (const Walk *walk, int second_of_day)
{
  int hour = second_of_day / 3600, minute = second_of_day / 60 % 60, second = second_of_day % 60;
  guint h = 0, m = 0, s = 0;

  while (h < walk->n_hours && walk->hours[h] < hour)
    h++;
  if (h < walk->n_hours && walk->hours[h] == hour)
    {
      while (m < walk->n_minutes && walk->minutes[m] < minute)
        m++;
      if (m < walk->n_minutes && walk->minutes[m] == minute)
        {
          while (s < walk->n_seconds && walk->seconds[s] < second)
            s++;
        }
    }
  return ((gint64) h * walk->n_minutes + m) * walk->n_seconds + s;
}

/* How many of the period's times, before BYSETPOS, lie before @wall. */
static gint64
count_before (const Walk *walk, gint64 wall)
{
  DaybookDay day;
  gint64 n = 0;

  if (wall >= daybook_wall_from_day (DAYBOOK_DAY_MAX + 800))
    return walk->n;
  day = daybook_wall_get_day (wall);
  for (guint i = 0; i < walk->n_blocks; i++)
    {
      const Block *block = &walk->blocks[i];
      gint64 at = (gint64) day - block->first;

      if (at < 0)
        break;
      if (at >= 32)
        {
          n += count_bits (block->days) * walk->n_times;
          continue;
        }
      n += count_bits (block->days & mask_of (at)) * walk->n_times;
      if ((block->days >> at) & 1)
        n += count_times_before (walk, daybook_wall_get_second_of_day (wall));
    }
  return n;
}

static gint64
count_chosen_before (const Walk *walk, gint64 wall)
{
  gint64 n = count_before (walk, wall);
  guint chosen = 0;

  if (!walk->rule->has_positions)
    return n;
  while (chosen < walk->n_positions && walk->positions[chosen] < n)
    chosen++;
  return chosen;
}

static gint64
count_chosen (const Walk *walk)
{
  return walk->rule->has_positions ? walk->n_positions : walk->n;
}

/* The period's times @from up to @to, counted after BYSETPOS. FALSE when room or work ran out. */
static gboolean
write_chosen (Walk *walk, gint64 from, gint64 to, GArray *walls, DaybookExpansion *expansion)
{
  guint block = 0;
  guint32 days = walk->n_blocks > 0 ? walk->blocks[0].days : 0;
  gint64 passed = 0; /* times of the days that were taken out of blocks and days */

  for (gint64 chosen = from; chosen < to; chosen++)
    {
      gint64 index = walk->rule->has_positions ? walk->positions[chosen] : chosen;
      gint64 wall;

      if (walls->len >= walk->request->max_instances)
        {
          *expansion = DAYBOOK_EXPANSION_TOO_MANY;
          return FALSE;
        }
      if (*walk->request->work == 0)
        {
          *expansion = DAYBOOK_EXPANSION_TOO_LONG;
          return FALSE;
        }
      --*walk->request->work;
      while (index - passed >= walk->n_times)
        {
          gint64 in_block = count_bits (days) * walk->n_times;

          if (index - passed >= in_block)
            {
              passed += in_block;
              days = walk->blocks[++block].days;
              continue;
            }
          days &= days - 1;
          passed += walk->n_times;
        }
      wall = daybook_wall_from_day (walk->blocks[block].first + __builtin_ctz (days)) +
             get_time (walk, index - passed);
      g_array_append_val (walls, wall);
    }
  return TRUE;
}

static void
set_times (Walk *walk)
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
set_days (Walk *walk)
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
      walk->first_period = floor_div (walk->request->start, 3600);
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
      walk->first_period = get_period_year (rule, start);
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

/* Whether every period after the first hits the same number of times, so that COUNT is a division. */
static gboolean
has_equal_periods (const Walk *walk)
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
        return (walk->month_days | walk->month_days_before) == 0 && (nth == 0 || before == 0) &&
               ((nth | before) & ~in_every_fourth) == 0;
      return (walk->month_days == 0 || walk->month_days_before == 0) &&
             ((walk->month_days | walk->month_days_before) & ~in_every_month) == 0;
    default:
      return FALSE;
    }
}

/* Whether DTSTART is one of the period's times, the first being at hand. */
static gboolean
hits_start (Walk *walk)
{
  gint64 start = walk->request->start;

  return count_chosen_before (walk, start + 1) > count_chosen_before (walk, start);
}

/* Appends the walls (gint64) of the window at which @rule occurs to @walls, ascending and distinct.
 * Exact for every rule that daybook_rrule_parse() lets through, to the end of DAYBOOK_YEAR_MAX; the
 * cost depends on the window, not on how long ago the series started, unless COUNT has to be counted
 * (and then it is some nanoseconds a period). UNTIL is the request's, since only the caller knows
 * the zone; BYSETPOS chooses among a whole period, also the part before DTSTART. */
DaybookExpansion
daybook_rrule_expand (const DaybookRrule *rule, const DaybookRruleRequest *request, GArray *walls)
{
  Walk walk;
  DaybookExpansion expansion = DAYBOOK_EXPANSION_COMPLETE;
  gint64 end = MIN (request->to, daybook_wall_from_day (DAYBOOK_DAY_MAX + 1));
  gint64 from = MAX (request->from, request->start);
  gint64 counted = 0, k = 0;
  gboolean start_is_in_window = request->start >= request->from && request->start < end;
  gboolean entered = FALSE;

  /* A rule that ends before it starts leaves DTSTART. */
  if (request->until < end)
    end = MAX (request->until, request->start - !request->includes_start) + 1;
  if (from >= end)
    return expansion;
  walk.rule = rule;
  walk.request = request;
  set_times (&walk);
  set_days (&walk);
  if (request->includes_start && (rule->count > 0 || start_is_in_window))
    {
      enter_period (&walk, 0);
      entered = TRUE;
      if (!hits_start (&walk))
        {
          counted = 1;
          if (start_is_in_window)
            g_array_append_val (walls, request->start);
        }
    }
  if (rule->count == 0)
    k = find_period (&walk, from);
  for (;; k++)
    {
      gint64 first = 0, last;

      if (get_period_wall (&walk, k) >= end)
        break;
      if (*request->work <= MAX_BLOCKS)
        {
          *request->work = 0;
          return DAYBOOK_EXPANSION_TOO_LONG;
        }
      *request->work -= rule->frequency == DAYBOOK_FREQUENCY_YEARLY ? MAX_BLOCKS : 1;
      if (k > 0 || !entered)
        enter_period (&walk, k);
      last = count_chosen (&walk);
      if (k == 0)
        first = count_chosen_before (&walk, request->start);
      if (rule->count > 0)
        {
          gint64 left = rule->count - counted;

          if (left <= 0)
            break;
          last = MIN (last, first + left);
          counted += last - first;
        }
      first = MAX (first, count_chosen_before (&walk, from));
      last = MIN (last, count_chosen_before (&walk, end));
      if (!write_chosen (&walk, first, last, walls, &expansion))
        break;
      if (rule->count > 0 && k == 0 && has_equal_periods (&walk))
        {
          gint64 target = find_period (&walk, from);

          if (target > 1)
            {
              enter_period (&walk, 1);
              counted += (target - 1) * count_chosen (&walk);
              k = target - 1;
            }
        }
    }
  return expansion;
}
