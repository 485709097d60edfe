/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "slack-talk.h"

#include <string.h>

#define HOUR 3600
#define TODAY "2026-11-21"
#define YESTERDAY "2026-11-20"

static const TalkAnswer whole[] = {
  { 200, "slack/history-1.json" },
  { 200, "slack/user-info.json" },
  { 200, "slack/history-2.json" },
  { 200, "slack/replies.json" },
  { 200, "slack/replies-broadcast.json" },
};

static const char *
detail (const DaybookActivity *activity, const char *member)
{
  g_autofree char *pointer = g_strconcat ("/", member, NULL);
  char *text = daybook_json_find_string (activity->detail, strlen (activity->detail), pointer);
  const char *found = g_intern_string (text);

  g_free (text);
  return found;
}

static gboolean
says (const DaybookActivity *activity, const char *text)
{
  return strstr (activity->detail, text) != NULL;
}

/* A person asked for all of it: no end to the requests. */
static SlackTalk *
read_all (void)
{
  SlackTalk *slack = slack_talk_new ();

  slack->options.full = TRUE;
  slack_talk_pull (slack);
  talk_run (slack->talk, whole, G_N_ELEMENTS (whole));
  talk_assert_finished (slack->talk);
  return slack;
}

static void
test_messages_sent (void)
{
  g_autoptr (SlackTalk) slack = read_all ();
  const DaybookActivity *today = talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent");
  const DaybookActivity *yesterday = talk_find_activity (slack->talk, NULL, "C1/" YESTERDAY "/sent");

  g_assert_nonnull (today);
  /* Two, of which one came twice. */
  g_assert_cmpint (today->count, ==, 2);
  g_assert_cmpint (today->at, ==, TALK_NOW - HOUR);
  g_assert_cmpstr (today->kind, ==, "message");
  g_assert_cmpstr (today->parent, ==, "#launch");
  g_assert_cmpstr (today->author, ==, "Ana Keller");
  g_assert_cmpstr (today->url, ==, "https://acme.slack.com/archives/C1");
  g_assert_cmpstr (today->title, ==, "2 messages in #launch");
  g_assert_null (today->body);
  g_assert_true (says (today, "\"from_me\":true"));
  g_assert_cmpstr (detail (today, "channel"), ==, "#launch");
  g_assert_cmpstr (detail (today, "since"), ==, "2026-11-20T23:00:00Z");
  /* An edited one, one told with /me, a plain one; the one shown to all stands in its thread. */
  g_assert_cmpint (yesterday->count, ==, 3);
}

static void
test_mention_keeps_its_text (void)
{
  g_autoptr (SlackTalk) slack = read_all ();
  const DaybookActivity *mention = talk_find_activity (slack->talk, NULL, "C1/1795258400.000200");

  g_assert_nonnull (mention);
  g_assert_cmpstr (mention->body, ==, "@Ana Keller could you check the numbers & the copy until Friday?");
  g_assert_cmpstr (mention->title, ==, mention->body);
  g_assert_cmpstr (mention->author, ==, "Ben Okafor");
  g_assert_cmpstr (mention->url, ==, "https://acme.slack.com/archives/C1/p1795258400000200");
  g_assert_true (says (mention, "\"mentions_me\":true"));
  g_assert_true (says (mention, "\"from_me\":false"));
  g_assert_cmpint (mention->count, ==, 1);
  /* Nothing that was not said to me. */
  g_assert_null (talk_find_activity (slack->talk, NULL, "C1/1795258100.000270"));
}

static void
test_mention_without_text (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const DaybookActivity *mention;

  slack->account->settings = g_strdup ("{\"mention-text\":false}");
  slack->options.full = TRUE;
  slack_talk_pull (slack);
  talk_run (slack->talk, whole, G_N_ELEMENTS (whole));
  mention = talk_find_activity (slack->talk, NULL, "C1/1795258400.000200");
  g_assert_null (mention->body);
  g_assert_null (mention->snippet);
  g_assert_cmpstr (mention->title, ==, "A mention of you in #launch");
  for (guint i = 0; i < slack->talk->items->len; i++)
    {
      const DaybookItem *item = slack->talk->items->pdata[i];

      g_assert_true (item->activity == NULL || item->activity->body == NULL);
    }
}

