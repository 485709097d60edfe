/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "github-talk.h"

#include <string.h>

#define SHA "6dcb09b5b57875f334f61aebed695e2e4193db5e"
#define NEXT(path) "Link: <https://api.test/" path ">; rel=\"prev\", <https://api.test/" path "?page=2>; rel=\"next\""
#define FOREIGN(origin) "Link: <" origin "/repositories/501/commits?page=2>; rel=\"next\""

static const TalkAnswer commits = { 200, "github/commits-1.json" };
static const TalkAnswer no_commits = { 200, NULL, "[]" };
static const TalkAnswer none = { 200, "github/search-none.json" };
static const TalkAnswer invisible = { 422, "github/error-unprocessable.json" };

static const char *
get_url (GithubTalk *github, guint request)
{
  g_assert_cmpuint (request, <, github->talk->urls->len);
  return github->talk->urls->pdata[request];
}

static void
assert_asked (GithubTalk *github, guint request, const char *start)
{
  if (!g_str_has_prefix (get_url (github, request), start))
    g_error ("request %u is %s, not %s", request, get_url (github, request), start);
}

static char *
find_detail (const DaybookActivity *activity, const char *pointer)
{
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data (activity->detail, strlen (activity->detail));

  return daybook_json_reader_find (reader, pointer) ? daybook_json_reader_read_raw_text (reader) : NULL;
}

static void
assert_detail (const DaybookActivity *activity, const char *pointer, const char *expected)
{
  g_autofree char *value = find_detail (activity, pointer);

  g_assert_cmpstr (value, ==, expected);
}

/* ---- commits ---- */

static void
test_commits (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { { 200, "github/commits-1.json", NULL, NEXT ("repositories/501/commits") },
                                 { 200, "github/commits-2.json" }, none };
  g_autofree char *author = NULL;
  g_autofree char *since = NULL;
  const DaybookActivity *commit;
  const DaybookItem *item;

  github_talk_pull (github);
  talk_run (github->talk, answers, 3);
  talk_assert_finished (github->talk);
  g_assert_true (daybook_exchange_is_full (github->talk->exchange));
  assert_asked (github, 0, "https://api.test/repos/acme/parser/commits?");
  author = talk_get_parameter (github->talk, 0, "author");
  since = talk_get_parameter (github->talk, 0, "since");
  g_assert_cmpstr (author, ==, "ana");
  g_assert_cmpstr (since, ==, "2026-11-13T23:00:00Z");
  g_assert_cmpstr (get_url (github, 1), ==, "https://api.test/repositories/501/commits?page=2");

  /* author null, committer {} */
  commit = talk_find_activity (github->talk, "commit", SHA);
  g_assert_nonnull (commit);
  g_assert_cmpstr (commit->title, ==, "Fix parser");
  g_assert_cmpstr (commit->body, ==, "Long text");
  g_assert_cmpstr (commit->author, ==, "Ana");
  g_assert_cmpstr (commit->parent, ==, "acme/parser");
  g_assert_cmpstr (commit->url, ==, "https://github.com/acme/parser/commit/" SHA);
  g_assert_cmpint (commit->at, ==, 1795194180);
  assert_detail (commit, "/sha", "\"" SHA "\"");
  assert_detail (commit, "/repository", "\"acme/parser\"");
  /* Nothing that only looks like an address is kept; no message, another zone. */
  commit = talk_find_activity (github->talk, "commit", "7638417db6d59f3c431d3e1f261cc637155684cd");
  g_assert_null (commit->url);
  g_assert_cmpstr (commit->title, ==, "7638417db6");
  g_assert_null (commit->body);
  g_assert_cmpint (commit->at, ==, 1795077000);
  /* Git's own author null, GitHub's {} */
  commit = talk_find_activity (github->talk, "commit", "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3");
  g_assert_cmpstr (commit->title, ==, "Nobody wrote this");
  g_assert_cmpint (commit->at, ==, 1794985200);
  /* One bad item is a quarantine; what has no name that can be one is nothing. */
  item = talk_find_item (github->talk, DAYBOOK_ITEM_QUARANTINE, "commit/da39a3ee5e6b4b0d3255bfef95601890afd80709");
  g_assert_nonnull (item);
  g_assert_null (strstr (item->reason, "yesterday"));
  g_assert_cmpuint (github->talk->items->len, ==, 4);
}

