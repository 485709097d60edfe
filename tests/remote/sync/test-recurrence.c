/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-recurrence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/daybook-error.h"

/* One example of tests/data/recurrence: see the head of rfc5545.txt. */
typedef struct
{
  guint line;
  DaybookZone *zone; /* (owned) (nullable) */
  gint64 start;      /* wall */
  GString *lines;    /* (owned) */
  GArray *expected;  /* (owned) of gint64 */
  gboolean refused;
  gboolean goes_on;
} Example;

static gint64
to_time (const Example *example, gint64 wall)
{
  return example->zone != NULL ? daybook_zone_to_instant (example->zone, wall) : wall;
}

static gboolean
begin (DaybookRecurrence *series, const Example *example, GError **error)
{
  if (example->zone != NULL)
    daybook_recurrence_start (series, example->zone, example->start);
  else
    daybook_recurrence_start_all_day (series, daybook_wall_get_day (example->start));
  return daybook_recurrence_add_lines (series, example->lines->str, -1, NULL, NULL, error);
}

static char *
describe (const Example *example, const GArray *instances)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < instances->len && i < 400; i++)
    {
      char buffer[DAYBOOK_INSTANT_TEXT_SIZE];
      gint64 time = g_array_index (instances, DaybookInstance, i).start;

      if (example->zone != NULL)
        time = daybook_zone_to_wall (example->zone, time);
      g_string_append_printf (text, " %s", daybook_wall_write (time, buffer));
    }
  return g_string_free (text, FALSE);
}

static void
check_example (const char *file, Example *example)
{
  g_autoptr (DaybookRecurrence) series = daybook_recurrence_new ();
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  g_autoptr (GArray) slid = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  g_autoptr (GError) error = NULL;
  DaybookRange window
      = { daybook_wall_from_day (DAYBOOK_DAY_MIN), daybook_wall_from_day (DAYBOOK_DAY_MAX + 2) };
  DaybookRange slide;
  gint64 last;
  gboolean same;

  if (!begin (series, example, &error))
    {
      g_assert_true (error->domain == DAYBOOK_ERROR);
      g_assert_cmpint (strlen (error->message), >, 10);
      if (!example->refused)
        g_error ("%s:%u: %s", file, example->line, error->message);
      return;
    }
  if (example->refused)
    g_error ("%s:%u: is not refused", file, example->line);
  g_assert_cmpint (example->expected->len, >, 0);
  last = g_array_index (example->expected, gint64, example->expected->len - 1);
  if (example->goes_on)
    window.end = last + 1;
  g_assert_cmpint (daybook_recurrence_expand (series, &window, instances), ==,
                   DAYBOOK_EXPANSION_COMPLETE);
  same = instances->len == example->expected->len;
  for (guint i = 0; same && i < instances->len; i++)
    same = g_array_index (instances, DaybookInstance, i).start
           == g_array_index (example->expected, gint64, i);
  if (!same)
    {
      g_autofree char *found = describe (example, instances);

      g_error ("%s:%u: found%s", file, example->line, found);
    }
  if (example->goes_on)
    g_assert_cmpint (daybook_recurrence_get_next (series, last), !=, DAYBOOK_INSTANT_NONE);
  else
    g_assert_cmpint (daybook_recurrence_get_next (series, last), ==, DAYBOOK_INSTANT_NONE);

  /* Windows side by side, of a length that divides nothing, find the same. */
  slide.start = to_time (example, example->start) - 40 * DAYBOOK_DAY_SECONDS;
  while (slide.start <= last)
    {
      slide.end = slide.start + 11 * DAYBOOK_DAY_SECONDS + 3599;
      if (example->goes_on)
        slide.end = MIN (slide.end, last + 1);
      if (last - slide.start > 4000 * DAYBOOK_DAY_SECONDS)
        slide.end = slide.start + 977 * DAYBOOK_DAY_SECONDS;
      g_assert_cmpint (daybook_recurrence_expand (series, &slide, slid), ==,
                       DAYBOOK_EXPANSION_COMPLETE);
      slide.start = slide.end;
    }
  g_assert_cmpmem (slid->data, slid->len * sizeof (DaybookInstance), instances->data,
                   instances->len * sizeof (DaybookInstance));
  /* And one after the other, each is the next after the one before. */
  for (guint i = 0; i + 1 < example->expected->len && i < 40; i++)
    g_assert_cmpint (
        daybook_recurrence_get_next (series, g_array_index (example->expected, gint64, i)), ==,
        g_array_index (example->expected, gint64, i + 1));
}