static void
test_threads_of_mine (void)
{
  g_autoptr (SlackTalk) slack = read_all ();
  const char *sent = "C1/1795251400.000400/" TODAY "/sent";

  g_assert_cmpint (talk_find_activity (slack->talk, NULL, sent)->count, ==, 1);
  g_assert_cmpstr (detail (talk_find_activity (slack->talk, NULL, sent), "thread"), ==, "1795251400.000400");
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/1795251400.000400/" TODAY "/received")->count, ==, 1);
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/1795251400.000400/1795253400.000420")->body, ==, "Thanks @Ana Keller");
  /* The reply that was shown to all: once, in its thread. */
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/1795172400.000010/" YESTERDAY "/sent")->count, ==, 1);
  /* Two of mine were asked for, the other one was not. */
  g_assert_cmpuint (slack_talk_count_asked (slack, "conversations.replies"), ==, 2);
}

static void
test_text_where_it_is_wanted (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();

  g_free (slack->source->settings);
  slack->source->settings = g_strdup ("{\"type\":\"public_channel\",\"text\":true}");
  slack->options.full = TRUE;
  slack_talk_pull (slack);
  talk_run (slack->talk, whole, G_N_ELEMENTS (whole));
  talk_assert_finished (slack->talk);
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/1795258800.000100")->body, ==, "Done, see the notes (https://docs.example.com/d/42)");
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/1795258300.000250")->body, ==,
                   "hey @ana, @Carla Ruiz and @here: #büro-zürich");
  /* Nobody had said how she is called. */
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/1795258300.000250")->author, ==, "Fay Lindqvist");
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/1795258100.000270")->body, ==, "Build 41 passed");
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/1795258100.000270")->author, ==, "deploy");
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/1795175200.000630")->body, ==, "Edited");
  /* Each message stands in one row. */
  g_assert_null (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent"));
  /* Notices are nobody's words. */
  g_assert_null (talk_find_activity (slack->talk, NULL, "C1/1795258200.000260"));
}

static void
test_direct_messages (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[] = { { 200, "slack/history-direct.json" } };

  g_free (slack->source->settings);
  slack->source->settings = g_strdup ("{\"type\":\"im\"}");
  g_free (slack->source->name);
  slack->source->name = g_strdup ("Ben Okafor");
  slack_talk_pull (slack);
  talk_run (slack->talk, answers, 1);
  talk_assert_finished (slack->talk);
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent")->count, ==, 1);
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent")->title, ==, "1 message to Ben Okafor");
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/received")->count, ==, 2);
  g_assert_true (says (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/received"), "\"direct\":true"));
  g_assert_true (says (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/received"), "\"from_me\":false"));
}

/* A person is no place: nothing is "in" somebody. */
static void
test_words_of_a_conversation (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[] = { { 200, "slack/history-empty.json" }, whole[3] };

  g_free (slack->source->settings);
  slack->source->settings = g_strdup ("{\"type\":\"im\"}");
  g_free (slack->source->name);
  slack->source->name = g_strdup ("Ben Okafor");
  slack->options.full = FALSE;
  slack->options.hint = "{\"page\":500,\"threads\":[\"1795251400.000400\"],\"reactions\":[[\"1795258400.000200\",1]]}";
  slack_talk_pull (slack);
  talk_run (slack->talk, answers, 2);
  talk_assert_finished (slack->talk);
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/1795251400.000400/" TODAY "/sent")->title, ==, "1 reply in a thread with Ben Okafor");
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/reactions")->title, ==, "1 reaction in a conversation with Ben Okafor");
}

/* The first round makes one request; the next one goes on where it stopped and then reads the threads. */
static void
test_stops_and_goes_on (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *latest = NULL;

  slack_talk_pull (slack);
  talk_run (slack->talk, whole, 1);
  talk_assert_finished (slack->talk);
  g_assert_true (daybook_exchange_is_full (slack->talk->exchange));
  g_assert_cmpuint (slack->talk->urls->len, ==, 1);
  /* Known from where the page ended. */
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent")->title, ==, "2 messages in #launch, since 09:40");
  g_assert_cmpstr (detail (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent"), "since"), ==, "2026-11-21T08:40:00Z");

  slack_talk_go_on (slack, TALK_NOW + 900);
  slack_talk_know (slack, "C1/" TODAY "/sent");
  slack_talk_pull (slack);
  g_assert_cmpuint (talk_run_until (slack->talk, whole + 2, 1), ==, 1);
  latest = talk_get_parameter (slack->talk, 0, "latest");
  g_assert_cmpstr (latest, ==, "1795250400.000500");
  talk_run (slack->talk, whole + 3, 2);
  talk_assert_finished (slack->talk);
  g_assert_false (daybook_exchange_is_full (slack->talk->exchange));
  /* What was counted before came along, and is whole now. */
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent")->count, ==, 2);
  g_assert_cmpstr (detail (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent"), "since"), ==, "2026-11-20T23:00:00Z");
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/" YESTERDAY "/sent")->count, ==, 3);
  g_assert_null (talk_find_item (slack->talk, DAYBOOK_ITEM_TOMBSTONE, "message/C1/" TODAY "/sent"));
}

/* Cut off, gone on with, and read over: each day has the count that it has without all that. */
static void
test_interrupted (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autoptr (SlackTalk) clean = read_all ();
  g_autofree char *resume = NULL;

  slack->options.full = TRUE;
  slack_talk_pull (slack);
  g_assert_cmpuint (talk_run_until (slack->talk, whole, 2), ==, 2);
  g_assert_cmpuint (slack->talk->resumes->len, >, 0);
  resume = g_strdup (slack->talk->resumes->pdata[slack->talk->resumes->len - 1]);
  slack_talk_renew (slack, TALK_NOW + 60);
  slack->options.full = FALSE;
  slack->options.resume = resume;
  slack_talk_know (slack, "C1/" TODAY "/sent");
  slack_talk_pull (slack);
  talk_run (slack->talk, whole + 2, 1);
  slack_talk_go_on (slack, TALK_NOW + 120);
  slack_talk_pull (slack);
  talk_run (slack->talk, (TalkAnswer[]){ whole[0], whole[2], whole[3] }, 3);
  talk_assert_finished (slack->talk);
  for (guint i = 0; i < clean->talk->items->len; i++)
    {
      const DaybookItem *item = clean->talk->items->pdata[i];
      const DaybookActivity *other;

      if (item->activity == NULL || !g_str_has_prefix (item->activity->external_id, "C1/2026")
          || strstr (item->activity->external_id, "/sent") == NULL)
        continue;
      other = talk_find_activity (slack->talk, NULL, item->activity->external_id);
      g_assert_nonnull (other);
      g_assert_cmpint (other->count, ==, talk_find_activity (clean->talk, NULL, item->activity->external_id)->count);
    }
}

/* Today and yesterday are read over. */
static void
test_deleted_since (void)
{
  g_autoptr (SlackTalk) slack = read_all ();
  g_autofree char *oldest = NULL;
  const TalkAnswer empty[] = { { 200, "slack/history-empty.json" } };

  slack_talk_go_on (slack, TALK_NOW + HOUR);
  slack->options.full = FALSE;
  slack_talk_know (slack, "C1/1795258400.000200");                   /* a mention */
  slack_talk_know (slack, "C1/" TODAY "/sent");                      /* a count of today */
  slack_talk_know (slack, "C1/2026-11-17/sent");                     /* of a day that is not read again */
  slack_talk_know (slack, "C1/1795251400.000400/1795253400.000420"); /* in a thread that is not */
  slack_talk_know (slack, "C1/" TODAY "/reactions");
  slack_talk_pull (slack);
  talk_run (slack->talk, empty, 1);
  talk_assert_finished (slack->talk);
  oldest = talk_get_parameter (slack->talk, 0, "oldest");
  g_assert_cmpstr (oldest, ==, "1795129199.999999"); /* before yesterday in Zurich */
  g_assert_nonnull (talk_find_item (slack->talk, DAYBOOK_ITEM_TOMBSTONE, "message/C1/1795258400.000200"));
  g_assert_nonnull (talk_find_item (slack->talk, DAYBOOK_ITEM_TOMBSTONE, "message/C1/" TODAY "/sent"));
  g_assert_cmpuint (talk_count_items (slack->talk, DAYBOOK_ITEM_TOMBSTONE), ==, 2);
}

/* A full round has no word about threads that it did not read, and about reactions: they stay. */
static void
test_full_round_mentions_the_rest (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer empty[] = { { 200, "slack/history-empty.json" } };

  slack_talk_know (slack, "C1/1795251400.000400/" TODAY "/sent");
  slack_talk_know (slack, "C1/" TODAY "/reactions");
  slack_talk_know (slack, "C1/" TODAY "/sent");
  slack_talk_pull (slack);
  talk_run (slack->talk, empty, 1);
  talk_assert_finished (slack->talk);
  g_assert_nonnull (talk_find_item (slack->talk, DAYBOOK_ITEM_SEEN, "message/C1/1795251400.000400/" TODAY "/sent"));
  g_assert_nonnull (talk_find_item (slack->talk, DAYBOOK_ITEM_SEEN, "message/C1/" TODAY "/reactions"));
  g_assert_nonnull (talk_find_item (slack->talk, DAYBOOK_ITEM_TOMBSTONE, "message/C1/" TODAY "/sent"));
}

/* What the scout has found: threads to read, reactions to count. */
static void
test_hint (void)
{
  g_autoptr (SlackTalk) slack = read_all ();
  const TalkAnswer answers[] = { { 200, "slack/history-empty.json" }, whole[3] };

  slack_talk_go_on (slack, TALK_NOW + HOUR);
  slack->options.full = FALSE;
  slack->options.hint = "{\"page\":500,\"threads\":[\"1795251400.000400\"],"
                        "\"reactions\":[[\"1795258400.000200\",2],[\"1795251400.000400\",1],[\"1700000000.000001\",5]]}";
  slack_talk_know (slack, "C1/2026-11-18/reactions");
  slack_talk_pull (slack);
  talk_run (slack->talk, answers, 2);
  talk_assert_finished (slack->talk);
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/1795251400.000400/" TODAY "/sent")->count, ==, 1);
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/reactions")->count, ==, 3);
  g_assert_true (says (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/reactions"), "\"reactions\":3"));
  g_assert_cmpstr (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/reactions")->title, ==, "3 reactions in #launch");
  /* Taken back since. */
  g_assert_nonnull (talk_find_item (slack->talk, DAYBOOK_ITEM_TOMBSTONE, "message/C1/2026-11-18/reactions"));
}

/* A thread that began days ago, where others have replied since it was read: from the day of its last word on, which is
 * counted as a whole, and not from yesterday. */
static void
test_old_thread (void)
{
  g_autoptr (SlackTalk) slack = read_all ();
  g_autoptr (GBytes) replies = talk_load ("slack/replies.json");
  g_autofree char *before = g_strndup (g_bytes_get_data (replies, NULL), g_bytes_get_size (replies));
  g_autofree char *oldest = NULL;
  g_auto (GStrv) parts = g_strsplit (before, "\n ],", 2);
  g_autofree char *body = g_strdup_printf ("%s, {\"type\":\"message\",\"user\":\"U2\",\"text\":\"Late\",\"ts\":\"1795348000.000500\","
                                           "\"thread_ts\":\"1795251400.000400\"}\n ],%s",
                                           parts[0], parts[1]);
  const TalkAnswer answers[] = { { 200, "slack/history-empty.json" }, { 200, NULL, body } };

  slack_talk_go_on (slack, TALK_NOW + 3 * 86400);
  slack->options.full = FALSE;
  slack_talk_pull (slack);
  talk_run (slack->talk, answers, 1);
  slack_talk_go_on (slack, TALK_NOW + 4 * 86400);
  slack->options.hint = "{\"page\":500,\"threads\":[\"1795251400.000400\"]}";
  slack_talk_pull (slack);
  talk_run (slack->talk, answers, 2);
  talk_assert_finished (slack->talk);
  oldest = talk_get_parameter (slack->talk, 1, "oldest");
  g_assert_cmpstr (oldest, ==, "1795215599.999999");
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/1795251400.000400/" TODAY "/sent")->count, ==, 1);
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/1795251400.000400/2026-11-22/received")->count, ==, 1);
}

/* A thread that has no new word is not asked for again. */
static void
test_thread_is_not_read_twice (void)
{
  g_autoptr (SlackTalk) slack = read_all ();
  const TalkAnswer answers[] = { { 200, "slack/history-1.json" }, { 200, "slack/history-2.json" } };

  slack_talk_go_on (slack, TALK_NOW + HOUR);
  slack->options.full = FALSE;
  slack_talk_pull (slack);
  talk_run (slack->talk, answers, 2);
  g_assert_cmpuint (slack_talk_count_asked (slack, "conversations.replies"), ==, 0);
}

/* Days before the window (Load Earlier): read up to their end, all of it, and nothing is taken for deleted. */
static void
test_earlier_days (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *latest = NULL;
  const TalkAnswer answers[] = { { 200, "slack/history-empty.json" } };

  slack->options.full = TRUE;
  slack->options.to_at = TALK_NOW - 7 * 86400;
  slack->options.from_at = TALK_NOW - 14 * 86400;
  slack_talk_know (slack, "C1/2026-11-10/sent");
  slack_talk_know (slack, "C1/" TODAY "/sent");
  slack_talk_pull (slack);
  talk_run (slack->talk, answers, 1);
  talk_assert_finished (slack->talk);
  latest = talk_get_parameter (slack->talk, 0, "latest");
  g_assert_cmpstr (latest, ==, "1794657600.000000");
  g_assert_cmpuint (talk_count_items (slack->talk, DAYBOOK_ITEM_TOMBSTONE), ==, 0);
}

/* Other texts are wanted: the whole window is read again. */
static void
test_other_texts (void)
{
  g_autoptr (SlackTalk) slack = read_all ();
  g_autofree char *oldest = NULL;
  const TalkAnswer empty[] = { { 200, "slack/history-empty.json" } };

  slack_talk_go_on (slack, TALK_NOW + HOUR);
  slack->options.full = FALSE;
  g_free (slack->source->settings);
  slack->source->settings = g_strdup ("{\"type\":\"public_channel\",\"text\":true}");
  slack_talk_pull (slack);
  talk_run (slack->talk, empty, 1);
  oldest = talk_get_parameter (slack->talk, 0, "oldest");
  g_assert_cmpstr (oldest, ==, "1794610799.999999");
}

/* An app outside Slack's directory: pages of 15, one a minute. */
static void
test_limited_history (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *limit = NULL;
  const TalkAnswer answers[] = {
    { 200, NULL, "{\"ok\":false,\"error\":\"invalid_limit\"}" },
    { 200, "slack/history-empty.json" },
  };

  slack_talk_pull (slack);
  talk_run (slack->talk, answers, 2);
  talk_assert_finished (slack->talk);
  limit = talk_get_parameter (slack->talk, 1, "limit");
  g_assert_cmpstr (limit, ==, "15");
  /* It is remembered, even when the page did not come. */
  g_assert_cmpuint (slack->talk->resumes->len, >, 0);
  g_assert_nonnull (strstr (slack->talk->resumes->pdata[0], "\"page\":15"));
  g_assert_nonnull (strstr (daybook_exchange_get_cursor (slack->talk->exchange), "\"page\":15"));
}

/* The limit was found and the page did not come: the next run begins at now, with small pages. */
static void
test_limited_and_told_to_wait (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autofree char *resume = NULL;
  g_autofree char *limit = NULL;
  g_autofree char *latest = NULL;
  const TalkAnswer answers[] = {
    { 200, NULL, "{\"ok\":false,\"error\":\"invalid_limit\"}" },
    { 200, "slack/history-direct.json" },
  };

  slack_talk_pull (slack);
  g_assert_cmpuint (talk_run_until (slack->talk, answers, 1), ==, 1);
  resume = g_strdup (slack->talk->resumes->pdata[0]);
  slack_talk_renew (slack, TALK_NOW + 60);
  slack->options.resume = resume;
  slack->options.hint = "{\"page\":500}";
  slack_talk_pull (slack);
  talk_run (slack->talk, answers + 1, 1);
  talk_assert_finished (slack->talk);
  limit = talk_get_parameter (slack->talk, 0, "limit");
  latest = talk_get_parameter (slack->talk, 0, "latest");
  g_assert_cmpstr (limit, ==, "15");
  g_assert_null (latest);
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent")->count, ==, 1);
}

static void
test_limit_that_shows_by_itself (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  g_autoptr (GString) body = g_string_new ("{\"ok\":true,\"messages\":[");
  TalkAnswer answer = { .status = 200 };

  for (guint i = 0; i < 15; i++)
    g_string_append_printf (body, "%s{\"type\":\"message\",\"user\":\"U1\",\"text\":\"x\",\"ts\":\"%u.000001\"}", i > 0 ? "," : "",
                            (guint) (TALK_NOW - 60 * i));
  g_string_append (body, "],\"has_more\":true,\"response_metadata\":{\"next_cursor\":\"n\"}}");
  answer.body = body->str;
  slack_talk_pull (slack);
  talk_run (slack->talk, &answer, 1);
  talk_assert_finished (slack->talk);
  g_assert_nonnull (strstr (daybook_exchange_get_cursor (slack->talk->exchange), "\"page\":15"));
  g_assert_cmpint (talk_find_activity (slack->talk, NULL, "C1/" TODAY "/sent")->count, ==, 15);
}

static void
test_page_that_repeats_itself (void)
{
  g_autoptr (SlackTalk) slack = slack_talk_new ();
  const TalkAnswer answers[] = { whole[0], whole[1], whole[0] };

  slack->options.full = TRUE;
  slack_talk_pull (slack);
  talk_run_until (slack->talk, answers, 3);
  talk_assert_failed (slack->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

/* Cut at every byte: whole, or asked for again and nothing half. */
static void
test_cut_everywhere (gconstpointer file)
{
  g_autoptr (GBytes) page = talk_load (file);

  for (gsize size = 0; size < g_bytes_get_size (page); size++)
    {
      g_autoptr (SlackTalk) slack = slack_talk_new ();
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (page, 0, size);

      slack->options.full = TRUE;
      slack_talk_pull (slack);
      for (guint i = 0; i < 3; i++)
        {
          /* The last byte is a line's end. */
          if (size == g_bytes_get_size (page) - 1)
            return;
          g_assert_true (talk_answer_bytes (slack->talk, 200, NULL, part));
          g_assert_cmpuint (slack->talk->items->len, ==, 0);
        }
      talk_assert_failed (slack->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/slack/round/messages-sent", test_messages_sent);
  g_test_add_func ("/slack/round/mention-keeps-its-text", test_mention_keeps_its_text);
  g_test_add_func ("/slack/round/mention-without-text", test_mention_without_text);
  g_test_add_func ("/slack/round/threads-of-mine", test_threads_of_mine);
  g_test_add_func ("/slack/round/text-where-it-is-wanted", test_text_where_it_is_wanted);
  g_test_add_func ("/slack/round/direct-messages", test_direct_messages);
  g_test_add_func ("/slack/round/words-of-a-conversation", test_words_of_a_conversation);
  g_test_add_func ("/slack/round/stops-and-goes-on", test_stops_and_goes_on);
  g_test_add_func ("/slack/round/interrupted", test_interrupted);
  g_test_add_func ("/slack/round/deleted-since", test_deleted_since);
  g_test_add_func ("/slack/round/full-round-mentions-the-rest", test_full_round_mentions_the_rest);
  g_test_add_func ("/slack/round/hint", test_hint);
  g_test_add_func ("/slack/round/old-thread", test_old_thread);
  g_test_add_func ("/slack/round/thread-is-not-read-twice", test_thread_is_not_read_twice);
  g_test_add_func ("/slack/round/earlier-days", test_earlier_days);
  g_test_add_func ("/slack/round/other-texts", test_other_texts);
  g_test_add_func ("/slack/round/limited-history", test_limited_history);
  g_test_add_func ("/slack/round/limited-and-told-to-wait", test_limited_and_told_to_wait);
  g_test_add_func ("/slack/round/limit-that-shows-by-itself", test_limit_that_shows_by_itself);
  g_test_add_func ("/slack/round/page-that-repeats-itself", test_page_that_repeats_itself);
  g_test_add_data_func ("/slack/round/cut-everywhere/first", "slack/history-1.json", test_cut_everywhere);
  g_test_add_data_func ("/slack/round/cut-everywhere/last", "slack/history-direct.json", test_cut_everywhere);
  return g_test_run ();
}
