/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-ical-time.h"

static void
test_times (void)
{
  static const struct
  {
    const char *text;
    DaybookIcalForm form;
    const char *wall;
  } rows[] = {
    { "20261121", DAYBOOK_ICAL_DATE, "2026-11-21T00:00:00" },
    { "20261121T140000", DAYBOOK_ICAL_LOCAL, "2026-11-21T14:00:00" },
    { "20261121T130000Z", DAYBOOK_ICAL_UTC, "2026-11-21T13:00:00" },
    { "20261121t130000z", DAYBOOK_ICAL_UTC, "2026-11-21T13:00:00" },
    { "20161231T235960Z", DAYBOOK_ICAL_UTC, "2016-12-31T23:59:59" },
    { "20240229", DAYBOOK_ICAL_DATE, "2024-02-29T00:00:00" },
    { "19000101", DAYBOOK_ICAL_DATE, "1900-01-01T00:00:00" },
    { "22001231T235959", DAYBOOK_ICAL_LOCAL, "2200-12-31T23:59:59" },
  };
  static const char *const wrong[] = {
    "",
    "2026112",
    "202611211",
    "20261121T",
    "20261121T1400",
    "20261121 140000",
    "20261121T240000",
    "20261121T146000",
    "20261121T140061",
    "20261121T140000ZZ",
    "20261121T140000+",
    "20261321",
    "20260230",
    "20250229",
    "2026-11-21",
    "-0011121",
    "00000101",
    "18991231",
    "22010101T000000Z",
    "99991231T235959Z",
    "20261121T1400000Z",
    " 20261121",
  };
  gint64 wall = 7;
  DaybookIcalForm form = DAYBOOK_ICAL_UTC;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      if (daybook_ical_time_parse (wrong[i], -1, &wall, &form))
        g_error ("took “%s”", wrong[i]);
    }
  g_assert_cmpint (wall, ==, 7);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char buffer[DAYBOOK_INSTANT_TEXT_SIZE];

      g_assert_true (daybook_ical_time_parse (rows[i].text, -1, &wall, &form));
      g_assert_cmpint (form, ==, rows[i].form);
      g_assert_cmpstr (daybook_wall_write (wall, buffer), ==, rows[i].wall);
    }
  g_assert_true (daybook_ical_time_parse ("20261121T140000/PT1H", 15, &wall, &form));
  g_assert_true (daybook_ical_time_parse_any_year ("16010101T030000", -1, &wall, &form));
  g_assert_true (daybook_ical_time_parse_any_year ("99991231T235959Z", -1, &wall, &form));
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    int days;
    gint64 seconds;
  } rows[] = {
    { "PT30M", 0, 1800 },   { "P1D", 1, 0 },        { "P2W", 14, 0 },
    { "-PT15M", 0, -900 },  { "+P1DT1H", 1, 3600 }, { "P1DT1H2M3S", 1, 3723 },
    { "pt1h30m", 0, 5400 }, { "PT0S", 0, 0 },       { "PT86400S", 0, 86400 },
  };
  static const char *const wrong[] = {
    "",     "P",     "PT",   "1H",     "PT1",    "P1H",
    "PT1D", "PT1H ", "P-1D", "P1DT",   "P367D",  "PT99999999H",
    "P1Y",  "P1M",   "PTM",  "--PT1H", "PT1.5H", "P99999999999999999999D",
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int days;
      gint64 seconds;

      if (!daybook_ical_duration_parse (rows[i].text, -1, &days, &seconds))
        g_error ("did not take “%s”", rows[i].text);
      g_assert_cmpint (days, ==, rows[i].days);
      g_assert_cmpint (seconds, ==, rows[i].seconds);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      int days;
      gint64 seconds;

      if (daybook_ical_duration_parse (wrong[i], -1, &days, &seconds))
        g_error ("took “%s”", wrong[i]);
    }
}

static void
test_offsets (void)
{
  int offset;

  g_assert_true (daybook_ical_offset_parse ("+0100", -1, &offset));
  g_assert_cmpint (offset, ==, 3600);
  g_assert_true (daybook_ical_offset_parse ("-033015", -1, &offset));
  g_assert_cmpint (offset, ==, -12615);
  g_assert_false (daybook_ical_offset_parse ("0100", -1, &offset));
  g_assert_false (daybook_ical_offset_parse ("+01:00", -1, &offset));
  g_assert_false (daybook_ical_offset_parse ("+2400", -1, &offset));
  g_assert_false (daybook_ical_offset_parse ("+0160", -1, &offset));
  g_assert_false (daybook_ical_offset_parse ("", -1, &offset));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/time/ical/times", test_times);
  g_test_add_func ("/time/ical/durations", test_durations);
  g_test_add_func ("/time/ical/offsets", test_offsets);
  return g_test_run ();
}
