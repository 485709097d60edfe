/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-rrule.h"

#include <libical/ical.h>
#include <string.h>

/* Our expansion against libical's and python3-dateutil's, on rules made up from fixed seeds. */

#define N_RULES 3000
#define MAX_OCCURRENCES 20
#define LIFETIME (12000 * DAYBOOK_DAY_SECONDS)

/* Lists are written ascending and without doubles: libical reads them as they come and gives the
 * times in that order, doubles twice. */
static void
append_list (
    GString *rule, GRand *rand, const char *name, int min, int max, int most, gboolean negative)
{
  gboolean chosen[2 * 366 + 1] = { FALSE };
  int n = g_rand_int_range (rand, 1, most + 1);
  char separator = '=';

  for (int i = 0; i < n; i++)
    {
      int value = g_rand_int_range (rand, min, max + 1);

      chosen[366 + (negative && g_rand_int_range (rand, 0, 3) == 0 ? -value : value)] = TRUE;
    }
  g_string_append_printf (rule, ";%s", name);
  for (int value = -366; value <= 366; value++)
    {
      if (chosen[366 + value])
        {
          g_string_append_printf (rule, "%c%d", separator, value);
          separator = ',';
        }
    }
}

static void
append_weekdays (GString *rule, GRand *rand, int max_nth)
{
  static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
  guint days = g_rand_int_range (rand, 1, 128);
  char separator = '=';

  g_string_append (rule, ";BYDAY");
  for (int i = 0; i < 7; i++)
    {
      int nth = 0;

      if ((days >> i & 1) == 0)
        continue;
      if (max_nth > 0 && g_rand_boolean (rand))
        {
          nth = g_rand_int_range (rand, 1, max_nth + 1);
          if (g_rand_int_range (rand, 0, 3) == 0)
            nth = -nth;
        }
      g_string_append_c (rule, separator);
      if (nth != 0)
        g_string_append_printf (rule, "%d", nth);
      g_string_append (rule, names[i]);
      separator = ',';
    }
}

static gboolean
chance (GRand *rand, int percent)
{
  return g_rand_int_range (rand, 0, 100) < percent;
}

/* A rule from DAILY to YEARLY. Left out @for_libical, where 3.0.16 is wrong (each seen and checked
 * by hand against RFC 5545):
 *
 *  - BYWEEKNO: icalrecur_iterator_next() crashes
 * (FREQ=YEARLY;INTERVAL=4;BYWEEKNO=17,31,33;COUNT=3), negative ones give nothing;
 *  - negative BYMONTHDAY in DAILY: never hits;
 *  - BYMONTHDAY in YEARLY without BYMONTH: only DTSTART's month instead of all twelve;
 *  - BYYEARDAY with BYMONTH: nothing;
 *  - BYSETPOS in DAILY and WEEKLY, and where a day has several times: not applied, or to days; with
 *    BYMONTHDAY from both ends of the month: days that meet are counted twice;
 *  - WKST with INTERVAL in WEEKLY: DTSTART is lost when it is the last of its week. */
