/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/daybook-error.h"
#include "gmail-talk.h"

/* providers.md 3.4, row by row, as far as it is about reading mail. */

typedef struct
{
  const char *name; /* of the test */
  guint status;
  const char *file;
  const char *headers;
  DaybookError code;
  gint64 wait;        /* retry_at after now; 0 none */
  gboolean throttled; /* the transport may ask again at once */
} Row;

static const Row rows[] = {
  { "access-token-expired", 401, "google/error-auth.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { "grant-dead", 400, "google/error-invalid-grant.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { "rate-403", 403, "google/error-rate.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 60, TRUE },
  { "user-rate-403", 403, "google/error-user-rate.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 60, TRUE },
  { "rate-429", 429, "google/error-rate-429.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 60 },
  { "rate-retry-after-seconds", 429, "google/error-rate-429.json", "Retry-After: 90", DAYBOOK_ERROR_RATE_LIMITED, 90 },
  { "quota-waits-hours", 403, "google/error-quota.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 2 * 3600 },
  { "daily-limit-waits-for-tomorrow", 403, "google/error-daily.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 20 * 3600 },
  { "api-off-in-project", 403, "google/error-not-configured.json", NULL, DAYBOOK_ERROR_CONFIG, 0 },
  { "api-off-in-project-by-details", 403, "google/error-service-disabled.json", NULL, DAYBOOK_ERROR_CONFIG, 0 },
  { "scope-missing", 403, "google/error-scope.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { "admin-block", 403, "google/error-policy.json", NULL, DAYBOOK_ERROR_ADMIN_APPROVAL, 0 },
  { "server-trouble", 503, "google/error-backend.json", NULL, DAYBOOK_ERROR_SERVER, 0 },
  { "server-trouble-html", 502, NULL, NULL, DAYBOOK_ERROR_SERVER, 0 },
  { "portal-redirect", 302, NULL, "Location: http://portal.example/", DAYBOOK_ERROR_NETWORK, 0 },
};

/* Where in a round it happens: the files answered before. */
static const struct
{
  const char *name;
  const char *cursor;
  const char *before[4];
} places[] = {
  { "profile", NULL, { NULL } },
  { "labels", NULL, { "gmail/profile.json" } },
  { "list", NULL, { "gmail/profile.json", "gmail/labels.json" } },
  { "batch", NULL, { "gmail/profile.json", "gmail/labels.json", "gmail/list-two.json" } },
  { "history", "{\"history\":\"90211\",\"filter\":\"UNREAD\\n\\n20\\n1\"}", { NULL } },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GmailTalk) gmail = gmail_talk_new ();
      const TalkAnswer answer = { row->status, row->file, "<html>no</html>", row->headers };

      /* A history id that nobody knows says so with 400 as well. */
      if (row->status == 400 && places[i].cursor != NULL)
        continue;
      gmail->options.cursor = places[i].cursor;
      gmail_talk_pull (gmail);
      for (guint j = 0; places[i].before[j] != NULL; j++)
        gmail_talk_answer (gmail, places[i].before[j]);
      talk_run (gmail->talk, &answer, 1);
      talk_assert_refused (gmail->talk, row->code, row->wait);
    }
}

static void
test_throttled (gconstpointer data)
{
  const Row *row = data;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GmailTalk) gmail = gmail_talk_new ();
      g_autoptr (GBytes) body = row->file != NULL ? talk_load (row->file) : g_bytes_new_static ("no", 2);
      g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (row->status, "https://api.test/", body);
      DaybookRequest *request;

      gmail->options.cursor = places[i].cursor;
      gmail_talk_pull (gmail);
      for (guint j = 0; places[i].before[j] != NULL; j++)
        gmail_talk_answer (gmail, places[i].before[j]);
      request = daybook_exchange_next_request (gmail->talk->exchange);
      g_assert_nonnull (request->is_throttled);
      g_assert_cmpint (request->is_throttled (response), ==, row->throttled);
    }
}

/* "Gmail history stale": 404 on /history is a full look. */
static void
test_history_stale (void)
{
  static const guint statuses[] = { 404, 400 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (GmailTalk) gmail = gmail_talk_new ();
      const TalkAnswer answer = { statuses[i], "gmail/error-history-stale.json" };

      gmail->options.cursor = "{\"history\":\"7\",\"filter\":\"UNREAD\\n\\n20\\n1\"}";
      gmail_talk_pull (gmail);
      talk_run (gmail->talk, &answer, 1);
      talk_assert_failed (gmail->talk, DAYBOOK_ERROR_CURSOR_EXPIRED);
    }
}

static void
test_search_that_gmail_refuses (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();
  const TalkAnswer answer = { 400, "gmail/error-invalid-query.json" };

  g_free (gmail->source->settings);
  gmail->source->settings = g_strdup ("{\"query\":\"from:(((\"}");
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/profile.json");
  gmail_talk_answer (gmail, "gmail/labels.json");
  talk_run (gmail->talk, &answer, 1);
  talk_assert_failed (gmail->talk, DAYBOOK_ERROR_CONFIG);
}

static void
test_label_that_is_none (void)
{
  g_autoptr (GmailTalk) gmail = gmail_talk_new ();

  g_free (gmail->source->settings);
  gmail->source->settings = g_strdup ("{\"labels\":\"UNREAD, Nobody\"}");
  gmail_talk_pull (gmail);
  gmail_talk_answer (gmail, "gmail/profile.json");
  gmail_talk_answer (gmail, "gmail/labels.json");
  talk_assert_failed (gmail->talk, DAYBOOK_ERROR_CONFIG);
  g_assert_nonnull (strstr (daybook_exchange_get_error (gmail->talk->exchange)->message, "Nobody"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/gmail/errors/%s", rows[i].name);
      g_autofree char *throttled = g_strdup_printf ("/gmail/throttled/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
      g_test_add_data_func (throttled, &rows[i], test_throttled);
    }
  g_test_add_func ("/gmail/errors/history-stale", test_history_stale);
  g_test_add_func ("/gmail/errors/search-refused", test_search_that_gmail_refuses);
  g_test_add_func ("/gmail/errors/label-that-is-none", test_label_that_is_none);
  return g_test_run ();
}