/* 409: there is nothing yet, which is no trouble. */
static void
test_empty_repository (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { { 409, "github/error-empty.json" }, none };

  github_talk_pull (github);
  talk_run (github->talk, answers, 2);
  talk_assert_finished (github->talk);
  g_assert_true (daybook_exchange_is_full (github->talk->exchange));
  g_assert_cmpuint (github->talk->items->len, ==, 0);
}

/* Of a search it says nothing: what is stored stays. */
static void
test_conflict_elsewhere (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { commits, { 409, "github/error-empty.json" } };

  github_talk_pull (github);
  talk_run (github->talk, answers, 2);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_CONFLICT);
}

/* A search that is not there says nothing of the repository. */
static void
test_no_search (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { commits, { 404, "github/error-not-found.json" } };

  github_talk_pull (github);
  talk_run (github->talk, answers, 2);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_NOT_FOUND);
  g_assert_cmpuint (g_hash_table_size (daybook_exchange_get_gone_sources (github->talk->exchange)), ==, 0);
}

/* ---- issues, pull requests, reviews ---- */

static void
test_issues (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { no_commits,
                                 { 200, "github/search-1.json", NULL, NEXT ("search/issues") },
                                 { 200, "github/search-2.json" },
                                 { 200, "github/pulls.json" },
                                 { 200, "github/reviews.json" } };
  g_autofree char *query = NULL;
  const DaybookActivity *issue;
  const DaybookItem *item;

  github_talk_pull (github);
  talk_run (github->talk, answers, 5);
  talk_assert_finished (github->talk);
  query = talk_get_parameter (github->talk, 1, "q");
  g_assert_cmpstr (query, ==, "repo:acme/parser (involves:@me OR reviewed-by:@me OR review-requested:@me) "
                              "updated:>=2026-11-13T23:00:00Z");
  assert_asked (github, 3, "https://api.test/repos/acme/parser/pulls?");
  /* My own pull request is not asked for its reviews. */
  assert_asked (github, 4, "https://api.test/repos/acme/parser/pulls/42/reviews?");

  /* user null, body null */
  issue = talk_find_activity (github->talk, "pull_request", "42");
  g_assert_cmpstr (issue->title, ==, "Crash");
  g_assert_null (issue->author);
  g_assert_null (issue->body);
  g_assert_cmpint (issue->at, ==, 1795168800);
  assert_detail (issue, "/number", "42");
  assert_detail (issue, "/state", "\"closed\"");
  assert_detail (issue, "/merged", "false");
  assert_detail (issue, "/author_me", "false");
  assert_detail (issue, "/mentions_me", "false");
  assert_detail (issue, "/review_requested_me", "true");
  issue = talk_find_activity (github->talk, "pull_request", "41");
  g_assert_cmpstr (issue->title, ==, "Read faster");
  g_assert_cmpstr (issue->body, ==, "One\nTwo @ana");
  assert_detail (issue, "/merged", "true");
  assert_detail (issue, "/author_me", "true");
  assert_detail (issue, "/assigned_me", "false");
  assert_detail (issue, "/mentions_me", "true");
  assert_detail (issue, "/review_requested_me", "false");
  /* user {}, title null, address null */
  issue = talk_find_activity (github->talk, "issue", "7");
  g_assert_cmpstr (issue->title, ==, "#7");
  g_assert_null (issue->author);
  g_assert_null (issue->url);
  assert_detail (issue, "/assigned_me", "true");
  assert_detail (issue, "/merged", NULL);
  item = talk_find_item (github->talk, DAYBOOK_ITEM_QUARANTINE, "issue/6");
  g_assert_nonnull (item);

  /* Somebody else's, somebody who is gone, and one that is still being written are not mine. */
  issue = talk_find_activity (github->talk, "review", "9001");
  g_assert_cmpstr (issue->title, ==, "Crash");
  g_assert_cmpstr (issue->body, ==, "Looks good");
  assert_detail (issue, "/state", "\"approved\"");
  assert_detail (issue, "/number", "42");
  g_assert_null (talk_find_activity (github->talk, "review", "9002"));
  g_assert_null (talk_find_activity (github->talk, "review", "9003"));
  g_assert_null (talk_find_activity (github->talk, "review", "9005"));
  g_assert_nonnull (talk_find_item (github->talk, DAYBOOK_ITEM_QUARANTINE, "review/9004"));
  g_assert_cmpuint (github->talk->items->len, ==, 6);
  /* The next round asks from the newest on. */
  g_assert_nonnull (strstr (daybook_exchange_get_cursor (github->talk->exchange), "\"updated\":\"2026-11-20T10:00:00Z\""));
}

