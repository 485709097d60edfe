/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Insights page without its widgets: what its charts show, how it says things, and which period it looks at. */
#include <string.h>

#include "data-folder.h"
#include "insights-seed.h"
#include "insights/daybook-chart-data.h"
#include "insights/daybook-insights-model.h"
#include "insights/daybook-insights-prose.h"
#include "insights/daybook-insights-words.h"
#include "week-seed.h"

static char *folder;

/* ---- charts ---- */

#define STATS \
  "{\"total_commits\":3,\"total_meetings\":2,\"meeting_hours\":2.5,\"focus_hours\":4.0,\"collaboration_score\":64,\"logged_hours\":%s," \
  "\"by_platform\":{\"github\":3,\"google-calendar\":2,\"slack\":0},\"by_project\":[%s],\"by_day\":[%s]," \
  "\"usual\":{\"periods\":4,\"total_meetings\":1.0,\"meeting_hours\":4.0,\"total_commits\":3.0,\"collaboration_score\":60.5}}"

static DaybookInsights *
make_insights (const char *projects, const char *days)
{
  DaybookInsights *self = g_new0 (DaybookInsights, 1);
  g_autofree char *json = g_strdup_printf (STATS, "45.0", projects, days);
  g_autoptr (GError) error = NULL;

  self->summary = daybook_summary_new ();
  self->evidence = g_hash_table_new (g_str_hash, g_str_equal);
  self->project_names = g_hash_table_new (g_str_hash, g_str_equal);
  self->engine = g_strdup ("builtin");
  self->model_url = g_strdup ("");
  self->paused_until = DAYBOOK_INSTANT_NONE;
  self->stats = daybook_stats_parse (json, &error);
  g_assert_no_error (error);
  return self;
}

/* "name full texts spoken" of each bar */
static char *
list (const DaybookChartData *data)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < data->items->len; i++)
    {
      const DaybookChartItem *item = data->items->pdata[i];

      g_string_append_printf (text, "%s|%s|%s%s%s|%s%s\n", item->name, item->full, item->texts[0], data->n_series > 1 ? "+" : "",
                              data->n_series > 1 ? item->texts[1] : "", item->spoken, item->leads ? "" : "|no way");
    }
  return g_string_free (text, FALSE);
}

static void
test_projects (void)
{
  g_autoptr (GString) projects = g_string_new (NULL);
  g_autoptr (DaybookInsights) few = NULL;
  g_autoptr (DaybookInsights) many = NULL;
  g_autoptr (DaybookChartData) chart_of_few = NULL;
  g_autoptr (DaybookChartData) chart_of_many = NULL;
  g_autofree char *lines_of_few = NULL;
  const DaybookChartItem *rest;

  for (int i = 0; i < 9; i++)
    g_string_append_printf (projects, "%s{\"id\":null,\"name\":\"P%d\",\"color\":\"#3584e4\",\"hours\":%d.5}", i > 0 ? "," : "", i, 9 - i);
  few = make_insights ("{\"id\":null,\"name\":\"Website\",\"color\":null,\"hours\":2.5},{\"id\":null,\"name\":null,\"hours\":1.0}", "");
  chart_of_few = daybook_chart_data_new_projects (few);
  lines_of_few = list (chart_of_few);
  g_assert_cmpstr (lines_of_few, ==, "Website|Website|2.5 h|2.5 hours\nNo Project|No Project|1 h|1 hour\n");
  g_assert_cmpstr (chart_of_few->total, ==, "45 h");
  g_assert_cmpfloat (daybook_chart_data_get_most (chart_of_few), ==, 2.5);
  /* Eight bars have room: seven, and what is left together, which leads nowhere. */
  many = make_insights (projects->str, "");
  chart_of_many = daybook_chart_data_new_projects (many);
  g_assert_cmpuint (chart_of_many->items->len, ==, 8);
  rest = chart_of_many->items->pdata[7];
  g_assert_cmpstr (rest->name, ==, "2 other projects");
  g_assert_cmpfloat (rest->values[0], ==, 2.5 + 1.5);
  g_assert_false (rest->leads);
  g_assert_true (daybook_chart_data_is_equal (chart_of_few, chart_of_few));
  g_assert_false (daybook_chart_data_is_equal (chart_of_few, chart_of_many));
}

