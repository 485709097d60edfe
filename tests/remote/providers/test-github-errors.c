/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "github-talk.h"
#include "providers/github/daybook-github-request.h"

#include <string.h>

/* providers.md section 6, "Problem", row by row. What is no error there (an invisible, a renamed, an empty repository) is
 * in test-github-round.c. */

#define RESET "1795264200" /* half an hour after TALK_NOW */
#define SSO "https://github.com/orgs/acme/sso?authorization_request=S3CRET"

typedef struct
{
  const char *name; /* of the test */
  guint status;
  const char *file;
  const char *headers;
  DaybookError code;
  const char *says;   /* part of the sentence */
  gint64 wait;        /* retry_at after now; 0 none */
  gboolean throttled; /* the transport waits and asks again */
} Row;

static const Row rows[] = {
  { "primary-limit", 403, "github/error-primary.json", "x-ratelimit-remaining: 0\nx-ratelimit-reset: " RESET,
    DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 1801, TRUE },
  { "primary-limit-429", 429, "github/error-primary.json", "x-ratelimit-remaining: 0\nx-ratelimit-reset: " RESET,
    DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 1801, TRUE },
  { "primary-limit-without-text", 403, NULL, "x-ratelimit-remaining: 0\nx-ratelimit-reset: " RESET,
    DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 1801, TRUE },
  { "primary-limit-without-reset", 403, "github/error-primary.json", "x-ratelimit-remaining: 0",
    DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 60, TRUE },
  { "primary-limit-reset-passed", 403, "github/error-primary.json", "x-ratelimit-remaining: 0\nx-ratelimit-reset: 12",
    DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 1, TRUE },
  { "primary-limit-reset-absurd", 403, "github/error-primary.json",
    "x-ratelimit-remaining: 0\nx-ratelimit-reset: 99999999999999999999", DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 7200,
    TRUE },
  { "secondary-limit-retry-after", 403, "github/error-secondary.json",
    "retry-after: 120\nx-ratelimit-remaining: 4711\nx-ratelimit-reset: " RESET, DAYBOOK_ERROR_RATE_LIMITED, "fewer requests",
    120, TRUE },
  { "secondary-limit-retry-after-without-text", 403, NULL, "retry-after: 90", DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 90, TRUE },
  /* The hour's budget is not spent: its reset means nothing here. */
  { "secondary-limit-silent", 403, "github/error-secondary.json", "x-ratelimit-remaining: 4711\nx-ratelimit-reset: " RESET,
    DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 60, TRUE },
  { "secondary-limit-429", 429, "github/error-secondary.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 60, TRUE },
  { "secondary-limit-html", 429, NULL, NULL, DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 60, TRUE },
  { "secondary-limit-older-servers", 403, "github/error-abuse.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, "fewer requests", 60,
    TRUE },
  { "bad-token", 401, "github/error-token.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED, "Sign in again" },
  { "sso", 403, "github/error-sso.json", "X-GitHub-SSO: required; url=" SSO, DAYBOOK_ERROR_FORBIDDEN,
    "Open test/orgs/acme/sso in" },
  { "sso-elsewhere", 403, "github/error-sso.json", "X-GitHub-SSO: required; url=https://evil.example/orgs/ac.me/sso?S3CRET",
    DAYBOOK_ERROR_FORBIDDEN, "single sign-on for this. On GitHub" },
  { "sso-without-address", 403, "github/error-sso.json", "X-GitHub-SSO: required", DAYBOOK_ERROR_FORBIDDEN,
    "single sign-on for this. On GitHub" },
  { "no-access-404", 404, "github/error-not-found.json", NULL, DAYBOOK_ERROR_NOT_FOUND, "missing, or you no longer have access" },
  { "no-access-integration", 403, "github/error-integration.json", NULL, DAYBOOK_ERROR_FORBIDDEN, "may not read this" },
  { "no-access-personal-token", 403, "github/error-personal-token.json", NULL, DAYBOOK_ERROR_FORBIDDEN, "may not read this" },
  { "forbidden", 403, NULL, NULL, DAYBOOK_ERROR_FORBIDDEN, "does not allow" },
  { "server-trouble-html", 502, NULL, NULL, DAYBOOK_ERROR_SERVER, "trouble" },
  { "unavailable", 503, NULL, "Retry-After: 30", DAYBOOK_ERROR_SERVER, "trouble", 30 },
  { "unprocessable", 422, "github/error-unprocessable.json", NULL, DAYBOOK_ERROR_INTERNAL, "422" },
  { "renamed-to-another-server", 301, "github/moved.json", "Location: https://api.test.evil.example/repositories/501/commits",
    DAYBOOK_ERROR_NETWORK, "sign-in" },
  { "renamed-without-address", 301, "github/moved.json", NULL, DAYBOOK_ERROR_NETWORK, "sign-in" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GithubTalk) github = github_talk_new ();
  const TalkAnswer answer = { row->status, row->file, "<html>1234</html>", row->headers };
  const char *message;

  github_talk_pull (github);
  talk_run (github->talk, &answer, 1);
  talk_assert_refused (github->talk, row->code, row->wait);
  message = daybook_exchange_get_error (github->talk->exchange)->message;
  g_assert_nonnull (strstr (message, row->says));
  g_assert_null (strstr (message, "S3CRET"));
  g_assert_cmpuint (github->talk->items->len, ==, 0);
  g_assert_false (daybook_exchange_is_full (github->talk->exchange));
  /* Only a repository that is not there any more is gone. */
  g_assert_cmpint (g_hash_table_contains (daybook_exchange_get_gone_sources (github->talk->exchange), "501"), ==,
                   row->status == 404);
}

static void
test_transport (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GBytes) body = row->file != NULL ? talk_load (row->file) : g_bytes_new (NULL, 0);
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (row->status, "https://api.test/", body);
  g_auto (GStrv) lines = g_strsplit (row->headers != NULL ? row->headers : "", "\n", -1);
  g_autoptr (GithubTalk) github = github_talk_new ();
  DaybookRequest *request;
  gint64 at;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (lines[i], ": ", 2);

      daybook_http_response_add_header (response, pair[0], pair[1]);
    }
  github_talk_pull (github);
  request = daybook_exchange_next_request (github->talk->exchange);
  g_assert_cmpint (request->is_throttled (response), ==, row->throttled);
  at = request->find_retry_at (response, TALK_NOW);
  g_assert_cmpint (at != 0 ? at - TALK_NOW : 0, ==, row->wait);
  g_assert_nonnull (request->throttle_notice);
}

/* What the API wants of every request (providers.md 6.1); searches have a pace of their own. */
static void
test_headers (void)
{
  g_autoptr (DaybookRequest) list = daybook_github_request_new ("https://api.test/user/repos", "W/\"a b\"");
  g_autoptr (DaybookRequest) search = daybook_github_request_new ("https://api.test/search/issues?q=x", NULL);

  g_assert_cmpstr (daybook_request_get_header (list, "Accept"), ==, "application/vnd.github+json");
  g_assert_cmpstr (daybook_request_get_header (list, "X-GitHub-Api-Version"), ==, "2022-11-28");
  g_assert_cmpstr (daybook_request_get_header (list, "If-None-Match"), ==, "W/\"a b\"");
  g_assert_null (list->bucket);
  g_assert_null (daybook_request_get_header (search, "If-None-Match"));
  g_assert_cmpstr (search->bucket, ==, DAYBOOK_GITHUB_SEARCH);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/github/errors/%s", rows[i].name);
      g_autofree char *transport = g_strdup_printf ("/github/transport/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
      g_test_add_data_func (transport, &rows[i], test_transport);
    }
  g_test_add_func ("/github/transport/headers", test_headers);
  return g_test_run ();
}