/* The pull request is gone by the time its reviews are asked for: the repository is not. */
static void
test_reviews_of_a_missing_pull_request (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { no_commits, { 200, "github/search-1.json" }, { 200, "github/pulls.json" },
                                 { 404, "github/error-not-found.json" } };

  github_talk_pull (github);
  talk_run (github->talk, answers, 4);
  talk_assert_finished (github->talk);
  g_assert_cmpuint (g_hash_table_size (daybook_exchange_get_gone_sources (github->talk->exchange)), ==, 0);
}

/* What a search did not get to is never taken for gone. */
static void
test_incomplete_results (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { commits, { 200, "github/search-incomplete.json" } };

  github_talk_pull (github);
  talk_run (github->talk, answers, 2);
  talk_assert_finished (github->talk);
  g_assert_nonnull (talk_find_activity (github->talk, "issue", "7"));
  g_assert_false (daybook_exchange_is_full (github->talk->exchange));
}

/* An item that nothing can name is not gone either. */
static void
test_issue_without_number (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { commits, { 200, NULL, "{\"items\":[{\"title\":\"x\",\"updated_at\":\"2026-11-18T08:00:00Z\"}]}" } };

  github_talk_pull (github);
  talk_run (github->talk, answers, 2);
  talk_assert_finished (github->talk);
  g_assert_false (daybook_exchange_is_full (github->talk->exchange));
}

/* More pull requests than reviews are asked for in one round. */
static void
test_many_pull_requests (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  g_autoptr (GString) body = g_string_new ("{\"items\":[");
  TalkAnswer answers[53] = { commits, { 200 }, no_commits };

  for (guint i = 1; i <= 51; i++)
    g_string_append_printf (body, "%s{\"number\":%u,\"title\":\"t\",\"user\":null,\"pull_request\":{},"
                                  "\"repository_url\":\"https://api.test/repos/acme/parser\","
                                  "\"updated_at\":\"2026-11-18T08:00:00Z\"}", i > 1 ? "," : "", i);
  g_string_append (body, "]}");
  answers[1].body = body->str;
  for (guint i = 3; i < G_N_ELEMENTS (answers); i++)
    answers[i] = no_commits;
  github_talk_pull (github);
  talk_run (github->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (github->talk);
  g_assert_false (daybook_exchange_is_full (github->talk->exchange));
}

/* 422: first without OR, then without the repository, whose others are left out. */
static void
test_invisible_repository (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { no_commits, invisible, invisible, { 200, "github/search-elsewhere.json" } };
  const char *const queries[]
      = { "repo:acme/parser (involves:@me OR reviewed-by:@me OR review-requested:@me) updated:>=2026-11-13T23:00:00Z",
          "repo:acme/parser involves:@me updated:>=2026-11-13T23:00:00Z",
          "(involves:@me OR reviewed-by:@me OR review-requested:@me) updated:>=2026-11-13T23:00:00Z" };

  github_talk_pull (github);
  talk_run (github->talk, answers, 4);
  talk_assert_finished (github->talk);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *query = talk_get_parameter (github->talk, i + 1, "q");

      g_assert_cmpstr (query, ==, queries[i]);
    }
  g_assert_nonnull (talk_find_activity (github->talk, "issue", "7"));
  g_assert_null (talk_find_activity (github->talk, "issue", "8"));
  g_assert_null (talk_find_activity (github->talk, "issue", "9"));
}

