/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "google-talk.h"
#include "providers/google/daybook-google-page.h"

#include <string.h>

static void
assert_parameter (Talk *talk, guint request, const char *name, const char *value)
{
  g_autofree char *found = talk_get_parameter (talk, request, name);

  g_test_message ("request %u, %s", request, name);
  g_assert_cmpstr (found, ==, value);
}

static const TalkAnswer three_pages[] = {
  { 200, "google/events-page-1.json" },
  { 200, "google/events-page-2-empty.json" },
  { 200, "google/events-page-3.json" },
};

static void
test_first_round (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();

  google_talk_pull (google);
  talk_run (google->talk, three_pages, 3);
  talk_assert_finished (google->talk);
  g_assert_true (g_str_has_prefix (google->talk->urls->pdata[0],
                                   "https://api.test/calendar/v3/calendars/"
                                   "c_acme%231%40group.calendar.google.com/events?"));
  for (guint i = 0; i < 3; i++)
    {
      assert_parameter (google->talk, i, "singleEvents", "false");
      assert_parameter (google->talk, i, "maxResults", "2500");
      assert_parameter (google->talk, i, "prettyPrint", "false");
      assert_parameter (google->talk, i, "timeMin", "2026-11-13T23:00:00Z");
      assert_parameter (google->talk, i, "timeMax", NULL);
      assert_parameter (google->talk, i, "syncToken", NULL);
      assert_parameter (google->talk, i, "showDeleted", NULL);
      assert_parameter (google->talk, i, "fields", daybook_google_events_fields);
    }
  assert_parameter (google->talk, 0, "pageToken", NULL);
  assert_parameter (google->talk, 1, "pageToken", "page-2");
  assert_parameter (google->talk, 2, "pageToken", "page-3");
  g_assert_true (daybook_exchange_is_full (google->talk->exchange));
  g_assert_cmpstr (daybook_exchange_get_cursor (google->talk->exchange), ==, "{\"sync\":\"sync-1\",\"size\":2500}");
}

/* A page may be empty or short: only nextPageToken says more. A repeated item: the last one counts. */
static void
test_short_empty_and_repeating_pages (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();

  google_talk_pull (google);
  talk_run (google->talk, three_pages, 3);
  g_assert_cmpuint (talk_count_items (google->talk, DAYBOOK_ITEM_UPSERT), ==, 4);
  g_assert_cmpstr (talk_find_event (google->talk, "b")->title, ==, "B again");
}

static void
test_sync_token_alone (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, "google/events-changes.json" } };

  google->options.cursor = "{\"sync\":\"sync-1\",\"size\":2500}";
  google_talk_pull (google);
  talk_run (google->talk, answers, 1);
  assert_parameter (google->talk, 0, "syncToken", "sync-1");
  assert_parameter (google->talk, 0, "timeMin", NULL);
  assert_parameter (google->talk, 0, "singleEvents", "false");
  assert_parameter (google->talk, 0, "maxResults", "2500");
  g_assert_false (daybook_exchange_is_full (google->talk->exchange));
  g_assert_cmpstr (talk_find_event (google->talk, "a")->title, ==, "A, later");
  g_assert_nonnull (talk_find_item (google->talk, DAYBOOK_ITEM_TOMBSTONE, "b"));
  g_assert_cmpstr (daybook_exchange_get_cursor (google->talk->exchange), ==, "{\"sync\":\"sync-2\",\"size\":2500}");
}

static void
test_nothing_new_costs_one_request (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, "google/events-nothing-new.json" } };

  google->options.cursor = "{\"sync\":\"sync-1\",\"size\":2500}";
  google_talk_pull (google);
  talk_run (google->talk, answers, 1);
  talk_assert_finished (google->talk);
  g_assert_cmpuint (google->talk->items->len, ==, 0);
}

/* pageToken is combined with the same syncToken on later pages. */
static void
test_sync_token_with_page_tokens (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();

  google->options.cursor = "{\"sync\":\"sync-0\",\"size\":2500}";
  google_talk_pull (google);
  talk_run (google->talk, three_pages, 3);
  for (guint i = 0; i < 3; i++)
    assert_parameter (google->talk, i, "syncToken", "sync-0");
  assert_parameter (google->talk, 1, "pageToken", "page-2");
}

