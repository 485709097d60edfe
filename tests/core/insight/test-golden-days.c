/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thirty days of three people, as the built-in engine tells them: kept as texts to be read, and held to what every
 * summary promises. */
#include <math.h>
#include <string.h>
#include <time.h>

#include "base/daybook-zone.h"
#include "golden-days.h"
#include "insight/daybook-summarizer.h"
#include "store/daybook-summaries.h"

static gboolean write_texts;

static void
append_list (GString *text, const char *title, GPtrArray *sentences)
{
  if (sentences->len > 0)
    g_string_append_printf (text, "%s\n", title);
  for (guint i = 0; i < sentences->len; i++)
    {
      const DaybookSentence *sentence = sentences->pdata[i];

      g_string_append_printf (text, "- %s [%u]\n", sentence->text, g_strv_length (sentence->evidence));
    }
}

static void
append_wrapped (GString *text, const char *prose)
{
  g_auto (GStrv) words = g_strsplit (prose, " ", -1);
  glong column = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      glong length = g_utf8_strlen (words[i], -1);

      if (column > 0 && column + 1 + length > 110)
        {
          g_string_append_c (text, '\n');
          column = 0;
        }
      else if (column > 0)
        {
          g_string_append_c (text, ' ');
          column++;
        }
      g_string_append (text, words[i]);
      column += length;
    }
  g_string_append_c (text, '\n');
}

static void
append_summary (GString *text, const char *title, const DaybookSummary *summary)
{
  g_autofree char *prose = daybook_summary_get_text (summary);

  g_string_append_printf (text, "## %s (%u words)\n\n", title, daybook_count_words (prose));
  append_wrapped (text, prose);
  g_string_append_c (text, '\n');
  append_list (text, "Highlights", summary->highlights);
  append_list (text, "Insights", summary->insights);
  append_list (text, "Recommendations", summary->recommendations);
  g_string_append_c (text, '\n');
}

/* Every id stands for a row that is there. */
static void
check_evidence (DaybookStore *store, GPtrArray *sentences)
{
  for (guint i = 0; i < sentences->len; i++)
    {
      const DaybookSentence *sentence = sentences->pdata[i];

      g_assert_cmpuint (g_strv_length (sentence->evidence), >, 0);
      g_assert_null (strchr (sentence->text, '{'));
      for (guint j = 0; sentence->evidence[j] != NULL; j++)
        {
          DaybookKind kind;
          gint64 number;

          g_assert_true (daybook_id_parse (sentence->evidence[j], &kind, &number));
          g_assert_true (daybook_store_resolve (store, kind, sentence->evidence[j], &number, NULL));
        }
    }
}

