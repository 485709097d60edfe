/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "github-talk.h"

#include <string.h>

#define KNOWN "{\"pushed\":\"2026-11-20T17:05:11Z\",\"updated\":\"2026-11-20T10:00:00Z\"}"
#define NEXT(path) "Link: <https://api.test/" path "?page=2>; rel=\"next\""

static const TalkAnswer pushed = { 200, "github/repositories-1.json", NULL, "ETag: W/\"repos 1\"" };
static const TalkAnswer found = { 200, "github/search-1.json", NULL, "ETag: \"search-1\"" };
static const TalkAnswer none = { 200, "github/search-none.json", NULL, "ETag: \"search-0\"" };
static const TalkAnswer unchanged = { 304, NULL };

static gboolean
is_chosen (GithubTalk *github, const char *id)
{
  return g_hash_table_contains (daybook_exchange_get_changed_sources (github->talk->exchange), id);
}

static const char *
get_hint (GithubTalk *github, const char *id)
{
  return daybook_exchange_get_hint (github->talk->exchange, id);
}

static void
go_on (GithubTalk *github)
{
  talk_assert_finished (github->talk);
  github_talk_renew (github);
  github->context.scout_cursor = github->cursor;
  github_talk_scout (github);
}

/* The first look: what nothing has happened in is pulled once, without a request. */
static void
test_first (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();

  github_talk_add_source (github, "501", "acme/parser", NULL);
  github_talk_add_source (github, "505", "ana/blank", NULL);
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ pushed, found }, 2);
  talk_assert_finished (github->talk);
  g_assert_false (github_talk_asked_with (github, 0, "If-None-Match: W/\"repos 1\""));
  g_assert_cmpstr (get_hint (github, "501"), ==, "{\"pushed\":\"2026-11-20T17:05:11Z\",\"updated\":\"2026-11-20T10:00:00Z\"}");
  g_assert_cmpstr (get_hint (github, "505"), ==, "{\"idle\":\"yes\"}");

  github->options.hint = get_hint (github, "505");
  {
    g_autoptr (GithubTalk) idle = github_talk_new ();

    idle->options.hint = github->options.hint;
    github_talk_pull (idle);
    talk_run (idle->talk, NULL, 0);
    talk_assert_finished (idle->talk);
  }
}

/* What an earlier look found and no pull could bring is named again, beside what is new. */
static void
test_owed (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  DaybookSource *parser;

  parser = github_talk_add_source (github, "501", "acme/parser", "{\"pushed\":\"2026-11-20T17:05:11Z\"}");
  github_talk_add_source (github, "505", "ana/blank", NULL)->owed = g_strdup ("{\"idle\":\"yes\"}");
  parser->owed = g_strdup ("{\"updated\":\"2026-11-20T09:00:00Z\"}");
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ unchanged, unchanged }, 2);
  talk_assert_finished (github->talk);
  g_assert_cmpstr (get_hint (github, "501"), ==, "{\"updated\":\"2026-11-20T09:00:00Z\"}");
  /* That it was idle is not known any more. */
  g_assert_cmpstr (get_hint (github, "505"), ==, "{}");
  g_free (parser->cursor);
  parser->cursor = g_strdup ("{\"pushed\":\"2026-11-19T17:05:11Z\"}");
  github_talk_renew (github);
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ pushed, none }, 2);
  talk_assert_finished (github->talk);
  g_assert_cmpstr (get_hint (github, "501"), ==, "{\"pushed\":\"2026-11-20T17:05:11Z\",\"updated\":\"2026-11-20T09:00:00Z\"}");
}

/* A search that was not finished, or whose items cannot be read, has not seen that nothing happened. */
static void
test_first_is_incomplete (void)
{
  static const TalkAnswer answers[] = { { 200, "github/search-incomplete.json", NULL, "ETag: \"search-i\"" },
                                        { 200, NULL, "{\"items\":[{\"title\":\"x\"}]}", "ETag: \"search-x\"" } };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GithubTalk) github = github_talk_new ();

      github_talk_add_source (github, "505", "ana/blank", NULL);
      github_talk_scout (github);
      talk_run (github->talk, (TalkAnswer[]){ pushed, answers[i] }, 2);
      talk_assert_finished (github->talk);
      g_assert_true (is_chosen (github, "505"));
      g_assert_cmpstr (get_hint (github, "505"), ==, "{}");
      /* Nor is it remembered as the answer. */
      g_assert_null (strstr (daybook_exchange_get_cursor (github->talk->exchange), "search-"));
    }
}