static void
test_days (void)
{
  static const char day[] = "{\"date\":\"2026-11-16\",\"meetings\":2,\"meeting_hours\":1.5,\"focus_hours\":4.0,\"fragmented_hours\":0.5}";
  static const char week[]
    = "{\"date\":\"2026-11-16\",\"meetings\":2,\"meeting_hours\":1.5,\"focus_hours\":4.0,\"fragmented_hours\":0.5},"
      "{\"date\":\"2026-11-17\",\"meetings\":0,\"meeting_hours\":0.0,\"focus_hours\":0.0,\"fragmented_hours\":0.0},"
      "{\"date\":\"2026-11-21\",\"meetings\":0,\"meeting_hours\":0.0,\"focus_hours\":0.0,\"fragmented_hours\":0.0},"
      "{\"date\":\"2026-11-22\",\"meetings\":1,\"meeting_hours\":1.0,\"focus_hours\":0.0,\"fragmented_hours\":0.0}";
  DaybookDay today = daybook_day_from_civil (2026, 11, 19);
  g_autoptr (DaybookInsights) of_day = make_insights ("", day);
  g_autoptr (DaybookInsights) of_week = make_insights ("", week);
  g_autoptr (DaybookChartData) chart_of_day = daybook_chart_data_new_days (of_day, today);
  g_autoptr (DaybookChartData) chart_of_week = daybook_chart_data_new_days (of_week, today);
  g_autofree char *lines_of_day = list (chart_of_day);
  g_autofree char *lines_of_week = list (chart_of_week);

  /* A day by itself is made of parts; a week has columns, without a Saturday that was free. */
  g_assert_cmpint (chart_of_day->kind, ==, DAYBOOK_CHART_ROWS);
  g_assert_cmpstr (lines_of_day, ==,
                   "Meetings|Meetings|1.5 h|1.5 hours\nFocus|Focus|4 h|4 hours\nShort gaps|Short gaps|0.5 h|0.5 hours|no way\n");
  g_assert_cmpint (chart_of_week->kind, ==, DAYBOOK_CHART_COLUMNS);
  g_assert_cmpstr (lines_of_week, ==,
                   "Mon|Monday, 16 November|1.5 h+4 h|1.5 hours in meetings, 4 hours of focus\n"
                   "Tue|Tuesday, 17 November|0 h+0 h|no time in meetings, no time of focus\n"
                   "Sun|Sunday, 22 November|1 h+0 h|1 hour in meetings, no time of focus\n");
  g_assert_cmpfloat (daybook_chart_data_get_most (chart_of_week), ==, 5.5);
}

static void
test_platforms (void)
{
  g_autoptr (DaybookInsights) insights = make_insights ("", "");
  g_autoptr (DaybookServiceCatalog) nobody_answered = daybook_service_catalog_new ();
  g_autoptr (DaybookChartData) chart = daybook_chart_data_new_platforms (insights, nobody_answered);
  g_autofree char *lines = list (chart);

  /* What nothing came from is no part of it. */
  g_assert_cmpstr (lines, ==, "github|github|3|3 items\ngoogle-calendar|google-calendar|2|2 items\n");
  g_assert_cmpstr (((DaybookChartItem *) chart->items->pdata[1])->hue, ==, "google_calendar");
  g_assert_cmpstr (chart->total, ==, "5 items");
}