static void
test_full_ignores_the_cursor (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();

  google->options.cursor = "{\"sync\":\"sync-0\",\"size\":2500}";
  google->options.full = TRUE;
  google_talk_pull (google);
  talk_run (google->talk, three_pages, 3);
  assert_parameter (google->talk, 0, "syncToken", NULL);
  g_assert_true (daybook_exchange_is_full (google->talk->exchange));
}

/* Load Earlier: a bounded window, whose token would tell of that window alone. */
static void
test_bounded_window_gives_no_cursor (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, "google/events-page-3.json" } };

  google->options.to_at = google->options.from_at + 7 * 86400;
  google_talk_pull (google);
  talk_run (google->talk, answers, 1);
  assert_parameter (google->talk, 0, "timeMax", "2026-11-20T23:00:00Z");
  talk_assert_finished (google->talk);
  g_assert_null (daybook_exchange_get_cursor (google->talk->exchange));
}

/* A server that gives no sync token: everything again each time. */
static void
test_server_without_sync_tokens (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, "google/events-no-token.json" } };

  google_talk_pull (google);
  talk_run (google->talk, answers, 1);
  talk_assert_finished (google->talk);
  g_assert_true (daybook_exchange_is_full (google->talk->exchange));
  g_assert_null (daybook_exchange_get_cursor (google->talk->exchange));
}

static void
test_checkpoint_after_every_page (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();

  google_talk_pull (google);
  g_assert_cmpuint (talk_run_until (google->talk, three_pages, 1), ==, 1);
  g_assert_cmpuint (google->talk->items->len, ==, 2);
  g_assert_cmpuint (google->talk->resumes->len, ==, 1);
  g_assert_cmpstr (google->talk->resumes->pdata[0], ==,
                   "{\"page\":\"page-2\",\"min\":\"2026-11-13T23:00:00Z\",\"size\":2500}");
  g_assert_cmpuint (talk_run_until (google->talk, three_pages + 1, 2), ==, 2);
  talk_assert_finished (google->talk);
  g_assert_cmpuint (google->talk->resumes->len, ==, 2);
}

/* Killed after the first page, the next run asks for the second with the window of the first. */
static void
test_interrupted_round_goes_on (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  g_autofree char *resume = NULL;

  google_talk_pull (google);
  talk_run_until (google->talk, three_pages, 1);
  resume = g_strdup (google->talk->resumes->pdata[0]);
  google_talk_renew (google);
  google->options.resume = resume;
  google->options.from_at += 86400;
  google_talk_pull (google);
  talk_run (google->talk, three_pages + 1, 2);
  talk_assert_finished (google->talk);
  g_assert_true (daybook_exchange_is_full (google->talk->exchange));
  assert_parameter (google->talk, 0, "pageToken", "page-2");
  assert_parameter (google->talk, 0, "timeMin", "2026-11-13T23:00:00Z");
}

/* A full round whose page is refused needs a new generation: what vanished meanwhile would stay. */
static void
test_refused_resume_of_a_full_round (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 400, "google/error-page-token.json" } };

  google->options.resume = "{\"page\":\"page-2\",\"min\":\"2026-11-13T23:00:00Z\",\"size\":2500}";
  google_talk_pull (google);
  talk_run (google->talk, answers, 1);
  talk_assert_failed (google->talk, DAYBOOK_ERROR_CURSOR_EXPIRED);
}

/* An incremental one begins at its first page again, once. */
static void
test_refused_resume_of_an_incremental_round (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 400, "google/error-page-token.json" }, { 200, "google/events-changes.json" } };
  const TalkAnswer refusing[] = { { 400, "google/error-page-token.json" },
                                  { 200, "google/events-page-1.json" },
                                  { 400, "google/error-page-token.json" } };

  google->options.resume = "{\"sync\":\"sync-1\",\"page\":\"page-2\",\"size\":2500}";
  google_talk_pull (google);
  talk_run (google->talk, answers, 2);
  talk_assert_finished (google->talk);
  assert_parameter (google->talk, 0, "pageToken", "page-2");
  assert_parameter (google->talk, 1, "pageToken", NULL);
  assert_parameter (google->talk, 1, "syncToken", "sync-1");
  google_talk_renew (google);
  google_talk_pull (google);
  talk_run (google->talk, refusing, 3);
  talk_assert_failed (google->talk, DAYBOOK_ERROR_CURSOR_EXPIRED);
}