static gboolean
has_hours (const char *stats, double hours)
{
  g_autoptr (GRegex) figures = g_regex_new ("hours\"\\s*:\\s*([\\d.]+)", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (figures, stats, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *number = g_match_info_fetch (match, 1);

      if (fabs (g_ascii_strtod (number, NULL) - hours) < 0.001)
        return TRUE;
    }
  return FALSE;
}

/* "5.5 hours" in prose is one of the hours in the figures, or the length of a meeting that stands in brackets. */
static void
check_numbers (const DaybookSummary *summary)
{
  g_autofree char *prose = daybook_summary_get_text (summary);
  g_autoptr (GRegex) numbers = g_regex_new ("(?<![(\\d.,#])\\b(\\d+(?:\\.\\d)?) hours?\\b", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  for (g_regex_match (numbers, prose, 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *number = g_match_info_fetch (match, 1);

      if (!has_hours (summary->stats, g_ascii_strtod (number, NULL)))
        g_error ("%s: “%s hours” is none of %s", prose, number, summary->stats);
    }
}

static void
check_promises (DaybookStore *store, const DaybookSummary *summary, GHashTable *said)
{
  g_autofree char *prose = daybook_summary_get_text (summary);
  guint words = daybook_count_words (prose);
  guint titles = 0;

  for (const char *c = prose; (c = strstr (c, "“")) != NULL; c++)
    titles++;
  if (words < DAYBOOK_SUMMARY_LEAST_WORDS || words > DAYBOOK_SUMMARY_MOST_WORDS || titles < 2)
    g_error ("%u words, %u titles: %s", words, titles, prose);
  check_evidence (store, summary->sentences);
  check_evidence (store, summary->highlights);
  check_evidence (store, summary->insights);
  check_evidence (store, summary->recommendations);
  check_numbers (summary);
  for (guint i = 0; i < summary->sentences->len; i++)
    {
      const DaybookSentence *sentence = summary->sentences->pdata[i];

      if (!g_hash_table_add (said, g_strdup (sentence->pattern)))
        g_error ("%s stands twice in a week: %s", sentence->pattern, sentence->text);
    }
}

/* @today: later days are not counted. */
static DaybookSummary *
summarize_until (StoreFixture *fixture, DaybookSummaryType type, DaybookDay day, DaybookDay today)
{
  g_autoptr (GError) error = NULL;
  DaybookPeriod period = daybook_period_around (type, day, today);
  DaybookSummary *summary = daybook_summarize (fixture->store, &period, &error);

  g_assert_no_error (error);
  g_assert_true (daybook_store_put_summary (fixture->store, summary, &error));
  g_assert_no_error (error);
  return summary;
}

static DaybookSummary *
summarize (StoreFixture *fixture, DaybookSummaryType type, DaybookDay day)
{
  return summarize_until (fixture, type, day, day + 30);
}

static void
tell_days (StoreFixture *fixture, GArray *days, GString *text)
{
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < days->len; i++)
    {
      DaybookDay day = g_array_index (days, DaybookDay, i);
      g_autoptr (DaybookSummary) summary = summarize (fixture, DAYBOOK_SUMMARY_DAILY, day);
      g_autofree char *date = daybook_day_format (day);

      check_promises (fixture->store, summary, said);
      append_summary (text, date, summary);
      if (daybook_day_get_weekday (day) == DAYBOOK_FRIDAY)
        {
          g_autoptr (DaybookSummary) week = summarize (fixture, DAYBOOK_SUMMARY_WEEKLY, day);
          g_autofree char *title = g_strdup_printf ("The week to %s", date);

          check_promises (fixture->store, week, said);
          append_summary (text, title, week);
          g_hash_table_remove_all (said);
        }
    }
}

/* The month that these days are of, and a day on which nothing happened. */
static void
tell_rest (StoreFixture *fixture, GArray *days, GString *text)
{
  DaybookDay last = g_array_index (days, DaybookDay, days->len - 1);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (DaybookSummary) month = summarize_until (fixture, DAYBOOK_SUMMARY_MONTHLY, last, last);
  g_autoptr (DaybookSummary) empty = summarize (fixture, DAYBOOK_SUMMARY_DAILY, last + 1);

  check_promises (fixture->store, month, said);
  append_summary (text, "The month", month);
  g_assert_cmpuint (empty->sentences->len, ==, 1);
  append_summary (text, "A day without anything", empty);
}

static void
test_style (StoreFixture *fixture, gconstpointer style)
{
  g_autofree char *input = g_strdup_printf ("%s.days", (const char *) style);
  g_autofree char *output = g_strdup_printf ("%s.txt", (const char *) style);
  g_autofree char *days_path = g_test_build_filename (G_TEST_DIST, "data", "insight", input, NULL);
  g_autofree char *text_path = g_test_build_filename (G_TEST_DIST, "data", "insight", output, NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GArray) days = NULL;

  days = golden_days_fill (fixture, days_path);
  g_assert_cmpuint (days->len, ==, 10);
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, g_array_index (days, DaybookDay, 0),
                                                 G_MAXINT32, NULL));
  tell_days (fixture, days, text);
  tell_rest (fixture, days, text);
  if (write_texts)
    {
      g_assert_true (g_file_set_contents (text_path, text->str, -1, NULL));
      return;
    }
  g_assert_true (g_file_get_contents (text_path, &expected, NULL, NULL));
  g_assert_cmpstr (text->str, ==, expected);
}

/* The same days once more, in another order and from a fresh store, read the same: what is remembered only matters
 * where the week would repeat itself. */
