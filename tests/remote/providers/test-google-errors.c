/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "google-talk.h"
#include "providers/daybook-google-error.h"

#include <string.h>

/* providers.md 3.4, row by row. */

typedef struct
{
  const char *name; /* of the test */
  guint status;
  const char *file;
  const char *headers;
  DaybookError code;
  gint64 wait;       /* retry_at after now; 0 none */
  gboolean throttled; /* the transport may ask again at once */
} Row;

static const Row rows[] = {
  { "access-token-expired", 401, "google/error-auth.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { "grant-dead", 400, "google/error-invalid-grant.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { "event-deleted", 410, "google/error-deleted.json", NULL, DAYBOOK_ERROR_GONE, 0 },
  { "not-found", 404, "google/error-not-found.json", NULL, DAYBOOK_ERROR_NOT_FOUND, 0 },
  { "rate-403", 403, "google/error-rate.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 60, TRUE },
  { "user-rate-403", 403, "google/error-user-rate.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 60, TRUE },
  { "rate-429", 429, "google/error-rate-429.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 60 },
  { "rate-retry-after-seconds", 429, "google/error-rate-429.json", "Retry-After: 90", DAYBOOK_ERROR_RATE_LIMITED, 90 },
  { "rate-retry-after-date", 429, "google/error-rate-429.json", "Retry-After: Sat, 21 Nov 2026 12:05:00 GMT",
    DAYBOOK_ERROR_RATE_LIMITED, 300 },
  { "quota-waits-hours", 403, "google/error-quota.json", "Retry-After: 5", DAYBOOK_ERROR_RATE_LIMITED, 2 * 3600 },
  /* midnight in California is 08:00 UTC in November */
  { "daily-limit-waits-for-tomorrow", 403, "google/error-daily.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 20 * 3600 },
  { "api-off-in-project", 403, "google/error-not-configured.json", NULL, DAYBOOK_ERROR_CONFIG, 0 },
  { "api-off-in-project-by-details", 403, "google/error-service-disabled.json", NULL, DAYBOOK_ERROR_CONFIG, 0 },
  { "scope-missing", 403, "google/error-scope.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { "scope-missing-by-details", 403, "google/error-scope-details.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { "admin-block", 403, "google/error-policy.json", NULL, DAYBOOK_ERROR_ADMIN_APPROVAL, 0 },
  { "edit-conflict", 412, "google/error-condition.json", NULL, DAYBOOK_ERROR_CONFLICT, 0 },
  { "create-twice", 409, "google/error-duplicate.json", NULL, DAYBOOK_ERROR_CONFLICT, 0 },
  { "not-organizer", 403, "google/error-not-organizer.json", NULL, DAYBOOK_ERROR_FORBIDDEN, 0 },
  { "server-trouble", 503, "google/error-backend.json", NULL, DAYBOOK_ERROR_SERVER, 0 },
  { "server-trouble-retry-after", 503, "google/error-backend.json", "Retry-After: 120", DAYBOOK_ERROR_SERVER, 120 },
  { "server-trouble-html", 502, NULL, NULL, DAYBOOK_ERROR_SERVER, 0 },
  { "forbidden-without-reason", 403, NULL, NULL, DAYBOOK_ERROR_FORBIDDEN, 0 },
  { "portal-redirect", 302, NULL, "Location: http://portal.example/", DAYBOOK_ERROR_NETWORK, 0 },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answer = { row->status, row->file, "<html>no</html>", row->headers };

  google_talk_pull (google);
  talk_run (google->talk, &answer, 1);
  talk_assert_refused (google->talk, row->code, row->wait);
}

static void
test_throttled (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GoogleTalk) google = google_talk_new ();
  g_autoptr (GBytes) body = row->file != NULL ? talk_load (row->file) : g_bytes_new_static ("no", 2);
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (row->status, "https://api.test/", body);
  DaybookRequest *request;

  google_talk_pull (google);
  request = daybook_exchange_next_request (google->talk->exchange);
  g_assert_nonnull (request->is_throttled);
  g_assert_cmpint (request->is_throttled (response), ==, row->throttled);
}

/* 410 fullSyncRequired and updatedMinTooLongAgo: a full round in a new generation. */
static void
test_dead_sync_token (void)
{
  static const char *const files[] = { "google/error-full-sync-required.json", "google/error-updated-min.json" };

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GoogleTalk) google = google_talk_new ();
      const TalkAnswer answer = { 410, files[i] };

      google->options.cursor = "{\"sync\":\"sync-1\",\"size\":2500}";
      google_talk_pull (google);
      talk_run (google->talk, &answer, 1);
      talk_assert_failed (google->talk, DAYBOOK_ERROR_CURSOR_EXPIRED);
    }
}

static void
test_refused_sync_token (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answer = { 400, "google/error-sync-token.json" };

  google->options.cursor = "{\"sync\":\"from another life\",\"size\":2500}";
  google_talk_pull (google);
  talk_run (google->talk, &answer, 1);
  talk_assert_failed (google->talk, DAYBOOK_ERROR_CURSOR_EXPIRED);
}

/* Another 410 does not wipe the calendar. */
static void
test_410_deleted_keeps_the_cursor (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answer = { 410, "google/error-deleted.json" };

  google->options.cursor = "{\"sync\":\"sync-1\",\"size\":2500}";
  google_talk_pull (google);
  talk_run (google->talk, &answer, 1);
  talk_assert_failed (google->talk, DAYBOOK_ERROR_GONE);
}

static void
test_calendar_that_is_gone (void)
{
  g_autoptr (GoogleTalk) google = google_talk_new ();
  const TalkAnswer answer = { 404, "google/error-not-found.json" };

  google->options.cursor = "{\"sync\":\"sync-1\",\"size\":2500}";
  google_talk_pull (google);
  talk_run (google->talk, &answer, 1);
  g_assert_true (g_hash_table_contains (daybook_exchange_get_gone_sources (google->talk->exchange),
                                        google->source->external_id));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/google/errors/%s", rows[i].name);
      g_autofree char *throttled = g_strdup_printf ("/google/throttled/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
      g_test_add_data_func (throttled, &rows[i], test_throttled);
    }
  g_test_add_func ("/google/errors/dead-sync-token", test_dead_sync_token);
  g_test_add_func ("/google/errors/refused-sync-token", test_refused_sync_token);
  g_test_add_func ("/google/errors/410-deleted-keeps-the-cursor", test_410_deleted_keeps_the_cursor);
  g_test_add_func ("/google/errors/calendar-that-is-gone", test_calendar_that_is_gone);
  return g_test_run ();
}