/* It is refused however it is asked: that ends. */
static void
test_search_refused (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { no_commits, invisible, invisible, invisible, invisible };

  github_talk_pull (github);
  talk_run (github->talk, answers, 5);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_INTERNAL);
}

/* ---- renamed ---- */

static const TalkAnswer moved
    = { 301, "github/moved.json", NULL,
        "Location: https://api.test/repositories/501/commits?author=ana&since=2026-11-13T23%3A00%3A00Z&per_page=100" };

/* 301: asked again under its new name, which is kept, since the search knows no other. */
static void
test_renamed_repository (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { moved, { 200, "github/repository-renamed.json" }, commits, { 200, "github/search-renamed.json" } };
  const TalkAnswer again[] = { commits, none };
  g_autofree char *query = NULL;
  const DaybookActivity *commit;

  github_talk_pull (github);
  talk_run (github->talk, answers, 4);
  talk_assert_finished (github->talk);
  g_assert_true (daybook_exchange_is_full (github->talk->exchange));
  g_assert_cmpstr (get_url (github, 1), ==, "https://api.test/repositories/501");
  assert_asked (github, 2, "https://api.test/repos/acme/reader/commits?");
  query = talk_get_parameter (github->talk, 3, "q");
  g_assert_true (g_str_has_prefix (query, "repo:acme/reader "));
  commit = talk_find_activity (github->talk, "commit", SHA);
  g_assert_cmpstr (commit->parent, ==, "acme/reader");
  assert_detail (commit, "/repository", "\"acme/reader\"");
  g_assert_nonnull (talk_find_activity (github->talk, "issue", "7"));

  github_talk_renew (github);
  github->options.cursor = github->cursor;
  github_talk_pull (github);
  talk_run (github->talk, again, 2);
  assert_asked (github, 0, "https://api.test/repos/acme/reader/commits?");
}

/* Renamed between two requests: what the redirect has interrupted is asked again. */
static void
test_renamed_on_the_way (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { { 200, "github/commits-1.json", NULL, NEXT ("repos/acme/parser/commits") },
                                 moved,
                                 { 200, "github/repository-renamed.json" },
                                 commits,
                                 { 200, "github/search-1.json" },
                                 { 301, "github/moved.json", NULL, "Location: https://api.test/repositories/501/pulls?state=all" },
                                 { 200, "github/repository-renamed.json" },
                                 { 200, "github/pulls.json" },
                                 { 301, "github/moved.json", NULL, "Location: https://api.test/repositories/501/pulls/42/reviews" },
                                 { 200, "github/repository-renamed.json" },
                                 { 200, "github/reviews.json" } };
  guint n = 0;

  github_talk_pull (github);
  talk_run (github->talk, answers, G_N_ELEMENTS (answers));
  talk_assert_finished (github->talk);
  for (guint i = 0; i < github->talk->items->len; i++)
    {
      const DaybookItem *item = github->talk->items->pdata[i];

      n += item->activity != NULL && g_str_equal (item->activity->kind, "commit");
    }
  g_assert_cmpuint (n, ==, 2);
  g_assert_nonnull (talk_find_activity (github->talk, "review", "9001"));
}

/* A repository that is always somewhere else. */
static void
test_renamed_for_ever (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { moved, { 200, "github/repository-renamed.json" }, moved, { 200, "github/repository-renamed.json" },
                                 moved, { 200, "github/repository-renamed.json" }, moved };

  github_talk_pull (github);
  talk_run (github->talk, answers, 7);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_NETWORK);
}