static char *
make_rule (GRand *rand, gboolean for_libical)
{
  static const char *const frequencies[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
  static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };
  enum
  {
    DAILY,
    WEEKLY,
    MONTHLY,
    YEARLY,
  } frequency
      = g_rand_int_range (rand, 0, 4);
  GString *rule = g_string_new ("FREQ=");
  gboolean interval = chance (rand, 40), months = chance (rand, 25);
  gboolean week_numbers = FALSE, days = FALSE, times = FALSE;

  g_string_append (rule, frequencies[frequency]);
  if (interval)
    g_string_append_printf (rule, ";INTERVAL=%d", g_rand_int_range (rand, 1, 8));
  if (chance (rand, 30) && !(for_libical && interval && frequency == WEEKLY))
    g_string_append_printf (rule, ";WKST=%s", weekdays[g_rand_int_range (rand, 0, 7)]);
  if (months)
    append_list (rule, rand, "BYMONTH", 1, 12, 4, FALSE);
  if (frequency == YEARLY && !for_libical && chance (rand, 20))
    {
      append_list (rule, rand, "BYWEEKNO", 1, 53, 4, TRUE);
      week_numbers = TRUE;
    }
  if (frequency == YEARLY && !(for_libical && months) && chance (rand, 20))
    {
      append_list (rule, rand, "BYYEARDAY", 1, 366, 4, TRUE);
      days = TRUE;
    }
  if (frequency != WEEKLY && !(for_libical && (days || (frequency == YEARLY && !months)))
      && chance (rand, 30))
    {
      append_list (rule, rand, "BYMONTHDAY", 1, 31, 5, !(for_libical && frequency == DAILY));
      days = TRUE;
    }
  if (chance (rand, 45))
    append_weekdays (rule, rand,
                     frequency < MONTHLY || week_numbers || days ? 0
                     : frequency == MONTHLY                      ? 5
                                                                 : 53);
  if (chance (rand, 15) && (times = TRUE))
    append_list (rule, rand, "BYHOUR", 0, 23, 3, FALSE);
  if (chance (rand, 15) && (times = TRUE))
    append_list (rule, rand, "BYMINUTE", 0, 59, 3, FALSE);
  if (chance (rand, 5) && (times = TRUE))
    append_list (rule, rand, "BYSECOND", 0, 59, 3, FALSE);
  if (chance (rand, 20) && !(for_libical && (frequency < MONTHLY || times || days)))
    append_list (rule, rand, "BYSETPOS", 1, 10, 3, TRUE);
  if (chance (rand, 30))
    g_string_append_printf (rule, ";COUNT=%d", g_rand_int_range (rand, 1, 80));
  else if (chance (rand, 20))
    g_string_append_printf (rule, ";UNTIL=%04d%02d%02dT%02d0000",
                            g_rand_int_range (rand, 2020, 2050), g_rand_int_range (rand, 1, 13),
                            g_rand_int_range (rand, 1, 29), g_rand_int_range (rand, 0, 24));
  return g_string_free (rule, FALSE);
}

static void
expand (const DaybookRrule *rule, gint64 start, gint64 from, gint64 to, guint most, GArray *walls)
{
  guint work = G_MAXUINT;
  DaybookRruleRequest request = {
    .start = start,
    .from = from,
    .to = to,
    .until = rule->has_until ? rule->until : G_MAXINT64,
    .max_instances = most,
    .work = &work,
  };

  daybook_rrule_expand (rule, &request, walls);
}

static char *
describe (const GArray *walls)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < walls->len; i++)
    {
      char buffer[DAYBOOK_INSTANT_TEXT_SIZE];

      g_string_append_printf (text, " %s",
                              daybook_wall_write (g_array_index (walls, gint64, i), buffer));
    }
  return g_string_free (text, FALSE);
}

static void
assert_same (const char *rule, const GArray *ours, const GArray *theirs)
{
  g_autofree char *our_text = NULL;
  g_autofree char *their_text = NULL;

  if (ours->len == theirs->len
      && (ours->len == 0 || memcmp (ours->data, theirs->data, ours->len * sizeof (gint64)) == 0))
    return;
  our_text = describe (ours);
  their_text = describe (theirs);
  g_error ("%s\nours  %s\ntheirs%s", rule, our_text, their_text);
}

static struct icaltimetype
to_ical (gint64 wall)
{
  struct icaltimetype time = icaltime_null_time ();
  int second = daybook_wall_get_second_of_day (wall);

  daybook_day_to_civil (daybook_wall_get_day (wall), &time.year, &time.month, &time.day);
  time.hour = second / 3600;
  time.minute = second / 60 % 60;
  time.second = second % 60;
  return time;
}

static void
expand_by_libical (const char *text, gint64 start, gint64 to, GArray *walls)
{
  icalrecur_iterator *iterator
      = icalrecur_iterator_new (icalrecurrencetype_from_string (text), to_ical (start));

  while (iterator != NULL && walls->len < MAX_OCCURRENCES)
    {
      struct icaltimetype time = icalrecur_iterator_next (iterator);
      gint64 wall;

      if (icaltime_is_null_time (time))
        break;
      wall = daybook_wall_from_civil (time.year, time.month, time.day, time.hour, time.minute,
                                      time.second);
      if (wall >= to)
        break;
      g_array_append_val (walls, wall);
    }
  if (iterator != NULL)
    icalrecur_iterator_free (iterator);
}

