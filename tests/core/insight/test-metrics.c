/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of days, weeks and months, against what each rule says and against a slow count of every minute. */
#include "insight/daybook-metrics.h"

#include <math.h>
#include <string.h>

#include "base/daybook-zone.h"
#include "store-fixture.h"

#define MINUTE G_GINT64_CONSTANT (60)
#define HOUR G_GINT64_CONSTANT (3600)

/* 2026-11-16, a Monday; the fixture's now is the Saturday after it. */
#define MONDAY ((DaybookDay) 20773)

static gint64
at (StoreFixture *fixture, DaybookDay day, int hour, int minute)
{
  return daybook_zone_to_instant (daybook_store_get_zone (fixture->store),
                                  daybook_wall_from_day (day) + hour * HOUR + minute * MINUTE);
}

static void
put (StoreFixture *fixture, DaybookEvent *event)
{
  g_autoptr (GError) error = NULL;

  daybook_store_put_event (fixture->store, event, 1, NULL, &event->id, &error);
  g_assert_no_error (error);
}

static gint64
add_meeting (StoreFixture *fixture, const char *id, gint64 start, gint64 seconds)
{
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, id, start, seconds);

  put (fixture, event);
  return event->id;
}

static void
add_activity (StoreFixture *fixture, const char *kind, const char *id, gint64 instant, int count, const char *detail)
{
  g_autoptr (DaybookActivity) activity = daybook_activity_new ();

  activity->source_id = fixture->source_id;
  activity->kind = g_strdup (kind);
  activity->external_id = g_strdup (id);
  activity->title = g_strdup (id);
  activity->at = instant;
  activity->count = count;
  activity->detail = g_strdup (detail);
  g_assert_true (daybook_store_put_activity (fixture->store, activity, 1, NULL, NULL, NULL));
}

static void
cover (StoreFixture *fixture, DaybookDay from, DaybookDay to)
{
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, from, to, NULL));
}

static DaybookMetrics *
measure (StoreFixture *fixture, DaybookSummaryType type, DaybookDay day)
{
  g_autoptr (GError) error = NULL;
  DaybookDay today = daybook_zone_get_day (daybook_store_get_zone (fixture->store), daybook_store_now (fixture->store));
  DaybookPeriod period = daybook_period_around (type, day, today);
  DaybookMetrics *metrics = daybook_metrics_new (fixture->store, &period, &error);

  g_assert_no_error (error);
  return metrics;
}

static void
test_overlaps_count_once (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) metrics = NULL;

  cover (fixture, MONDAY - 30, G_MAXINT32);
  add_meeting (fixture, "a", at (fixture, MONDAY, 9, 0), 2 * HOUR);
  add_meeting (fixture, "b", at (fixture, MONDAY, 10, 0), 2 * HOUR);
  add_meeting (fixture, "inside", at (fixture, MONDAY, 10, 30), HOUR / 2);
  metrics = measure (fixture, DAYBOOK_SUMMARY_DAILY, MONDAY);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_MEETINGS], ==, 3);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_MEETING_SECONDS], ==, 3 * HOUR);
  /* 09:00 to 12:00 is taken, 12:00 to 17:00 is one block. */
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_FOCUS_SECONDS], ==, 5 * HOUR);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_FRAGMENTED_SECONDS], ==, 0);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_WORK_SECONDS], ==, 8 * HOUR);
}

static void
test_what_is_no_meeting (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) metrics = NULL;
  DaybookEvent *event;

  cover (fixture, MONDAY, MONDAY + 5);
#define ADD(id, hour, statement)                                                  \
  event = store_fixture_make_event (fixture, id, at (fixture, MONDAY, hour, 0), HOUR); \
  statement;                                                                      \
  put (fixture, event);                                                           \
  daybook_event_free (event)
  ADD ("real", 9, (void) 0);
  ADD ("tentative", 10, event->status = DAYBOOK_EVENT_TENTATIVE);
  ADD ("declined", 11, event->response = DAYBOOK_RESPONSE_DECLINED);
  ADD ("cancelled", 12, event->status = DAYBOOK_EVENT_CANCELLED);
  ADD ("free", 13, event->busy = DAYBOOK_BUSY_FREE);
  ADD ("elsewhere", 14, event->busy = DAYBOOK_BUSY_ELSEWHERE);
  ADD ("focus", 15, event->categories = g_strdup ("[\"Focus time\"]"));
  ADD ("long", 15, event->range_end = event->range_start + 25 * HOUR);
  ADD ("nothing", 16, event->range_end = event->range_start);