static void
test_order (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "insight", "engineer.days", NULL);
  g_autofree char *text_path = g_test_build_filename (G_TEST_DIST, "data", "insight", "engineer.txt", NULL);
  g_autofree char *expected = NULL;
  g_autoptr (GArray) days = golden_days_fill (fixture, path);

  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, g_array_index (days, DaybookDay, 0),
                                                 G_MAXINT32, NULL));
  g_assert_true (g_file_get_contents (text_path, &expected, NULL, NULL));
  for (guint i = days->len; i > 0; i--)
    {
      DaybookDay day = g_array_index (days, DaybookDay, i - 1);
      g_autoptr (DaybookSummary) summary = summarize (fixture, DAYBOOK_SUMMARY_DAILY, day);
      g_autofree char *prose = daybook_summary_get_text (summary);
      g_autoptr (GString) wrapped = g_string_new (NULL);

      append_wrapped (wrapped, prose);
      g_assert_nonnull (strstr (expected, wrapped->str));
    }
}

static void
test_empty (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay saturday = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS);
  g_autoptr (DaybookSummary) unsynced = summarize (fixture, DAYBOOK_SUMMARY_DAILY, saturday - 1);
  g_autoptr (DaybookSummary) empty = NULL;
  g_autoptr (DaybookSummary) week = NULL;
  const DaybookSentence *sentence;

  g_assert_cmpuint (unsynced->sentences->len, ==, 1);
  sentence = unsynced->sentences->pdata[0];
  g_assert_true (g_str_has_prefix (sentence->pattern, "day-unsynced/"));
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, saturday - 10, saturday + 10, NULL));
  empty = summarize (fixture, DAYBOOK_SUMMARY_DAILY, saturday - 1);
  g_assert_cmpuint (empty->sentences->len, ==, 1);
  g_assert_cmpuint (empty->highlights->len + empty->insights->len + empty->recommendations->len, ==, 0);
  sentence = empty->sentences->pdata[0];
  g_assert_true (g_str_has_prefix (sentence->pattern, "day-empty/"));
  g_assert_nonnull (strstr (sentence->text, "Friday 20 November"));
  /* It rests on the calendar that had nothing. */
  g_assert_cmpint (sentence->evidence[0][0], ==, DAYBOOK_KIND_SOURCE);
  week = summarize (fixture, DAYBOOK_SUMMARY_WEEKLY, saturday);
  g_assert_cmpuint (week->sentences->len, ==, 1);
}

/* Half an hour was logged and nothing else is known: no “0 items”, no advice on a calendar that holds nothing. */
static void
test_only_logged (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay saturday = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS);

  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, saturday - 10, saturday + 10, NULL));
  for (int back = 0; back < 3; back++)
    {
      /* A Saturday without working hours, and two working days. */
      gint64 start = FIXTURE_NOW - back * DAYBOOK_DAY_SECONDS;
      g_autoptr (DaybookEntry) entry = store_fixture_make_entry ("Call about the invoice", start, 1800);
      g_autoptr (DaybookSummary) summary = NULL;
      g_autofree char *text = NULL;
      const DaybookSentence *opening;

      g_assert_true (daybook_store_add_entry (fixture->store, entry, NULL));
      summary = summarize (fixture, DAYBOOK_SUMMARY_DAILY, saturday - back);
      text = daybook_summary_get_text (summary);
      opening = summary->sentences->pdata[0];
      g_assert_true (g_str_has_prefix (opening->pattern, "day-logged/"));
      g_assert_nonnull (strstr (opening->text, "0.5 hours"));
      g_assert_null (strstr (text, "0 items"));
      g_assert_nonnull (strstr (text, "Call about the invoice"));
      g_assert_cmpuint (summary->recommendations->len + summary->insights->len, ==, 0);
      check_evidence (fixture->store, summary->sentences);
    }
}

/* Whoever connects code and mail alone has working days all the same: nobody knows how their hours were divided, and they
 * are compared by what there was. */