/* A rule, and a start that it hits. FALSE when it hits nothing in a lifetime. */
static gboolean
make_series (GRand *rand, gboolean for_libical, char **text, DaybookRrule *rule, gint64 *start)
{
  g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  DaybookDay day = daybook_day_from_civil (2015, 1, 1) + g_rand_int_range (rand, 0, 4000);
  gint64 wall = daybook_wall_from_day (day) + g_rand_int_range (rand, 0, 96) * 900;

  *text = make_rule (rand, for_libical);
  if (!daybook_rrule_parse (rule, *text, -1, &error))
    g_error ("%s: %s", *text, error->message);
  expand (rule, wall, wall, wall + LIFETIME, 1, first);
  if (first->len == 0)
    return FALSE;
  *start = g_array_index (first, gint64, 0);
  return TRUE;
}

static void
test_libical (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5545);
  guint n_compared = 0;

  for (guint i = 0; i < N_RULES; i++)
    {
      g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autofree char *text = NULL;
      DaybookRrule rule;
      gint64 start;

      if (!make_series (rand, TRUE, &text, &rule, &start))
        continue;
      expand (&rule, start, start, start + LIFETIME, MAX_OCCURRENCES, ours);
      expand_by_libical (text, start, start + LIFETIME, theirs);
      assert_same (text, ours, theirs);
      n_compared++;
    }
  g_assert_cmpint (n_compared, >, N_RULES * 3 / 4);
}

/* What libical cannot be asked: see rule-fixture.py. */
static void
test_dateutil (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "recurrence", "other-oracle.txt", NULL);
  g_autofree char *content = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (g_strchomp (content), "\n", -1);
  g_assert_cmpint (g_strv_length (lines), >=, 400);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) words = g_strsplit (*line, " ", -1);
      g_autoptr (GArray) ours = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (gint64));
      DaybookIcalForm form;
      DaybookRrule rule;
      gint64 wall;

      for (char **word = words + 3; *word != NULL; word++)
        {
          g_assert_true (daybook_ical_time_parse (*word, -1, &wall, &form));
          g_array_append_val (theirs, wall);
        }
      g_assert_true (daybook_ical_time_parse (words[0], -1, &wall, &form));
      g_assert_true (daybook_rrule_parse (&rule, words[1], -1, NULL));
      expand (&rule, wall, wall, wall + 3 * LIFETIME, MIN (theirs->len + 1, 12), ours);
      assert_same (*line, ours, theirs);
    }
}

/* Any window shows what the whole has in it. */
static void
test_windows (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (2445);

  for (guint i = 0; i < N_RULES; i++)
    {
      g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autofree char *text = NULL;
      DaybookRrule rule;
      gint64 start, from;

      if (!make_series (rand, FALSE, &text, &rule, &start))
        continue;
      expand (&rule, start, start, start + LIFETIME, 5000, all);
      from = start - 40 * DAYBOOK_DAY_SECONDS;
      for (guint n = 0; n < 6; n++)
        {
          g_autoptr (GArray) part = g_array_new (FALSE, FALSE, sizeof (gint64));
          g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (gint64));
          gint64 to = from + g_rand_int_range (rand, 0, 400) * DAYBOOK_DAY_SECONDS
                      + g_rand_int_range (rand, 0, 86400);

          if (all->len == 5000)
            to = MIN (to, g_array_index (all, gint64, 4999));
          expand (&rule, start, from, to, 5000, part);
          for (guint k = 0; k < all->len; k++)
            {
              gint64 wall = g_array_index (all, gint64, k);

              if (wall >= from && wall < to)
                g_array_append_val (expected, wall);
            }
          assert_same (text, part, expected);
          from = to + g_rand_int_range (rand, 0, 1000) * DAYBOOK_DAY_SECONDS;
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recurrence/oracle/libical", test_libical);
  g_test_add_func ("/recurrence/oracle/dateutil", test_dateutil);
  g_test_add_func ("/recurrence/windows-show-the-whole", test_windows);
  return g_test_run ();
}
