/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures as they are kept with a summary and read back, and the rows that its sentences cite. */
#include "insight/daybook-stats.h"

#include "base/daybook-zone.h"
#include "insight/daybook-summarizer.h"
#include "store-fixture.h"
#include "store/daybook-evidence.h"
#include "store/daybook-suggestions.h"

#define HOUR G_GINT64_CONSTANT (3600)
/* 2026-11-16, a Monday; the fixture's now is the Saturday after it. */
#define MONDAY ((DaybookDay) 20773)

static gint64
at (StoreFixture *fixture, DaybookDay day, int hour, int minute)
{
  return daybook_zone_to_instant (daybook_store_get_zone (fixture->store),
                                  daybook_wall_from_day (day) + hour * HOUR + minute * 60);
}

static gint64
add_meeting (StoreFixture *fixture, const char *id, gint64 start, gint64 seconds)
{
  g_autoptr (DaybookEvent) event = store_fixture_make_event (fixture, id, start, seconds);

  g_assert_true (daybook_store_put_event (fixture->store, event, 1, NULL, &event->id, NULL));
  return event->id;
}

static gint64
add_activity (StoreFixture *fixture, const char *kind, const char *id, gint64 instant, int count)
{
  g_autoptr (DaybookActivity) activity = daybook_activity_new ();
  gint64 row = 0;

  activity->source_id = fixture->source_id;
  activity->kind = g_strdup (kind);
  activity->external_id = g_strdup (id);
  activity->title = g_strdup (id);
  activity->author = g_strdup ("Mei Lin");
  activity->at = instant;
  activity->count = count;
  activity->url = g_strdup ("https://example.com/1");
  g_assert_true (daybook_store_put_activity (fixture->store, activity, 1, NULL, &row, NULL));
  return row;
}

static gint64
add_project (StoreFixture *fixture, const char *name, const char *color)
{
  g_autoptr (DaybookProject) project = daybook_project_new ();

  project->name = g_strdup (name);
  project->color = g_strdup (color);
  return daybook_store_add_project (fixture->store, project, NULL);
}

static gint64
log_time (StoreFixture *fixture, const char *title, gint64 project, gint64 start, gint64 seconds)
{
  g_autoptr (DaybookEntry) entry = store_fixture_make_entry (title, start, seconds);

  entry->project_id = project;
  return daybook_store_add_entry (fixture->store, entry, NULL);
}

static DaybookMetrics *
measure (StoreFixture *fixture)
{
  DaybookPeriod period = daybook_period_around (DAYBOOK_SUMMARY_WEEKLY, MONDAY, MONDAY + 5);
  g_autoptr (GError) error = NULL;
  DaybookMetrics *metrics = daybook_metrics_new (fixture->store, &period, &error);

  g_assert_no_error (error);
  return metrics;
}

static DaybookStats *
read_back (const DaybookMetrics *metrics)
{
  g_autofree char *json = daybook_metrics_to_json (metrics);
  g_autoptr (GError) error = NULL;
  DaybookStats *stats = daybook_stats_parse (json, &error);

  g_assert_no_error (error);
  return stats;
}

static void
test_round_trip (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) metrics = NULL;
  g_autoptr (DaybookStats) stats = NULL;
  gint64 small = add_project (fixture, "Support", "#3584e4");
  gint64 large = add_project (fixture, "Website", "#9141ac");
  const DaybookStatsProject *project;
  const DaybookStatsDay *tuesday;
  double difference;

  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, MONDAY - 60, MONDAY + 7, NULL));
  add_meeting (fixture, "before", at (fixture, MONDAY - 7, 9, 0), HOUR);
  add_meeting (fixture, "a", at (fixture, MONDAY + 1, 9, 0), 100 * 60);
  add_meeting (fixture, "b", at (fixture, MONDAY + 2, 9, 0), HOUR);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *id = g_strdup_printf ("commit %d", i);

      add_activity (fixture, "commit", id, at (fixture, MONDAY + 1, 12, i), 1);
    }
  log_time (fixture, "One", small, at (fixture, MONDAY, 9, 0), HOUR);
  log_time (fixture, "Two", large, at (fixture, MONDAY, 10, 0), 5 * HOUR / 2);
  log_time (fixture, "Three", 0, at (fixture, MONDAY, 14, 0), 2 * HOUR);
  metrics = measure (fixture);
  stats = read_back (metrics);

  for (guint i = 0; i < DAYBOOK_N_FIGURES; i++)
    g_assert_cmpfloat (stats->figures[i], ==,
                       daybook_figure_is_seconds (i) ? daybook_metrics_hours (metrics->figures[i]) : (double) metrics->figures[i]);
  g_assert_cmpfloat (stats->figures[DAYBOOK_FIGURE_MEETING_SECONDS], ==, 2.7);
  g_assert_cmpint (stats->figures[DAYBOOK_FIGURE_COMMITS], ==, 3);

  g_assert_cmpint (stats->days->len, ==, 6); /* up to the Saturday that is today */
  tuesday = &g_array_index (stats->days, DaybookStatsDay, 1);
  g_assert_cmpint (tuesday->day, ==, MONDAY + 1);
  g_assert_cmpint (tuesday->meetings, ==, 1);
  g_assert_cmpfloat (tuesday->meeting_hours, ==, 1.7);
  g_assert_cmpfloat (tuesday->focus_hours, ==, 6.3);

  g_assert_cmpint (stats->projects->len, ==, 3);
  project = stats->projects->pdata[0];
  g_assert_cmpint (project->id, ==, large);
  g_assert_cmpstr (project->name, ==, "Website");
  g_assert_cmpstr (project->color, ==, "#9141ac");
  g_assert_cmpfloat (project->hours, ==, 2.5);
  project = stats->projects->pdata[1];
  g_assert_cmpint (project->id, ==, 0);
  g_assert_null (project->name);

  g_assert_cmpint (stats->platforms->len, ==, 1);
  g_assert_cmpint (((DaybookStatsPlatform *) stats->platforms->pdata[0])->count, ==, 5);
  g_assert_cmpint (daybook_stats_count_items (stats), ==, daybook_metrics_count_items (metrics));
  g_assert_false (daybook_stats_is_empty (stats));

  /* One meeting in four weeks before: a quarter of one is usual. */
  g_assert_cmpint (stats->n_before, ==, 4);
  g_assert_true (daybook_stats_compare (stats, DAYBOOK_FIGURE_MEETINGS, &difference));
  g_assert_cmpfloat (difference, ==, 2);
  g_assert_true (daybook_stats_compare (stats, DAYBOOK_FIGURE_MEETING_SECONDS, &difference));
  g_assert_cmpfloat_with_epsilon (difference, 2.4, 1e-9);
}

