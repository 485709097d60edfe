/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Time page adds up is what the database adds up. */
#include <glib/gstdio.h>

#include "store/daybook-entries.h"
#include "time/daybook-week.h"
#include "timekeeping/daybook-report.h"
#include "week-seed.h"

typedef struct
{
  char *folder;
  DaybookStore *store;
} Fixture;

static const DaybookTotalsFilter exact = { .rounding = DAYBOOK_ROUND_NONE };
static const DaybookTotalsFilter quarters_up = { .rounding = DAYBOOK_ROUND_UP, .round_seconds = 900 };

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookClock) clock = daybook_clock_new_fixed (WEEK_SEED_NOW);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("daybook-week-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (fixture->folder, "daybook.db", NULL);
  fixture->store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, clock, &error);
  g_assert_no_error (error);
  g_assert_true (week_seed_fill (fixture->store, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "daybook.db", "daybook.db-wal", "daybook.db-shm" };

  g_clear_object (&fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i], NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static DaybookWeek *
load (Fixture *fixture, DaybookDay first, const DaybookTotalsFilter *rounding)
{
  g_autoptr (GError) error = NULL;
  DaybookWeek *week = daybook_week_load (fixture->store, first, rounding, &error);

  g_assert_no_error (error);
  return week;
}

static void
assert_minutes (gint64 seconds, int hours, int minutes)
{
  g_assert_cmpint (seconds, ==, (hours * 60 + minutes) * 60);
}

/* The numbers of ui/time.png. */
static void
test_picture (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookWeek) week = load (fixture, WEEK_SEED_MONDAY, &quarters_up);
  const DaybookWeekProject *website = week->projects->pdata[0];
  const DaybookWeekAmount *amount = week->amounts->pdata[0];

  assert_minutes (week->total.rounded, 23, 45);
  assert_minutes (week->total.exact, 23, 7);
  assert_minutes (week->billable.rounded, 18, 45);
  assert_minutes (week->days[0].rounded, 6, 15);
  assert_minutes (week->days[3].rounded, 2, 0);
  assert_minutes (week->days[5].rounded, 0, 0);
  g_assert_cmpint (week->amounts->len, ==, 1);
  g_assert_cmpstr (amount->currency, ==, "EUR");
  g_assert_cmpint (amount->amount, ==, 187875);
  g_assert_cmpint (week->pending, ==, 3);
  g_assert_cmpstr (website->client, ==, "ACME");
  g_assert_cmpstr (website->name, ==, "Website");
  assert_minutes (website->days[2].rounded, 4, 15);
  assert_minutes (website->total.exact, 9, 38);
  g_assert_cmpint (website->amount, ==, 92625);
}

/* Clients by their time, within them projects by theirs, what belongs to nobody last. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "Website", "Support", "Migration", "Team", "Admin" };
  g_autoptr (DaybookWeek) week = load (fixture, WEEK_SEED_MONDAY, &exact);
  g_autoptr (DaybookWeek) before = load (fixture, WEEK_SEED_MONDAY - 7, &exact);
  const DaybookWeekProject *last = before->projects->pdata[before->projects->len - 1];

  g_assert_cmpint (week->projects->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpstr (((DaybookWeekProject *) week->projects->pdata[i])->name, ==, names[i]);
  g_assert_cmpint (last->project_id, ==, 0);
  for (guint i = 1; i < week->entries->len; i++)
    g_assert_cmpint (((DaybookEntry *) week->entries->pdata[i - 1])->start_at, >=,
                     ((DaybookEntry *) week->entries->pdata[i])->start_at);
}

/* Every sum of every week, both ways of rounding: what the store's own totals say. */
static void
test_sums_are_those_of_sql (Fixture *fixture, gconstpointer data)
{
  const DaybookTotalsFilter *roundings[] = { &exact, &quarters_up };

  for (int week_number = -7; week_number <= 1; week_number++)
    for (guint i = 0; i < G_N_ELEMENTS (roundings); i++)
      {
        DaybookDay first = WEEK_SEED_MONDAY + 7 * week_number;
        g_autoptr (DaybookWeek) week = load (fixture, first, roundings[i]);
        gint64 entries = 0;

        for (int day = 0; day < DAYBOOK_WEEK_DAYS; day++)
          {
            DaybookTotalsFilter filter = *roundings[i];
            g_autoptr (GPtrArray) totals = NULL;
            gint64 duration = 0, rounded = 0, cells = 0;

            filter.from = first + day;
            filter.to = first + day + 1;
            filter.status = -1;
            totals = daybook_store_report_totals (fixture->store, &filter, DAYBOOK_TOTALS_BY_DAY, NULL);
            for (guint j = 0; j < totals->len; j++)
              {
                duration += ((DaybookTotal *) totals->pdata[j])->duration;
                rounded += ((DaybookTotal *) totals->pdata[j])->rounded;
              }
            g_assert_cmpint (week->days[day].exact, ==, duration);
            g_assert_cmpint (week->days[day].rounded, ==, rounded);
            for (guint j = 0; j < week->projects->len; j++)
              cells += ((DaybookWeekProject *) week->projects->pdata[j])->days[day].rounded;
            g_assert_cmpint (cells, ==, rounded);
          }
        /* And what each listed entry counts adds up to the same. */
        for (guint j = 0; j < week->entries->len; j++)
          {
            const DaybookEntry *entry = week->entries->pdata[j];

            if (entry->status != DAYBOOK_ENTRY_REJECTED)
              entries += daybook_report_round (roundings[i], entry->duration);
          }
        g_assert_cmpint (week->total.rounded, ==, entries);
      }
}