static void
add_expected (Example *example, const char *file, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  int year, month, day = 0;
  int n = sscanf (words[0], "%4d-%2d-%2d", &year, &month, &day);
  int time = daybook_wall_get_second_of_day (example->start);

  if (n < 2)
    g_error ("%s:%u: what is “%s”?", file, example->line, line);
  for (char **word = words + 1; *word != NULL; word++)
    {
      int first, last, hour, minute;

      if (n == 3 && sscanf (*word, "%2d:%2d", &hour, &minute) == 2)
        {
          gint64 wall = daybook_wall_from_civil (year, month, day, hour, minute, 0);
          gint64 instant = to_time (example, wall);

          g_array_append_val (example->expected, instant);
          continue;
        }
      first = last = atoi (*word);
      if (strchr (*word, '-') != NULL)
        last = atoi (strchr (*word, '-') + 1);
      for (; first <= last; first++)
        {
          gint64 wall = daybook_wall_from_civil (year, month, first, 0, 0, time);
          gint64 instant = to_time (example, wall);

          g_array_append_val (example->expected, instant);
        }
    }
  /* `2026-12-31` alone is a day in the notation of a month. */
  if (n == 3 && words[1] == NULL)
    {
      gint64 wall = daybook_wall_from_civil (year, month, day, 0, 0, time);
      gint64 instant = to_time (example, wall);

      g_array_append_val (example->expected, instant);
    }
}

static void
clear_example (Example *example)
{
  g_clear_pointer (&example->zone, daybook_zone_unref);
  g_string_free (example->lines, TRUE);
  g_array_unref (example->expected);
}

static void
test_examples (gconstpointer data)
{
  const char *file = data;
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "recurrence", file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;
  Example example = { 0 };
  gboolean open = FALSE;
  guint n_examples = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = lines[i];

      if (*line == '#')
        continue;
      if (*line == '\0')
        {
          if (open)
            {
              check_example (file, &example);
              clear_example (&example);
              n_examples++;
            }
          open = FALSE;
        }
      else if (g_str_has_prefix (line, "start "))
        {
          g_auto (GStrv) words = g_strsplit (line, " ", -1);
          DaybookIcalForm form;

          open = TRUE;
          example = (Example){ .line = i + 1,
                               .zone = g_str_equal (words[1], "-") ? NULL
                                                                   : daybook_zone_lookup (words[1]),
                               .lines = g_string_new (NULL),
                               .expected = g_array_new (FALSE, FALSE, sizeof (gint64)) };
          g_assert_true (daybook_ical_time_parse (words[2], -1, &example.start, &form));
          g_assert_cmpint (form == DAYBOOK_ICAL_DATE, ==, example.zone == NULL);
        }
      else if (g_str_equal (line, "refused"))
        example.refused = TRUE;
      else if (g_str_equal (line, "..."))
        example.goes_on = TRUE;
      else if (g_ascii_isdigit (*line))
        add_expected (&example, file, line);
      else
        g_string_append_printf (example.lines, "%s\r\n", line);
    }
  g_assert_cmpint (n_examples, >=, 40);
}

