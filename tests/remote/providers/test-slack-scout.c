/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "slack-talk.h"

#include <string.h>

#define SEEN_AGO(seconds) TALK_NOW - (seconds)

static const TalkAnswer busy[] = { { 200, "slack/search-mine.json" }, { 200, "slack/reactions.json" } };
static const TalkAnswer quiet[] = { { 200, "slack/search-none.json" }, { 200, "slack/reactions-none.json" } };

static gboolean
is_chosen (SlackTalk *slack, const char *id)
{
  return g_hash_table_contains (daybook_exchange_get_changed_sources (slack->talk->exchange), id);
}

static guint
count_chosen (SlackTalk *slack)
{
  return g_hash_table_size (daybook_exchange_get_changed_sources (slack->talk->exchange));
}

/* As a round leaves it. */
static char *
make_cursor (gint64 at, guint want, guint page)
{
  return g_strdup_printf ("{\"at\":%" G_GINT64_FORMAT ",\"want\":%u,\"page\":%u,\"texts\":1,\"open\":false,"
                          "\"top\":\"%" G_GINT64_FORMAT ".000000\",\"last\":\"\",\"low\":\"\",\"floor\":\"\",\"counts\":[],"
                          "\"pending\":[],\"threads\":[]}",
                          at, want, page, at);
}

static void
add_many (SlackTalk *slack, guint n, gint64 at, guint want, guint page)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("C9%04u", i);
      DaybookSource *source = slack_talk_add_source (slack, id);

      if (at != 0)
        source->cursor = make_cursor (at + i, want, page);
    }
}

/* A run's pulls cost what their cursors say: nothing above the budget. */
static void
test_budget (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();

  add_many (slack, 300, 0, 1, 500);
  slack_talk_scout (slack);
  talk_run (slack->talk, quiet, 2);
  talk_assert_finished (slack->talk);
  g_assert_cmpuint (slack_talk_count_asked (slack, "search.messages"), ==, 1);
  g_assert_cmpuint (count_chosen (slack), ==, 38);
}

static void
test_budget_of_costly_channels (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();

  add_many (slack, 300, SEEN_AGO (100000), 4, 500);
  slack_talk_scout (slack);
  talk_run (slack->talk, quiet, 2);
  g_assert_cmpuint (count_chosen (slack), ==, 9);
}

/* Texts that are wanted now and were not when the channels were read: those come before what has waited for longest. */
static void
test_texts_that_are_wanted_now (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();

  add_many (slack, 300, SEEN_AGO (48 * 3600), 1, 500);
  for (guint i = 0; i < 2; i++)
    {
      DaybookSource *source = slack->sources->pdata[299 - i];

      g_free (source->cursor);
      source->cursor = make_cursor (SEEN_AGO (60), 1, 500);
    }
  /* One was read when mentions were not kept, of the other all text is wanted. */
  memcpy (strstr (((DaybookSource *) slack->sources->pdata[299])->cursor, "\"texts\":1"), "\"texts\":0", 9);
  g_free (((DaybookSource *) slack->sources->pdata[298])->settings);
  ((DaybookSource *) slack->sources->pdata[298])->settings = g_strdup ("{\"text\":true}");
  slack_talk_scout (slack);
  talk_run (slack->talk, quiet, 2);
  talk_assert_finished (slack->talk);
  g_assert_true (is_chosen (slack, "C90299"));
  g_assert_true (is_chosen (slack, "C90298"));
  g_assert_false (is_chosen (slack, "C90297"));
}

/* What was found comes first, wherever it stands; those that were read longest ago come next. */
static void
test_found_first (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const char *hint;

  add_many (slack, 100, SEEN_AGO (100000), 1, 500);
  slack_talk_add_source (slack, "C1")->cursor = make_cursor (SEEN_AGO (300), 1, 500);
  slack_talk_add_source (slack, "C2")->cursor = make_cursor (SEEN_AGO (30), 1, 500);
  slack_talk_add_source (slack, "G3")->cursor = make_cursor (SEEN_AGO (300), 1, 500);
  slack_talk_add_source (slack, "D1")->cursor = make_cursor (SEEN_AGO (300), 1, 500);
  slack_talk_scout (slack);
  talk_run (slack->talk, busy, 2);
  talk_assert_finished (slack->talk);
  g_assert_true (is_chosen (slack, "C1"));
  /* A reply in a thread: the channel's own messages do not tell of it. */
  g_assert_true (is_chosen (slack, "C2"));
  hint = daybook_exchange_get_hint (slack->talk->exchange, "C2");
  g_assert_nonnull (strstr (hint, "\"threads\":[\"1795163400.000007\"]"));
  /* Older than what was read. */
  g_assert_false (is_chosen (slack, "G3"));
  /* Reacted to; one whose names Slack shortened counts as one. */
  g_assert_true (is_chosen (slack, "D1"));
  hint = daybook_exchange_get_hint (slack->talk->exchange, "D1");
  g_assert_nonnull (strstr (hint, "\"reactions\":[[\"1795255200.000001\",2],[\"1795172400.000002\",1]]"));
  /* Not a channel of mine. */
  g_assert_false (is_chosen (slack, "C77"));
  g_assert_true (is_chosen (slack, "C90000"));
  g_assert_false (is_chosen (slack, "C90099"));
}

