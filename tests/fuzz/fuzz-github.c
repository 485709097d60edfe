/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GitHub's pages and headers, addresses that people type, and our own cursors: any bytes are read or refused, what comes of
 * them can be stored, and no token goes to another server. */
#include <string.h>

#include "fuzz.h"
#include "providers/github/daybook-github-activities.h"
#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-marks.h"
#include "providers/github/daybook-github-request.h"

#define API "https://api.test"
#define NOW G_GINT64_CONSTANT (1795262400)

static void
check_text (const char *text)
{
  FUZZ_ASSERT (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_item (DaybookItem *item /* (transfer full) */)
{
  const DaybookActivity *activity = item->activity;

  if (activity == NULL)
    {
      const char *kind, *external_id;

      FUZZ_ASSERT (item->op == DAYBOOK_ITEM_QUARANTINE);
      FUZZ_ASSERT (daybook_activity_split_key (item->external_id, &kind, &external_id));
    }
  else
    {
      FUZZ_ASSERT (activity->external_id != NULL && *activity->external_id != '\0');
      FUZZ_ASSERT (activity->title != NULL && *activity->title != '\0');
      FUZZ_ASSERT (activity->etag != NULL);
      FUZZ_ASSERT (activity->body == NULL || strlen (activity->body) <= 64 * 1024);
      FUZZ_ASSERT (activity->url == NULL || g_str_has_prefix (activity->url, "http"));
      FUZZ_ASSERT (activity->author == NULL || strchr (activity->author, '\n') == NULL);
      check_text (activity->title);
      check_text (activity->author);
      check_text (activity->body);
      check_text (activity->detail);
    }
  daybook_item_free (item);
}

static void
check_list (GPtrArray *items /* (transfer full) (nullable) */)
{
  while (items != NULL && items->len > 0)
    check_item (g_ptr_array_steal_index (items, 0));
  g_clear_pointer (&items, g_ptr_array_unref);
}

static void
check_time (const char *text)
{
  gint64 at;

  FUZZ_ASSERT (text == NULL || (daybook_instant_parse (text, -1, &at) && text[strlen (text) - 1] == 'Z'));
}

static void
check_repository (const DaybookGithubRepository *repository)
{
  FUZZ_ASSERT (*repository->id != '\0' && strspn (repository->id, "0123456789") == strlen (repository->id));
  FUZZ_ASSERT (strchr (repository->full_name, '/') != NULL);
  check_text (repository->full_name);
  check_time (repository->pushed_at);
}

static void
check_issues (GBytes *body)
{
  gboolean is_incomplete;
  g_autoptr (GPtrArray) issues = daybook_github_issues_parse (body, &is_incomplete, NULL);

  for (guint i = 0; issues != NULL && i < issues->len; i++)
    {
      const DaybookGithubIssue *issue = issues->pdata[i];

      FUZZ_ASSERT (issue->number > 0);
      check_time (issue->updated_at);
      check_item (daybook_github_issue_to_item (issue, "acme/parser", "ana", i % 2 == 0));
    }
}

static void
check_pages (GBytes *body)
{
  g_autoptr (GPtrArray) pulls = daybook_github_pulls_parse (body, NULL);
  g_autoptr (GPtrArray) repositories = daybook_github_repositories_parse (body, NULL);
  DaybookGithubRepository *repository = daybook_github_repository_parse (body, NULL);
  const DaybookGithubIssue issue = { .number = 42, .title = "Crash" };

  for (guint i = 0; pulls != NULL && i < pulls->len; i++)
    FUZZ_ASSERT (((DaybookGithubPull *) pulls->pdata[i])->reviewers != NULL);
  for (guint i = 0; repositories != NULL && i < repositories->len; i++)
    check_repository (repositories->pdata[i]);
  if (repository != NULL)
    check_repository (repository);
  g_clear_pointer (&repository, daybook_github_repository_free);
  check_list (daybook_github_commits_parse (body, "acme/parser", NULL));
  check_list (daybook_github_reviews_parse (body, &issue, "acme/parser", "ana", NULL));
  check_issues (body);
}

/* Whoever could put another server into a header or into an answer would be told the token. */
static void
check_addresses (const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("[]", 2);
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (200, API "/user/repos", body);
  g_autofree char *followed = daybook_github_address_follow (API, text);
  g_autofree char *checked = daybook_github_address_check (text, NULL);
  g_autofree char *repository = daybook_github_address_get_repository (text);
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;

  daybook_http_response_add_header (response, "Link", text);
  FUZZ_ASSERT (daybook_github_address_get_next (API, response, &next, &error) == (error == NULL));
  FUZZ_ASSERT (next == NULL || g_ascii_strncasecmp (next, API, strlen (API)) == 0);
  FUZZ_ASSERT (followed == NULL || g_ascii_strncasecmp (followed, API, strlen (API)) == 0);
  FUZZ_ASSERT (repository == NULL || strchr (repository, '/') != NULL);
  if (checked != NULL)
    {
      g_autofree char *again = daybook_github_address_check (checked, NULL);

      FUZZ_ASSERT (g_strcmp0 (checked, again) == 0);
    }
}

static void
check_cursor (const char *text)
{
  g_auto (DaybookGithubMarks) marks = { 0 };
  g_auto (DaybookGithubMarks) again = { 0 };
  g_autofree char *written = NULL;
  g_autofree char *rewritten = NULL;

  daybook_github_marks_read (&marks, text);
  written = daybook_github_marks_write (&marks);
  daybook_github_marks_read (&again, written);
  rewritten = daybook_github_marks_write (&again);
  FUZZ_ASSERT (g_str_equal (written, rewritten));
}

static void
check_refusal (GBytes *body, const char *text)
{
  static const guint statuses[] = { 403, 429 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (statuses[i], API "/user", body);
      g_autoptr (DaybookExchange) exchange = daybook_exchange_new (NOW, 1);
      gint64 at;

      daybook_http_response_add_header (response, "x-ratelimit-remaining", "0");
      daybook_http_response_add_header (response, "x-ratelimit-reset", text);
      at = daybook_github_find_retry_at (response, NOW);
      FUZZ_ASSERT (at > NOW && at <= NOW + 2 * 3600);
      daybook_github_fail (exchange, response);
      FUZZ_ASSERT (daybook_exchange_get_error (exchange) != NULL);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);

  check_pages (body);
  check_addresses (text);
  check_cursor (text);
  check_refusal (body, text);
  return 0;
}