static void
test_without_a_calendar (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay monday = daybook_day_get_week_start ((DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS), DAYBOOK_MONDAY);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "code.days", NULL);
  g_autoptr (DaybookSummary) week = NULL;
  g_autofree char *prose = NULL;

  for (int i = -11; i < 5; i++)
    {
      g_autofree char *date = daybook_day_format (monday + i);

      if (daybook_day_get_weekday (monday + i) > DAYBOOK_FRIDAY)
        continue;
      g_string_append_printf (text, "%s\ncommit 09:30 acme/api | api: step %d of the new cache\n"
                              "commit 10:30 acme/api | api: test %d\npull_request 11:00 acme/api | A cache for day %d | \n"
                              "review 14:00 acme/shop | Totals of day %d\n"
                              "mail 08:40 Ines Duarte | Question of day %d | Could you? | t-%d\n",
                              date, i, i, i, i, i, i);
      for (int more = 0; i == 1 && more < 6; more++)
        g_string_append_printf (text, "commit 1%d:45 acme/api | api: more, part %d\n", more, more);
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  store_fixture_run (fixture->store, "UPDATE source SET kind = 'repository'");
  g_array_unref (golden_days_fill (fixture, path));
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, monday - 60, monday + 60, NULL));
  for (int i = 0; i < 5; i++)
    {
      g_autoptr (DaybookSummary) summary = summarize (fixture, DAYBOOK_SUMMARY_DAILY, monday + i);
      const DaybookSentence *opening = summary->sentences->pdata[0];
      const DaybookSentence *comparison;

      check_promises (fixture->store, summary, said);
      g_assert_true (g_str_has_prefix (opening->pattern, "day-record/"));
      g_assert_cmpuint (summary->insights->len, ==, 1);
      comparison = summary->insights->pdata[0];
      g_assert_true (g_str_has_prefix (comparison->pattern, i == 1 ? "day-more-items/" : "day-usual-items/"));
      g_assert_cmpuint (summary->recommendations->len, ==, 1);
    }
  week = summarize (fixture, DAYBOOK_SUMMARY_WEEKLY, monday);
  check_promises (fixture->store, week, said);
  prose = daybook_summary_get_text (week);
  g_assert_nonnull (strstr (prose, "31 items"));
  /* Five reviews of a quarter of an hour, of forty hours: not of eight. */
  g_assert_nonnull (strstr (week->stats, "\"collaboration_score\":3,"));
}

/* What was private on a free day is told, and not held against anybody. */
static void
test_free_day (StoreFixture *fixture, gconstpointer line)
{
  DaybookDay saturday = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS);
  g_autofree char *path = g_build_filename (fixture->folder, "free.days", NULL);
  g_autofree char *date = daybook_day_format (saturday);
  g_autofree char *text = g_strdup_printf ("%s\n%s\n", date, (const char *) line);
  g_autoptr (DaybookSummary) summary = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_array_unref (golden_days_fill (fixture, path));
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, saturday - 10, saturday + 10, NULL));
  summary = summarize (fixture, DAYBOOK_SUMMARY_DAILY, saturday);
  g_assert_true (g_str_has_prefix (((DaybookSentence *) summary->sentences->pdata[0])->pattern, "day-free/"));
  g_assert_cmpuint (summary->recommendations->len, ==, g_str_has_prefix (line, "meeting") ? 0 : 1);
}

/* On the first day of a week both meetings were on the same day, and all messages in one channel. */
static void
test_week_of_one_day (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay saturday = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS);
  g_autofree char *path = g_build_filename (fixture->folder, "one.days", NULL);
  g_autofree char *date = daybook_day_format (saturday - 1);
  g_autofree char *text = g_strdup_printf ("%s\nmeeting 09:00 60 Budget | Sofia Conti\nmeeting 14:00 90 Roadmap | Mei Lin\n"
                                           "message 10:00 3 team | Well\n", date);
  g_autofree char *prose = NULL;
  g_autoptr (DaybookSummary) week = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_array_unref (golden_days_fill (fixture, path));
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, saturday - 10, saturday + 10, NULL));
  week = summarize (fixture, DAYBOOK_SUMMARY_WEEKLY, saturday);
  prose = daybook_summary_get_text (week);
  g_assert_true (g_str_has_prefix (((DaybookSentence *) week->sentences->pdata[1])->pattern, "period-meetings-one-day/"));
  g_assert_nonnull (strstr (prose, "3 messages"));
  g_assert_null (strstr (prose, "of 3 messages"));
}

