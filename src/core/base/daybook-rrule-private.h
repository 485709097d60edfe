/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-rrule.h"

G_BEGIN_DECLS

/* How a rule becomes times.
 *
 * A rule walks in periods: every INTERVALth hour, day, week, month or year from DTSTART's. The days
 * a period hits are a few blocks of 32 bits; what RFC 5545 calls expanding and limiting is one
 * intersection of masks once the parts that DTSTART fills in are filled in. The times of day are
 * the same for each of these days, so the n-th time of a period is found by division: nothing is
 * written out that is not in the window, and BYSETPOS and COUNT work on numbers.
 *
 * Without COUNT the walk starts at the window. With COUNT the periods before it are only counted,
 * and not even that where all periods hit equally many times.
 *
 * daybook-rrule-days.c: a period's days. daybook-rrule-walk.c: from period to period.
 * daybook-rrule-expand.c: from DTSTART to the window. */

#define DAYBOOK_RRULE_MAX_BLOCKS 14
#define DAYBOOK_RRULE_MAX_POSITIONS (2 * 366)

typedef struct
{
  DaybookDay first; /* bit 0 of days */
  guint32 days;
} DaybookRruleBlock;

typedef struct
{
  const DaybookRrule *rule;
  const DaybookRruleRequest *request;

  /* The rule's parts with what DTSTART adds to them. */
  guint32 months;
  guint32 month_days;
  guint32 month_days_before;
  guint32 weekdays;
  guint8 hours[24];
  guint8 minutes[60];
  guint8 seconds[60];
  guint n_hours, n_minutes, n_seconds;
  gint64 n_times; /* a day; an hour for HOURLY */

  /* DTSTART's period. */
  gint64 first_period; /* hour, day, first day of the week, month or year, counted from 1970 or 0 */

  /* The period at hand. */
  DaybookRruleBlock blocks[DAYBOOK_RRULE_MAX_BLOCKS];
  guint n_blocks;
  gint64 n; /* times in the period, before BYSETPOS */
  guint32 positions[DAYBOOK_RRULE_MAX_POSITIONS];
  guint n_positions;
} DaybookRruleWalk;

static inline gint64
daybook_rrule_floor_div (gint64 a, gint64 b)
{
  gint64 q = a / b;

  return q - (a % b < 0);
}

void daybook_rrule_walk_add_month (DaybookRruleWalk *walk, int year, int month);
void daybook_rrule_walk_add_year (DaybookRruleWalk *walk, int year);
void daybook_rrule_walk_add_week (DaybookRruleWalk *walk, DaybookDay first);
void daybook_rrule_walk_add_day (DaybookRruleWalk *walk, DaybookDay day);
DaybookDay daybook_rrule_get_first_week (const DaybookRrule *rule, int year);
int daybook_rrule_get_period_year (const DaybookRrule *rule, DaybookDay day);

void daybook_rrule_walk_init (DaybookRruleWalk *walk,
                              const DaybookRrule *rule,
                              const DaybookRruleRequest *request);
void daybook_rrule_walk_enter_period (DaybookRruleWalk *walk, gint64 k);
gint64 daybook_rrule_walk_get_period_wall (const DaybookRruleWalk *walk, gint64 k);
gint64 daybook_rrule_walk_find_period (const DaybookRruleWalk *walk, gint64 wall);
gboolean daybook_rrule_walk_has_equal_periods (const DaybookRruleWalk *walk);

G_END_DECLS