static void
test_instances_carry_wall_and_duration (void)
{
  g_autoptr (DaybookRecurrence) series = daybook_recurrence_new ();
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Zurich");
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  g_autoptr (GError) error = NULL;
  DaybookRange window = { 0, G_MAXINT32 };
  const DaybookInstance *at;

  daybook_recurrence_start (series, zone, daybook_wall_from_civil (2026, 10, 24, 9, 0, 0));
  daybook_recurrence_add_lines (
      series,
      "RRULE:FREQ=DAILY;COUNT=2\n"
      "RDATE;VALUE=PERIOD:20261025T080000Z/PT2H,20261026T080000Z/P1DT1H\n",
      -1, NULL, NULL, &error);
  g_assert_no_error (error);
  daybook_recurrence_expand (series, &window, instances);
  g_assert_cmpint (instances->len, ==, 3);
  at = &g_array_index (instances, DaybookInstance, 0);
  g_assert_cmpint (at[0].wall, ==, daybook_wall_from_civil (2026, 10, 24, 9, 0, 0));
  g_assert_cmpint (at[0].start, ==, daybook_wall_from_civil (2026, 10, 24, 7, 0, 0));
  g_assert_cmpint (at[0].duration, ==, -1);
  /* The RDATE and the rule name the same time; the RDATE knows how long. */
  g_assert_cmpint (at[1].wall, ==, daybook_wall_from_civil (2026, 10, 25, 9, 0, 0));
  g_assert_cmpint (at[1].start, ==, daybook_wall_from_civil (2026, 10, 25, 8, 0, 0));
  g_assert_cmpint (at[1].duration, ==, 7200);
  g_assert_cmpint (at[2].duration, ==, 25 * 3600);
}

static void
test_exceptions_are_excluded (void)
{
  g_autoptr (DaybookRecurrence) series = daybook_recurrence_new ();
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  DaybookDay day = daybook_day_from_civil (2026, 11, 23);
  DaybookRange window = { daybook_wall_from_day (day), daybook_wall_from_day (day + 30) };

  daybook_recurrence_start_all_day (series, day);
  g_assert_true (
      daybook_recurrence_add_line (series, "RRULE:FREQ=DAILY;COUNT=3", -1, NULL, NULL, NULL));
  daybook_recurrence_exclude (series, daybook_wall_from_day (day + 1));
  daybook_recurrence_expand (series, &window, instances);
  g_assert_cmpint (instances->len, ==, 2);
  g_assert_cmpint (g_array_index (instances, DaybookInstance, 1).start, ==,
                   daybook_wall_from_day (day + 2));
  /* A new series knows nothing of the last. */
  g_array_set_size (instances, 0);
  daybook_recurrence_start_all_day (series, day);
  daybook_recurrence_expand (series, &window, instances);
  g_assert_cmpint (instances->len, ==, 1);
}

static void
test_fold_is_the_first (void)
{
  g_autoptr (DaybookRecurrence) series = daybook_recurrence_new ();
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Zurich");
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  DaybookRange window = { daybook_wall_from_civil (2026, 10, 24, 23, 0, 0),
                          daybook_wall_from_civil (2026, 10, 25, 23, 0, 0) };

  daybook_recurrence_start (series, zone, daybook_wall_from_civil (2026, 10, 1, 2, 30, 0));
  g_assert_true (daybook_recurrence_add_line (series, "RRULE:FREQ=DAILY", -1, NULL, NULL, NULL));
  daybook_recurrence_expand (series, &window, instances);
  g_assert_cmpint (instances->len, ==, 1);
  g_assert_cmpint (g_array_index (instances, DaybookInstance, 0).start, ==,
                   daybook_wall_from_civil (2026, 10, 25, 0, 30, 0));
}

static DaybookZone *
find_own_zone (const char *name, gpointer data)
{
  g_assert_cmpstr (name, ==, "Our own: zone");
  return daybook_zone_new_fixed (-3600);
}

static void
test_zones_of_the_calendar (void)
{
  g_autoptr (DaybookRecurrence) series = daybook_recurrence_new ();
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  g_autoptr (GError) error = NULL;
  DaybookRange window = { 0, G_MAXINT32 };

  daybook_recurrence_start (series, daybook_zone_get_utc (),
                            daybook_wall_from_civil (2026, 11, 23, 9, 0, 0));
  daybook_recurrence_add_line (series, "RDATE;X-A=\"a;b\";TZID=\"Our own: zone\":20261124T090000",
                               -1, find_own_zone, NULL, &error);
  g_assert_no_error (error);
  daybook_recurrence_expand (series, &window, instances);
  g_assert_cmpint (instances->len, ==, 2);
  g_assert_cmpint (g_array_index (instances, DaybookInstance, 1).start, ==,
                   daybook_wall_from_civil (2026, 11, 24, 10, 0, 0));
}