/* The same again: nothing is news any more. */
static void
test_known_finds (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *cursor = NULL;

  add_many (slack, 100, SEEN_AGO (100000), 1, 500);
  slack_talk_add_source (slack, "C2")->cursor = make_cursor (SEEN_AGO (30), 1, 500);
  slack_talk_add_source (slack, "D1")->cursor = make_cursor (SEEN_AGO (30), 1, 500);
  slack_talk_scout (slack);
  talk_run (slack->talk, busy, 2);
  g_assert_true (is_chosen (slack, "C2") && is_chosen (slack, "D1"));
  cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
  for (guint i = 0; i < 2; i++)
    {
      /* The search for mentions has a turn in between. */
      slack_talk_renew (slack, TALK_NOW + 900 * (i + 1));
      slack->context.scout_cursor = cursor;
      slack_talk_scout (slack);
      talk_run (slack->talk, i == 0 ? (TalkAnswer[]){ quiet[0], busy[1] } : busy, 2);
      g_assert_false (is_chosen (slack, "C2"));
      g_assert_false (is_chosen (slack, "D1"));
      g_free (cursor);
      cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
    }
}

static void
test_searches_take_turns (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *cursor = NULL;
  const char *queries[] = { "from:me after:2026-11-11", "<@U1> after:2026-11-11", "from:me after:2026-11-11" };

  add_many (slack, 100, 0, 1, 500);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *query = NULL;

      slack_talk_renew (slack, TALK_NOW);
      slack->context.scout_cursor = cursor;
      slack_talk_scout (slack);
      talk_run (slack->talk, quiet, 2);
      query = talk_get_parameter (slack->talk, 0, "query");
      g_assert_cmpstr (query, ==, queries[i]);
      g_free (cursor);
      cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
    }
}

/* So few channels that a run can read all of them: that is done every time, and both searches are made, or a thread of others
 * that I am mentioned in would never be found. However much there is to do in the channels. */
static void
test_small_workspace (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[] = { quiet[0],
                                 { 200, NULL,
                                   "{\"ok\":true,\"messages\":{\"matches\":[{\"channel\":{\"id\":\"C90003\"},\"ts\":\"1795262399.000001\","
                                   "\"permalink\":\"https://acme.slack.com/archives/C90003/p1?thread_ts=1795163400.000007\"}]}}" },
                                 quiet[1] };
  g_autofree char *mine = NULL;
  g_autofree char *mentions = NULL;
  g_autofree char *cursor = NULL;

  add_many (slack, 17, SEEN_AGO (30), 1, 500);
  slack_talk_scout (slack);
  talk_run (slack->talk, answers, 3);
  talk_assert_finished (slack->talk);
  mine = talk_get_parameter (slack->talk, 0, "query");
  mentions = talk_get_parameter (slack->talk, 1, "query");
  g_assert_true (g_str_has_prefix (mine, "from:me "));
  g_assert_true (g_str_has_prefix (mentions, "<@U1> "));
  g_assert_cmpuint (count_chosen (slack), ==, 17);
  g_assert_nonnull (strstr (daybook_exchange_get_hint (slack->talk->exchange, "C90003"), "\"threads\":[\"1795163400.000007\"]"));
  /* The second search counts among the forty requests, whatever the channels want. */
  cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
  g_ptr_array_set_size (slack->sources, 0);
  add_many (slack, 40, SEEN_AGO (100000), 4, 500);
  slack_talk_renew (slack, TALK_NOW + 900);
  slack->context.scout_cursor = cursor;
  slack_talk_scout (slack);
  talk_run (slack->talk, (TalkAnswer[]){ quiet[0], quiet[0], quiet[1] }, 3);
  g_assert_cmpuint (count_chosen (slack), ==, 37 / 4);
}