/* The fixture's now is Saturday, 2026-11-21, 09:00: what has not begun is told as a plan, and neither compared nor judged. */
static void
test_ahead (StoreFixture *fixture, gconstpointer unused)
{
  static const struct
  {
    DaybookSummaryType type;
    int day, today;
    const char *sentences; /* how their patterns begin, in this order */
  } cases[] = {
    { DAYBOOK_SUMMARY_DAILY, 2, 0, "day-ahead/ day-ahead-meetings/ " },
    { DAYBOOK_SUMMARY_DAILY, 3, 0, "day-ahead/ day-ahead-meeting/ " },
    { DAYBOOK_SUMMARY_DAILY, 4, 0, "day-ahead-empty/ " },
    { DAYBOOK_SUMMARY_WEEKLY, 2, 0, "period-ahead/ period-ahead-meetings/ " },
    { DAYBOOK_SUMMARY_WEEKLY, 9, 0, "period-ahead-empty/ " },
    /* It is Saturday morning, which is no working day here. */
    { DAYBOOK_SUMMARY_DAILY, 0, 0, "day-empty/ " },
    { DAYBOOK_SUMMARY_WEEKLY, 2, 2, "period-mixed/ period-meetings-one-day/ period-under-way/ " },
    { DAYBOOK_SUMMARY_WEEKLY, 2, 6, "period-making/ period-meetings/ " },
  };
  DaybookDay saturday = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS);
  g_autofree char *monday = daybook_day_format (saturday + 2);
  g_autofree char *tuesday = daybook_day_format (saturday + 3);
  g_autofree char *path = g_build_filename (fixture->folder, "ahead.days", NULL);
  g_autofree char *text = g_strdup_printf ("%s\nmeeting 09:00 60 Budget | Sofia Conti\nmeeting 14:00 90 Roadmap | Mei Lin\n"
                                           "%s\nmeeting 09:00 120 Pitch | Sofia Conti\n", monday, tuesday);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_array_unref (golden_days_fill (fixture, path));
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, saturday - 10, G_MAXINT32, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DaybookPeriod period = daybook_period_around (cases[i].type, saturday + cases[i].day, saturday + cases[i].today);
      g_autoptr (DaybookSummary) summary = daybook_summarize (fixture->store, &period, NULL);
      g_autoptr (GString) patterns = g_string_new (NULL);

      for (guint j = 0; j < summary->sentences->len; j++)
        {
          const char *pattern = ((DaybookSentence *) summary->sentences->pdata[j])->pattern;

          g_string_append_len (patterns, pattern, strchr (pattern, '/') + 1 - pattern);
          g_string_append_c (patterns, ' ');
        }
      check_evidence (fixture->store, summary->sentences);
      check_numbers (summary);
      g_assert_true (g_str_has_prefix (patterns->str, cases[i].sentences));
      if (strstr (cases[i].sentences, "-ahead") != NULL)
        g_assert_cmpuint (summary->insights->len + summary->recommendations->len, ==, 0);
      g_assert_true ((strstr (patterns->str, "under-way") != NULL) == (strstr (cases[i].sentences, "under-way") != NULL));
    }
}

