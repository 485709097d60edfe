/* SPDX-License-Identifier: GPL-3.0-or-later */

/* P5: what the windows and reports ask, on a store with many years in it.
 *
 * usage: queries fill DATABASE EVENTS
 *        queries keep DATABASE
 *        queries measure DATABASE
 *
 * `measure` asks each question for many different weeks or words and prints the median of the CPU time of one, in
 * milliseconds, which a busy machine does not change; the slowest one beside it. `keep` does to the search index what the
 * daily maintenance does. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/daybook-time.h"
#include "big-store.h"
#include "insight/daybook-metrics.h"
#include "store/daybook-entries.h"
#include "store/daybook-events.h"
#include "store/daybook-search-private.h"

#define WEEKS 52

typedef guint (*Question) (DaybookStore *store, int number, GError **error);

static DaybookDay
week_start (int number)
{
  return daybook_day_get_week_start (BIG_STORE_NOW / 86400, DAYBOOK_MONDAY) + (number - WEEKS / 2) * 7;
}

static guint
ask_week (DaybookStore *store, int number, GError **error)
{
  DaybookEventFilter filter = { .from = week_start (number), .to = week_start (number) + 7 };
  g_autoptr (GPtrArray) events = daybook_store_list_events (store, &filter, error);

  return events != NULL ? events->len : 0;
}

static guint
ask_search (DaybookStore *store, int number, GError **error)
{
  static const char *const texts[] = { "review", "budget plan", "website", "hiring inter", "northwind release", "room 12", "acme" };
  g_autoptr (GPtrArray) hits = daybook_store_search (store, texts[number % G_N_ELEMENTS (texts)], 50, 0, error);

  return hits != NULL ? hits->len : 0;
}

static guint
ask_totals (DaybookStore *store, DaybookDay from, DaybookDay to, DaybookTotalsKey key, GError **error)
{
  DaybookTotalsFilter filter = { .from = from, .to = to, .status = -1 };
  g_autoptr (GPtrArray) totals = daybook_store_report_totals (store, &filter, key, error);

  return totals != NULL ? totals->len : 0;
}

static guint
ask_week_totals (DaybookStore *store, int number, GError **error)
{
  return ask_totals (store, week_start (number), week_start (number) + 7, DAYBOOK_TOTALS_BY_PROJECT_AND_DAY, error);
}

static guint
ask_year_report (DaybookStore *store, int number, GError **error)
{
  return ask_totals (store, week_start (number) - 365, week_start (number), DAYBOOK_TOTALS_BY_PROJECT, error);
}

/* With what was usual in the four months before: five months are measured. */
static guint
ask_month_figures (DaybookStore *store, int number, GError **error)
{
  DaybookPeriod period = daybook_period_around (DAYBOOK_SUMMARY_MONTHLY, week_start (number), G_MAXINT32 - 1);
  g_autoptr (DaybookMetrics) metrics = daybook_metrics_new (store, &period, error);

  return metrics != NULL ? (guint) daybook_metrics_count_items (metrics) : 0;
}

static int
compare_times (const void *a, const void *b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return (difference > 0) - (difference < 0);
}

static gint64
cpu_us (void)
{
  struct timespec spent;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &spent);
  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

static void
measure (DaybookStore *store, const char *name, Question ask)
{
  gint64 times[WEEKS];
  guint rows = 0;

  for (int i = 0; i < WEEKS; i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 began = cpu_us ();

      rows += ask (store, i, &error);
      times[i] = cpu_us () - began;
      if (error != NULL)
        g_error ("%s: %s", name, error->message);
    }
  if (rows == 0)
    g_error ("%s: no answer", name);
  qsort (times, WEEKS, sizeof times[0], compare_times);
  printf ("%s_ms=%.3f\n%s_slowest_ms=%.3f\n", name, times[WEEKS / 2] / 1000.0, name, times[WEEKS - 1] / 1000.0);
}

int
main (int argc, char **argv)
{
  g_autoptr (DaybookStore) store = NULL;
  g_autoptr (GError) error = NULL;

  if (argc < 3)
    g_error ("usage: queries fill DATABASE EVENTS | queries keep DATABASE | queries measure DATABASE");
  store = big_store_open (argv[2]);
  if (strcmp (argv[1], "fill") == 0 && argc == 4)
    {
      if (!big_store_fill (store, atoi (argv[3]), &error))
        g_error ("%s", error->message);
      return 0;
    }
  if (strcmp (argv[1], "keep") == 0)
    {
      if (!daybook_store_merge_words (store, &error))
        g_error ("%s", error->message);
      return 0;
    }
  measure (store, "week", ask_week);
  measure (store, "search", ask_search);
  measure (store, "totals", ask_week_totals);
  measure (store, "year", ask_year_report);
  measure (store, "month_figures", ask_month_figures);
  return 0;
}