static void
test_steps (void)
{
  static const double cases[][2] = { { 0.1, 1 }, { 5, 1 }, { 5.1, 2 }, { 10, 2 }, { 11, 5 }, { 25, 5 }, { 26, 10 }, { 51, 20 }, { 1001, 500 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (daybook_chart_find_step (cases[i][0]), ==, cases[i][1]);
}

/* ---- words ---- */

static void
test_periods (void)
{
  DaybookDay today = daybook_day_from_civil (2026, 11, 19); /* a Thursday */
  static const struct
  {
    DaybookSummaryType type;
    int away;
    const char *title;
    const char *subtitle;
    const char *advice;
  } cases[] = {
    { DAYBOOK_SUMMARY_DAILY, 0, "Thursday, 19 November", "Today", "For the Next Days" },
    { DAYBOOK_SUMMARY_DAILY, -1, "Wednesday, 18 November", "Yesterday", "Recommendations" },
    { DAYBOOK_SUMMARY_DAILY, -3, "Monday, 16 November", "3 days ago", "Recommendations" },
    { DAYBOOK_SUMMARY_WEEKLY, 0, "16 – 22 November", "This week", "For Next Week" },
    { DAYBOOK_SUMMARY_WEEKLY, -7, "9 – 15 November", "Last week", "Recommendations" },
    { DAYBOOK_SUMMARY_WEEKLY, 14, NULL, "In 2 weeks", "Recommendations" },
    { DAYBOOK_SUMMARY_MONTHLY, 0, "November 2026", "This month", "For Next Month" },
    { DAYBOOK_SUMMARY_MONTHLY, -40, "October 2026", "Last month", "Recommendations" },
    { DAYBOOK_SUMMARY_MONTHLY, 62, "January 2027", "In 2 months", "Recommendations" },
  };
  const DaybookPeriod range = daybook_period_for_range (today - 9, today + 1, today);
  g_autofree char *length = daybook_insights_words_subtitle (&range, today);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DaybookPeriod period = daybook_period_around (cases[i].type, today + cases[i].away, today);
      g_autofree char *title = daybook_insights_words_title (&period, today);
      g_autofree char *subtitle = daybook_insights_words_subtitle (&period, today);
      g_autofree char *advice = daybook_insights_words_advice_heading (&period, today);

      if (cases[i].title != NULL)
        g_assert_cmpstr (title, ==, cases[i].title);
      g_assert_cmpstr (subtitle, ==, cases[i].subtitle);
      g_assert_cmpstr (advice, ==, cases[i].advice);
    }
  g_assert_cmpstr (length, ==, "10 days");
}

static void
assert_tile (const DaybookStats *stats, DaybookFigure figure, const char *number, const char *comparison, const char *spoken)
{
  g_autofree char *said = daybook_insights_words_number (figure, stats->figures[figure]);
  g_autofree char *compared = daybook_insights_words_comparison (stats, figure);
  g_autofree char *read_aloud = daybook_insights_words_spoken (stats, figure);

  g_assert_cmpstr (said, ==, number);
  g_assert_cmpstr (compared, ==, comparison);
  g_assert_cmpstr (read_aloud, ==, spoken);
}

static void
test_tiles (void)
{
  g_autoptr (DaybookInsights) insights = make_insights ("", "");
  const DaybookStats *stats = insights->stats;

  assert_tile (stats, DAYBOOK_FIGURE_COMMITS, "3", "as usual", "3 commits, as usual");
  assert_tile (stats, DAYBOOK_FIGURE_MEETINGS, "2", "1 more than usual", "2 meetings, 1 more than usual");
  assert_tile (stats, DAYBOOK_FIGURE_MEETING_SECONDS, "2.5 h", "1.5 h less than usual", "2.5 hours in meetings, 1.5 h less than usual");
  assert_tile (stats, DAYBOOK_FIGURE_COLLABORATION, "64 %", "3 points higher", "64 % collaboration, 3 points higher");
  insights->stats->n_before = 0;
  assert_tile (stats, DAYBOOK_FIGURE_MEETINGS, "2", NULL, "2 meetings");
}

static void
assert_line (const DaybookInsights *insights, const char *expected)
{
  g_autofree char *line
    = daybook_insights_words_line (insights, daybook_zone_get_utc (), daybook_day_from_civil (2026, 11, 19));

  g_assert_cmpstr (line, ==, expected);
}

/* Who wrote it, whether it is new, and whether the model may be asked. */
static void
test_engine (void)
{
  g_autoptr (DaybookInsights) insights = make_insights ("", "");

  insights->summary->engine = g_strdup ("builtin");
  g_assert_true (daybook_instant_parse ("2026-11-19T08:00:00Z", -1, &insights->summary->created_at));
  assert_line (insights, "Written on this computer by the built-in summaries, just now");
  insights->is_stored = TRUE;
  assert_line (insights, "Written on this computer by the built-in summaries, today at 8:00");
  insights->is_outdated = TRUE;
  assert_line (insights, "Written on this computer by the built-in summaries, today at 8:00. Something has changed since.");
  /* What is left alone is said where it would be asked. */
  insights->paused_until = insights->summary->created_at + 3900;
  assert_line (insights, "Written on this computer by the built-in summaries, today at 8:00. Something has changed since.");
  g_free (insights->engine);
  insights->engine = g_strdup ("model");
  assert_line (insights, "Written on this computer by the built-in summaries, today at 8:00. Something has changed since. "
                         "The model failed and is not asked by itself before 9:05.");
  insights->is_outdated = FALSE;
  assert_line (insights, "Written on this computer by the built-in summaries, today at 8:00. "
                         "The model failed and is not asked by itself before 9:05.");
  insights->is_stored = FALSE;
  insights->paused_until = DAYBOOK_INSTANT_NONE;
  assert_line (insights, "Written on this computer by the built-in summaries, just now. Refresh to ask the model.");
  insights->is_stored = TRUE;
  g_free (insights->summary->engine);
  insights->summary->engine = g_strdup ("model");
  insights->summary->model = g_strdup ("m\u202e<b>");
  assert_line (insights, "Written by m<b>, today at 8:00");
  g_free (insights->model_url);
  insights->model_url = g_strdup ("https://models.example/v1?key=secret");
  insights->summary->created_at -= 24 * 3600;
  assert_line (insights, "Written by m<b> at models.example, yesterday at 8:00");
}

/* ---- what there is to say ---- */

typedef struct
{
  DaybookWorkspace *workspace;
  DaybookInsightsModel *model;
  guint moves;
  guint changes;
} Fixture;

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  data_folder_fill (insights_seed_fill);
  fixture->workspace = daybook_workspace_new ();
  fixture->model = daybook_insights_model_new (fixture->workspace);
  g_signal_connect_swapped (fixture->model, "moved", G_CALLBACK (count_cb), &fixture->moves);
  g_signal_connect_swapped (fixture->model, "changed", G_CALLBACK (count_cb), &fixture->changes);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (fixture->model, &fixture->moves);
  g_signal_handlers_disconnect_by_data (fixture->model, &fixture->changes);
  g_clear_object (&fixture->model);
  g_clear_object (&fixture->workspace);
  data_folder_clear (folder);
}

