/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-format.h"
#include "common/daybook-zone-words.h"

#include <locale.h>

static void
assert_text (char *text /* (transfer full) */, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_times (void)
{
  assert_text (daybook_format_time (9 * 3600 + 5 * 60), "9:05");
  assert_text (daybook_format_time (14 * 3600 + 40 * 60), "14:40");
  assert_text (daybook_format_hour (8), "8:00");
  assert_text (daybook_format_time_range (9 * 3600, 9 * 3600 + 900), "9:00 – 9:15");
  assert_text (daybook_format_spoken_range (9 * 3600, 9 * 3600 + 900), "9:00 to 9:15");
}

static void
test_typed_times (void)
{
  static const struct
  {
    const char *text;
    gint64 wall; /* -1: refused */
  } cases[] = {
    { "9", 32400 },       { "9:30", 34200 },  { " 09:30 ", 34200 }, { "9.30", 34200 },  { "9h30", 34200 },
    { "930", 34200 },     { "0930", 34200 },  { "1730", 63000 },    { "2:40 pm", 52800 }, { "12 am", 0 },
    { "12pm", 43200 },    { "2:40 P.M.", 52800 }, { "24:00", 86400 }, { "0:00", 0 },    { "", -1 },
    { "24:01", -1 },      { "25", -1 },       { "9:60", -1 },       { "9:3", -1 },      { "9:300", -1 },
    { "13 pm", -1 },      { "0 am", -1 },     { "noon", -1 },       { "-9", -1 },       { "9:30 tomorrow", -1 },
    { "12345", -1 },      { "9:-1", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 wall = -1;

      g_test_message ("“%s”", cases[i].text);
      g_assert_cmpint (daybook_format_parse_time (cases[i].text, &wall), ==, cases[i].wall >= 0);
      g_assert_cmpint (wall, ==, cases[i].wall);
    }
}

static void
test_days (void)
{
  DaybookDay day = daybook_day_from_civil (2026, 11, 19);

  assert_text (daybook_format_day (day, day), "Thursday, 19 November");
  assert_text (daybook_format_day (day, daybook_day_from_civil (2027, 1, 2)), "Thursday, 19 November 2026");
  assert_text (daybook_format_day (day, DAYBOOK_DAY_NONE), "Thursday, 19 November 2026");
  assert_text (daybook_format_day_full (day), "Thursday, 19 November 2026");
  assert_text (daybook_format_day_short (day), "19 Nov");
  assert_text (daybook_format_weekday (day), "Thu");
  assert_text (daybook_format_day_relative (day, day), "Today");
  assert_text (daybook_format_day_relative (day - 1, day), "Yesterday");
  assert_text (daybook_format_day_relative (day + 1, day), "Tomorrow");
  assert_text (daybook_format_day_relative (day + 2, day), "Saturday, 21 November");
}

static void
test_ranges (void)
{
  assert_text (daybook_format_day_range (daybook_day_from_civil (2026, 11, 16), daybook_day_from_civil (2026, 11, 22)),
               "16 – 22 November 2026");
  assert_text (daybook_format_day_range (daybook_day_from_civil (2026, 9, 28), daybook_day_from_civil (2026, 10, 4)),
               "28 September – 4 October 2026");
  assert_text (daybook_format_day_range (daybook_day_from_civil (2026, 12, 28), daybook_day_from_civil (2027, 1, 3)),
               "28 December 2026 – 3 January 2027");
}

/* Before 1970 and at the ends of what Daybook knows. */
static void
test_far_days (void)
{
  assert_text (daybook_format_day_full (daybook_day_from_civil (1900, 1, 1)), "Monday, 1 January 1900");
  assert_text (daybook_format_day_full (daybook_day_from_civil (2200, 12, 31)), "Wednesday, 31 December 2200");
}

static void
test_week (void)
{
  /* C.UTF-8 has a calendar of its own; whatever it is, it is one of the seven and a possible first day. */
  DaybookWeekday first = daybook_format_first_weekday ();

  g_assert_true (first == DAYBOOK_MONDAY || first == DAYBOOK_SUNDAY || first == DAYBOOK_SATURDAY);
  g_assert_false (daybook_format_is_12_hour ());
}

static void
test_zones (void)
{
  g_autoptr (DaybookZone) berlin = daybook_zone_lookup ("Europe/Berlin");
  g_autofree char *described = daybook_zone_words_describe (berlin, 1795095630);
  g_autofree char *utc = daybook_zone_words_describe (daybook_zone_get_utc (), 0);
  g_autofree char *place = daybook_zone_words_place ("America/Argentina/Buenos_Aires");
  g_autofree char *bare = daybook_zone_words_place ("UTC");
  g_autofree char *west = daybook_zone_words_offset (-12600);
  g_autofree char *east = daybook_zone_words_offset (20700);

  g_assert_cmpstr (described, ==, "Europe/Berlin, UTC+1");
  g_assert_cmpstr (utc, ==, "UTC");
  g_assert_cmpstr (place, ==, "Buenos Aires");
  g_assert_cmpstr (bare, ==, "UTC");
  g_assert_cmpstr (west, ==, "UTC−3:30");
  g_assert_cmpstr (east, ==, "UTC+5:45");
}

int
main (int argc, char *argv[])
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ui/format/times", test_times);
  g_test_add_func ("/ui/format/typed-times", test_typed_times);
  g_test_add_func ("/ui/format/days", test_days);
  g_test_add_func ("/ui/format/ranges", test_ranges);
  g_test_add_func ("/ui/format/far-days", test_far_days);
  g_test_add_func ("/ui/format/zones", test_zones);
  g_test_add_func ("/ui/format/week", test_week);
  return g_test_run ();
}
