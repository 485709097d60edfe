/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-error.h"
#include "microsoft-talk.h"
#include "providers/microsoft/daybook-microsoft-error.h"

#include <string.h>

/* providers.md 4.4, row by row. */

typedef struct
{
  const char *name; /* of the test */
  guint status;
  const char *file;
  const char *headers;
  DaybookError code;
  gint64 wait;      /* retry_at after now; 0 none */
  gboolean is_gone; /* the calendar is */
} Row;

static const Row rows[] = {
  { "token-expired", 401, "microsoft/error-token-expired.json", NULL, DAYBOOK_ERROR_AUTH_REQUIRED, 0 },
  { "throttle", 429, "microsoft/error-throttled.json", NULL, DAYBOOK_ERROR_RATE_LIMITED, 60 },
  { "throttle-retry-after-seconds", 429, "microsoft/error-throttled.json", "Retry-After: 90", DAYBOOK_ERROR_RATE_LIMITED, 90 },
  { "throttle-retry-after-date", 429, "microsoft/error-activity-limit.json",
    "Retry-After: Sat, 21 Nov 2026 12:05:00 GMT", DAYBOOK_ERROR_RATE_LIMITED, 300 },
  { "throttle-503", 503, "microsoft/error-server.json", "Retry-After: 120", DAYBOOK_ERROR_SERVER, 120 },
  { "throttle-504-html", 504, NULL, NULL, DAYBOOK_ERROR_SERVER, 0 },
  { "delta-expired-410", 410, "microsoft/error-state-not-found.json", NULL, DAYBOOK_ERROR_CURSOR_EXPIRED, 0 },
  { "delta-expired-410-without-words", 410, NULL, NULL, DAYBOOK_ERROR_CURSOR_EXPIRED, 0 },
  { "delta-expired-state-not-found", 400, "microsoft/error-state-not-found.json", NULL, DAYBOOK_ERROR_CURSOR_EXPIRED, 0 },
  { "delta-expired-state-invalid-nested", 400, "microsoft/error-state-invalid.json", NULL, DAYBOOK_ERROR_CURSOR_EXPIRED, 0 },
  { "delta-expired-resync-required-nested-twice", 404, "microsoft/error-resync-required.json", NULL,
    DAYBOOK_ERROR_CURSOR_EXPIRED, 0 },
  { "conflict", 412, "microsoft/error-conflict.json", NULL, DAYBOOK_ERROR_CONFLICT, 0 },
  { "conflict-resource-modified", 409, "microsoft/error-modified.json", NULL, DAYBOOK_ERROR_CONFLICT, 0 },
  { "gone", 404, "microsoft/error-item-not-found.json", NULL, DAYBOOK_ERROR_NOT_FOUND, 0, TRUE },
  { "no-right", 403, "microsoft/error-access-denied.json", NULL, DAYBOOK_ERROR_FORBIDDEN, 0 },
  { "no-mailbox", 404, "microsoft/error-no-mailbox.json", NULL, DAYBOOK_ERROR_CONFIG, 0 },
  { "no-mailbox-of-this-kind", 404, "microsoft/error-mailbox-not-supported.json", NULL, DAYBOOK_ERROR_CONFIG, 0 },
  { "unknown-property", 400, "microsoft/error-parse-uri.json", NULL, DAYBOOK_ERROR_INTERNAL, 0 },
  { "invalid-request", 400, "microsoft/error-invalid-request.json", NULL, DAYBOOK_ERROR_INTERNAL, 0 },
  { "server-trouble", 500, "microsoft/error-server.json", NULL, DAYBOOK_ERROR_SERVER, 0 },
  { "portal-redirect", 302, NULL, "Location: http://portal.example/", DAYBOOK_ERROR_NETWORK, 0 },
};

/* As the answer to a delta link. */
static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { row->status, row->file, "<html>no</html>", row->headers };

  self->options.cursor = MICROSOFT_CURSOR;
  microsoft_talk_pull (self);
  talk_run (self->talk, &answer, 1);
  talk_assert_refused (self->talk, row->code, row->wait);
  g_assert_cmpint (g_hash_table_contains (daybook_exchange_get_gone_sources (self->talk->exchange), "AQdefault"), ==,
                   row->is_gone);
}

