/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-clock.h"
#include "base/daybook-error.h"
#include "base/daybook-time-words.h"
#include "base/daybook-time.h"

static void
test_civil_round_trip (void)
{
  DaybookDay expected = DAYBOOK_DAY_MIN;

  for (int year = DAYBOOK_YEAR_MIN; year <= DAYBOOK_YEAR_MAX; year++)
    {
      for (int month = 1; month <= 12; month++)
        {
          for (int day = 1; day <= daybook_month_length (year, month); day++, expected++)
            {
              int y, m, d;

              daybook_day_to_civil (expected, &y, &m, &d);
              if (daybook_day_from_civil (year, month, day) != expected || y != year || m != month
                  || d != day)
                g_error ("%d-%d-%d", year, month, day);
              if ((int) daybook_day_get_weekday (expected) != 1 + (expected + 3 + 70000 * 7) % 7)
                g_error ("weekday of %d-%d-%d", year, month, day);
            }
        }
    }
  g_assert_cmpint (expected, ==, DAYBOOK_DAY_MAX + 1);
  g_assert_cmpint (daybook_day_from_civil (1970, 1, 1), ==, 0);
  g_assert_cmpint (daybook_day_get_weekday (daybook_day_from_civil (2026, 11, 21)), ==,
                   DAYBOOK_SATURDAY);
}

static void
test_iso_week (void)
{
  for (DaybookDay day = DAYBOOK_DAY_MIN; day <= DAYBOOK_DAY_MAX; day += 1)
    {
      int year, month, day_of_month, iso_year, iso_week;
      GDate date;

      daybook_day_to_civil (day, &year, &month, &day_of_month);
      daybook_day_get_iso_week (day, &iso_year, &iso_week);
      g_date_set_dmy (&date, day_of_month, month, year);
      if ((guint) iso_week != g_date_get_iso8601_week_of_year (&date))
        g_error ("week of %d-%d-%d: %d", year, month, day_of_month, iso_week);
    }
}

static void
test_months (void)
{
  static const struct
  {
    const char *from;
    int months;
    const char *to;
  } rows[] = {
    { "2026-01-31", 1, "2026-02-28" },    { "2024-01-31", 1, "2024-02-29" },
    { "2026-03-31", -1, "2026-02-28" },   { "2026-12-15", 1, "2027-01-15" },
    { "2026-01-15", -1, "2025-12-15" },   { "2026-01-15", -25, "2023-12-15" },
    { "2026-01-15", 1200, "2126-01-15" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      DaybookDay from;
      char buffer[DAYBOOK_DAY_TEXT_SIZE];

      g_assert_true (daybook_day_parse (rows[i].from, -1, &from));
      g_assert_cmpstr (daybook_day_write (daybook_day_add_months (from, rows[i].months), buffer),
                       ==, rows[i].to);
    }
}

static void
test_day_text (void)
{
  static const char *const wrong[] = {
    "",           "2026-11-2",  "2026-11-211", "2026-13-01", "2026-00-10",
    "2026-02-29", "2026-02-30", "1899-12-31",  "2201-01-01", "2026/11/21",
    "2026-11-2x", "+026-11-21", " 026-11-21",  "9999-12-31", "-001-11-21",
  };
  DaybookDay day = 7;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      if (daybook_day_parse (wrong[i], -1, &day))
        g_error ("took “%s”", wrong[i]);
    }
  g_assert_cmpint (day, ==, 7);
  g_assert_true (daybook_day_parse ("2024-02-29T10:00", 10, &day));
  g_assert_cmpint (day, ==, daybook_day_from_civil (2024, 2, 29));
  g_assert_true (daybook_day_parse ("1900-01-01", -1, &day));
  g_assert_cmpint (day, ==, DAYBOOK_DAY_MIN);
  g_assert_true (daybook_day_parse ("2200-12-31", -1, &day));
  g_assert_cmpint (day, ==, DAYBOOK_DAY_MAX);
  g_assert_null (daybook_day_format (DAYBOOK_DAY_NONE));
  g_assert_null (daybook_instant_format (DAYBOOK_INSTANT_NONE));
  g_assert_null (daybook_instant_format (G_MAXINT64));
}