/* Today, while its working hours last. */
static void
test_today (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay friday = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS) - 1;
  DaybookPeriod period = daybook_period_around (DAYBOOK_SUMMARY_DAILY, friday, friday);
  g_autofree char *date = daybook_day_format (friday);
  g_autofree char *path = g_build_filename (fixture->folder, "today.days", NULL);
  g_autofree char *text = g_strdup_printf ("%s\nmeeting 09:00 60 Budget | Sofia Conti\n", date);
  const int hours[] = { 8, 12, 17 };

  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, friday - 10, G_MAXINT32, NULL));
  for (guint i = 0; i < 2 * G_N_ELEMENTS (hours); i++)
    {
      int hour = hours[i % G_N_ELEMENTS (hours)];
      g_autoptr (DaybookSummary) summary = NULL;
      gboolean says_so = FALSE;

      if (i == G_N_ELEMENTS (hours))
        {
          g_assert_true (g_file_set_contents (path, text, -1, NULL));
          g_array_unref (golden_days_fill (fixture, path));
        }
      daybook_clock_set (fixture->clock, daybook_zone_to_instant (daybook_store_get_zone (fixture->store),
                                                                  daybook_wall_from_day (friday) + hour * 3600));
      summary = daybook_summarize (fixture->store, &period, NULL);
      for (guint j = 0; j < summary->sentences->len; j++)
        {
          const char *pattern = ((DaybookSentence *) summary->sentences->pdata[j])->pattern;

          says_so |= g_str_has_prefix (pattern, i < G_N_ELEMENTS (hours) ? "day-empty-so-far/" : "day-under-way/");
        }
      g_assert_true (says_so == (hour < 17));
    }
}

/* A total cites every row that was counted. */
static void
test_evidence_of_totals (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay saturday = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "many.days", NULL);
  g_autofree char *date = daybook_day_format (saturday - 1);
  g_autoptr (DaybookSummary) week = NULL;
  const DaybookSentence *opening;

  g_string_append_printf (text, "%s\n", date);
  for (int i = 0; i < 700; i++)
    g_string_append_printf (text, "mail 09:%02d Writer | Subject %d | Well | t-%d\n", i % 60, i, i);
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_array_unref (golden_days_fill (fixture, path));
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, saturday - 10, saturday + 10, NULL));
  week = summarize (fixture, DAYBOOK_SUMMARY_WEEKLY, saturday);
  opening = week->sentences->pdata[0];
  g_assert_nonnull (strstr (opening->text, "700 items"));
  g_assert_cmpuint (g_strv_length (opening->evidence), ==, 700);
}

/* A summary quotes what was synced: it goes with the account. */
static void
test_disconnect (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "insight", "manager.days", NULL);
  g_autoptr (GArray) days = golden_days_fill (fixture, path);
  DaybookDay day = g_array_index (days, DaybookDay, 0);
  g_autoptr (DaybookSummary) summary = summarize (fixture, DAYBOOK_SUMMARY_DAILY, day);
  g_autoptr (DaybookSummary) read = NULL;
  g_autofree char *written = daybook_summary_get_text (summary);
  g_autofree char *kept = NULL;

  read = daybook_store_find_summary (fixture->store, DAYBOOK_SUMMARY_DAILY, day, day + 1, NULL);
  kept = daybook_summary_get_text (read);
  g_assert_cmpstr (kept, ==, written);
  g_assert_cmpint (read->id, ==, summary->id);
  g_assert_cmpstr (read->stats, ==, summary->stats);
  g_assert_true (daybook_summary_is_fresh (read, daybook_store_now (fixture->store)));
  g_assert_false (daybook_summary_is_fresh (read, daybook_store_now (fixture->store) + 3600));
  g_assert_false (daybook_summary_is_fresh (read, daybook_store_now (fixture->store) - 61));
  g_assert_cmpuint (store_fixture_count_bytes (fixture->folder, "Budget 2027, first round"), >, 0);
  g_assert_true (daybook_store_disconnect_account (fixture->store, fixture->account_id, FALSE, NULL, NULL));
  g_assert_null (daybook_store_find_summary (fixture->store, DAYBOOK_SUMMARY_DAILY, day, day + 1, NULL));
  g_assert_cmpuint (store_fixture_count_bytes (fixture->folder, "Budget 2027, first round"), ==, 0);
}

/* A line of the past that was not synced is said to be missing. */
static void
test_partly (StoreFixture *fixture, gconstpointer unused)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "insight", "manager.days", NULL);
  g_autoptr (GArray) days = golden_days_fill (fixture, path);
  DaybookDay day = g_array_index (days, DaybookDay, 0);
  g_autoptr (DaybookSummary) week = NULL;
  g_autofree char *text = NULL;

  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, day + 2, G_MAXINT32, NULL));
  week = summarize (fixture, DAYBOOK_SUMMARY_WEEKLY, day);
  text = daybook_summary_get_text (week);
  g_assert_cmpint (week->covered_from, ==, day + 2);
  g_assert_nonnull (strstr (text, "Wednesday 4 November"));
}