static DaybookHttpResponse *
new_challenge (guint status, const char *header)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("", 0);
  DaybookHttpResponse *response = daybook_http_response_new (status, "https://api.test/v1.0/me", body);

  if (header != NULL)
    daybook_http_response_add_header (response, "www-authenticate", header);
  return response;
}

#define CLAIMS "{\"access_token\":{\"nbf\":{\"essential\":true}}}"

static const struct
{
  const char *name;
  guint status;
  const char *header;
  const char *claims; /* NULL: no challenge */
} challenges[] = {
  { "documented", 401,
    "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", "
    "error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==\"",
    CLAIMS },
  { "without-padding", 401, "Bearer claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ\"", CLAIMS },
  { "other-status", 403, "Bearer claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==\"", NULL },
  { "expired-token", 401, "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/\"", NULL },
  { "no-header", 401, NULL, NULL },
  { "inside-a-value", 401, "Bearer realm=\"claims=\", error=\"x\"", NULL },
  { "no-json", 401, "Bearer claims=\"aGVsbG8=\"", NULL },
  { "no-object", 401, "Bearer claims=\"WzFd\"", NULL },
  { "no-base64", 401, "Bearer claims=\"!!!!\"", NULL },
  { "empty", 401, "Bearer claims=\"\"", NULL },
  { "not-closed", 401, "Bearer claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==", NULL },
};

static void
test_challenge (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (DaybookHttpResponse) response = new_challenge (challenges[i].status, challenges[i].header);
  g_autofree char *claims = daybook_microsoft_get_claims (response);

  g_assert_cmpstr (claims, ==, challenges[i].claims);
  g_assert_cmpint (daybook_microsoft_is_challenge (response), ==, challenges[i].claims != NULL);
}

/* Without that the transport would try another token in vain, and the claims would be lost. */
static void
test_challenge_is_declared (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();

  microsoft_talk_pull (self);
  g_assert_true (daybook_exchange_next_request (self->talk->exchange)->is_challenge == daybook_microsoft_is_challenge);
}

/* CAE: the claims are kept for the next sign-in, which is needed. */
static void
test_claims_are_kept (void)
{
  g_autoptr (MicrosoftTalk) self = microsoft_talk_new ();
  const TalkAnswer answer = { 401, "microsoft/error-token-expired.json", NULL, NULL };
  TalkAnswer challenge = answer;
  g_autofree char *header = g_strconcat ("WWW-Authenticate: ", challenges[0].header, NULL);

  challenge.headers = header;
  self->options.cursor = MICROSOFT_CURSOR;
  microsoft_talk_pull (self);
  talk_run (self->talk, &challenge, 1);
  talk_assert_failed (self->talk, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpstr (g_hash_table_lookup (daybook_exchange_get_kept_settings (self->talk->exchange), "claims"), ==, CLAIMS);

  microsoft_talk_renew (self);
  microsoft_talk_pull (self);
  talk_run (self->talk, &answer, 1);
  g_assert_cmpuint (g_hash_table_size (daybook_exchange_get_kept_settings (self->talk->exchange)), ==, 0);
}

/* Compared in any case, as Microsoft asks. */
static void
test_codes_in_any_case (void)
{
  static const char body[] = "{\"error\":{\"code\":\"x\",\"innererror\":{\"code\":\"ERRORACCESSDENIED\"}}}";
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  g_autoptr (DaybookHttpResponse) response = daybook_http_response_new (403, "https://api.test/", bytes);
  g_auto (DaybookMicrosoftProblem) problem = { 0 };

  daybook_microsoft_problem_read (&problem, response);
  g_assert_true (daybook_microsoft_problem_is (&problem, "ErrorAccessDenied"));
  g_assert_false (daybook_microsoft_problem_is (&problem, "ErrorItemNotFound"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/microsoft/errors/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (challenges); i++)
    {
      g_autofree char *path = g_strconcat ("/microsoft/challenge/", challenges[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_challenge);
    }
  g_test_add_func ("/microsoft/challenge/is-declared", test_challenge_is_declared);
  g_test_add_func ("/microsoft/errors/claims-are-kept", test_claims_are_kept);
  g_test_add_func ("/microsoft/errors/codes-in-any-case", test_codes_in_any_case);
  return g_test_run ();
}
