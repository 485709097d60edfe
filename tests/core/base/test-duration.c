/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-duration.h"

#include <string.h>

#include "base/daybook-error.h"

#define H 3600
#define M 60

static void
test_parses (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
  } cases[] = {
    { "2.5 hours", 2 * H + 30 * M },
    { "2,5 h", 2 * H + 30 * M },
    { "2.5h", 2 * H + 30 * M },
    { "1h30", H + 30 * M },
    { "1h5", H + 5 * M },
    { "1h05", H + 5 * M },
    { "1H30", H + 30 * M },
    { "1h30m", H + 30 * M },
    { "1h 30m", H + 30 * M },
    { "2 h 30 min", 2 * H + 30 * M },
    { "1 hour 30 minutes", H + 30 * M },
    { "90m", 90 * M },
    { "90 min.", 90 * M },
    { "1:15", H + 15 * M },
    { "0:05", 5 * M },
    { "1:15:30", H + 15 * M + 30 },
    { ".5 h", 30 * M },
    { "0.25h", 15 * M },
    { "1.333333333 h", 4800 },
    { "45 s", 45 },
    { "2 Std. 15 Minuten", 2 * H + 15 * M },
    { "3\xC2\xA0h", 3 * H },
    { "  1 h  ", H },
    { "0 h", 0 },
    { "8784 h", DAYBOOK_DURATION_MAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 seconds = -1;

      daybook_duration_parse (cases[i].text, &seconds, &error);
      g_assert_no_error (error);
      g_assert_cmpint (seconds, ==, cases[i].seconds);
    }
}

static void
test_refuses (void)
{
  static const char *const texts[] = {
    "",           "h",
    "2",          "2.5",
    "-1 h",       "1 hx",
    "1h75",       "1h305",
    "1:5",        "1:60",
    "1:15:60",    "1:15:30:00",
    "1:15pm",     "1.5:30",
    "1 h 2 h",    "30 min 1 h",
    "2m30",       "1d",
    "1h2.5",      "1 h now",
    "1..5 h",     "1e3 h",
    "0x10 h",     "8785 h",
    "99999999 h", "99999999999999999999 h",
    "\xff 1 h",   "1\xff h",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 seconds = 7;

      if (daybook_duration_parse (texts[i], &seconds, &error))
        g_test_message ("%s is %d", texts[i], (int) seconds);
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE);
      g_assert_cmpint (seconds, ==, 7);
    }
}

static void
test_prefix (void)
{
  static const struct
  {
    const char *text;
    gint64 seconds;
    const char *rest;
  } cases[] = {
    { "2.5 hours: Client meeting", 9000, ": Client meeting" },
    { "1h30 review", 5400, " review" },
    { "90m x", 5400, " x" },
    { "2,5 h: y", 9000, ": y" },
    { "1:15 z", 4500, " z" },
    { "1:15: z", 4500, ": z" },
    { "1h 2 people", 3600, " 2 people" },
    { "1 h 30 min, then tea", 5400, ", then tea" },
    { "3 meetings", -1, "3 meetings" },
    { "10 a.m.", -1, "10 a.m." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 seconds = -1;
      gsize length = daybook_duration_parse_prefix (cases[i].text, &seconds);

      g_assert_cmpint (seconds, ==, cases[i].seconds);
      g_assert_cmpstr (cases[i].text + length, ==, cases[i].rest);
    }
}

static void
test_formats (void)
{
  static const struct
  {
    gint64 seconds;
    const char *brief;
    const char *spoken;
    const char *clock;
    const char *plain;
  } cases[] = {
    { 0, "0 min", "0 minutes", "0:00", "0.00" },
    { 1, "1 s", "1 second", "0:00", "0.00" },
    { 29, "29 s", "29 seconds", "0:00", "0.01" },
    { 30, "1 min", "1 minute", "0:01", "0.01" },
    { 5 * M, "5 min", "5 minutes", "0:05", "0.08" },
    { H - 1, "1 h", "1 hour", "1:00", "1.00" },
    { H + 30 * M, "1 h 30 min", "1 hour 30 minutes", "1:30", "1.50" },
    { 2 * H + M, "2 h 1 min", "2 hours 1 minute", "2:01", "2.02" },
    { 6 * H + 30 * M + 5, "6 h 30 min", "6 hours 30 minutes", "6:30", "6.50" },
    { 100 * H, "100 h", "100 hours", "100:00", "100.00" },
    { -(H + 15 * M), "-1 h 15 min", "minus 1 hour 15 minutes", "-1:15", "-1.25" },
    { -10, "-10 s", "minus 10 seconds", "0:00", "0.00" },
    { G_MININT64, "-2562047788015215 h 30 min", "minus 2562047788015215 hours 30 minutes",
      "-2562047788015215:30", "-2562047788015215.50" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *brief = daybook_duration_format_short (cases[i].seconds);
      g_autofree char *spoken = daybook_duration_format_spoken (cases[i].seconds);
      g_autofree char *clock = daybook_duration_format_clock (cases[i].seconds);
      g_autofree char *plain = daybook_duration_format_plain_hours (cases[i].seconds);

      g_assert_cmpstr (brief, ==, cases[i].brief);
      g_assert_cmpstr (spoken, ==, cases[i].spoken);
      g_assert_cmpstr (clock, ==, cases[i].clock);
      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

static void
test_shown_is_read (void)
{
  for (gint64 seconds = 0; seconds <= 30 * H; seconds += 60)
    {
      g_autofree char *brief = daybook_duration_format_short (seconds);
      g_autofree char *spoken = daybook_duration_format_spoken (seconds);
      g_autofree char *clock = daybook_duration_format_clock (seconds);
      gint64 read = -1;

      g_assert_true (daybook_duration_parse (brief, &read, NULL) && read == seconds);
      g_assert_true (daybook_duration_parse (spoken, &read, NULL) && read == seconds);
      g_assert_true (daybook_duration_parse (clock, &read, NULL) && read == seconds);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/duration/parses", test_parses);
  g_test_add_func ("/duration/refuses", test_refuses);
  g_test_add_func ("/duration/prefix", test_prefix);
  g_test_add_func ("/duration/formats", test_formats);
  g_test_add_func ("/duration/what-is-shown-is-read", test_shown_is_read);

  return g_test_run ();
}