/* A holiday in the middle of a week is no model for a quiet day, and a channel that is alone is not compared with all. */
static void
test_holiday (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay monday = daybook_day_get_week_start ((DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS), DAYBOOK_MONDAY);
  g_autofree char *path = g_build_filename (fixture->folder, "holiday.days", NULL);
  g_autoptr (GString) days = g_string_new (NULL);
  g_autoptr (DaybookSummary) week = NULL;
  g_autofree char *text = NULL;

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *date = daybook_day_format (monday + i);

      if (i == 3)
        continue;
      g_string_append_printf (days, "%s\nmeeting 10:00 %d Design %d | Sofia Conti\nmessage 11:00 4 design | Well\n", date,
                              60 + 60 * (i % 3), i);
    }
  g_assert_true (g_file_set_contents (path, days->str, -1, NULL));
  g_array_unref (golden_days_fill (fixture, path));
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, monday, monday + 60, NULL));
  week = summarize (fixture, DAYBOOK_SUMMARY_WEEKLY, monday);
  text = daybook_summary_get_text (week);
  g_assert_null (strstr (text, "Thursday"));
  g_assert_nonnull (strstr (text, "Monday"));
  g_assert_nonnull (strstr (text, "16 messages"));
  g_assert_null (strstr (text, "of 16 messages"));
  check_evidence (fixture->store, week->sentences);
}

/* Seven days in a row that are as alike as can be: no sentence is built like another, and each day has its words. */
static void
test_seven_days (StoreFixture *fixture, gconstpointer working_days)
{
  static const char *const openings[] = { "day-packed/", "day-broken/", "day-mixed/", "day-making/" };
  static const char *const kinds[] = {
    "meeting 09:00 150 Budget, part %d | Sofia Conti, Jonas Berg\nmeeting 13:00 120 Roadmap, part %d | David Okafor\n",
    "meeting 09:45 30 Sync %d | Sofia Conti\nmeeting 11:15 30 Handover %d | Jonas Berg\nmeeting 13:30 30 Review %d | Mei Lin\n"
    "meeting 15:30 30 Planning %d | Ana Sousa\n",
    "meeting 09:00 90 Design %d | Sofia Conti, Jonas Berg\nmeeting 10:30 60 Interview %d | Mei Lin\n",
    "meeting 09:00 15 Stand-up %d | Sofia Conti\npull_request 15:00 acme/api | Pull request %d\n",
  };
  DaybookDay monday = daybook_day_get_week_start ((DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS), DAYBOOK_MONDAY);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "seven.days", NULL);

  g_assert_true (daybook_store_set_setting (fixture->store, "working_days", working_days, NULL));
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, monday - 60, monday + 60, NULL));
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      for (int i = 0; i < 7; i++)
        {
          g_autofree char *date = daybook_day_format (monday - 7 * (DaybookDay) kind + i);
          g_auto (GStrv) parts = g_strsplit (kinds[kind], "%d", -1);
          g_autofree char *number = g_strdup_printf ("%d of %u", i, kind);
          g_autofree char *lines = g_strjoinv (number, parts);

          g_string_append_printf (text, "%s\n%smail 08:40 Ines Duarte | Question %d of week %u | Could you? | t-%d-%u\n"
                                  "commit 14:10 acme/api | api: step %d of week %u\ncommit 14:40 acme/api | api: test %d of week %u\n"
                                  "message 10:10 9 team | Well\n",
                                  date, lines, i, kind, i, kind, i, kind, i, kind);
        }
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_array_unref (golden_days_fill (fixture, path));
  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    {
      g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      for (int i = 0; i < 7; i++)
        {
          g_autoptr (DaybookSummary) summary
              = summarize (fixture, DAYBOOK_SUMMARY_DAILY, monday - 7 * (DaybookDay) kind + i);

          check_promises (fixture->store, summary, said);
          if (i == 0 && !g_str_has_prefix (((DaybookSentence *) summary->sentences->pdata[0])->pattern, openings[kind]))
            g_error ("%s is not %s", ((DaybookSentence *) summary->sentences->pdata[0])->text, openings[kind]);
        }
    }
}

