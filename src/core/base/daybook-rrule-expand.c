/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-rrule-private.h"

static inline guint
count_bits (guint32 bits)
{
  return __builtin_popcount (bits);
}

static inline guint32
mask_of (int length)
{
  return length >= 32 ? G_MAXUINT32 : (1u << length) - 1;
}

static gint64
get_time (const DaybookRruleWalk *walk, gint64 index)
{
  gint64 second = index % walk->n_seconds;
  gint64 minute = index / walk->n_seconds % walk->n_minutes;
  gint64 hour = index / walk->n_seconds / walk->n_minutes;

  return walk->hours[hour] * 3600 + walk->minutes[minute] * 60 + walk->seconds[second];
}

/* How many of a day's times lie before @second_of_day. */
static gint64
count_times_before (const DaybookRruleWalk *walk, int second_of_day)
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
count_before (const DaybookRruleWalk *walk, gint64 wall)
{
  DaybookDay day;
  gint64 n = 0;

  if (wall >= daybook_wall_from_day (DAYBOOK_DAY_MAX + 800))
    return walk->n;
  day = daybook_wall_get_day (wall);
  for (guint i = 0; i < walk->n_blocks; i++)
    {
      const DaybookRruleBlock *block = &walk->blocks[i];
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
count_chosen_before (const DaybookRruleWalk *walk, gint64 wall)
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
count_chosen (const DaybookRruleWalk *walk)
{
  return walk->rule->has_positions ? walk->n_positions : walk->n;
}

/* The period's times @from up to @to, counted after BYSETPOS. FALSE when room or work ran out. */
static gboolean
write_chosen (DaybookRruleWalk *walk, gint64 from, gint64 to, GArray *walls, DaybookExpansion *expansion)
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
      wall = daybook_wall_from_day (walk->blocks[block].first + __builtin_ctz (days))
             + get_time (walk, index - passed);
      g_array_append_val (walls, wall);
    }
  return TRUE;
}

/* Whether DTSTART is one of the period's times, the first being at hand. */
static gboolean
hits_start (DaybookRruleWalk *walk)
{
  gint64 start = walk->request->start;

  return count_chosen_before (walk, start + 1) > count_chosen_before (walk, start);
}

/* What the periods between the first one and that of @from hold is counted without entering them. Returns the last
 * period that is counted then. */
static gint64
count_equal_periods (DaybookRruleWalk *walk, gint64 from, gint64 *counted)
{
  gint64 target = daybook_rrule_walk_find_period (walk, from);

  if (target <= 1)
    return 0;
  daybook_rrule_walk_enter_period (walk, 1);
  *counted += (target - 1) * count_chosen (walk);
  return target - 1;
}

/* Appends the walls (gint64) of the window at which @rule occurs to @walls, ascending and distinct.
 * Exact for every rule that daybook_rrule_parse() lets through, to the end of DAYBOOK_YEAR_MAX; the
 * cost depends on the window, not on how long ago the series started, unless COUNT has to be
 * counted (and then it is some nanoseconds a period). UNTIL is the request's, since only the caller
 * knows the zone; BYSETPOS chooses among a whole period, also the part before DTSTART. */
DaybookExpansion
daybook_rrule_expand (const DaybookRrule *rule, const DaybookRruleRequest *request, GArray *walls)
{
  DaybookRruleWalk walk;
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
  daybook_rrule_walk_init (&walk, rule, request);
  if (request->includes_start && (rule->count > 0 || start_is_in_window))
    {
      daybook_rrule_walk_enter_period (&walk, 0);
      entered = TRUE;
      if (!hits_start (&walk))
        {
          counted = 1;
          if (start_is_in_window)
            g_array_append_val (walls, request->start);
        }
    }
  if (rule->count == 0)
    k = daybook_rrule_walk_find_period (&walk, from);
  for (;; k++)
    {
      gint64 first = 0, last;

      if (daybook_rrule_walk_get_period_wall (&walk, k) >= end)
        break;
      if (*request->work <= DAYBOOK_RRULE_MAX_BLOCKS)
        {
          *request->work = 0;
          return DAYBOOK_EXPANSION_TOO_LONG;
        }
      *request->work -= rule->frequency == DAYBOOK_FREQUENCY_YEARLY ? DAYBOOK_RRULE_MAX_BLOCKS : 1;
      if (k > 0 || !entered)
        daybook_rrule_walk_enter_period (&walk, k);
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
      if (rule->count > 0 && k == 0 && daybook_rrule_walk_has_equal_periods (&walk))
        k = count_equal_periods (&walk, from, &counted);
    }
  return expansion;
}