static void
test_instant_text (void)
{
  static const struct
  {
    const char *text;
    const char *utc;
  } rows[] = {
    { "2026-11-21T13:00:00Z", "2026-11-21T13:00:00Z" },
    { "2026-11-21t13:00:00z", "2026-11-21T13:00:00Z" },
    { "2026-11-21T13:00:00.000Z", "2026-11-21T13:00:00Z" },
    { "2026-11-21T13:00:00.999999999Z", "2026-11-21T13:00:00Z" },
    { "2026-11-21T13:00:00+01:00", "2026-11-21T12:00:00Z" },
    { "2026-11-21T13:00:00.5-03:30", "2026-11-21T16:30:00Z" },
    { "2026-11-21T00:00:00+05:45", "2026-11-20T18:15:00Z" },
    { "2026-11-21T00:00:00-00:00", "2026-11-21T00:00:00Z" },
    { "2026-12-31T23:59:60Z", "2026-12-31T23:59:59Z" },
    { "2017-01-01T00:59:60+01:00", "2016-12-31T23:59:59Z" },
    { "1900-01-01T00:00:00Z", "1900-01-01T00:00:00Z" },
    { "2200-12-31T23:59:59Z", "2200-12-31T23:59:59Z" },
    { "1969-12-31T23:59:59.25Z", "1969-12-31T23:59:59Z" },
  };
  static const char *const wrong[] = {
    "",
    "2026-11-21",
    "2026-11-21T13:00:00",
    "2026-11-21 13:00:00Z",
    "2026-11-21T13:00Z",
    "2026-11-21T24:00:00Z",
    "2026-11-21T13:60:00Z",
    "2026-11-21T13:00:61Z",
    "2026-11-21T13:00:00.Z",
    "2026-11-21T13:00:00.1234567890Z",
    "2026-11-21T13:00:00,5Z",
    "2026-11-21T13:00:00+0100",
    "2026-11-21T13:00:00+24:00",
    "2026-11-21T13:00:00+01:60",
    "2026-11-21T13:00:00ZZ",
    "2026-11-21T13:00:00Z ",
    "2026-02-30T13:00:00Z",
    "1899-12-31T13:00:00Z",
    "2201-01-01T00:00:00Z",
    "0001-01-01T00:00:00Z",
    "2026-1a-21T13:00:00Z",
    "2026-11-21T1:000:00Z",
    "2026-11-21T-1:00:00Z",
  };
  gint64 instant = 7;
  int offset = 7;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      if (daybook_instant_parse (wrong[i], -1, &instant))
        g_error ("took “%s”", wrong[i]);
    }
  g_assert_cmpint (instant, ==, 7);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char buffer[DAYBOOK_INSTANT_TEXT_SIZE];

      g_assert_true (daybook_instant_parse (rows[i].text, -1, &instant));
      g_assert_cmpstr (daybook_instant_write (instant, buffer), ==, rows[i].utc);
    }
  g_assert_true (
      daybook_instant_parse_with_offset ("2026-11-21T13:00:00-03:30", -1, &instant, &offset));
  g_assert_cmpint (offset, ==, -12600);
  g_assert_true (daybook_instant_parse ("1970-01-01T00:00:10Zebra", 20, &instant));
  g_assert_cmpint (instant, ==, 10);
  /* Graph writes times of a zone it names elsewhere. */
  g_assert_true (daybook_wall_parse ("2026-11-23T09:00:00.0000000", -1, &instant));
  g_assert_cmpint (instant, ==, daybook_wall_from_civil (2026, 11, 23, 9, 0, 0));
  g_assert_false (daybook_wall_parse ("2026-11-23T09:00:00Z", -1, &instant));
}

static void
test_dates_too_far_away (void)
{
  static const char *const far[] = { "0001-01-01", "1899-12-31", "2201-01-01" };
  DaybookDay day;

  for (guint i = 0; i < G_N_ELEMENTS (far); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (daybook_day_parse_word (far[i], 0, &day, &error));
      g_assert_nonnull (strstr (error->message, "1900 to 2200"));
    }
}