#undef ADD
  event = store_fixture_make_event (fixture, "all-day", MONDAY * DAYBOOK_DAY_SECONDS, DAYBOOK_DAY_SECONDS);
  event->all_day = TRUE;
  put (fixture, event);
  daybook_event_free (event);
  metrics = measure (fixture, DAYBOOK_SUMMARY_DAILY, MONDAY);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_MEETINGS], ==, 2);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_MEETING_SECONDS], ==, 2 * HOUR);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_FOCUS_SECONDS], ==, 6 * HOUR);
}

/* A title that says so is enough where nobody is invited; with guests it is a meeting. */
static void
test_own_blocks (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) metrics = NULL;
  g_autoptr (DaybookEvent) own = store_fixture_make_event (fixture, "own", at (fixture, MONDAY, 9, 0), 2 * HOUR);
  g_autoptr (DaybookEvent) group = store_fixture_make_event (fixture, "group", at (fixture, MONDAY, 14, 0), HOUR);

  cover (fixture, MONDAY, MONDAY + 5);
  g_free (own->title);
  own->title = g_strdup ("Focus: checkout");
  put (fixture, own);
  g_free (group->title);
  group->title = g_strdup ("Focus group");
  group->attendee_count = 7;
  put (fixture, group);
  metrics = measure (fixture, DAYBOOK_SUMMARY_DAILY, MONDAY);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_MEETINGS], ==, 1);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_FOCUS_SECONDS], ==, 7 * HOUR);
  /* One hour with others of eight. */
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_COLLABORATION], ==, 13);
}

static void
test_away (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) away = NULL;
  g_autoptr (DaybookMetrics) half = NULL;
  g_autoptr (DaybookEvent) holiday
    = store_fixture_make_event (fixture, "holiday", MONDAY * DAYBOOK_DAY_SECONDS, 2 * DAYBOOK_DAY_SECONDS);
  g_autoptr (DaybookEvent) dentist = store_fixture_make_event (fixture, "dentist", at (fixture, MONDAY + 2, 9, 0), 2 * HOUR);

  cover (fixture, MONDAY, MONDAY + 5);
  holiday->all_day = TRUE;
  holiday->busy = DAYBOOK_BUSY_OUT_OF_OFFICE;
  put (fixture, holiday);
  dentist->busy = DAYBOOK_BUSY_OUT_OF_OFFICE;
  put (fixture, dentist);
  away = measure (fixture, DAYBOOK_SUMMARY_DAILY, MONDAY + 1);
  g_assert_cmpint (away->figures[DAYBOOK_FIGURE_WORK_SECONDS], ==, 0);
  g_assert_cmpint (away->figures[DAYBOOK_FIGURE_FOCUS_SECONDS], ==, 0);
  half = measure (fixture, DAYBOOK_SUMMARY_DAILY, MONDAY + 2);
  g_assert_cmpint (half->figures[DAYBOOK_FIGURE_MEETINGS], ==, 0);
  g_assert_cmpint (half->figures[DAYBOOK_FIGURE_FOCUS_SECONDS], ==, 6 * HOUR);
}

static void
test_same_meeting_in_two_calendars (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) metrics = NULL;
  gint64 other_source;

  store_fixture_add_account (fixture, "ann@home.example", &other_source);
  cover (fixture, MONDAY, MONDAY + 5);
  g_assert_true (daybook_store_add_source_range (fixture->store, other_source, MONDAY, MONDAY + 5, NULL));
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, "x", at (fixture, MONDAY, 9, 0), HOUR);

      event->source_id = i == 0 ? fixture->source_id : other_source;
      event->ical_uid = g_strdup ("one@example.com");
      put (fixture, event);
    }
  metrics = measure (fixture, DAYBOOK_SUMMARY_DAILY, MONDAY);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_MEETINGS], ==, 1);
  g_assert_cmpint (daybook_metrics_count_items (metrics), ==, 1);
}

static void
test_activities (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) metrics = NULL;
  g_autofree char *json = NULL;

  cover (fixture, MONDAY, MONDAY + 5);
  add_activity (fixture, "commit", "c1", at (fixture, MONDAY, 9, 0), 1, NULL);
  add_activity (fixture, "commit", "c2", at (fixture, MONDAY, 23, 59), 1, NULL);
  add_activity (fixture, "commit", "c3", at (fixture, MONDAY + 1, 0, 0), 1, NULL);
  add_activity (fixture, "message", "m", at (fixture, MONDAY, 10, 0), 12, "{\"from_me\":true}");
  add_activity (fixture, "message", "given", at (fixture, MONDAY, 10, 0), 5, "{\"from_me\":true,\"reactions\":5}");
  add_activity (fixture, "review", "r", at (fixture, MONDAY, 11, 0), 1, NULL);
  add_activity (fixture, "pull_request", "mine", at (fixture, MONDAY, 11, 0), 1, "{\"author_me\":true}");
  add_activity (fixture, "pull_request", "unknown", at (fixture, MONDAY, 11, 0), 1, NULL);
  add_activity (fixture, "pull_request", "theirs", at (fixture, MONDAY, 11, 0), 1, "{\"author_me\":false}");
  metrics = measure (fixture, DAYBOOK_SUMMARY_DAILY, MONDAY);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_COMMITS], ==, 2);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_MESSAGES], ==, 12);
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_PULL_REQUESTS], ==, 2);
  /* 12 messages of 2 minutes and a review of 15, of 480 minutes. */
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_COLLABORATION], ==, 8);
  json = daybook_metrics_to_json (metrics);
  g_assert_nonnull (strstr (json, "\"total_commits\":2,"));
  g_assert_nonnull (strstr (json, "\"by_platform\":{\"google-calendar\":17}"));
}

