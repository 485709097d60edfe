/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-recurrence-private.h"

/* One expansion may do this many steps (periods walked, times written): far more than any real
 * series over three hundred years needs, and some tens of milliseconds. Counted and not timed, so
 * that a series gives the same on every computer. */
#define MAX_WORK 1000000

DaybookRecurrence *
daybook_recurrence_new (void)
{
  DaybookRecurrence *self = g_new0 (DaybookRecurrence, 1);

  self->rules = g_array_new (FALSE, FALSE, sizeof (DaybookSeriesRule));
  self->extras = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  self->excluded = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->excluded_days = g_array_new (FALSE, FALSE, sizeof (DaybookDay));
  self->walls = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

void
daybook_recurrence_free (DaybookRecurrence *self)
{
  g_clear_pointer (&self->zone, daybook_zone_unref);
  g_array_unref (self->rules);
  g_array_unref (self->extras);
  g_array_unref (self->excluded);
  g_array_unref (self->excluded_days);
  g_array_unref (self->walls);
  g_free (self);
}

static void
start (DaybookRecurrence *self, DaybookZone *zone, gint64 wall)
{
  if (zone != self->zone)
    {
      g_clear_pointer (&self->zone, daybook_zone_unref);
      self->zone = zone != NULL ? daybook_zone_ref (zone) : NULL;
    }
  self->start = wall;
  g_array_set_size (self->rules, 0);
  g_array_set_size (self->extras, 0);
  g_array_set_size (self->excluded, 0);
  g_array_set_size (self->excluded_days, 0);
  self->is_sorted = TRUE;
}

/* Forgets everything and starts a series whose first time is @wall in @zone. Floating series (no
 * TZID, or one that nobody knows) are given the person's own zone. */
void
daybook_recurrence_start (DaybookRecurrence *self, DaybookZone *zone, gint64 wall)
{
  g_return_if_fail (zone != NULL);

  start (self, zone, wall);
}

/* Forgets everything and starts a series of dates. */
void
daybook_recurrence_start_all_day (DaybookRecurrence *self, DaybookDay day)
{
  start (self, NULL, daybook_wall_from_day (day));
}

/* Leaves the instance out whose time is @start: one that an exception stands for. COUNT counts it
 * all the same. */
void
daybook_recurrence_exclude (DaybookRecurrence *self, gint64 instance_start)
{
  g_array_append_val (self->excluded, instance_start);
  self->is_sorted = FALSE;
}

static int
compare_times (const void *a, const void *b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

static int
compare_days (const void *a, const void *b)
{
  DaybookDay one = *(const DaybookDay *) a, other = *(const DaybookDay *) b;

  return one < other ? -1 : one > other;
}

/* Same starts stand together, the one with a duration of its own first: it knows more. */
static int
compare_instances (const void *a, const void *b)
{
  const DaybookInstance *one = a, *other = b;

  if (one->start != other->start)
    return one->start < other->start ? -1 : 1;
  return one->duration > other->duration ? -1 : one->duration < other->duration;
}

static gint64
to_time (const DaybookRecurrence *self, gint64 wall)
{
  return self->zone != NULL ? daybook_zone_to_instant (self->zone, wall) : wall;
}

/* UNTIL as a bound of walls, and as the exact @last instant where only that is exact. RFC 5545
 * wants UTC for series with a zone and a date for dates; everything else is read as it is meant: a
 * date as that whole day, a time without zone as one of the series' zone, a time for dates as its
 * date. */
static gint64
get_until_wall (const DaybookRecurrence *self, const DaybookRrule *rule, gint64 *last)
{
  DaybookRange moment = { rule->until, rule->until + 1 };
  DaybookRange walls;

  *last = G_MAXINT64;
  if (!rule->has_until)
    return G_MAXINT64;
  if (self->zone == NULL)
    return daybook_wall_from_day (daybook_wall_get_day (rule->until));
  if (rule->until_form == DAYBOOK_ICAL_DATE)
    return rule->until + DAYBOOK_DAY_SECONDS - 1;
  if (rule->until_form == DAYBOOK_ICAL_LOCAL)
    return rule->until;
  *last = rule->until;
  daybook_zone_get_wall_bounds (self->zone, &moment, &walls);
  return walls.end;
}

/* Appends what one rule gives to @instances, or to the excluded times when it is an EXRULE. */
static DaybookExpansion
expand_rule (DaybookRecurrence *self,
             const DaybookSeriesRule *rule,
             const DaybookRange *window,
             guint *work,
             GArray *instances)
{
  gint64 last;
  DaybookRange walls = *window;
  DaybookRruleRequest request = {
    .start = self->start,
    .until = get_until_wall (self, &rule->rule, &last),
    .all_day = self->zone == NULL,
    .includes_start = !rule->excludes,
    .max_instances = 2 * DAYBOOK_RECURRENCE_MAX_INSTANCES,
    .work = work,
  };
  DaybookExpansion expansion;

  if (self->zone != NULL)
    daybook_zone_get_wall_bounds (self->zone, window, &walls);
  request.from = walls.start;
  request.to = walls.end;
  g_array_set_size (self->walls, 0);
  expansion = daybook_rrule_expand (&rule->rule, &request, self->walls);
  for (guint i = 0; i < self->walls->len; i++)
    {
      DaybookInstance instance = { .wall = g_array_index (self->walls, gint64, i), .duration = -1 };

      instance.start = to_time (self, instance.wall);
      if (instance.start > last && instance.wall != self->start)
        continue;
      if (!daybook_range_contains (window, instance.start))
        continue;
      if (rule->excludes)
        daybook_recurrence_exclude (self, instance.start);
      else
        g_array_append_val (instances, instance);
    }
  return expansion;
}

static gboolean
is_excluded (const DaybookRecurrence *self, const DaybookInstance *instance)
{
  DaybookDay day;

  if (self->excluded->len > 0
      && bsearch (&instance->start, self->excluded->data, self->excluded->len, sizeof (gint64),
                  compare_times))
    return TRUE;
  if (self->excluded_days->len == 0)
    return FALSE;
  day = daybook_wall_get_day (instance->wall);
  return bsearch (&day, self->excluded_days->data, self->excluded_days->len, sizeof (DaybookDay),
                  compare_days)
         != NULL;
}

static void
sort_excluded (DaybookRecurrence *self)
{
  if (self->is_sorted)
    return;
  if (self->excluded->len > 1)
    g_array_sort (self->excluded, compare_times);
  if (self->excluded_days->len > 1)
    g_array_sort (self->excluded_days, compare_days);
  self->is_sorted = TRUE;
}

/* Sorts @n instances, unless they are. Walls ascend, but a skipped one may land after its
 * successor, and there may be several rules. */
static void
sort_instances (DaybookInstance *instances, guint n)
{
  for (guint i = 1; i < n; i++)
    {
      if (compare_instances (&instances[i - 1], &instances[i]) > 0)
        {
          qsort (instances, n, sizeof *instances, compare_instances);
          break;
        }
    }
}

/* Keeps, of @n sorted instances, those that are not excluded, each time once, as many as there may
 * be. Returns how many that are. */
static guint
pick_instances (DaybookRecurrence *self,
                DaybookInstance *instances,
                guint n,
                DaybookExpansion *expansion)
{
  guint kept = 0;

  for (guint i = 0; i < n; i++)
    {
      if ((kept > 0 && instances[kept - 1].start == instances[i].start)
          || is_excluded (self, &instances[i]))
        continue;
      if (kept == DAYBOOK_RECURRENCE_MAX_INSTANCES)
        {
          *expansion = MAX (*expansion, DAYBOOK_EXPANSION_TOO_MANY);
          break;
        }
      instances[kept++] = instances[i];
    }
  return kept;
}

/* The same where EXRULEs take out more: what they do between the first and the last instance is forgotten again. */
static guint
pick_by_rules (DaybookRecurrence *self, DaybookInstance *instances, guint n, guint *work, DaybookExpansion *expansion)
{
  g_autoptr (GArray) listed = g_array_copy (self->excluded);
  DaybookRange found = { instances[0].start, instances[n - 1].start + 1 };
  guint kept;

  for (guint i = 0; i < self->rules->len; i++)
    {
      const DaybookSeriesRule *rule = &g_array_index (self->rules, DaybookSeriesRule, i);

      if (rule->excludes)
        *expansion = MAX (*expansion, expand_rule (self, rule, &found, work, NULL));
    }
  sort_excluded (self);
  kept = pick_instances (self, instances, n, expansion);
  g_array_set_size (self->excluded, 0);
  g_array_append_vals (self->excluded, listed->data, listed->len);
  return kept;
}

/* Appends the instances that start in @window to @instances (of DaybookInstance), ascending and
 * each time once. Someone who wants what *overlaps* a window starts it earlier by the series'
 * length.
 *
 * The first time counts as an instance, also for COUNT and also where no rule hits it; EXDATE may
 * take it out. The same window gives the same instances whatever was asked before, so windows side
 * by side give what one window over both gives. Not COMPLETE: the instances there are are right,
 * but later ones may be missing. */
DaybookExpansion
daybook_recurrence_expand (DaybookRecurrence *self, const DaybookRange *window, GArray *instances)
{
  guint first = instances->len, n, work = MAX_WORK;
  DaybookExpansion expansion = DAYBOOK_EXPANSION_COMPLETE;
  gboolean has_rule = FALSE, has_exclusion = FALSE;
  DaybookInstance *at;

  if (daybook_range_is_empty (window))
    return expansion;
  for (guint i = 0; i < self->rules->len; i++)
    {
      const DaybookSeriesRule *rule = &g_array_index (self->rules, DaybookSeriesRule, i);

      if (rule->excludes)
        has_exclusion = TRUE;
      else
        {
          has_rule = TRUE;
          expansion = MAX (expansion, expand_rule (self, rule, window, &work, instances));
        }
    }
  if (!has_rule)
    {
      DaybookInstance only = { to_time (self, self->start), self->start, -1 };

      if (daybook_range_contains (window, only.start))
        g_array_append_val (instances, only);
    }
  for (guint i = 0; i < self->extras->len; i++)
    {
      const DaybookInstance *extra = &g_array_index (self->extras, DaybookInstance, i);

      if (daybook_range_contains (window, extra->start))
        g_array_append_val (instances, *extra);
    }
  n = instances->len - first;
  if (n == 0)
    return expansion;
  at = &g_array_index (instances, DaybookInstance, first);
  sort_instances (at, n);
  sort_excluded (self);
  n = has_exclusion ? pick_by_rules (self, at, n, &work, &expansion) : pick_instances (self, at, n, &expansion);
  g_array_set_size (instances, first + n);
  return expansion;
}

/* Seconds of the longest RDATE that is a PERIOD; 0 without one. */
gint64
daybook_recurrence_get_longest_period (DaybookRecurrence *self)
{
  gint64 longest = 0;

  for (guint i = 0; i < self->extras->len; i++)
    longest = MAX (longest, g_array_index (self->extras, DaybookInstance, i).duration);
  return longest;
}

/* The first time after @after, DAYBOOK_INSTANT_NONE when there is none to the end of 2200. Asks for
 * wider and wider windows: a daily series answers from the first. */
gint64
daybook_recurrence_get_next (DaybookRecurrence *self, gint64 after)
{
  const gint64 end = daybook_wall_from_day (DAYBOOK_DAY_MAX + 2);
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  DaybookRange window = { MAX (after, daybook_wall_from_day (DAYBOOK_DAY_MIN - 2)) + 1, 0 };
  gint64 length = 8 * DAYBOOK_DAY_SECONDS;

  while (window.start < end)
    {
      window.end = MIN (window.start + length, end);
      daybook_recurrence_expand (self, &window, instances);
      if (instances->len > 0)
        return g_array_index (instances, DaybookInstance, 0).start;
      window.start = window.end;
      length *= 8;
    }
  return DAYBOOK_INSTANT_NONE;
}