/* ETag and If-None-Match with its quotes: 304 twice is an idle day. */
static void
test_not_modified (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();

  github_talk_add_source (github, "501", "acme/parser", KNOWN);
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ pushed, none }, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *before = NULL;

      go_on (github);
      before = g_strdup (github->cursor);
      talk_run (github->talk, (TalkAnswer[]){ unchanged, unchanged }, 2);
      talk_assert_finished (github->talk);
      g_assert_true (github_talk_asked_with (github, 0, "If-None-Match: W/\"repos 1\""));
      g_assert_true (github_talk_asked_with (github, 1, "If-None-Match: \"search-0\""));
      g_assert_cmpuint (g_hash_table_size (daybook_exchange_get_changed_sources (github->talk->exchange)), ==, 0);
      g_assert_cmpstr (daybook_exchange_get_cursor (github->talk->exchange), ==, before);
    }
}

/* What was found moves the question on, and an etag belongs to its question. */
static void
test_next_question (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  g_autofree char *query = NULL;

  github_talk_add_source (github, "501", "acme/parser", NULL);
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ pushed, found }, 2);
  go_on (github);
  talk_run (github->talk, (TalkAnswer[]){ unchanged, found }, 2);
  query = talk_get_parameter (github->talk, 1, "q");
  g_assert_true (g_str_has_suffix (query, " updated:>=2026-11-20T10:00:00Z"));
  g_assert_false (github_talk_asked_with (github, 1, "If-None-Match: \"search-1\""));
  go_on (github);
  talk_run (github->talk, (TalkAnswer[]){ unchanged, unchanged }, 2);
  g_assert_true (github_talk_asked_with (github, 1, "If-None-Match: \"search-1\""));
}

/* What the cursors know is no news; what is new is said to the pull. */
static void
test_known (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();

  github_talk_add_source (github, "501", "acme/parser", KNOWN);
  github_talk_add_source (github, "502", "acme/web", "{\"pushed\":\"2026-11-18T08:00:00Z\"}");
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ pushed, found }, 2);
  talk_assert_finished (github->talk);
  g_assert_false (is_chosen (github, "501"));
  g_assert_cmpstr (get_hint (github, "502"), ==, "{\"pushed\":\"2026-11-19T08:00:00Z\"}");
}

/* Its issues come under the new name at once, and the name is kept however little else is new. */
static void
test_renamed (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  DaybookSource *source = github_talk_add_source (github, "501", "acme/reader-old", KNOWN);

  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ pushed, none }, 2);
  talk_assert_finished (github->talk);
  g_assert_cmpstr (get_hint (github, "501"), ==, "{\"name\":\"acme/parser\"}");
  g_assert_true (is_chosen (github, "501"));

  /* The list is a 304 from then on: the cursor knows. */
  g_free (source->cursor);
  source->cursor = g_strdup ("{\"pushed\":\"2026-11-20T17:05:11Z\",\"updated\":\"2026-11-19T00:00:00Z\",\"name\":\"acme/parser\"}");
  go_on (github);
  talk_run (github->talk, (TalkAnswer[]){ unchanged, found }, 2);
  g_assert_cmpstr (get_hint (github, "501"), ==, "{\"updated\":\"2026-11-20T10:00:00Z\"}");
}

/* 422: a server that knows no OR, which is remembered. */
static void
test_plain_search (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer refused = { 422, "github/error-unprocessable.json" };

  github_talk_add_source (github, "501", "acme/parser", KNOWN);
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ pushed, refused, none }, 3);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *query = talk_get_parameter (github->talk, github->talk->urls->len - 1, "q");

      g_assert_true (g_str_has_prefix (query, "involves:@me updated:>="));
      go_on (github);
      talk_run (github->talk, (TalkAnswer[]){ unchanged, unchanged }, 2);
    }
}

static void
test_plain_search_refused (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer refused = { 422, "github/error-unprocessable.json" };

  github_talk_add_source (github, "501", "acme/parser", KNOWN);
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ pushed, refused, refused }, 3);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_INTERNAL);
}