/* A rejected entry is listed and counts nowhere. */
static void
test_rejected_is_listed_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookWeek) week = load (fixture, WEEK_SEED_MONDAY - 7, &exact);
  gint64 all = 0, rejected = 0;

  for (guint i = 0; i < week->entries->len; i++)
    {
      const DaybookEntry *entry = week->entries->pdata[i];

      all += entry->duration;
      if (entry->status == DAYBOOK_ENTRY_REJECTED)
        rejected += entry->duration;
    }
  g_assert_cmpint (rejected, >, 0);
  g_assert_cmpint (week->total.exact, ==, all - rejected);
}

/* Each currency is a sum of its own, the largest first, and equals the report's. */
static void
test_currencies_stay_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookWeek) week = load (fixture, WEEK_SEED_MONDAY - 7, &quarters_up);
  DaybookTotalsFilter filter = quarters_up;
  g_autoptr (GPtrArray) report = NULL;

  filter.from = WEEK_SEED_MONDAY - 7;
  filter.to = WEEK_SEED_MONDAY;
  filter.status = -1;
  report = daybook_report (fixture->store, &filter, DAYBOOK_TOTALS_BY_PROJECT, NULL);
  g_assert_cmpint (week->amounts->len, ==, 2);
  for (guint i = 0; i < week->amounts->len; i++)
    {
      const DaybookWeekAmount *amount = week->amounts->pdata[i];
      gint64 sum = 0;

      for (guint j = 0; j < report->len; j++)
        {
          const DaybookReportRow *row = report->pdata[j];

          if (g_strcmp0 (row->currency, amount->currency) == 0)
            sum += row->amount;
        }
      g_assert_cmpint (amount->amount, ==, sum);
      g_assert_cmpint (amount->amount, >, 0);
      if (i > 0)
        g_assert_cmpint (((DaybookWeekAmount *) week->amounts->pdata[i - 1])->amount, >=, amount->amount);
    }
}

static void
test_empty_week (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DaybookWeek) week = load (fixture, WEEK_SEED_MONDAY + 70, &quarters_up);

  g_assert_cmpint (week->entries->len, ==, 0);
  g_assert_cmpint (week->projects->len, ==, 0);
  g_assert_cmpint (week->amounts->len, ==, 0);
  g_assert_cmpint (week->total.exact, ==, 0);
}

/* The arithmetic of single entries is that of the store's sums. */
static void
test_rounding (void)
{
  const DaybookTotalsFilter up = { .rounding = DAYBOOK_ROUND_UP, .round_seconds = 900 };
  const DaybookTotalsFilter down = { .rounding = DAYBOOK_ROUND_DOWN, .round_seconds = 900 };
  const DaybookTotalsFilter nearest = { .rounding = DAYBOOK_ROUND_NEAREST, .round_seconds = 360 };

  g_assert_cmpint (daybook_report_round (&exact, 1234), ==, 1234);
  g_assert_cmpint (daybook_report_round (&up, 1), ==, 900);
  g_assert_cmpint (daybook_report_round (&up, 900), ==, 900);
  g_assert_cmpint (daybook_report_round (&up, 901), ==, 1800);
  g_assert_cmpint (daybook_report_round (&down, 899), ==, 0);
  g_assert_cmpint (daybook_report_round (&down, 900), ==, 900);
  g_assert_cmpint (daybook_report_round (&nearest, 179), ==, 0);
  g_assert_cmpint (daybook_report_round (&nearest, 180), ==, 360);
  g_assert_cmpint (daybook_report_round (&nearest, 539), ==, 360);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/time/week/adds-up-as-in-the-picture", test_picture);
  ADD ("/time/week/projects-by-client-entries-newest-first", test_order);
  ADD ("/time/week/sums-are-those-of-sql", test_sums_are_those_of_sql);
  ADD ("/time/week/rejected-is-listed-and-not-counted", test_rejected_is_listed_only);
  ADD ("/time/week/currencies-stay-apart", test_currencies_stay_apart);
  ADD ("/time/week/empty", test_empty_week);
#undef ADD
  g_test_add_func ("/time/rounding/as-the-store-rounds", test_rounding);
  return g_test_run ();
}