static const DaybookInsights *
wait_until_read (Fixture *fixture)
{
  guint before = fixture->changes;

  while (fixture->changes == before)
    g_main_context_iteration (NULL, TRUE);
  return daybook_insights_model_get_insights (fixture->model);
}

static void
assert_period (Fixture *fixture, DaybookSummaryType type, const char *from, const char *to)
{
  const DaybookPeriod *period = daybook_insights_model_get_period (fixture->model);
  char first[DAYBOOK_DAY_TEXT_SIZE], last[DAYBOOK_DAY_TEXT_SIZE];

  g_assert_cmpint (period->type, ==, type);
  g_assert_cmpstr (daybook_day_write (period->from, first), ==, from);
  g_assert_cmpstr (daybook_day_write (period->to - 1, last), ==, to);
}

static void
test_moving (Fixture *fixture, gconstpointer unused)
{
  DaybookInsightsModel *model = fixture->model;

  assert_period (fixture, DAYBOOK_SUMMARY_WEEKLY, "2026-11-16", "2026-11-22");
  daybook_insights_model_step (model, -1);
  assert_period (fixture, DAYBOOK_SUMMARY_WEEKLY, "2026-11-09", "2026-11-15");
  daybook_insights_model_set_type (model, DAYBOOK_SUMMARY_DAILY);
  assert_period (fixture, DAYBOOK_SUMMARY_DAILY, "2026-11-12", "2026-11-12");
  daybook_insights_model_set_type (model, DAYBOOK_SUMMARY_MONTHLY);
  assert_period (fixture, DAYBOOK_SUMMARY_MONTHLY, "2026-11-01", "2026-11-30");
  daybook_insights_model_step (model, 1);
  assert_period (fixture, DAYBOOK_SUMMARY_MONTHLY, "2026-12-01", "2026-12-31");
  /* A range begins as what was looked at, and moves by its length. */
  daybook_insights_model_set_type (model, DAYBOOK_SUMMARY_RANGE);
  assert_period (fixture, DAYBOOK_SUMMARY_RANGE, "2026-12-01", "2026-12-31");
  daybook_insights_model_set_range (model, daybook_day_from_civil (2026, 11, 1), daybook_day_from_civil (2026, 11, 11));
  daybook_insights_model_step (model, -1);
  assert_period (fixture, DAYBOOK_SUMMARY_RANGE, "2026-10-22", "2026-10-31");
  daybook_insights_model_go_to (model, daybook_day_from_civil (2026, 11, 19));
  assert_period (fixture, DAYBOOK_SUMMARY_RANGE, "2026-11-19", "2026-11-28");
  /* No longer than a summary may be, no shorter than a day. */
  daybook_insights_model_set_range (model, daybook_day_from_civil (2020, 1, 1), daybook_day_from_civil (2026, 1, 1));
  g_assert_cmpint (daybook_insights_model_get_period (model)->to - daybook_insights_model_get_period (model)->from, ==,
                   DAYBOOK_PERIOD_MAX_DAYS);
  daybook_insights_model_set_range (model, daybook_day_from_civil (2026, 1, 2), daybook_day_from_civil (2026, 1, 1));
  assert_period (fixture, DAYBOOK_SUMMARY_RANGE, "2026-01-02", "2026-01-02");
  g_assert_cmpuint (fixture->moves, ==, 10);
  /* Nobody looks: nothing was read. */
  g_assert_cmpuint (fixture->changes, ==, 0);
  g_assert_null (daybook_insights_model_get_insights (model));
}

