/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-zones.h"

#define NOVEMBER_19 1795042800 /* 2026-11-19 00:00 in Berlin */

static const DaybookRange day = { NOVEMBER_19, NOVEMBER_19 + DAYBOOK_DAY_SECONDS };

static void
assert_other (const char *zone_name, const char *local_name, const char *const *events, const char *expected)
{
  g_autoptr (DaybookZone) zone = daybook_zone_lookup (zone_name);
  g_autoptr (DaybookZone) local = daybook_zone_lookup (local_name);
  g_autoptr (DaybookZone) other = daybook_day_zones_find_other (zone, local, events, &day);

  g_assert_cmpstr (other != NULL ? daybook_zone_get_name (other) : NULL, ==, expected);
}

/* The days stay in the zone of home, the computer is abroad. */
static void
test_days_of_home (void)
{
  const char *const nothing[] = { NULL };

  assert_other ("Europe/Berlin", "America/New_York", nothing, "America/New_York");
  assert_other ("Europe/Berlin", "Europe/Berlin", nothing, NULL);
  /* Another name for the same time is no journey. */
  assert_other ("Europe/Berlin", "Europe/Zurich", nothing, NULL);
}

/* The days follow the computer, the meetings are of home. */
static void
test_meetings_of_home (void)
{
  const char *const most[] = { "Europe/Berlin", "America/New_York", "Europe/Berlin", "", "Europe/Berlin", NULL };
  const char *const half[] = { "Europe/Berlin", "America/New_York", NULL };
  const char *const one[] = { "Asia/Tokyo", "America/New_York", "America/New_York", NULL };
  const char *const unknown[] = { "Customized Zone", NULL };
  const char *const unnamed[] = { "", "", NULL };

  assert_other ("America/New_York", "America/New_York", most, "Europe/Berlin");
  assert_other ("America/New_York", "America/New_York", half, NULL);
  assert_other ("America/New_York", "America/New_York", one, NULL);
  assert_other ("America/New_York", "America/New_York", unknown, NULL);
  assert_other ("America/New_York", "America/New_York", unnamed, NULL);
  assert_other ("Europe/Berlin", "Europe/Berlin", most, NULL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/day-zones/days-of-home", test_days_of_home);
  g_test_add_func ("/ui/day-zones/meetings-of-home", test_meetings_of_home);
  return g_test_run ();
}