static void
test_nothing_to_compare (StoreFixture *fixture, gconstpointer unused)
{
  g_autoptr (DaybookMetrics) metrics = measure (fixture);
  g_autoptr (DaybookStats) stats = read_back (metrics);
  double difference = 7;

  g_assert_true (daybook_stats_is_empty (stats));
  g_assert_false (daybook_stats_compare (stats, DAYBOOK_FIGURE_MEETINGS, &difference));
  g_assert_cmpfloat (difference, ==, 7);
}

/* What an older program, or anybody, left there is read as far as it goes. */
static void
test_odd (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStats) stats = daybook_stats_parse (
    "{\"total_commits\": 4, \"new\": [1], \"by_day\": [{\"date\": \"2026-11-16\"}, {\"date\": \"?\"}, 3], \"by_project\": null,"
    " \"by_platform\": {\"gmail\": 2, \"slack\": 9}, \"usual\": null}",
    &error);

  g_assert_no_error (error);
  g_assert_cmpint (stats->figures[DAYBOOK_FIGURE_COMMITS], ==, 4);
  g_assert_cmpint (stats->days->len, ==, 1);
  g_assert_cmpint (stats->projects->len, ==, 0);
  g_assert_cmpstr (((DaybookStatsPlatform *) stats->platforms->pdata[0])->provider, ==, "slack");
  g_assert_cmpint (stats->n_before, ==, 0);
  g_assert_null (daybook_stats_parse ("{", &error));
  g_assert_nonnull (error);
}

static DaybookStats *
make_days (DaybookDay first, int n)
{
  DaybookStats *stats = daybook_stats_parse ("{}", NULL);

  for (int i = 0; i < n; i++)
    {
      DaybookStatsDay day = { .day = first + i, .meetings = 1, .meeting_hours = 0.5, .focus_hours = 2 };

      g_array_append_val (stats->days, day);
    }
  return stats;
}

static void
test_spans (void)
{
  g_autoptr (DaybookStats) month = make_days (MONDAY, 31);
  g_autoptr (DaybookStats) quarter = make_days (MONDAY + 2, 90);
  g_autoptr (DaybookStats) year = make_days (daybook_day_from_civil (2026, 1, 1), 365);
  g_autoptr (GArray) days = daybook_stats_list_spans (month, DAYBOOK_SPAN_DAY);
  g_autoptr (GArray) weeks = daybook_stats_list_spans (quarter, DAYBOOK_SPAN_WEEK);
  g_autoptr (GArray) months = daybook_stats_list_spans (year, DAYBOOK_SPAN_MONTH);
  const DaybookStatsSpan *first = &g_array_index (weeks, DaybookStatsSpan, 0);
  const DaybookStatsSpan *february = &g_array_index (months, DaybookStatsSpan, 1);

  g_assert_cmpint (daybook_stats_choose_span (month), ==, DAYBOOK_SPAN_DAY);
  g_assert_cmpint (daybook_stats_choose_span (quarter), ==, DAYBOOK_SPAN_WEEK);
  g_assert_cmpint (daybook_stats_choose_span (year), ==, DAYBOOK_SPAN_MONTH);
  g_assert_cmpint (days->len, ==, 31);
  /* From the Wednesday on it is five days, and whole weeks follow. */
  g_assert_cmpint (first->from, ==, MONDAY + 2);
  g_assert_cmpint (first->to, ==, MONDAY + 7);
  g_assert_cmpint (first->meetings, ==, 5);
  g_assert_cmpfloat (first->meeting_hours, ==, 2.5);
  g_assert_cmpint (months->len, ==, 12);
  g_assert_cmpint (february->to - february->from, ==, 28);
  g_assert_cmpfloat (february->focus_hours, ==, 56);
}