/* Pages are followed as far as they are new, at the API's own origin. */
static void
test_pages (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer more = { 200, "github/repositories-1.json", NULL, NEXT ("user/repos") };
  const TalkAnswer old = { 200, NULL, "[{\"id\":504,\"full_name\":\"ana/old\",\"pushed_at\":\"2019-01-02T03:04:05Z\"}]",
                           NEXT ("user/repos/3") };

  github_talk_add_source (github, "501", "acme/parser", NULL);
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ more, old, { 200, "github/search-1.json", NULL, NEXT ("search/issues") },
                                          { 200, "github/search-2.json" } }, 4);
  talk_assert_finished (github->talk);
  g_assert_cmpstr (github->talk->urls->pdata[1], ==, "https://api.test/user/repos?page=2");
  g_assert_cmpstr (github->talk->urls->pdata[3], ==, "https://api.test/search/issues?page=2");
}

static void
test_foreign_link (void)
{
  const TalkAnswer list = { 200, "github/repositories-1.json", NULL, "Link: <https://evil.example/r>; rel=\"next\"" };
  const TalkAnswer search = { 200, "github/search-1.json", NULL, "Link: <https://evil.example/s>; rel=\"next\"" };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GithubTalk) github = github_talk_new ();

      github_talk_add_source (github, "501", "acme/parser", KNOWN);
      github_talk_scout (github);
      if (i == 0)
        talk_run (github->talk, &list, 1);
      else
        talk_run (github->talk, (TalkAnswer[]){ pushed, search }, 2);
      talk_assert_failed (github->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (g_hash_table_size (daybook_exchange_get_changed_sources (github->talk->exchange)), ==, 0);
    }
}

static void
test_cut_everywhere (void)
{
  static const char *const files[] = { "github/repositories-1.json", "github/search-1.json" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GBytes) page = talk_load (files[i]);

      for (gsize size = 0; size < g_bytes_get_size (page) - 1; size++)
        {
          g_autoptr (GithubTalk) github = github_talk_new ();
          g_autoptr (GBytes) part = g_bytes_new_from_bytes (page, 0, size);

          github_talk_add_source (github, "501", "acme/parser", KNOWN);
          github_talk_scout (github);
          talk_run_until (github->talk, &pushed, i);
          for (guint tries = 0; tries < 3; tries++)
            g_assert_true (talk_answer_bytes (github->talk, 200, "ETag: \"cut\"", part));
          talk_assert_failed (github->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
          g_assert_cmpuint (g_hash_table_size (daybook_exchange_get_changed_sources (github->talk->exchange)), ==, 0);
        }
    }
}

/* A limit leaves the cursor as it was; the sign-in that is over is not passed over. */
static void
test_refused (void)
{
  const TalkAnswer limit = { 403, "github/error-secondary.json", NULL, "retry-after: 90" };
  const TalkAnswer over = { 401, "github/error-token.json" };
  g_autoptr (GithubTalk) github = github_talk_new ();

  github_talk_add_source (github, "501", "acme/parser", KNOWN);
  github_talk_scout (github);
  talk_run (github->talk, (TalkAnswer[]){ pushed, limit }, 2);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_RATE_LIMITED);
  g_assert_cmpint (daybook_exchange_get_retry_at (github->talk->exchange), ==, TALK_NOW + 90);
  github_talk_renew (github);
  github_talk_scout (github);
  talk_run (github->talk, &over, 1);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/github/scout/owed", test_owed);
  g_test_add_func ("/github/scout/first", test_first);
  g_test_add_func ("/github/scout/first-is-incomplete", test_first_is_incomplete);
  g_test_add_func ("/github/scout/not-modified", test_not_modified);
  g_test_add_func ("/github/scout/next-question", test_next_question);
  g_test_add_func ("/github/scout/known", test_known);
  g_test_add_func ("/github/scout/renamed", test_renamed);
  g_test_add_func ("/github/scout/plain-search", test_plain_search);
  g_test_add_func ("/github/scout/plain-search-refused", test_plain_search_refused);
  g_test_add_func ("/github/scout/pages", test_pages);
  g_test_add_func ("/github/scout/link-to-another-host", test_foreign_link);
  g_test_add_func ("/github/scout/cut-everywhere", test_cut_everywhere);
  g_test_add_func ("/github/scout/refused", test_refused);
  return g_test_run ();
}