/* What is usual rests on weeks that were synced, and on the same weekdays of them while this one is not over. */
static void
test_usual (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) week = NULL;
  g_autoptr (DaybookMetrics) whole = NULL;

  cover (fixture, MONDAY - 14, G_MAXINT32);
  for (int i = 0; i < 4; i++)
    {
      g_autofree char *monday = g_strdup_printf ("monday-%d", i);
      g_autofree char *sunday = g_strdup_printf ("sunday-%d", i);

      add_meeting (fixture, monday, at (fixture, MONDAY - 7 * i, 9, 0), (i + 1) * HOUR);
      add_meeting (fixture, sunday, at (fixture, MONDAY - 7 * i + 6, 9, 0), HOUR);
    }
  /* Saturday: Sunday is not counted, here as there. */
  week = measure (fixture, DAYBOOK_SUMMARY_WEEKLY, MONDAY);
  g_assert_cmpint (week->figures[DAYBOOK_FIGURE_MEETINGS], ==, 1);
  g_assert_cmpint (week->n_before, ==, 2);
  g_assert_cmpfloat (week->usual[DAYBOOK_FIGURE_MEETINGS], ==, 1);
  g_assert_cmpfloat (week->usual[DAYBOOK_FIGURE_MEETING_SECONDS], ==, 2.5 * HOUR);
  g_assert_cmpint (week->covered_to - week->covered_from, ==, 6);
  whole = measure (fixture, DAYBOOK_SUMMARY_WEEKLY, MONDAY - 7);
  g_assert_cmpint (whole->figures[DAYBOOK_FIGURE_MEETINGS], ==, 2);
  g_assert_cmpint (whole->n_before, ==, 1);
}

static void
test_unsynced (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) metrics = measure (fixture, DAYBOOK_SUMMARY_WEEKLY, MONDAY);

  g_assert_cmpint (metrics->covered_from, ==, metrics->covered_to);
  /* What nobody asked for is not free. */
  g_assert_cmpint (metrics->figures[DAYBOOK_FIGURE_FOCUS_SECONDS], ==, 0);
  g_assert_cmpint (metrics->n_before, ==, 0);
}

static void
test_before (void)
{
  DaybookPeriod before[DAYBOOK_PERIODS_BEFORE];
  DaybookPeriod monday = daybook_period_around (DAYBOOK_SUMMARY_DAILY, MONDAY, MONDAY);
  DaybookPeriod sunday = daybook_period_around (DAYBOOK_SUMMARY_DAILY, MONDAY - 1, MONDAY);
  DaybookPeriod march = daybook_period_around (DAYBOOK_SUMMARY_MONTHLY, daybook_day_from_civil (2026, 3, 31),
                                               daybook_day_from_civil (2026, 3, 31));
  guint8 working = 0x1f;

  g_assert_cmpint (daybook_period_list_before (&monday, working, before), ==, 4);
  g_assert_cmpint (before[0].from, ==, MONDAY - 3);
  g_assert_cmpint (before[3].from, ==, MONDAY - 6);
  g_assert_cmpint (daybook_period_list_before (&sunday, working, before), ==, 4);
  g_assert_cmpint (before[0].from, ==, MONDAY - 2);
  g_assert_cmpint (before[1].from, ==, MONDAY - 8);
  g_assert_cmpint (march.to - march.from, ==, 31);
  g_assert_cmpint (daybook_period_list_before (&march, working, before), ==, 4);
  g_assert_cmpint (before[0].to - before[0].from, ==, 28);
  g_assert_cmpint (before[0].counted_to, ==, before[0].to);
}

