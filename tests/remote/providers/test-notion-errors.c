/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "base/daybook-error.h"
#include "notion-talk.h"

/* providers.md section 7, row by row. */

typedef struct
{
  const char *name; /* of the test */
  guint status;
  const char *file;
  const char *headers;
  DaybookError code;
  gint64 wait;        /* retry_at after now; 0 none */
  gboolean throttled; /* the transport waits and asks again, beside what it does for 429 and 503 */
  gboolean final;     /* the transport does not ask again, whatever the status */
} Row;

static const Row rows[] = {
  { "token-expired-or-revoked", 401, "notion/error-unauthorized.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED },
  { "not-shared", 404, "notion/error-not-found.json", NULL, DAYBOOK_ERROR_NOT_FOUND },
  { "capability", 403, "notion/error-restricted.json", NULL, DAYBOOK_ERROR_FORBIDDEN },
  { "rate", 429, "notion/error-rate.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 60 },
  { "rate-for-minutes", 429, "notion/error-rate.json", "Retry-After: 300", DAYBOOK_ERROR_RATE_LIMITED, 300 },
  { "public-api-request-blocked", 429, "notion/error-blocked.json", "Retry-After: 5", DAYBOOK_ERROR_FORBIDDEN, 0, FALSE, TRUE },
  { "overload", 529, "notion/error-overload.json", "Retry-After: 20", DAYBOOK_ERROR_RATE_LIMITED, 20, TRUE },
  { "overload-html", 529, NULL, NULL, DAYBOOK_ERROR_RATE_LIMITED, 60, TRUE },
  { "unavailable", 503, "notion/error-unavailable.json", NULL, DAYBOOK_ERROR_SERVER },
  { "old-header", 400, "notion/error-version.json", NULL, DAYBOOK_ERROR_INTERNAL },
  { "validation-error", 400, "notion/error-validation.json", NULL, DAYBOOK_ERROR_INTERNAL },
  { "oauth", 400, "notion/error-grant.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED },
  { "server-trouble-html", 502, NULL, NULL, DAYBOOK_ERROR_SERVER },
  { "portal-redirect", 302, NULL, "Location: http://portal.example/", DAYBOOK_ERROR_NETWORK },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  const TalkAnswer answer = { row->status, row->file, "<html>no</html>", row->headers };

  notion_talk_pull (notion);
  talk_run (notion->talk, &answer, 1);
  talk_assert_refused (notion->talk, row->code, row->wait);
}

static void
test_transport (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  g_autoptr (GBytes) body = row->file != NULL ? talk_load (row->file) : g_bytes_new_static ("no", 2);
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (row->status, "https://api.test/", body);
  DaybookRequest *request;

  notion_talk_pull (notion);
  request = daybook_exchange_next_request (notion->talk->exchange);
  g_assert_cmpint (request->is_throttled (response), ==, row->throttled);
  g_assert_cmpint (request->is_final (response), ==, row->final);
  g_assert_true (request->repeatable);
}

/* 409: re-read, three times in all. */
static void
test_conflict (void)
{
  g_autoptr (NotionTalk) notion = notion_talk_new ();
  const TalkAnswer conflict = { 409, "notion/error-conflict.json" };
  g_autoptr (NotionTalk) other = notion_talk_new ();
  const TalkAnswer all[] = { { 409, "notion/error-conflict.json" }, { 409, "notion/error-conflict.json" },
                             { 409, "notion/error-conflict.json" } };

  notion_talk_pull (notion);
  talk_run_until (notion->talk, &conflict, 1);
  notion_talk_answer (notion, "notion/search-empty.json");
  talk_assert_finished (notion->talk);
  notion_talk_pull (other);
  talk_run (other->talk, all, 3);
  talk_assert_failed (other->talk, DAYBOOK_ERROR_CONFLICT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/notion/errors/%s", rows[i].name);
      g_autofree char *transport = g_strdup_printf ("/notion/transport/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
      g_test_add_data_func (transport, &rows[i], test_transport);
    }
  g_test_add_func ("/notion/errors/conflict", test_conflict);
  return g_test_run ();
}