static void
test_date_words (void)
{
  static const struct
  {
    const char *word;
    const char *day;
  } rows[] = {
    { "today", "2026-11-25" },      { "Yesterday", "2026-11-24" }, { "tomorrow", "2026-11-26" },
    { "monday", "2026-11-23" },     { "wednesday", "2026-11-25" }, { "thursday", "2026-11-19" },
    { "sunday", "2026-11-22" },     { "-7d", "2026-11-18" },       { "+30d", "2026-12-25" },
    { "2024-02-29", "2024-02-29" },
  };
  static const char *const wrong[]
      = { "", "soon", "7d", "-d", "+99999999d", "2026-02-30", "-7", "- 7d" };
  DaybookDay today = daybook_day_from_civil (2026, 11, 25); /* a Wednesday */

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      char buffer[DAYBOOK_DAY_TEXT_SIZE];
      DaybookDay day;

      daybook_day_parse_word (rows[i].word, today, &day, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (daybook_day_write (day, buffer), ==, rows[i].day);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      DaybookDay day;

      g_assert_false (daybook_day_parse_word (wrong[i], today, &day, &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
    }
}

static void
test_time_words (void)
{
  static const struct
  {
    const char *word;
    const char *utc;
  } rows[] = {
    { "2026-11-21T13:00:00Z", "2026-11-21T13:00:00Z" },
    { "2026-11-21T14:00", "2026-11-21T13:00:00Z" },
    { "2026-07-21T14:00", "2026-07-21T12:00:00Z" },
    { "2026-07-21T14:00:30", "2026-07-21T12:00:30Z" },
    { "2026-11-21 14:00", "2026-11-21T13:00:00Z" },
    { "2026-11-21T14:00+02:00", "2026-11-21T12:00:00Z" },
    { "2026-11-21T14:00Z", "2026-11-21T14:00:00Z" },
    { "14:00", "2026-11-22T13:00:00Z" },
    { "9:05", "2026-11-22T08:05:00Z" },
    { "00:00", "2026-11-21T23:00:00Z" },
  };
  static const char *const wrong[] = { "",
                                       "14",
                                       "24:00",
                                       "14:60",
                                       "14:0",
                                       "2026-11-21",
                                       "noon",
                                       "2026-02-30T14:00",
                                       "2026-11-21T",
                                       "2026-11-21_14:00",
                                       "2026-11-21T14:00+2",
                                       "2026-11-21T14:0Z",
                                       "14:00 " };
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Zurich");
  gint64 now;

  /* In Zurich it is the 22nd already. */
  g_assert_true (daybook_instant_parse ("2026-11-21T23:30:00Z", -1, &now));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      char buffer[DAYBOOK_INSTANT_TEXT_SIZE];
      gint64 instant;

      daybook_instant_parse_word (rows[i].word, zone, now, &instant, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (daybook_instant_write (instant, buffer), ==, rows[i].utc);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 instant;

      g_assert_false (daybook_instant_parse_word (wrong[i], zone, now, &instant, &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
    }
}

static void
test_ranges (void)
{
  DaybookRange range = { 100, 200 };

  g_assert_true (daybook_range_contains (&range, 100));
  g_assert_false (daybook_range_contains (&range, 200));
  g_assert_true (daybook_range_overlaps (&range, 0, 101));
  g_assert_false (daybook_range_overlaps (&range, 0, 100));
  g_assert_false (daybook_range_overlaps (&range, 200, 300));
  g_assert_true (daybook_range_overlaps (&range, 100, 100));
  g_assert_false (daybook_range_overlaps (&range, 200, 200));
}

static void
test_clock (void)
{
  g_autoptr (DaybookClock) fixed = daybook_clock_new_fixed (1000);
  g_autoptr (DaybookClock) stands = NULL;
  g_autoptr (DaybookClock) runs = NULL;
  g_autoptr (DaybookClock) later = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before = daybook_clock_monotonic (fixed);

  daybook_clock_advance (fixed, 60);
  g_assert_cmpint (daybook_clock_now (fixed), ==, 1060);
  g_assert_cmpint (daybook_clock_monotonic (fixed) - before, ==, 60 * G_USEC_PER_SEC);
  daybook_clock_set (fixed, 500);
  g_assert_cmpint (daybook_clock_now (fixed), ==, 500);
  g_assert_cmpint (daybook_clock_monotonic (fixed) - before, ==, 60 * G_USEC_PER_SEC);

  stands = daybook_clock_new_for_text ("=2026-11-23T09:00:00Z", &error);
  g_assert_no_error (error);
  g_assert_cmpint (daybook_clock_now (stands), ==, 1795424400);
  runs = daybook_clock_new_for_text ("2026-11-23T09:00:00Z", &error);
  g_assert_no_error (error);
  g_assert_cmpint (daybook_clock_now (runs) - 1795424400, >=, 0);
  g_assert_cmpint (daybook_clock_now (runs) - 1795424400, <, 600);
  later = daybook_clock_new_for_text ("+60d", &error);
  g_assert_no_error (error);
  g_assert_cmpint (ABS (daybook_clock_now (later) - g_get_real_time () / G_USEC_PER_SEC
                        - 60 * DAYBOOK_DAY_SECONDS),
                   <=, 600);
  g_assert_null (daybook_clock_new_for_text ("monday", &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/civil/round-trip", test_civil_round_trip);
  g_test_add_func ("/time/civil/iso-week", test_iso_week);
  g_test_add_func ("/time/civil/adding-months-clamps", test_months);
  g_test_add_func ("/time/text/days", test_day_text);
  g_test_add_func ("/time/text/instants", test_instant_text);
  g_test_add_func ("/time/words/dates", test_date_words);
  g_test_add_func ("/time/dates-too-far-away", test_dates_too_far_away);
  g_test_add_func ("/time/words/times", test_time_words);
  g_test_add_func ("/time/ranges", test_ranges);
  g_test_add_func ("/time/clock", test_clock);
  return g_test_run ();
}