static void
test_page_size_setting (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  DaybookAccount *account = daybook_account_new ();

  account->settings = g_strdup ("{\"interval\":15,\"page-size\":\"50\"}");
  google->context.account = account;
  google_talk_pull (google);
  talk_run (google->talk, three_pages, 3);
  assert_parameter (google->talk, 0, "maxResults", "50");
  g_assert_cmpstr (daybook_exchange_get_cursor (google->talk->exchange), ==, "{\"sync\":\"sync-1\",\"size\":50}");
  google_talk_renew (google);
  google->source->settings = g_strdup ("{\"page-size\":7}");
  google_talk_pull (google);
  talk_run (google->talk, three_pages, 3);
  assert_parameter (google->talk, 0, "maxResults", "7");
  /* The size is one of the parameters that a sync token holds to. */
  google_talk_renew (google);
  google->options.cursor = "{\"sync\":\"sync-1\",\"size\":50}";
  google_talk_pull (google);
  talk_run (google->talk, three_pages, 3);
  assert_parameter (google->talk, 0, "maxResults", "50");
  daybook_account_free (account);
}

/* A page of more values than the reader allows is asked for in smaller pieces. */
static void
test_page_that_is_too_large (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  g_autoptr (GString) page = g_string_new ("{\"kind\":\"calendar#events\",\"items\":[");
  TalkAnswer answers[] = { { 200 }, { 200, "google/events-page-3.json" } };

  for (guint i = 0; i < 1000001; i++)
    g_string_append (page, i > 0 ? ",0" : "0");
  g_string_append (page, "],\"nextSyncToken\":\"x\"}");
  answers[0].body = page->str;
  google_talk_pull (google);
  talk_run (google->talk, answers, 2);
  talk_assert_finished (google->talk);
  assert_parameter (google->talk, 0, "maxResults", "2500");
  assert_parameter (google->talk, 1, "maxResults", "625");
}

/* reliability.md section 3, truncated body: the page is asked for again, and nothing of it is kept. */
static void
test_cut_page_is_asked_for_again (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = {
    { 200, NULL, "{\"kind\":\"calendar#events\",\"items\":[{\"id\":\"half\",\"start\":{\"date\":\"2026-11-23\"}," },
    { 200, "google/events-page-3.json" },
  };

  google_talk_pull (google);
  talk_run (google->talk, answers, 2);
  talk_assert_finished (google->talk);
  g_assert_cmpuint (google->talk->items->len, ==, 2);
}

/* Cut at every byte, a page never ends a round, whatever stands before the cut. */
static void
test_cut_at_every_byte (void)
{
  g_autoptr (GBytes) whole = talk_load ("google/events-documented.json");
  gsize size = g_bytes_get_size (whole);

  while (size > 0 && g_ascii_isspace (((const char *) g_bytes_get_data (whole, NULL))[size - 1]))
    size--;
  for (gsize at = 0; at < size; at++)
    {
      g_autoptr (GoogleTalk) google = google_talk_new ();
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (whole, 0, at);

      google_talk_pull (google);
      while (talk_answer_bytes (google->talk, 200, NULL, cut))
        ;
      talk_assert_failed (google->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (google->talk->items->len, ==, 0);
      g_assert_null (daybook_exchange_get_cursor (google->talk->exchange));
      g_assert_cmpuint (google->talk->urls->len, ==, 3);
    }
}

/* Whole JSON that lacks the next token is as incomplete as half of it. */
static void
test_incremental_page_without_token (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, "google/events-no-token.json" },
                                 { 200, "google/events-no-token.json" },
                                 { 200, "google/events-no-token.json" } };

  google->options.cursor = "{\"sync\":\"sync-1\",\"size\":2500}";
  google_talk_pull (google);
  talk_run (google->talk, answers, 3);
  talk_assert_failed (google->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
  g_assert_cmpuint (google->talk->items->len, ==, 0);
}