/* What is read is of the period that is looked at, whatever was asked for in between. */
static void
test_reading (Fixture *fixture, gconstpointer unused)
{
  const DaybookInsights *insights;
  g_autofree guint *numbers = NULL;
  g_autofree char *markup = NULL;
  g_autoptr (DaybookChartData) days = NULL;
  guint most = 0;

  daybook_reload_gate_set_active (daybook_insights_model_get_gate (fixture->model), TRUE);
  daybook_insights_model_step (fixture->model, -1);
  daybook_insights_model_step (fixture->model, 1);
  insights = wait_until_read (fixture);
  g_assert_cmpint (insights->period.from, ==, daybook_insights_model_get_period (fixture->model)->from);
  g_assert_true (insights->has_sources && insights->is_covered);
  g_assert_false (insights->is_stored || insights->is_outdated);
  g_assert_cmpstr (insights->engine, ==, "builtin");
  g_assert_cmpfloat (insights->stats->figures[DAYBOOK_FIGURE_MEETINGS], >, 0);
  /* Each number behind the prose leads to rows; the first is 1 and none is left out. */
  numbers = daybook_insights_prose_number (insights);
  for (guint i = 0; i < insights->summary->sentences->len; i++)
    {
      g_assert_cmpuint (numbers[i], <=, most + 1);
      most = MAX (most, numbers[i]);
    }
  g_assert_cmpuint (most, >, 0);
  markup = daybook_insights_prose_to_markup (insights->summary, numbers);
  g_assert_nonnull (strstr (markup, "<a href=\"1\">"));
  days = daybook_chart_data_new_days (insights, insights->period.counted_to - 1);
  g_assert_cmpuint (days->items->len, >=, 4);
}

int
main (int argc, char **argv)
{
  int status;

  folder = data_folder_enter ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insights/chart/projects", test_projects);
  g_test_add_func ("/insights/chart/days", test_days);
  g_test_add_func ("/insights/chart/platforms", test_platforms);
  g_test_add_func ("/insights/chart/steps-of-an-axis", test_steps);
  g_test_add_func ("/insights/words/periods", test_periods);
  g_test_add_func ("/insights/words/tiles", test_tiles);
  g_test_add_func ("/insights/words/who-wrote-it", test_engine);
  g_test_add ("/insights/model/moving", Fixture, NULL, set_up, test_moving, tear_down);
  g_test_add ("/insights/model/reading", Fixture, NULL, set_up, test_reading, tear_down);
  status = g_test_run ();
  data_folder_leave (folder);
  return status;
}
