/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-period.h"

#include <string.h>

static DaybookPeriod
make (DaybookSummaryType type, DaybookDay from, DaybookDay to, DaybookDay today)
{
  DaybookPeriod period = { .type = type, .from = from, .to = to, .today = today };

  period.counted_to = from > today ? to : MIN (to, today + 1);
  return period;
}

/* The day, week or month that @day lies in. */
DaybookPeriod
daybook_period_around (DaybookSummaryType type, DaybookDay day, DaybookDay today)
{
  DaybookDay first;

  switch (type)
    {
    case DAYBOOK_SUMMARY_WEEKLY:
      first = daybook_day_get_week_start (day, DAYBOOK_MONDAY);
      return make (type, first, first + 7, today);
    case DAYBOOK_SUMMARY_MONTHLY:
      first = daybook_day_get_month_start (day);
      return make (type, first, daybook_day_add_months (first, 1), today);
    case DAYBOOK_SUMMARY_DAILY:
    case DAYBOOK_SUMMARY_RANGE:
    default:
      return make (type, day, day + 1, today);
    }
}

DaybookPeriod
daybook_period_for_range (DaybookDay from, DaybookDay to, DaybookDay today)
{
  return make (DAYBOOK_SUMMARY_RANGE, from, to, today);
}

/* A working day is compared with the working days before it, a free one with free ones: a Monday says nothing about
 * a Sunday. */
static guint
list_days_before (const DaybookPeriod *self, guint8 working_days, DaybookPeriod before[DAYBOOK_PERIODS_BEFORE])
{
  gboolean works = daybook_period_is_working_day (working_days, self->from);
  guint n = 0;

  for (DaybookDay day = self->from - 1; n < DAYBOOK_PERIODS_BEFORE && day >= self->from - 28; day--)
    {
      if (daybook_period_is_working_day (working_days, day) != works)
        continue;
      before[n++] = (DaybookPeriod) { DAYBOOK_SUMMARY_DAILY, day, day + 1, day + 1, self->today };
    }
  return n;
}

/* The four periods of the kind before this one, the nearest first. Of a week that is not over, the earlier weeks are
 * counted up to the same weekday. Returns how many. */
guint
daybook_period_list_before (const DaybookPeriod *self,
                            guint8 working_days,
                            DaybookPeriod before[DAYBOOK_PERIODS_BEFORE])
{
  DaybookDay counted = self->counted_to - self->from;
  gboolean whole = self->counted_to == self->to;

  if (self->type == DAYBOOK_SUMMARY_DAILY)
    return list_days_before (self, working_days, before);
  for (guint i = 0; i < DAYBOOK_PERIODS_BEFORE; i++)
    {
      DaybookPeriod *period = &before[i];

      period->type = self->type;
      period->today = self->today;
      if (self->type == DAYBOOK_SUMMARY_MONTHLY)
        {
          period->from = daybook_day_add_months (self->from, -(int) (i + 1));
          period->to = daybook_day_add_months (period->from, 1);
        }
      else
        {
          period->from = self->from - (DaybookDay) (i + 1) * (self->to - self->from);
          period->to = period->from + (self->to - self->from);
        }
      period->counted_to = whole ? period->to : MIN (period->to, period->from + counted);
    }
  return DAYBOOK_PERIODS_BEFORE;
}

gboolean
daybook_period_is_ahead (const DaybookPeriod *self)
{
  return self->from > self->today;
}

guint8
daybook_period_get_working_days (DaybookStore *store)
{
  static const char *const names[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun" };
  g_autofree char *value = daybook_store_get_setting (store, "working_days");
  guint8 days = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (strstr (value, names[i]) != NULL)
        days |= (guint8) (1 << i);
    }
  return days;
}

gboolean
daybook_period_is_working_day (guint8 working_days, DaybookDay day)
{
  return (working_days & (1 << (daybook_day_get_weekday (day) - 1))) != 0;
}