static void
test_portal_is_never_data (void)
{
  static const char *const bodies[] = { "<html><body>Welcome to the hotel</body></html>", "{}", "[]", "",
                                        "{\"items\":{}}", "{\"status\":\"ok\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GoogleTalk) google = google_talk_new ();
      const TalkAnswer answers[] = { { 200, NULL, bodies[i] }, { 200, NULL, bodies[i] }, { 200, NULL, bodies[i] } };

      google_talk_pull (google);
      talk_run (google->talk, answers, 3);
      talk_assert_failed (google->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
    }
}

static void
test_page_that_repeats_for_ever (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, "google/events-page-1.json" }, { 200, "google/events-page-1.json" } };

  google_talk_pull (google);
  talk_run (google->talk, answers, 2);
  talk_assert_failed (google->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
}

/* The pages before a failure are kept with their checkpoint. */
static void
test_failure_keeps_the_pages_before (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answers[] = { { 200, "google/events-page-1.json" }, { 503, "google/error-backend.json" } };

  google_talk_pull (google);
  talk_run (google->talk, answers, 2);
  talk_assert_failed (google->talk, DAYBOOK_ERROR_SERVER);
  g_assert_cmpuint (google->talk->items->len, ==, 2);
  g_assert_cmpuint (google->talk->resumes->len, >=, 1);
}

static void
test_cursor_that_is_nonsense (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();

  google->options.cursor = "not json {";
  google_talk_pull (google);
  talk_run (google->talk, three_pages, 3);
  g_assert_true (daybook_exchange_is_full (google->talk->exchange));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/google/round/first", test_first_round);
  g_test_add_func ("/google/round/short-empty-and-repeating-pages", test_short_empty_and_repeating_pages);
  g_test_add_func ("/google/round/sync-token-alone", test_sync_token_alone);
  g_test_add_func ("/google/round/nothing-new-costs-one-request", test_nothing_new_costs_one_request);
  g_test_add_func ("/google/round/sync-token-with-page-tokens", test_sync_token_with_page_tokens);
  g_test_add_func ("/google/round/full-ignores-the-cursor", test_full_ignores_the_cursor);
  g_test_add_func ("/google/round/bounded-window-gives-no-cursor", test_bounded_window_gives_no_cursor);
  g_test_add_func ("/google/round/server-without-sync-tokens", test_server_without_sync_tokens);
  g_test_add_func ("/google/round/checkpoint-after-every-page", test_checkpoint_after_every_page);
  g_test_add_func ("/google/round/interrupted-round-goes-on", test_interrupted_round_goes_on);
  g_test_add_func ("/google/round/refused-resume-of-a-full-round", test_refused_resume_of_a_full_round);
  g_test_add_func ("/google/round/refused-resume-of-an-incremental-round",
                   test_refused_resume_of_an_incremental_round);
  g_test_add_func ("/google/round/page-size-setting", test_page_size_setting);
  g_test_add_func ("/google/round/page-that-is-too-large", test_page_that_is_too_large);
  g_test_add_func ("/google/round/cut-page-is-asked-for-again", test_cut_page_is_asked_for_again);
  g_test_add_func ("/google/round/cut-at-every-byte", test_cut_at_every_byte);
  g_test_add_func ("/google/round/incremental-page-without-token", test_incremental_page_without_token);
  g_test_add_func ("/google/round/portal-is-never-data", test_portal_is_never_data);
  g_test_add_func ("/google/round/page-that-repeats-for-ever", test_page_that_repeats_for_ever);
  g_test_add_func ("/google/round/failure-keeps-the-pages-before", test_failure_keeps_the_pages_before);
  g_test_add_func ("/google/round/cursor-that-is-nonsense", test_cursor_that_is_nonsense);
  return g_test_run ();
}