/* Rules that are made to cost much: each ends soon, in time or in a limit. */
static void
test_bombs (void)
{
  static const char *const bombs[] = {
    "RRULE:FREQ=SECONDLY",
    "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=MINUTELY;INTERVAL=59;BYYEARDAY=366;BYHOUR=0;BYMINUTE=59",
    "RRULE:FREQ=HOURLY",
    "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=HOURLY;BYDAY=MO;BYHOUR=0;BYSETPOS=2",
    "RRULE:FREQ=HOURLY;INTERVAL=24;BYHOUR=0;COUNT=1000000000",
    "RRULE:FREQ=HOURLY;INTERVAL=7;BYDAY=MO;COUNT=1000000000",
    "RRULE:FREQ=HOURLY;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=0,1,2,3,4,5,6,7,8,9",
    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000000",
    "RRULE:FREQ=DAILY;COUNT=1000000000",
    "RRULE:FREQ=DAILY;INTERVAL=10000000",
    "RRULE:FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23",
    "RRULE:FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=3",
    "RRULE:FREQ=WEEKLY;BYMONTH=2;BYDAY=MO;BYSETPOS=3;COUNT=1000000000",
    "RRULE:FREQ=WEEKLY;INTERVAL=10000000;BYDAY=MO,TU,WE,TH,FR,SA,SU;COUNT=2",
    "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31;COUNT=1000000000",
    "RRULE:FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
    "RRULE:FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30",
    "RRULE:FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO",
    "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1000000000",
    "RRULE:FREQ=YEARLY;INTERVAL=10000000",
    "RRULE:FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=100",
    "RRULE:FREQ=YEARLY;BYYEARDAY=366;BYMONTH=1;COUNT=1000000000",
    "RRULE:FREQ=YEARLY;BYDAY=53MO,-53SU;BYMONTHDAY=30;BYMONTH=2",
    "RRULE:FREQ=YEARLY;BYSETPOS=366,-366;BYMONTH=2",
    "RRULE:FREQ=YEARLY;BYSECOND=99999999999999999999999999",
  };
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("Europe/Zurich");
  g_autoptr (DaybookRecurrence) series = daybook_recurrence_new ();
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  g_autoptr (GString) every_second
      = g_string_new ("RRULE:FREQ=DAILY;COUNT=1000000000;BYSETPOS=-366;BYSECOND=0");
  DaybookRange all = { G_MININT64 / 4, G_MAXINT64 / 4 };
  DaybookRange week = { daybook_wall_from_civil (2150, 11, 23, 0, 0, 0),
                        daybook_wall_from_civil (2150, 11, 30, 0, 0, 0) };
  gint64 begun = g_get_monotonic_time ();

  for (int i = 1; i < 60; i++)
    g_string_append_printf (every_second, ",%d", i);
  g_string_append (every_second, ";BYMINUTE=0");
  for (int i = 1; i < 60; i++)
    g_string_append_printf (every_second, ",%d", i);
  g_string_append (every_second, ";BYHOUR=0");
  for (int i = 1; i < 24; i++)
    g_string_append_printf (every_second, ",%d", i);
  for (guint i = 0; i <= G_N_ELEMENTS (bombs); i++)
    {
      const char *bomb = i < G_N_ELEMENTS (bombs) ? bombs[i] : every_second->str;

      daybook_recurrence_start (series, zone, daybook_wall_from_civil (1900, 1, 1, 0, 0, 0));
      if (!daybook_recurrence_add_line (series, bomb, -1, NULL, NULL, NULL))
        continue;
      g_array_set_size (instances, 0);
      daybook_recurrence_expand (series, &all, instances);
      g_assert_cmpint (instances->len, <=, DAYBOOK_RECURRENCE_MAX_INSTANCES);
      g_array_set_size (instances, 0);
      daybook_recurrence_expand (series, &week, instances);
      g_assert_cmpint (instances->len, <=, DAYBOOK_RECURRENCE_MAX_INSTANCES);
      daybook_recurrence_get_next (series, week.end);
    }
  /* Half a second on a fast machine would be too slow; a loaded one under a sanitizer gets more. */
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 60 * G_USEC_PER_SEC);
}