/* 40 mails, 8 meetings, 30 messages, 12 commits: in less than 50 ms, also the figures and what was usual. */
static void
test_full_day (StoreFixture *fixture, gconstpointer unused)
{
  DaybookDay friday = (DaybookDay) (FIXTURE_NOW / DAYBOOK_DAY_SECONDS) - 1;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *path = g_build_filename (fixture->folder, "full.days", NULL);
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (DaybookSummary) summary = NULL;
  clock_t began;

  for (int back = 5; back >= 0; back--)
    {
      g_autofree char *date = daybook_day_format (friday - back);

      g_string_append_printf (text, "%s\n", date);
      for (int i = 0; i < 40; i++)
        g_string_append_printf (text, "mail %02d:%02d Writer %d | Subject %d | Could you? | thread-%d\n", 8 + i / 6,
                                i % 6 * 10, i % 9, i, i % 15);
      for (int i = 0; i < 8; i++)
        g_string_append_printf (text, "meeting %02d:15 40 Meeting %d | Guest A, Guest B\n", 9 + i, i);
      for (int i = 0; i < 30; i++)
        g_string_append_printf (text, "message %02d:%02d 1 channel-%d | Text %d\n", 9 + i / 6, i % 6 * 9, i % 4, i);
      for (int i = 0; i < 12; i++)
        g_string_append_printf (text, "commit %02d:30 acme/repository-%d | part: change %d\n", 9 + i / 2, i % 3, i);
    }
  g_assert_true (g_file_set_contents (path, text->str, -1, NULL));
  g_array_unref (golden_days_fill (fixture, path));
  g_assert_true (daybook_store_add_source_range (fixture->store, fixture->source_id, friday - 30, friday + 30, NULL));
  began = clock ();
  summary = summarize (fixture, DAYBOOK_SUMMARY_DAILY, friday);
  g_test_message ("%.1f ms", (double) (clock () - began) * 1000 / CLOCKS_PER_SEC);
  g_assert_cmpfloat ((double) (clock () - began) / CLOCKS_PER_SEC, <, 0.05);
  check_promises (fixture->store, summary, said);
}

int
main (int argc, char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      if (g_str_equal (argv[i], "--write"))
        {
          write_texts = TRUE;
          argv[i] = (char *) "--verbose";
        }
    }
  g_test_init (&argc, &argv, NULL);
#define ADD(name, data, function) \
  g_test_add ("/insight/golden/" name, StoreFixture, data, store_fixture_set_up, function, store_fixture_tear_down)
  ADD ("manager", "manager", test_style);
  ADD ("engineer", "engineer", test_style);
  ADD ("freelancer", "freelancer", test_style);
  ADD ("any-order", NULL, test_order);
  ADD ("empty", NULL, test_empty);
  ADD ("partly-synced", NULL, test_partly);
  ADD ("only-logged", NULL, test_only_logged);
  ADD ("without-a-calendar", NULL, test_without_a_calendar);
  ADD ("free-day/private", "meeting 10:00 30 Call Mum | ", test_free_day);
  ADD ("free-day/work", "commit 10:00 acme/api | api: late fix", test_free_day);
  ADD ("week-of-one-day", NULL, test_week_of_one_day);
  ADD ("ahead", NULL, test_ahead);
  ADD ("today", NULL, test_today);
  ADD ("evidence-of-totals", NULL, test_evidence_of_totals);
  ADD ("holiday", NULL, test_holiday);
  ADD ("goes-with-the-account", NULL, test_disconnect);
  ADD ("seven-days-in-a-row", "mon,tue,wed,thu,fri,sat,sun", test_seven_days);
  ADD ("seven-days-with-a-weekend", "mon,tue,wed,thu,fri", test_seven_days);
  ADD ("full-day", NULL, test_full_day);
#undef ADD
  return g_test_run ();
}