/* Evidence ------------------------------------------------------------------------------------------------- */

static GPtrArray *
list (StoreFixture *fixture, const char *const *ids)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *rows = daybook_store_list_evidence (fixture->store, ids, &error);

  g_assert_no_error (error);
  return rows;
}

static void
test_evidence (StoreFixture *fixture, gconstpointer unused)
{
  gint64 project = add_project (fixture, "Website", NULL);
  g_autofree char *event = daybook_id_format (DAYBOOK_KIND_EVENT, add_meeting (fixture, "a", at (fixture, MONDAY, 9, 0), HOUR));
  g_autofree char *mail = daybook_id_format (DAYBOOK_KIND_ACTIVITY, add_activity (fixture, "mail", "m", at (fixture, MONDAY, 8, 0), 3));
  g_autofree char *entry
    = daybook_id_format (DAYBOOK_KIND_ENTRY, log_time (fixture, "One", project, at (fixture, MONDAY, 10, 0), HOUR));
  g_autofree char *source = daybook_id_format (DAYBOOK_KIND_SOURCE, fixture->source_id);
  const char *ids[] = { source, entry, event, event, "e0000zz", "nonsense", mail, NULL };
  g_autoptr (GPtrArray) rows = list (fixture, ids);
  const DaybookEvidence *row;

  /* By time, each once, what nobody knows left out. */
  g_assert_cmpint (rows->len, ==, 4);
  row = rows->pdata[0];
  g_assert_cmpint (row->kind, ==, DAYBOOK_KIND_ACTIVITY);
  g_assert_cmpstr (row->word, ==, "mail");
  g_assert_cmpstr (row->author, ==, "Mei Lin");
  g_assert_cmpstr (row->url, ==, "https://example.com/1");
  g_assert_cmpint (row->count, ==, 3);
  g_assert_cmpint (row->inbox_kind, ==, DAYBOOK_KIND_NONE);
  row = rows->pdata[1];
  g_assert_cmpint (row->kind, ==, DAYBOOK_KIND_EVENT);
  g_assert_cmpstr (row->title, ==, "Meeting a");
  g_assert_cmpint (row->end - row->at, ==, HOUR);
  row = rows->pdata[2];
  g_assert_cmpint (row->kind, ==, DAYBOOK_KIND_ENTRY);
  g_assert_cmpstr (row->author, ==, "Website");
  row = rows->pdata[3];
  g_assert_cmpint (row->kind, ==, DAYBOOK_KIND_SOURCE);
  g_assert_cmpint (row->at, ==, DAYBOOK_INSTANT_NONE);
}

static void
test_evidence_in_the_inbox (StoreFixture *fixture, gconstpointer unused)
{
  gint64 mail = add_activity (fixture, "mail", "m", at (fixture, MONDAY, 8, 0), 1);
  g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ACTIVITY, mail);
  const char *ids[] = { id, NULL };
  g_autoptr (DaybookSuggestion) suggestion = daybook_suggestion_new ();
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  gint64 task = 0;

  suggestion->source_id = fixture->source_id;
  suggestion->item_kind = g_strdup ("activity");
  suggestion->item_id = mail;
  suggestion->item_key = g_strdup ("mail/m");
  suggestion->state = g_strdup ("1");
  suggestion->kind = g_strdup ("reply");
  suggestion->title = g_strdup ("Answer Mei");
  suggestion->confidence = 0.8;
  suggestion->engine = g_strdup ("builtin");
  g_assert_true (daybook_store_put_suggestion (fixture->store, suggestion, NULL, NULL));
  before = list (fixture, ids);
  g_assert_cmpint (((DaybookEvidence *) before->pdata[0])->inbox_kind, ==, DAYBOOK_KIND_SUGGESTION);
  g_assert_cmpint (((DaybookEvidence *) before->pdata[0])->inbox_id, ==, suggestion->id);

  g_assert_true (daybook_store_approve_suggestion (fixture->store, suggestion->id, FALSE, &task, NULL));
  after = list (fixture, ids);
  g_assert_cmpint (((DaybookEvidence *) after->pdata[0])->inbox_kind, ==, DAYBOOK_KIND_TASK);
  g_assert_cmpint (((DaybookEvidence *) after->pdata[0])->inbox_id, ==, task);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("/insight/stats/round-trip", test_round_trip);
  ADD ("/insight/stats/nothing-to-compare", test_nothing_to_compare);
  ADD ("/insight/evidence/rows", test_evidence);
  ADD ("/insight/evidence/in-the-inbox", test_evidence_in_the_inbox);
#undef ADD
  g_test_add_func ("/insight/stats/odd", test_odd);
  g_test_add_func ("/insight/stats/spans", test_spans);
  return g_test_run ();
}