static void
test_too_many (void)
{
  g_autoptr (DaybookRecurrence) series = daybook_recurrence_new ();
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  g_autoptr (GString) dates = g_string_new ("EXDATE;VALUE=DATE:20261124");
  g_autoptr (GError) error = NULL;
  DaybookDay day = daybook_day_from_civil (1950, 1, 1);
  DaybookRange all = { daybook_wall_from_day (day - 5), daybook_wall_from_day (DAYBOOK_DAY_MAX) };

  daybook_recurrence_start_all_day (series, day);
  g_assert_true (daybook_recurrence_add_line (series, "RRULE:FREQ=DAILY", -1, NULL, NULL, NULL));
  g_assert_cmpint (daybook_recurrence_expand (series, &all, instances), ==,
                   DAYBOOK_EXPANSION_TOO_MANY);
  g_assert_cmpint (instances->len, ==, DAYBOOK_RECURRENCE_MAX_INSTANCES);
  g_assert_cmpint (g_array_index (instances, DaybookInstance, instances->len - 1).start, ==,
                   daybook_wall_from_day (day + DAYBOOK_RECURRENCE_MAX_INSTANCES - 1));

  for (guint i = 0; i < DAYBOOK_RECURRENCE_MAX_DATES; i++)
    g_string_append (dates, ",20261124");
  g_assert_false (daybook_recurrence_add_line (series, dates->str, -1, NULL, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE);
  g_clear_error (&error);

  daybook_recurrence_start_all_day (series, day);
  for (guint i = 0; i < DAYBOOK_RECURRENCE_MAX_RULES; i++)
    g_assert_true (daybook_recurrence_add_line (series, "RRULE:FREQ=DAILY", -1, NULL, NULL, NULL));
  g_assert_false (daybook_recurrence_add_line (series, "RRULE:FREQ=DAILY", -1, NULL, NULL, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE);
}

static void
test_window_is_half_open (void)
{
  g_autoptr (DaybookRecurrence) series = daybook_recurrence_new ();
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("America/New_York");
  gint64 wall = daybook_wall_from_civil (2026, 11, 23, 9, 0, 0);
  gint64 start = daybook_zone_to_instant (zone, wall);

  for (int from = -1; from <= 1; from++)
    {
      for (int length = 0; length <= 2; length++)
        {
          g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
          DaybookRange window = { start + from, start + from + length };

          daybook_recurrence_start (series, zone, wall - 700 * DAYBOOK_DAY_SECONDS);
          daybook_recurrence_add_line (series, "RRULE:FREQ=DAILY", -1, NULL, NULL, NULL);
          daybook_recurrence_expand (series, &window, instances);
          g_assert_cmpint (instances->len, ==, from <= 0 && from + length > 0);
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/recurrence/examples-of-rfc-5545", "rfc5545.txt", test_examples);
  g_test_add_data_func ("/recurrence/more-examples", "more.txt", test_examples);
  g_test_add_func ("/recurrence/instances-carry-wall-and-duration",
                   test_instances_carry_wall_and_duration);
  g_test_add_func ("/recurrence/exceptions-are-excluded", test_exceptions_are_excluded);
  g_test_add_func ("/recurrence/fold-is-the-first", test_fold_is_the_first);
  g_test_add_func ("/recurrence/zones-of-the-calendar", test_zones_of_the_calendar);
  g_test_add_func ("/recurrence/bombs-end", test_bombs);
  g_test_add_func ("/recurrence/too-many", test_too_many);
  g_test_add_func ("/recurrence/window-is-half-open", test_window_is_half_open);
  return g_test_run ();
}
