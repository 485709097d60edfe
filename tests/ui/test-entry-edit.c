/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Start, end and duration of an entry as a person edits them. */
#include "entry/daybook-entry-edit.h"

#define HOURS ((gint64) 3600)

static DaybookEntry *
make_entry (DaybookZone *zone, DaybookDay day, gint64 start, gint64 duration)
{
  DaybookEntry *entry = daybook_entry_new ();

  entry->title = g_strdup ("Review");
  entry->start_at = daybook_zone_to_instant (zone, daybook_wall_from_day (day) + start);
  entry->end_at = entry->start_at + duration;
  entry->duration = duration;
  return entry;
}

static void
assert_times (const DaybookEntry *entry, DaybookZone *zone, DaybookDay day, gint64 start, gint64 end, gint64 duration)
{
  g_assert_cmpint (daybook_zone_to_wall (zone, entry->start_at), ==, daybook_wall_from_day (day) + start);
  g_assert_cmpint (daybook_zone_to_wall (zone, entry->end_at), ==, daybook_wall_from_day (day) + end);
  g_assert_cmpint (entry->duration, ==, duration);
}

static void
test_times_follow_each_other (void)
{
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Berlin");
  DaybookDay day = daybook_day_from_civil (2026, 11, 19);
  g_autoptr (DaybookEntry) entry = make_entry (zone, day, 9 * HOURS, 2 * HOURS);

  daybook_entry_edit_set_start (entry, zone, 10 * HOURS);
  assert_times (entry, zone, day, 10 * HOURS, 12 * HOURS, 2 * HOURS);
  daybook_entry_edit_set_end (entry, zone, 11 * HOURS);
  assert_times (entry, zone, day, 10 * HOURS, 11 * HOURS, HOURS);
  g_assert_true (daybook_entry_edit_set_duration (entry, 3 * HOURS));
  assert_times (entry, zone, day, 10 * HOURS, 13 * HOURS, 3 * HOURS);
  daybook_entry_edit_set_day (entry, zone, day - 3);
  assert_times (entry, zone, day - 3, 10 * HOURS, 13 * HOURS, 3 * HOURS);
}

/* A duration of its own (a long meeting of which an hour counts) stays when only the day moves. */
static void
test_own_duration_stays (void)
{
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Berlin");
  DaybookDay day = daybook_day_from_civil (2026, 11, 19);
  g_autoptr (DaybookEntry) entry = make_entry (zone, day, 9 * HOURS, 2 * HOURS);

  entry->duration = HOURS;
  daybook_entry_edit_set_day (entry, zone, day + 1);
  assert_times (entry, zone, day + 1, 9 * HOURS, 11 * HOURS, HOURS);
  daybook_entry_edit_set_start (entry, zone, 8 * HOURS);
  assert_times (entry, zone, day + 1, 8 * HOURS, 10 * HOURS, HOURS);
}

static void
test_end_before_start_is_tomorrow (void)
{
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Berlin");
  DaybookDay day = daybook_day_from_civil (2026, 11, 19);
  g_autoptr (DaybookEntry) entry = make_entry (zone, day, 22 * HOURS, HOURS);

  daybook_entry_edit_set_end (entry, zone, 1 * HOURS);
  assert_times (entry, zone, day, 22 * HOURS, 25 * HOURS, 3 * HOURS);
}

/* The night the clocks go back has an hour more than its walls show. */
static void
test_clocks_go_back (void)
{
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Berlin");
  DaybookDay day = daybook_day_from_civil (2026, 10, 25);
  g_autoptr (DaybookEntry) entry = make_entry (zone, day, 1 * HOURS, HOURS);

  daybook_entry_edit_set_end (entry, zone, 4 * HOURS);
  g_assert_cmpint (entry->duration, ==, 4 * HOURS);
}

static void
test_bounds (void)
{
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Berlin");
  DaybookDay day = daybook_day_from_civil (2026, 11, 19);
  g_autoptr (DaybookEntry) entry = make_entry (zone, day, 9 * HOURS, HOURS);

  g_assert_false (daybook_entry_edit_set_duration (entry, 0));
  g_assert_false (daybook_entry_edit_set_duration (entry, 24 * HOURS + 1));
  assert_times (entry, zone, day, 9 * HOURS, 10 * HOURS, HOURS);
  g_assert_true (daybook_entry_edit_set_duration (entry, 24 * HOURS));
}

static void
test_tags (void)
{
  g_autoptr (DaybookEntry) entry = daybook_entry_new ();
  g_autofree char *text = NULL;

  entry->tags = daybook_tags_parse ("  review , ACME,,review,\n travel  time ");
  text = daybook_entry_edit_format_tags (entry);
  g_assert_cmpstr (text, ==, "review, ACME, travel time");
  g_assert_null (daybook_tags_parse (" , "));
}

static void
test_same (void)
{
  g_autoptr (DaybookEntry) a = daybook_entry_new ();
  g_autoptr (DaybookEntry) b = NULL;

  a->title = g_strdup ("Review");
  b = daybook_entry_copy (a);
  g_assert_true (daybook_entry_edit_is_same (a, b));
  b->notes = g_strdup ("");
  g_assert_true (daybook_entry_edit_is_same (a, b));
  b->tags = daybook_tags_parse ("one");
  g_assert_false (daybook_entry_edit_is_same (a, b));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entry/edit/times-follow-each-other", test_times_follow_each_other);
  g_test_add_func ("/entry/edit/own-duration-stays", test_own_duration_stays);
  g_test_add_func ("/entry/edit/end-before-start-is-tomorrow", test_end_before_start_is_tomorrow);
  g_test_add_func ("/entry/edit/clocks-go-back", test_clocks_go_back);
  g_test_add_func ("/entry/edit/bounds", test_bounds);
  g_test_add_func ("/entry/edit/tags", test_tags);
  g_test_add_func ("/entry/edit/same", test_same);
  return g_test_run ();
}