/* ---- pages ---- */

/* A page elsewhere is not asked for, nothing of the round counts, and what is stored stays. */
static void
test_foreign_link (gconstpointer link)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answer = { 200, "github/commits-1.json", NULL, link };

  github_talk_pull (github);
  talk_run (github->talk, &answer, 1);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
  g_assert_null (strstr (daybook_exchange_get_error (github->talk->exchange)->message, "example"));
  g_assert_cmpuint (github->talk->items->len, ==, 0);
}

/* A page that names itself as the next one. */
static void
test_link_to_itself (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const char *link = "Link: <https://api.test/repositories/501/commits?page=2>; rel=\"next\"";
  const TalkAnswer answers[] = { { 200, "github/commits-1.json", NULL, link }, { 200, "github/commits-2.json", NULL, link }, none };

  github_talk_pull (github);
  talk_run (github->talk, answers, 3);
  talk_assert_finished (github->talk);
  g_assert_false (daybook_exchange_is_full (github->talk->exchange));
}

typedef struct
{
  const char *name;
  TalkAnswer before[4];
  guint n_before;
  const char *file;
} Cut;

static const Cut cuts[] = {
  { "commits", { { 0 } }, 0, "github/commits-1.json" },
  { "search", { { 200, NULL, "[]" } }, 1, "github/search-1.json" },
  { "pulls", { { 200, NULL, "[]" }, { 200, "github/search-1.json" } }, 2, "github/pulls.json" },
  { "reviews", { { 200, NULL, "[]" }, { 200, "github/search-1.json" }, { 200, "github/pulls.json" } }, 3, "github/reviews.json" },
  { "name", { { 301, NULL, NULL, "Location: https://api.test/repositories/501/commits" } }, 1, "github/repository-renamed.json" },
};