/* Slow and plain: what each minute of each day was. */
static void
count_minutes (StoreFixture *fixture, GPtrArray *events, DaybookDay day, DaybookDayFigures *figures)
{
  DaybookZone *zone = daybook_store_get_zone (fixture->store);
  gint64 start = daybook_zone_get_day_start (zone, day);
  gint64 end = daybook_zone_get_day_start (zone, day + 1);
  gint64 work_start = at (fixture, day, 9, 0);
  gint64 work_end = daybook_day_get_weekday (day) <= DAYBOOK_FRIDAY ? at (fixture, day, 17, 0) : work_start;
  gint64 run = 0;

  memset (figures, 0, sizeof *figures);
  for (gint64 minute = start; minute <= end; minute += MINUTE)
    {
      gboolean meeting = FALSE;
      gboolean shared = FALSE;

      for (guint i = 0; i < events->len; i++)
        {
          const DaybookEvent *event = events->pdata[i];

          if (event->response == DAYBOOK_RESPONSE_DECLINED || event->busy == DAYBOOK_BUSY_FREE)
            continue;
          if (event->range_start == minute && minute < end)
            figures->meetings++;
          meeting |= event->range_start <= minute && minute < event->range_end;
          shared |= event->range_start <= minute && minute < event->range_end && event->attendee_count > 1;
        }
      if (minute < end)
        {
          figures->meeting_seconds += meeting ? MINUTE : 0;
          figures->shared_seconds += shared ? MINUTE : 0;
        }
      if (minute >= work_start && minute < work_end && !meeting)
        {
          run += MINUTE;
          continue;
        }
      *(run >= 2 * HOUR ? &figures->focus_seconds : &figures->fragmented_seconds) += run;
      run = 0;
    }
}

/* Random weeks in zones of every kind, those in which clocks change among them. */
static void
test_every_minute (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    const char *zone;
    int year, month, day; /* a Monday */
  } weeks[] = { { "Europe/Berlin", 2026, 10, 19 }, { "Europe/Berlin", 2026, 3, 23 }, { "America/New_York", 2026, 11, 2 },
                { "Asia/Kathmandu", 2026, 6, 1 },  { "Pacific/Apia", 2026, 2, 2 },   { "America/St_Johns", 2026, 3, 2 } };
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (guint w = 0; w < G_N_ELEMENTS (weeks); w++)
    {
      DaybookDay monday = daybook_day_from_civil (weeks[w].year, weeks[w].month, weeks[w].day);
      g_autoptr (GPtrArray) events = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_event_free);
      g_autoptr (DaybookMetrics) metrics = NULL;

      g_assert_true (daybook_store_set_setting (fixture->store, "time_zone", weeks[w].zone, NULL));
      store_fixture_run (fixture->store, "DELETE FROM event; UPDATE source SET item_count = 0");
      cover (fixture, monday - 40, monday + 40);
      for (int i = 0; i < 60; i++)
        {
          g_autofree char *id = g_strdup_printf ("%u-%d", w, i);
          gint64 start = at (fixture, monday - 1, 0, 0) + g_rand_int_range (random, 0, 9 * 24 * 4) * 15 * MINUTE;
          DaybookEvent *event
            = store_fixture_make_event (fixture, id, start, g_rand_int_range (random, 1, 13) * 15 * MINUTE);

          event->attendee_count = g_rand_int_range (random, 0, 4);
          if (g_rand_int_range (random, 0, 6) == 0)
            event->response = DAYBOOK_RESPONSE_DECLINED;
          else if (g_rand_int_range (random, 0, 6) == 0)
            event->busy = DAYBOOK_BUSY_FREE;
          put (fixture, event);
          g_ptr_array_add (events, event);
        }
      daybook_clock_set (fixture->clock, at (fixture, monday + 20, 12, 0));
      metrics = measure (fixture, DAYBOOK_SUMMARY_WEEKLY, monday);
      g_assert_cmpint (metrics->days->len, ==, 7);
      for (guint i = 0; i < metrics->days->len; i++)
        {
          const DaybookDayFigures *found = &g_array_index (metrics->days, DaybookDayFigures, i);
          DaybookDayFigures slow;

          count_minutes (fixture, events, monday + (DaybookDay) i, &slow);
          g_assert_cmpint (found->meetings, ==, slow.meetings);
          g_assert_cmpint (found->meeting_seconds, ==, slow.meeting_seconds);
          g_assert_cmpint (found->shared_seconds, ==, slow.shared_seconds);
          g_assert_cmpint (found->focus_seconds, ==, slow.focus_seconds);
          g_assert_cmpint (found->fragmented_seconds, ==, slow.fragmented_seconds);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) \
  g_test_add ("/insight/metrics/" name, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("overlaps-count-once", test_overlaps_count_once);
  ADD ("what-is-no-meeting", test_what_is_no_meeting);
  ADD ("own-blocks-are-no-meetings", test_own_blocks);
  ADD ("away", test_away);
  ADD ("same-meeting-in-two-calendars", test_same_meeting_in_two_calendars);
  ADD ("activities", test_activities);
  ADD ("usual", test_usual);
  ADD ("what-was-not-synced-is-not-free", test_unsynced);
  ADD ("every-minute", test_every_minute);
#undef ADD
  g_test_add_func ("/insight/metrics/periods-before", test_before);
  return g_test_run ();
}