/* A page of a search: @n of my messages of C9..., one a second, the newest at @newest. */
static char *
make_page (gint64 newest, guint n, guint pages)
{
  GString *body = g_string_new ("{\"ok\":true,\"messages\":{\"matches\":[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (body, "%s{\"channel\":{\"id\":\"C9%04u\"},\"ts\":\"%" G_GINT64_FORMAT ".000001\"}", i > 0 ? "," : "",
                            (guint) (newest - i) % 50, newest - i);
  g_string_append_printf (body, "],\"paging\":{\"count\":100,\"pages\":%u}}}", pages);
  return g_string_free (body, FALSE);
}

static char *
scout_again (SlackTalk *slack, gint64 now, const char *cursor, const TalkAnswer *answers, guint n)
{
  slack_talk_renew (slack, now);
  slack->context.scout_cursor = cursor;
  slack_talk_scout (slack);
  talk_run (slack->talk, answers, n);
  talk_assert_finished (slack->talk);
  return g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
}

static void
assert_page (SlackTalk *slack, guint request, const char *query, const char *page)
{
  g_autofree char *asked = talk_get_parameter (slack->talk, request, "query");
  g_autofree char *number = talk_get_parameter (slack->talk, request, "page");

  g_assert_true (g_str_has_prefix (asked, query));
  g_assert_cmpstr (number, ==, page);
}

/* More than a page was written since the last run: the search goes on to what it knows. It pays for the pages. */
static void
test_search_pages (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *first = make_page (TALK_NOW - 10, 100, 9);
  g_autofree char *second = make_page (TALK_NOW - 110, 100, 9);
  g_autofree char *cursor = g_strdup_printf ("{\"mine\":\"%" G_GINT64_FORMAT ".000001\"}", TALK_NOW - 200);
  g_autofree char *next = NULL;
  const TalkAnswer answers[] = { { 200, NULL, first }, { 200, NULL, second }, quiet[1] };

  add_many (slack, 100, SEEN_AGO (100000), 1, 500);
  next = scout_again (slack, TALK_NOW, cursor, answers, 3);
  assert_page (slack, 0, "from:me ", NULL);
  assert_page (slack, 1, "from:me ", "2");
  g_assert_cmpuint (count_chosen (slack), ==, 37);
  g_assert_nonnull (strstr (next, "\"mine\":\"1795262390.000001\""));
  g_assert_null (strstr (next, "mine_open"));
}

/* Much more: five pages a run, and the next run that makes this search goes on behind them, though it was written
 * meanwhile. What it knew before is what it knows until it is through. */
static void
test_search_goes_on (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *cursor = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  char *pages[7];
  TalkAnswer answers[8];

  for (guint i = 0; i < 7; i++)
    {
      pages[i] = make_page (TALK_NOW - 10 - 100 * i, 100, 7);
      answers[i] = (TalkAnswer){ 200, NULL, pages[i] };
    }
  add_many (slack, 100, SEEN_AGO (100000), 1, 500);
  answers[7] = answers[5];
  answers[5] = quiet[1];
  cursor = scout_again (slack, TALK_NOW, NULL, answers, 6);
  assert_page (slack, 4, "from:me ", "5");
  g_assert_nonnull (strstr (cursor, "\"mine\":\"\",\"mine_open\":{\"top\":\"1795262390.000001\",\"page\":6}"));
  g_assert_cmpuint (count_chosen (slack), ==, 34);
  /* The others' turn. */
  second = scout_again (slack, TALK_NOW + 900, cursor, quiet, 2);
  answers[5] = answers[7];
  answers[7] = quiet[1];
  third = scout_again (slack, TALK_NOW + 1800, second, answers + 5, 3);
  assert_page (slack, 0, "from:me ", "6");
  assert_page (slack, 1, "from:me ", "7");
  g_assert_nonnull (strstr (third, "\"mine\":\"1795262390.000001\",\"mentions"));
  for (guint i = 0; i < 7; i++)
    g_free (pages[i]);
}

/* A thread that began days ago is told of by nobody when others reply there: a few are looked at again in each run, one
 * behind the other. Those that are over, and those that the channel tells of, are not. */
static void
test_old_threads (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autoptr (GHashTable) looked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *cursor = NULL;

  add_many (slack, 300, SEEN_AGO (100000), 1, 500);
  for (guint i = 0; i < 10; i++)
    {
      DaybookSource *source = slack->sources->pdata[i];
      g_autofree char *read = g_steal_pointer (&source->cursor);
      g_auto (GStrv) parts = g_strsplit (read, "\"threads\":[]", 2);

      source->cursor = g_strdup_printf ("%s\"threads\":[[\"%u.000007\",\"%u.000001\"],[\"%u.000008\",\"%u.000001\"],"
                                        "[\"%u.000009\",\"%u.000001\"]]%s",
                                        parts[0], (guint) TALK_NOW - 5 * 86400, (guint) TALK_NOW - 86400 * 2,
                                        (guint) TALK_NOW - 30 * 86400, (guint) TALK_NOW - 86400 * 20, (guint) TALK_NOW - 7200,
                                        (guint) TALK_NOW - 3600, parts[1]);
    }
  for (guint run = 0; run < 5; run++)
    {
      g_autofree char *next = scout_again (slack, TALK_NOW + 900 * run, cursor, quiet, 2);
      guint cost = 0, n = 0;

      for (guint i = 0; i < slack->sources->len; i++)
        {
          const DaybookSource *source = slack->sources->pdata[i];
          const char *hint = daybook_exchange_get_hint (slack->talk->exchange, source->external_id);

          if (hint == NULL)
            continue;
          cost++;
          if (strstr (hint, "\"threads\":[]") != NULL)
            continue;
          g_assert_nonnull (strstr (hint, "\"threads\":[\"1794830400.000007\"]"));
          g_hash_table_add (looked, g_strdup (source->external_id));
          n++;
        }
      g_assert_cmpuint (n, >=, 2);
      g_assert_cmpuint (n, <=, 4);
      g_assert_cmpuint (cost + n, <=, 38);
      g_free (cursor);
      cursor = g_steal_pointer (&next);
    }
  g_assert_cmpuint (g_hash_table_size (looked), ==, 10);
}

/* Every channel has its turn. */
static void
test_rotation (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *cursor = NULL;
  g_autoptr (GHashTable) read = g_hash_table_new (g_str_hash, g_str_equal);
  guint runs = 0;

  add_many (slack, 300, 0, 1, 500);
  for (; g_hash_table_size (read) < 300 && runs < 20; runs++)
    {
      gint64 now = TALK_NOW + 900 * runs;

      slack_talk_renew (slack, now);
      slack->context.scout_cursor = cursor;
      slack_talk_scout (slack);
      talk_run (slack->talk, quiet, 2);
      for (guint i = 0; i < slack->sources->len; i++)
        {
          DaybookSource *source = slack->sources->pdata[i];

          if (!is_chosen (slack, source->external_id))
            continue;
          g_hash_table_add (read, source->external_id);
          g_free (source->cursor);
          source->cursor = make_cursor (now, 1, 500);
        }
      g_free (cursor);
      cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
    }
  g_assert_cmpuint (g_hash_table_size (read), ==, 300);
  g_assert_cmpuint (runs, ==, 8);
}

/* More was found than a run can read: both searches go on all the same, and what is left is read first in the next run,
 * with the threads that were found. */
static void
test_more_found_than_fits (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autoptr (GString) body = g_string_new ("{\"ok\":true,\"messages\":{\"matches\":[");
  g_autoptr (GHashTable) read = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *cursor = NULL;
  TalkAnswer answers[2] = { { 200 }, quiet[1] };
  gboolean with_thread = FALSE;

  for (guint i = 0; i < 60; i++)
    g_string_append_printf (body,
                            "%s{\"channel\":{\"id\":\"C9%04u\"},\"ts\":\"%u.000001\","
                            "\"permalink\":\"https://acme.slack.com/archives/C9%04u/p1?thread_ts=1795163400.000007\"}",
                            i > 0 ? "," : "", i, (guint) TALK_NOW - i, i);
  g_string_append (body, "]}}");
  answers[0].body = body->str;
  add_many (slack, 100, SEEN_AGO (100000), 1, 500);
  /* The first is the search for what I wrote, the next the one for mentions, which finds nothing. */
  for (guint run = 0; run < 6; run++)
    {
      slack_talk_renew (slack, TALK_NOW + 900 * run);
      slack->context.scout_cursor = cursor;
      slack_talk_scout (slack);
      talk_run (slack->talk, run == 0 ? answers : quiet, 2);
      for (guint i = 0; i < 60; i++)
        {
          g_autofree char *id = g_strdup_printf ("C9%04u", i);
          const char *hint = daybook_exchange_get_hint (slack->talk->exchange, id);

          if (!is_chosen (slack, id))
            continue;
          if (g_hash_table_contains (read, id))
            with_thread |= strstr (hint, "1795163400.000007") != NULL;
          else
            g_assert_nonnull (strstr (hint, "1795163400.000007"));
          g_hash_table_add (read, g_steal_pointer (&id));
        }
      g_free (cursor);
      cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
      /* It has gone on, whatever was read. */
      g_assert_nonnull (strstr (cursor, "\"mine\":\"1795262400.000001\""));
      if (run == 4)
        g_assert_cmpuint (g_hash_table_size (read), ==, 60);
    }
  g_assert_nonnull (strstr (cursor, "\"owed\":{}"));
  g_assert_false (with_thread);
}

/* Channels that fail in every run do not keep the others: they take turns, half of a run's requests at most, and what was
 * found in them is said again. */
static void
test_channels_that_fail (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *cursor = NULL;
  g_autoptr (GHashTable) tried = g_hash_table_new (g_str_hash, g_str_equal);

  add_many (slack, 100, SEEN_AGO (100000), 1, 500);
  for (guint i = 0; i < 60; i++)
    {
      DaybookSource *source = slack->sources->pdata[i];

      source->owed = g_strdup ("{\"page\":500,\"threads\":[\"1795163400.000007\"]}");
      g_clear_pointer (&source->cursor, g_free);
    }
  for (guint run = 0; run < 7; run++)
    {
      guint n = 0;

      slack_talk_renew (slack, TALK_NOW + 900 * run);
      slack->context.scout_cursor = cursor;
      slack_talk_scout (slack);
      talk_run (slack->talk, quiet, 2);
      g_assert_cmpuint (count_chosen (slack), <=, 38);
      for (guint i = 0; i < 60; i++)
        {
          const DaybookSource *source = slack->sources->pdata[i];
          const char *id = source->external_id;

          g_assert_true (is_chosen (slack, id)
                         != g_hash_table_contains (daybook_exchange_get_postponed_sources (slack->talk->exchange), id));
          if (!is_chosen (slack, id))
            continue;
          n++;
          g_hash_table_add (tried, (gpointer) id);
          g_assert_nonnull (strstr (daybook_exchange_get_hint (slack->talk->exchange, id), "1795163400.000007"));
        }
      g_assert_cmpuint (n, >, 0);
      g_assert_cmpuint (n, <=, 19);
      g_free (cursor);
      cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
    }
  g_assert_cmpuint (g_hash_table_size (tried), ==, 60);
}

/* With one page a minute the found have every second turn, which is never that of the search for mentions. */
static void
test_mentions_of_a_slowed_app (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *cursor = NULL;
  guint read_at = 0;

  add_many (slack, 100, SEEN_AGO (100000), 1, 15);
  for (guint run = 0; run < 4; run++)
    {
      slack_talk_renew (slack, TALK_NOW + 900 * run);
      slack->context.scout_cursor = cursor;
      slack_talk_scout (slack);
      talk_run (slack->talk,
                run == 1 ? (TalkAnswer[]){ { 200, NULL,
                                             "{\"ok\":true,\"messages\":{\"matches\":["
                                             "{\"channel\":{\"id\":\"C90050\"},\"ts\":\"1795262399.000001\"}]}}" },
                                           quiet[1] }
                         : quiet,
                2);
      if (is_chosen (slack, "C90050"))
        read_at = run;
      g_free (cursor);
      cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
    }
  g_assert_cmpuint (read_at, ==, 2);
}

/* Slack replaces the search (providers.md 11.6): the channels take turns, and it is not asked for again that day. */
static void
test_no_search (gconstpointer error)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *body = g_strdup_printf ("{\"ok\":false,\"error\":\"%s\"}", (const char *) error);
  g_autofree char *cursor = NULL;
  const TalkAnswer answers[] = { { 200, NULL, body }, quiet[1] };

  add_many (slack, 100, 0, 1, 500);
  slack_talk_scout (slack);
  talk_run (slack->talk, answers, 2);
  talk_assert_finished (slack->talk);
  g_assert_cmpuint (count_chosen (slack), ==, 38);
  cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
  slack_talk_renew (slack, TALK_NOW + 3600);
  slack->context.scout_cursor = cursor;
  slack_talk_scout (slack);
  talk_run (slack->talk, quiet + 1, 1);
  slack_talk_renew (slack, TALK_NOW + 90000);
  slack_talk_scout (slack);
  talk_run (slack->talk, quiet, 2);
}