/* Whole or not at all: asked for again, three times in all, and nothing of it counts. */
static void
test_cut_everywhere (gconstpointer data)
{
  const Cut *cut = data;
  g_autoptr (GBytes) page = talk_load (cut->file);
  const char *text = g_bytes_get_data (page, NULL);
  gsize end = g_bytes_get_size (page);

  while (g_ascii_isspace (text[end - 1]))
    end--;
  for (gsize size = 0; size < end; size++)
    {
      g_autoptr (GithubTalk) github = github_talk_new ();
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (page, 0, size);

      github_talk_pull (github);
      g_assert_cmpuint (talk_run_until (github->talk, cut->before, cut->n_before), ==, cut->n_before);
      for (guint i = 0; i < 3; i++)
        {
          g_assert_true (talk_answer_bytes (github->talk, 200, NULL, part));
          g_assert_cmpstr (get_url (github, cut->n_before + i), ==, get_url (github, cut->n_before));
        }
      talk_assert_failed (github->talk, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_assert_cmpuint (github->talk->items->len, ==, 0);
    }
}

/* The second try is whole: as if nothing had been. */
static void
test_cut_once (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answers[] = { { 200, NULL, "[{\"sha\":\"" SHA "\"" }, commits, none };

  github_talk_pull (github);
  talk_run (github->talk, answers, 3);
  talk_assert_finished (github->talk);
  g_assert_cmpuint (github->talk->items->len, ==, 2);
}

/* ---- what a round asks ---- */

static void
test_hints (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();

  github->options.cursor = "{\"updated\":\"2026-11-20T10:00:00Z\"}";
  github->options.hint = "{\"pushed\":\"2026-11-21T10:00:00Z\"}";
  github_talk_pull (github);
  talk_run (github->talk, &commits, 1);
  talk_assert_finished (github->talk);
  g_assert_false (daybook_exchange_is_full (github->talk->exchange));
  g_assert_cmpstr (daybook_exchange_get_cursor (github->talk->exchange), ==,
                   "{\"pushed\":\"2026-11-21T10:00:00Z\",\"updated\":\"2026-11-20T10:00:00Z\"}");

  github_talk_renew (github);
  github->options.cursor = github->cursor;
  github->options.hint = "{\"updated\":\"2026-11-21T11:00:00Z\"}";
  github_talk_pull (github);
  talk_run (github->talk, &none, 1);
  talk_assert_finished (github->talk);
  {
    g_autofree char *query = talk_get_parameter (github->talk, 0, "q");

    g_assert_nonnull (strstr (query, " updated:>=2026-11-20T10:00:00Z"));
  }

  /* A rename alone is kept without a question. */
  github_talk_renew (github);
  github->options.cursor = github->cursor;
  github->options.hint = "{\"name\":\"acme/reader\"}";
  github_talk_pull (github);
  talk_run (github->talk, NULL, 0);
  talk_assert_finished (github->talk);
  g_assert_nonnull (strstr (daybook_exchange_get_cursor (github->talk->exchange), "\"name\":\"acme/reader\""));

  /* A full round asks everything, whatever the scout saw. */
  github_talk_renew (github);
  github->options.full = TRUE;
  github->options.hint = "{\"pushed\":\"2026-11-21T10:00:00Z\"}";
  github_talk_pull (github);
  talk_run (github->talk, (TalkAnswer[]){ commits, none }, 2);
  g_assert_true (daybook_exchange_is_full (github->talk->exchange));
}

/* Nobody knows who I am: nothing is asked. */
static void
test_without_login (void)
{
  g_autoptr (GithubTalk) github = github_talk_new ();

  g_free (github->grant->settings);
  github->grant->settings = g_strdup ("{}");
  github_talk_pull (github);
  talk_run (github->talk, NULL, 0);
  talk_assert_failed (github->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/github/round/commits", test_commits);
  g_test_add_func ("/github/round/empty-repository", test_empty_repository);
  g_test_add_func ("/github/round/conflict-elsewhere", test_conflict_elsewhere);
  g_test_add_func ("/github/round/no-search", test_no_search);
  g_test_add_func ("/github/round/issues", test_issues);
  g_test_add_func ("/github/round/reviews-of-a-missing-pull-request", test_reviews_of_a_missing_pull_request);
  g_test_add_func ("/github/round/incomplete-results", test_incomplete_results);
  g_test_add_func ("/github/round/issue-without-number", test_issue_without_number);
  g_test_add_func ("/github/round/many-pull-requests", test_many_pull_requests);
  g_test_add_func ("/github/round/search-repository-invisible", test_invisible_repository);
  g_test_add_func ("/github/round/search-refused", test_search_refused);
  g_test_add_func ("/github/round/renamed-repository", test_renamed_repository);
  g_test_add_func ("/github/round/renamed-on-the-way", test_renamed_on_the_way);
  g_test_add_func ("/github/round/renamed-for-ever", test_renamed_for_ever);
  g_test_add_data_func ("/github/round/link-to-another-host", FOREIGN ("https://api.test.evil.example"), test_foreign_link);
  g_test_add_data_func ("/github/round/link-to-another-scheme", FOREIGN ("http://api.test"), test_foreign_link);
  g_test_add_data_func ("/github/round/link-to-another-port", FOREIGN ("https://api.test:8443"), test_foreign_link);
  g_test_add_data_func ("/github/round/link-with-a-user", FOREIGN ("https://api.test@evil.example"), test_foreign_link);
  g_test_add_data_func ("/github/round/link-to-a-file", FOREIGN ("file:///etc"), test_foreign_link);
  g_test_add_func ("/github/round/link-to-itself", test_link_to_itself);
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autofree char *path = g_strdup_printf ("/github/round/cut-everywhere/%s", cuts[i].name);

      g_test_add_data_func (path, &cuts[i], test_cut_everywhere);
    }
  g_test_add_func ("/github/round/cut-once", test_cut_once);
  g_test_add_func ("/github/round/hints", test_hints);
  g_test_add_func ("/github/round/without-login", test_without_login);
  return g_test_run ();
}
