/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A week of 5,000 recurring series (performance.md, P6): each series' text is read and its
 * instances of one week are found, by our expansion or by iterating libical's from DTSTART on, as
 * programs do that use it plainly.
 *
 *     recurrence ours | libical     one side: us_series (microseconds of CPU a series), instances,
 * checksum recurrence both               both by turns, five rounds, medians and their ratio */

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "sync/daybook-recurrence.h"

#define N_SERIES 5000

typedef struct
{
  char *rule;        /* (owned) */
  gint64 start;      /* wall */
  DaybookZone *zone; /* (unowned) */
} Series;

typedef struct
{
  guint n_instances;
  guint64 checksum;
} Found;

/* What calendars of working people hold: mostly weekly, begun in the last three years. */
static char *
make_rule (GRand *rand, gint64 start)
{
  static const char *const weekdays[] = { "MO", "TU", "WE", "TH", "FR" };
  GString *rule = g_string_new (NULL);
  const char *weekday = weekdays[g_rand_int_range (rand, 0, 5)];
  int kind = g_rand_int_range (rand, 0, 100);
  int day;

  daybook_day_to_civil (daybook_wall_get_day (start), NULL, NULL, &day);
  if (kind < 45)
    g_string_printf (rule, "FREQ=WEEKLY;BYDAY=%s", weekday);
  else if (kind < 60)
    g_string_printf (rule, "FREQ=WEEKLY;INTERVAL=2;BYDAY=%s", weekday);
  else if (kind < 68)
    g_string_append (rule, "FREQ=WEEKLY;BYDAY=MO,WE,FR");
  else if (kind < 78)
    g_string_append (rule, "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR");
  else if (kind < 82)
    g_string_append (rule, "FREQ=DAILY");
  else if (kind < 90)
    g_string_printf (rule, "FREQ=MONTHLY;BYDAY=%d%s", g_rand_int_range (rand, 1, 5), weekday);
  else if (kind < 93)
    g_string_printf (rule, "FREQ=MONTHLY;BYDAY=-1%s", weekday);
  else if (kind < 97)
    g_string_printf (rule, "FREQ=MONTHLY;BYMONTHDAY=%d", MIN (day, 28));
  else
    g_string_append (rule, "FREQ=YEARLY");
  switch (g_rand_int_range (rand, 0, 10))
    {
    case 0:
      g_string_append_printf (rule, ";COUNT=%d", g_rand_int_range (rand, 5, 200));
      break;
    case 1:
    case 2:
      g_string_append_printf (rule, ";UNTIL=%d%02d01T000000", g_rand_int_range (rand, 2024, 2029),
                              g_rand_int_range (rand, 1, 13));
      break;
    default:
      break;
    }
  return g_string_free (rule, FALSE);
}