static void
test_no_reactions (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[]
      = { quiet[0], quiet[0], { 200, NULL, "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"reactions:read\"}" } };

  add_many (slack, 10, 0, 1, 500);
  slack_talk_scout (slack);
  talk_run (slack->talk, answers, 3);
  talk_assert_finished (slack->talk);
  g_assert_cmpuint (count_chosen (slack), ==, 10);
  g_assert_null (strstr (daybook_exchange_get_hint (slack->talk->exchange, "C90000"), "reactions"));
}

/* The sign-in is over: that is not passed over. */
static void
test_revoked (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answer = { 200, NULL, "{\"ok\":false,\"error\":\"token_revoked\"}" };

  add_many (slack, 10, 0, 1, 500);
  slack_talk_scout (slack);
  talk_run (slack->talk, &answer, 1);
  talk_assert_failed (slack->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
}

/* One page a minute: one channel a run, and once a day the usual size is tried. */
static void
test_limited (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *cursor = NULL;
  GHashTableIter iter;
  gpointer id;

  add_many (slack, 50, SEEN_AGO (1000), 9, 15);
  for (guint i = 0; i < 2; i++)
    {
      slack_talk_renew (slack, TALK_NOW + 900 * i);
      slack->context.scout_cursor = cursor;
      slack_talk_scout (slack);
      talk_run (slack->talk, quiet, 2);
      g_assert_cmpuint (count_chosen (slack), ==, 1);
      g_hash_table_iter_init (&iter, daybook_exchange_get_changed_sources (slack->talk->exchange));
      g_hash_table_iter_next (&iter, &id, NULL);
      g_assert_nonnull (strstr (daybook_exchange_get_hint (slack->talk->exchange, id), i == 0 ? "\"page\":500" : "\"page\":15"));
      g_free (cursor);
      cursor = g_strdup (daybook_exchange_get_cursor (slack->talk->exchange));
    }
}

static void
test_cut_everywhere (void)
{
  g_autoptr (GBytes) page = talk_load ("slack/search-mine.json");

  for (gsize size = 0; size < g_bytes_get_size (page) - 1; size++)
    {
      g_autoptr (SlackTalk) slack = slack_talk_new ();
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (page, 0, size);

      slack_talk_add_source (slack, "C1");
      slack_talk_scout (slack);
      for (guint i = 0; i < 3; i++)
        g_assert_true (talk_answer_bytes (slack->talk, 200, NULL, part));
      talk_assert_failed (slack->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (count_chosen (slack), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slack/scout/budget", test_budget);
  g_test_add_func ("/slack/scout/channels-that-fail", test_channels_that_fail);
  g_test_add_func ("/slack/scout/budget-of-costly-channels", test_budget_of_costly_channels);
  g_test_add_func ("/slack/scout/texts-that-are-wanted-now", test_texts_that_are_wanted_now);
  g_test_add_func ("/slack/scout/found-first", test_found_first);
  g_test_add_func ("/slack/scout/known-finds", test_known_finds);
  g_test_add_func ("/slack/scout/searches-take-turns", test_searches_take_turns);
  g_test_add_func ("/slack/scout/mentions-of-a-slowed-app", test_mentions_of_a_slowed_app);
  g_test_add_func ("/slack/scout/small-workspace", test_small_workspace);
  g_test_add_func ("/slack/scout/search-pages", test_search_pages);
  g_test_add_func ("/slack/scout/search-goes-on", test_search_goes_on);
  g_test_add_func ("/slack/scout/old-threads", test_old_threads);
  g_test_add_func ("/slack/scout/rotation", test_rotation);
  g_test_add_func ("/slack/scout/more-found-than-fits", test_more_found_than_fits);
  g_test_add_data_func ("/slack/scout/search-unknown_method", "unknown_method", test_no_search);
  g_test_add_data_func ("/slack/scout/search-method_deprecated", "method_deprecated", test_no_search);
  g_test_add_data_func ("/slack/scout/search-missing_scope", "missing_scope", test_no_search);
  g_test_add_func ("/slack/scout/no-reactions", test_no_reactions);
  g_test_add_func ("/slack/scout/token_revoked", test_revoked);
  g_test_add_func ("/slack/scout/limited", test_limited);
  g_test_add_func ("/slack/scout/cut-everywhere", test_cut_everywhere);
  return g_test_run ();
}
