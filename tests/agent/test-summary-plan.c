/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-summary-plan.h"

#include "store-fixture.h"

#define HOUR 3600

/* 2026-11-20, a Friday, 17:00 in Berlin. */
#define FRIDAY_EVENING (FIXTURE_NOW - 17 * HOUR)

static void
set (StoreFixture *fixture, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;

  daybook_store_set_setting (fixture->store, key, value, &error);
  g_assert_no_error (error);
}

static void
test_off (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay done = DAYBOOK_DAY_NONE;

  g_assert_cmpint (daybook_summary_plan_get_time (fixture->store, FRIDAY_EVENING), ==, DAYBOOK_INSTANT_NONE);
  g_assert_false (daybook_summary_plan_take_due (fixture->store, FRIDAY_EVENING, &done));
}

static void
test_once_a_day (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay done = DAYBOOK_DAY_NONE;

  set (fixture, "summary_schedule", "on");
  g_assert_cmpint (daybook_summary_plan_get_time (fixture->store, FRIDAY_EVENING - 5 * HOUR), ==, FRIDAY_EVENING);
  g_assert_false (daybook_summary_plan_take_due (fixture->store, FRIDAY_EVENING - 1, &done));
  g_assert_true (daybook_summary_plan_take_due (fixture->store, FRIDAY_EVENING, &done));
  g_assert_false (daybook_summary_plan_take_due (fixture->store, FRIDAY_EVENING + HOUR, &done));
  /* Slept through the hour, but not the day. */
  done = DAYBOOK_DAY_NONE;
  g_assert_true (daybook_summary_plan_take_due (fixture->store, FRIDAY_EVENING + 5 * HOUR, &done));
}

static void
test_working_days_alone (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay done = DAYBOOK_DAY_NONE;

  set (fixture, "summary_schedule", "on");
  set (fixture, "summary_time", "18:30");
  g_assert_cmpint (daybook_summary_plan_get_time (fixture->store, FIXTURE_NOW), ==, DAYBOOK_INSTANT_NONE);
  g_assert_false (daybook_summary_plan_take_due (fixture->store, FIXTURE_NOW + 12 * HOUR, &done));
  set (fixture, "working_days", "fri, Sat");
  g_assert_cmpint (daybook_summary_plan_get_time (fixture->store, FIXTURE_NOW), ==, FRIDAY_EVENING + 24 * HOUR + 5400);
  g_assert_true (daybook_summary_plan_take_due (fixture->store, FIXTURE_NOW + 12 * HOUR, &done));
}

/* Clocks go back on 2026-10-25, a Sunday: five in the afternoon is five in the afternoon. */
static void
test_changed_clocks (StoreFixture *fixture, gconstpointer unused)
{
  gint64 sunday = FRIDAY_EVENING - 26 * 24 * HOUR;

  set (fixture, "summary_schedule", "on");
  set (fixture, "working_days", "sun");
  g_assert_cmpint (daybook_summary_plan_get_time (fixture->store, sunday - 14 * HOUR), ==, sunday);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/agent/summary-plan/" name, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("off-unless-switched-on", test_off);
  ADD ("once-a-day", test_once_a_day);
  ADD ("working-days-alone", test_working_days_alone);
  ADD ("changed-clocks", test_changed_clocks);
#undef ADD
  return g_test_run ();
}