static Series *
make_series (void)
{
  static const char *const names[] = { "Europe/Zurich", "Europe/London", "America/New_York",
                                       "America/Los_Angeles", "Asia/Kolkata" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  DaybookDay today = daybook_day_from_civil (2026, 11, 23);
  Series *series = g_new0 (Series, N_SERIES);

  for (guint i = 0; i < N_SERIES; i++)
    {
      g_autoptr (DaybookRecurrence) recurrence = daybook_recurrence_new ();
      g_autofree char *line = NULL;
      DaybookDay day = today - g_rand_int_range (rand, 0, 1100);

      series[i].zone = daybook_zone_lookup (names[g_rand_int_range (rand, 0, 5)]);
      series[i].start = daybook_wall_from_day (day) + g_rand_int_range (rand, 28, 72) * 900;
      series[i].rule = make_rule (rand, series[i].start);
      /* DTSTART is to be a time that the rule hits, as RFC 5545 wants: what comes after the first.
       */
      line = g_strdup_printf ("RRULE:%s", series[i].rule);
      daybook_recurrence_start (recurrence, series[i].zone, series[i].start);
      if (daybook_recurrence_add_line (recurrence, line, -1, NULL, NULL, NULL))
        {
          gint64 next = daybook_recurrence_get_next (
              recurrence, daybook_zone_to_instant (series[i].zone, series[i].start));

          if (next != DAYBOOK_INSTANT_NONE)
            series[i].start = daybook_zone_to_wall (series[i].zone, next);
        }
    }
  return series;
}

static void
note (Found *found, guint series, gint64 instant)
{
  found->n_instances++;
  found->checksum = found->checksum * 1099511628211u + (guint64) instant + series;
}

static void
expand_ours (const Series *series, const DaybookRange *week, Found *found)
{
  g_autoptr (DaybookRecurrence) recurrence = daybook_recurrence_new ();
  g_autoptr (GArray) instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));

  for (guint i = 0; i < N_SERIES; i++)
    {
      char line[256] = "RRULE:";

      g_strlcat (line, series[i].rule, sizeof line);
      g_array_set_size (instances, 0);
      daybook_recurrence_start (recurrence, series[i].zone, series[i].start);
      if (!daybook_recurrence_add_line (recurrence, line, -1, NULL, NULL, NULL))
        continue;
      daybook_recurrence_expand (recurrence, week, instances);
      for (guint k = 0; k < instances->len; k++)
        note (found, i, g_array_index (instances, DaybookInstance, k).start);
    }
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
expand_libical (const Series *series, const DaybookRange *week, Found *found)
{
  for (guint i = 0; i < N_SERIES; i++)
    {
      icalrecur_iterator *iterator = icalrecur_iterator_new (
          icalrecurrencetype_from_string (series[i].rule), to_ical (series[i].start));
      gint64 instant = 0;

      while (iterator != NULL && instant < week->end)
        {
          struct icaltimetype time = icalrecur_iterator_next (iterator);

          if (icaltime_is_null_time (time))
            break;
          instant = daybook_zone_to_instant (
              series[i].zone, daybook_wall_from_civil (time.year, time.month, time.day, time.hour,
                                                       time.minute, time.second));
          if (daybook_range_contains (week, instant))
            note (found, i, instant);
        }
      if (iterator != NULL)
        icalrecur_iterator_free (iterator);
    }
}

static double
get_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec * 1e6 + usage.ru_utime.tv_usec + usage.ru_stime.tv_sec * 1e6
         + usage.ru_stime.tv_usec;
}

/* Microseconds a series. A side that is done quickly is measured over several goes. */
static double
measure (void (*expand) (const Series *, const DaybookRange *, Found *),
         const Series *series,
         const DaybookRange *week,
         Found *found)
{
  double begun = get_cpu (), spent;
  guint goes = 0;

  do
    {
      *found = (Found){ 0 };
      expand (series, week, found);
      spent = get_cpu () - begun;
      goes++;
    }
  while (spent < 100000);
  return spent / goes / N_SERIES;
}

static int
compare (const void *a, const void *b)
{
  double one = *(const double *) a, other = *(const double *) b;

  return one < other ? -1 : one > other;
}

int
main (int argc, char *argv[])
{
  Series *series = make_series ();
  DaybookRange week = { daybook_wall_from_civil (2026, 11, 22, 23, 0, 0),
                        daybook_wall_from_civil (2026, 11, 29, 23, 0, 0) };
  gboolean ours = argc == 2 && g_str_equal (argv[1], "ours");
  gboolean both = argc == 2 && g_str_equal (argv[1], "both");
  Found found, other;

  if (!both && !ours && !(argc == 2 && g_str_equal (argv[1], "libical")))
    {
      g_printerr ("usage: recurrence ours|libical|both\n");
      return 2;
    }
  if (!both)
    g_print ("us_series=%.3f\n",
             measure (ours ? expand_ours : expand_libical, series, &week, &found));
  else
    {
      double us[5], theirs[5];

      for (guint i = 0; i < 5; i++)
        {
          us[i] = measure (expand_ours, series, &week, &found);
          theirs[i] = measure (expand_libical, series, &week, &other);
        }
      qsort (us, 5, sizeof us[0], compare);
      qsort (theirs, 5, sizeof theirs[0], compare);
      g_print ("ours_us_series=%.3f\nlibical_us_series=%.3f\nratio=%.0f\nsame=%s\n", us[2],
               theirs[2], theirs[2] / us[2],
               memcmp (&found, &other, sizeof found) == 0 ? "yes" : "no");
    }
  g_print ("instances=%u\nchecksum=%016" G_GINT64_MODIFIER "x\n", found.n_instances,
           found.checksum);
  for (guint i = 0; i < N_SERIES; i++)
    {
      g_free (series[i].rule);
      daybook_zone_unref (series[i].zone);
    }
  g_free (series);
  return 0;
}
