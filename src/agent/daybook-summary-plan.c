/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-summary-plan.h"

#include "base/daybook-zone.h"
#include "insight/daybook-period.h"

/* The instant of today's summary, past or not yet; DAYBOOK_INSTANT_NONE: it is switched off, or today is no working
 * day. */
gint64
daybook_summary_plan_get_time (DaybookStore *store, gint64 now)
{
  DaybookZone *zone = daybook_store_get_zone (store);
  DaybookDay today = daybook_zone_get_day (zone, now);

  if (!daybook_store_get_setting_bool (store, "summary_schedule")
      || !daybook_period_is_working_day (daybook_period_get_working_days (store), today))
    return DAYBOOK_INSTANT_NONE;
  return daybook_zone_to_instant (zone, daybook_wall_from_day (today)
                                          + daybook_store_get_setting_time (store, "summary_time"));
}

/* Whether today's summary is to be made now; @done is the day of the last one, and becomes today. */
gboolean
daybook_summary_plan_take_due (DaybookStore *store, gint64 now, DaybookDay *done)
{
  gint64 time = daybook_summary_plan_get_time (store, now);
  DaybookDay today = daybook_zone_get_day (daybook_store_get_zone (store), now);

  if (time == DAYBOOK_INSTANT_NONE || now < time || *done == today)
    return FALSE;
  *done = today;
  return TRUE;
}
