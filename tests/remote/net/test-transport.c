/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture.h"

#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-fixed-credentials.h"

/* Answers by path; what a test needs to know lies in the server's counters. */
static gboolean
answer_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  const char *path = request->path;

  if (g_str_equal (path, "/hello"))
    return fake_reply (connection, 200, "Content-Type: text/plain\r\nSet-Cookie: a=b\r\n", "hello");
  if (g_str_equal (path, "/echo"))
    return fake_reply (connection, 200, "", g_bytes_get_size (request->body) > 0 ? "body" : "none");
  if (g_str_equal (path, "/chunked"))
    return fake_write (connection, "HTTP/1.1 200 X\r\nTransfer-Encoding: "
                                   "chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n");
  if (g_str_equal (path, "/until-close"))
    {
      fake_write (connection, "HTTP/1.1 200 X\r\n\r\nhello");
      return FALSE;
    }
  if (g_str_equal (path, "/short"))
    {
      fake_write (connection, "HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nhello");
      return FALSE;
    }
  if (g_str_equal (path, "/cut-in-chunk"))
    {
      fake_write (connection, "HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
      return FALSE;
    }
  if (g_str_equal (path, "/no-answer"))
    return FALSE;
  if (g_str_equal (path, "/garbage"))
    {
      fake_write (connection, "SSH-2.0-OpenSSH_9.2\r\n");
      return FALSE;
    }
  if (g_str_has_prefix (path, "/status/"))
    return fake_reply (connection, g_ascii_strtoull (path + 8, NULL, 10), "", "canary");
  if (g_str_has_prefix (path, "/retry-after/"))
    {
      g_autofree char *header = g_uri_unescape_string (path + 13, NULL);
      g_autofree char *line = g_strdup_printf ("Retry-After: %s\r\n", header);

      if (request->number > 1)
        return fake_reply (connection, 200, "", "late");
      return fake_reply (connection, 429, line, "");
    }
  if (g_str_equal (path, "/second-time"))
    return fake_reply (connection, request->number == 1 ? 503 : 200, "", "again");
  if (g_str_equal (path, "/third-time-connects"))
    return request->number < 3 ? FALSE : fake_reply (connection, 200, "", "third");
  if (g_str_equal (path, "/redirect"))
    return fake_reply (connection, 302, "Location: https://elsewhere.example/canary\r\n", "");
  if (g_str_equal (path, "/token-two"))
    {
      g_autofree char *authorization = fake_request_get_header (request, "authorization");

      return fake_reply (connection, g_strcmp0 (authorization, "Bearer two") == 0 ? 200 : 401, "",
                         "mine");
    }
  if (g_str_equal (path, "/token-two-by-body"))
    {
      g_autofree char *authorization = fake_request_get_header (request, "authorization");

      return fake_reply (connection, 200, "", g_strcmp0 (authorization, "Bearer two") == 0 ? "mine" : "expired");
    }
  if (g_str_equal (path, "/date"))
    return fake_reply (connection, 200, "Date: Sat, 21 Nov 2026 01:10:00 GMT\r\n", "");
  return fake_reply (connection, 404, "", "canary");
}

static FakeServer *
start (Fixture *self)
{
  FakeServer *server = fake_server_new (answer_cb, NULL, NULL);

  fixture_set_server (self, server);
  return server;
}

static DaybookRequest *
ask (Fixture *self, FakeServer *server, const char *method, const char *path)
{
  g_autofree char *url = fake_server_get_url (server, path);

  return fixture_ask (self, method, url);
}

static void
test_answers (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *heads = NULL;

  self->expected = 4;
  ask (self, server, "GET", "/hello");
  ask (self, server, "GET", "/chunked");
  ask (self, server, "GET", "/until-close");
  ask (self, server, "GET", "/nothing-here");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 hello");
  g_assert_cmpstr (fixture_get_response (self, 1), ==, "200 hello world");
  g_assert_cmpstr (fixture_get_response (self, 2), ==, "200 hello");
  g_assert_cmpstr (fixture_get_response (self, 3), ==, "404 canary");
  g_assert_cmpuint (self->counters.requests, ==, 4);
  g_assert_cmpuint (self->counters.retries, ==, 0);
  g_assert_cmpuint (self->counters.bytes, ==, 5 + 11 + 5 + 6);
  g_assert_cmpstr (daybook_exchange_get_cursor (self->exchange), ==, "cursor");
  heads = fake_server_get_heads (server);
  g_assert_nonnull (strstr (heads, "User-Agent: Daybook/"));
  g_assert_nonnull (strstr (heads, "Accept-Encoding: gzip\r\n"));
  g_assert_null (strstr (heads, "ookie"));
  g_assert_null (strstr (heads, "uthorization"));
}

static void
test_post (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);
  DaybookRequest *request;
  g_autofree char *heads = NULL;

  self->expected = 2;
  request = ask (self, server, "POST", "/echo");
  daybook_request_set_form (request, "a", "b c", NULL);
  daybook_request_add_header (request, "X-Canary", "yes");
  ask (self, server, "POST", "/echo");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 body");
  g_assert_cmpstr (fixture_get_response (self, 1), ==, "200 none");
  heads = fake_server_get_heads (server);
  g_assert_nonnull (strstr (heads, "X-Canary: yes\r\n"));
  g_assert_nonnull (strstr (heads, "Content-Type: application/x-www-form-urlencoded\r\n"));
}

/* Credentials and line breaks have no way in through a provider's headers. */
static void
test_header_injection (Fixture *self, gconstpointer unused)
{
  static const char *const headers[][2] = {
    { "If-None-Match", "x\r\nX-Injected: yes" },
    { "X: y", "z" },
    { "Authorization", "Bearer mine" },
    { "cookie", "a=b" },
  };
  g_autoptr (FakeServer) server = start (self);

  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      DaybookRequest *request = ask (self, server, "GET", "/hello");

      daybook_request_add_header (request, headers[i][0], headers[i][1]);
      g_assert_false (fixture_run (self));
      fixture_assert_error (self, DAYBOOK_ERROR_INVALID_RESPONSE);
      g_clear_error (&self->error);
      self->over = FALSE;
      g_object_unref (self->exchange);
      self->exchange = daybook_exchange_new (FIXTURE_NOW, 1);
    }
  g_assert_cmpuint (fake_server_count_requests (server), ==, 0);
}

/* reliability.md section 3, "retry storm": three tries, full jitter from 2 s. */
static void
test_retries (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/status/503");
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_SERVER);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 3);
  g_assert_cmpuint (self->counters.requests, ==, 3);
  g_assert_cmpuint (self->counters.retries, ==, 2);
  g_assert_cmpint (daybook_timers_get_paused (self->timers), >, 0);
  g_assert_cmpint (daybook_timers_get_paused (self->timers), <=, (2 + 4) * G_USEC_PER_SEC);
  g_assert_cmpint (daybook_exchange_get_retry_at (self->exchange), ==, 0);
}

static void
test_retry_helps (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/second-time");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 again");
  g_assert_cmpuint (self->counters.retries, ==, 1);
}

static void
test_broken_connection_retried (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/third-time-connects");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 third");
}

/* A POST that the service may have acted on is not sent twice, unless its maker allows it. */
static void
test_post_not_repeated (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "POST", "/no-answer");
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_NETWORK);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
}

static void
test_post_repeatable (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "POST", "/no-answer")->repeatable = TRUE;
  g_assert_false (fixture_run (self));
  g_assert_cmpuint (fake_server_count_requests (server), ==, 3);
}

/* 500 to a POST: it may have been acted on; 503: it was not. */
static void
test_post_server_error (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "POST", "/status/500");
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_SERVER);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
}

/* What may pass is tried three times in all; what a service has decided is not. */
static const struct
{
  guint status;
  guint requests;
} statuses[] = { { 408, 3 }, { 500, 3 }, { 502, 3 }, { 503, 3 }, { 504, 3 }, { 400, 1 }, { 403, 1 }, { 404, 1 }, { 501, 1 } };

static void
test_status (Fixture *self, gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *path = g_strdup_printf ("/status/%u", statuses[i].status);

  ask (self, server, "GET", path);
  fixture_run (self);
  g_assert_cmpuint (fake_server_count_requests (server), ==, statuses[i].requests);
}

static void
test_post_unavailable (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "POST", "/second-time");
  fixture_assert_run (self);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 2);
}

/* Nothing listens there: the request cannot have arrived. */
static void
test_nobody_there (Fixture *self, gconstpointer unused)
{
  FakeServer *server = start (self);

  ask (self, server, "POST", "/hello");
  fake_server_free (server);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_NETWORK);
  g_assert_cmpuint (self->counters.requests, ==, 3);
}

typedef struct
{
  const char *header;
  gint64 waits; /* seconds at least, -1 = does not wait */
  gint64 retry_at;
} RetryAfterCase;

static const RetryAfterCase retry_after_cases[] = {
  { "7", 7, 0 },
  { "30", 30, 0 },
  { "0", 1, 0 },
  { "31", -1, FIXTURE_NOW + 31 },
  { "3600", -1, FIXTURE_NOW + 3600 },
  { "99999999999999999999999", -1, FIXTURE_NOW + 86400 },
  { "Sat, 21 Nov 2026 01:00:20 GMT", 20, 0 },
  { "Sat, 21 Nov 2026 01:30:00 GMT", -1, FIXTURE_NOW + 1800 },
  { "Saturday, 21-Nov-26 01:30:00 GMT", -1, FIXTURE_NOW + 1800 },
  { "Sat Nov 21 01:30:00 2026", -1, FIXTURE_NOW + 1800 },
  { "Fri, 20 Nov 2026 01:00:00 GMT", 1, 0 },
  { "soon", 0, 0 },
};

static void
test_retry_after (Fixture *self, gconstpointer data)
{
  const RetryAfterCase *c = data;
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *escaped = g_uri_escape_string (c->header, NULL, FALSE);
  g_autofree char *path = g_strconcat ("/retry-after/", escaped, NULL);

  ask (self, server, "GET", path);
  if (c->waits < 0)
    {
      g_assert_false (fixture_run (self));
      fixture_assert_error (self, DAYBOOK_ERROR_RATE_LIMITED);
      g_assert_cmpint (daybook_exchange_get_retry_at (self->exchange), ==, c->retry_at);
      g_assert_cmpint (daybook_timers_get_paused (self->timers), ==, 0);
      g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
    }
  else
    {
      fixture_assert_run (self);
      g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 late");
      g_assert_cmpint (daybook_timers_get_paused (self->timers), >=, c->waits * G_USEC_PER_SEC);
      g_assert_cmpint (daybook_timers_get_paused (self->timers), <=,
                       (c->waits + 2) * G_USEC_PER_SEC);
      g_assert_cmpint (daybook_exchange_get_retry_at (self->exchange), ==, 0);
    }
}

/* Row 8: a redirect is a response; nobody follows it. */
static void
test_redirect_is_a_response (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/redirect");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "302 ");
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
}

static const char *const statuses_for_the_provider[]
    = { "400", "403", "404", "409", "410", "412", "422", "501", "507" };

static void
test_statuses_handed_over (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  self->expected = G_N_ELEMENTS (statuses_for_the_provider);
  for (guint i = 0; i < self->expected; i++)
    {
      g_autofree char *path = g_strconcat ("/status/", statuses_for_the_provider[i], NULL);

      ask (self, server, "GET", path);
    }
  fixture_assert_run (self);
  for (guint i = 0; i < self->expected; i++)
    g_assert_true (g_str_has_prefix (fixture_get_response (self, i), statuses_for_the_provider[i]));
}

static void
set_credentials (Fixture *self, const char *const *values)
{
  self->context.credentials = DAYBOOK_CREDENTIALS (fake_credentials_new (values));
}

/* Section 3, "401 mid-sync": one refresh, one more try. */
static void
test_refresh_once (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer one", "Bearer two", NULL };
  g_autoptr (FakeServer) server = start (self);

  set_credentials (self, values);
  ask (self, server, "GET", "/token-two")->credential = DAYBOOK_CREDENTIAL_USER;
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 mine");
  g_assert_cmpuint (fake_server_count_requests (server), ==, 2);
  g_assert_cmpuint (fake_credentials_count_refreshes (FAKE_CREDENTIALS (self->context.credentials)),
                    ==, 1);
}

/* Four requests on their way get a 401 each; the grant is refreshed once. */
static void
test_refresh_shared (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer one", "Bearer two", "Bearer three", NULL };
  g_autoptr (FakeServer) server = start (self);

  set_credentials (self, values);
  self->expected = 4;
  daybook_exchange_set_window (self->exchange, 4);
  for (guint i = 0; i < 4; i++)
    ask (self, server, "GET", "/token-two")->credential = DAYBOOK_CREDENTIAL_USER;
  fixture_assert_run (self);
  g_assert_cmpuint (fake_credentials_count_refreshes (FAKE_CREDENTIALS (self->context.credentials)),
                    ==, 1);
}

static void
test_refresh_does_not_help (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer one", "Bearer other", "Bearer two", NULL };
  g_autoptr (FakeServer) server = start (self);

  set_credentials (self, values);
  ask (self, server, "GET", "/token-two")->credential = DAYBOOK_CREDENTIAL_USER;
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 2);
}

/* A password that was refused is not sent twice: the next try may be the one that locks the person out. */
static void
test_password_is_tried_once (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  g_clear_object (&self->context.credentials);
  self->context.credentials = DAYBOOK_CREDENTIALS (daybook_fixed_credentials_new_for_password ("ana", "a:bé"));
  ask (self, server, "GET", "/token-two")->credential = DAYBOOK_CREDENTIAL_USER;
  ask (self, server, "GET", "/token-two")->credential = DAYBOOK_CREDENTIAL_BASIC;
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
}

static gboolean
says_expired (const DaybookHttpResponse *response)
{
  gsize length;
  const char *data = g_bytes_get_data (response->body, &length);

  return length == strlen ("expired") && memcmp (data, "expired", length) == 0;
}

/* A service that says it with status 200 (Slack): the request's maker knows how to tell. */
static void
test_refused_by_body (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer one", "Bearer two", NULL };
  g_autoptr (FakeServer) server = start (self);
  DaybookRequest *request;

  set_credentials (self, values);
  request = ask (self, server, "GET", "/token-two-by-body");
  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->is_unauthorized = says_expired;
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 mine");
  g_assert_cmpuint (fake_server_count_requests (server), ==, 2);
}

static void
test_refused_by_body_twice (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer one", "Bearer other", "Bearer two", NULL };
  g_autoptr (FakeServer) server = start (self);
  DaybookRequest *request;

  set_credentials (self, values);
  request = ask (self, server, "GET", "/token-two-by-body");
  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->is_unauthorized = says_expired;
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 2);
}

static gboolean
is_challenge (const DaybookHttpResponse *response)
{
  return response->status == 401;
}

/* A service that wants a new sign-in and says what for (Graph's claims): no other token helps, its maker reads it. */
static void
test_challenge (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer one", "Bearer two", NULL };
  g_autoptr (FakeServer) server = start (self);
  DaybookRequest *request;

  set_credentials (self, values);
  request = ask (self, server, "GET", "/token-two");
  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->is_challenge = is_challenge;
  fixture_assert_run (self);
  g_assert_true (g_str_has_prefix (fixture_get_response (self, 0), "401 "));
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
}

/* A limit that lasts is told in the words of whoever knows what it is. */
static void
test_throttle_notice (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/retry-after/60")->throttle_notice = "Only one page a minute.";
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_RATE_LIMITED);
  g_assert_cmpstr (self->error->message, ==, "Only one page a minute.");
}

/* A 401 to a request without credentials is the provider's to understand (feeds, token endpoints).
 */
static void
test_401_without_credentials (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/token-two");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "401 mine");
}

/* Row 9: an address that a service sends gets no token unless its origin is declared. */
static void
test_credentials_stay_home (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer canary", NULL };
  g_autoptr (FakeServer) server = start (self);
  g_autoptr (FakeServer) other = fake_server_new (answer_cb, NULL, NULL);
  DaybookRequest *request;

  set_credentials (self, values);
  request = ask (self, other, "GET", "/hello");
  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->allow_private = TRUE;
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_FORBIDDEN);
  g_assert_cmpuint (fake_server_count_connections (other), ==, 0);
}

static void
test_declared_origin (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer canary", NULL };
  g_autoptr (FakeServer) server = start (self);
  g_autoptr (FakeServer) other = fake_server_new (answer_cb, NULL, NULL);
  g_autofree char *url = fake_server_get_url (other, "/some/path");
  g_autofree char *origins = g_strdup_printf ("https://elsewhere.example %s", url);
  g_autofree char *heads = NULL;

  set_credentials (self, values);
  self->context.origins = origins;
  ask (self, other, "GET", "/hello")->credential = DAYBOOK_CREDENTIAL_USER;
  fixture_assert_run (self);
  heads = fake_server_get_heads (other);
  g_assert_nonnull (strstr (heads, "Authorization: Bearer canary\r\n"));
}

/* A request without a role carries nothing, even at home. */
static void
test_no_role_no_credentials (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer canary", NULL };
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *heads = NULL;

  set_credentials (self, values);
  ask (self, server, "GET", "/hello");
  fixture_assert_run (self);
  heads = fake_server_get_heads (server);
  g_assert_null (strstr (heads, "canary"));
}

static void
test_truncated (Fixture *self, gconstpointer data)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", data);
  g_assert_false (fixture_run (self));
  g_assert_true (g_error_matches (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK)
                 || g_error_matches (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE));
  g_assert_cmpuint (fake_server_count_requests (server), ==, 3);
}

static void
test_window_order (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  self->expected = 20;
  daybook_exchange_set_window (self->exchange, 20);
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *path
          = g_strdup_printf ("/status/%u", 400 + i == 408 || 400 + i == 401 ? 422 : 400 + i);

      ask (self, server, "GET", path);
    }
  fixture_assert_run (self);
  for (guint i = 0; i < 20; i++)
    g_assert_cmpint (atoi (fixture_get_response (self, i)), ==,
                     400 + i == 408 || 400 + i == 401 ? 422 : 400 + i);
  g_assert_cmpuint (fake_server_count_connections (server), <=, 4);
}

static void
test_not_before (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/hello")->not_before = FIXTURE_NOW + 300;
  fixture_assert_run (self);
  g_assert_cmpint (daybook_clock_now (self->clock), ==, FIXTURE_NOW + 300);
}

/* 60 units a minute, eight requests of ten: two have to wait, ten seconds each. */
static void
test_bucket (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  self->expected = 8;
  daybook_transport_limit_bucket (self->transport, "gmail", 60, 60);
  for (guint i = 0; i < 8; i++)
    {
      DaybookRequest *request = ask (self, server, "GET", "/hello");

      request->bucket = g_strdup ("gmail");
      request->cost = 10;
    }
  fixture_assert_run (self);
  g_assert_cmpuint (self->counters.quota_units, ==, 80);
  g_assert_cmpuint (daybook_transport_get_bucket_units (self->transport, "gmail"), ==, 80);
  g_assert_cmpint (daybook_clock_now (self->clock), >=, FIXTURE_NOW + 19);
  g_assert_cmpint (daybook_clock_now (self->clock), <=, FIXTURE_NOW + 21);
}

static void
test_stream (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *url = fake_server_get_url (server, "/chunked");

  fixture_ask_stream (self, "GET", url);
  fixture_assert_run (self);
  g_assert_cmpstr (self->stream->str, ==, "hello world");
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 end");
}

/* Once a piece was handed over there is no second try. */
static void
test_stream_broken (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *url = fake_server_get_url (server, "/short");

  fixture_ask_stream (self, "GET", url);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_NETWORK);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
}

/* An unsuccessful answer to a chunked request comes as one piece; trouble is retried as ever. */
static void
test_stream_refused (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *url = fake_server_get_url (server, "/status/404");

  fixture_ask_stream (self, "GET", url);
  fixture_assert_run (self);
  g_assert_cmpstr (self->stream->str, ==, "canary");
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "404 end");
}

static void
test_clock_skew (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/date");
  fixture_assert_run (self);
  g_assert_cmpint (daybook_transport_get_clock_skew (self->transport), ==, 600);
}

static void
test_cancelled_before (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/hello");
  g_cancellable_cancel (self->cancellable);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_CANCELLED);
  g_assert_cmpuint (fake_server_count_connections (server), ==, 0);
}

static void
on_cancel_timer_cb (gpointer data)
{
  g_cancellable_cancel (data);
}

/* Cancelled in the middle of a pause: the run ends at once. */
static void
test_cancelled_while_waiting (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  ask (self, server, "GET", "/hello")->not_before = FIXTURE_NOW + 3600;
  daybook_timers_add_pause (self->timers, 60 * G_USEC_PER_SEC, on_cancel_timer_cb,
                            self->cancellable);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_CANCELLED);
  g_assert_cmpint (daybook_clock_now (self->clock), ==, FIXTURE_NOW + 60);
  g_assert_cmpuint (fake_server_count_connections (server), ==, 0);
}

static void
on_progress_cb (DaybookExchange *exchange, gpointer data)
{
  daybook_exchange_abort (exchange,
                          g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_DISK_FULL, "full"));
}

/* Whoever stores the items may end the exchange; what else is on its way is ended too. */
static void
test_aborted_by_progress (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);

  self->expected = 20;
  daybook_exchange_set_window (self->exchange, 20);
  for (guint i = 0; i < 20; i++)
    ask (self, server, "GET", "/hello");
  self->context.progress = on_progress_cb;
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_DISK_FULL);
  /* None where the answer to another request than the first came first: it is kept until its turn comes. */
  g_assert_cmpuint (self->responses->len, <=, 1);
}

/* Some servers say with 500 that they cannot do what was asked: whoever knows that gets it at once, and only that. */
static void
test_takes_failure (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *broken = fake_server_get_url (server, "/status/500");

  fixture_ask (self, "GET", broken)->takes_failure = TRUE;
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "500 canary");
  g_assert_cmpuint (self->counters.requests, ==, 1);
  g_assert_cmpint (daybook_timers_get_paused (self->timers), ==, 0);
}

static void
test_takes_no_other_failure (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *away = fake_server_get_url (server, "/status/503");

  fixture_ask (self, "GET", away)->takes_failure = TRUE;
  fixture_run (self);
  fixture_assert_error (self, DAYBOOK_ERROR_SERVER);
  g_assert_cmpuint (self->counters.requests, ==, 3);
}

static gint64
in_seconds (const DaybookHttpResponse *response, gint64 now)
{
  gsize size;
  const char *body = g_bytes_get_data (response->body, &size);

  g_assert_cmpuint (response->status, ==, 429);
  g_assert_cmpuint (size, ==, 0);
  return body == NULL ? now + 7 : 0;
}

static gint64
in_an_hour (const DaybookHttpResponse *response, gint64 now)
{
  return now + 3600;
}

/* Where a service says elsewhere than in Retry-After when to come back: soon is waited for, later is told. */
static void
test_find_retry_at (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *soon = fake_server_get_url (server, "/retry-after/900");
  DaybookRequest *request = fixture_ask (self, "GET", soon);
  gint64 begun = daybook_clock_now (self->clock);

  request->find_retry_at = in_seconds;
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 late");
  g_assert_cmpint (daybook_clock_now (self->clock), >=, begun + 7);
  g_assert_cmpint (daybook_clock_now (self->clock), <, begun + 60);
}

static void
test_find_retry_at_later (Fixture *self, gconstpointer unused)
{
  g_autoptr (FakeServer) server = start (self);
  g_autofree char *later = fake_server_get_url (server, "/retry-after/1");

  fixture_ask (self, "GET", later)->find_retry_at = in_an_hour;
  fixture_run (self);
  fixture_assert_error (self, DAYBOOK_ERROR_RATE_LIMITED);
  g_assert_cmpint (daybook_exchange_get_retry_at (self->exchange), ==, FIXTURE_NOW + 3600);
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *, gconstpointer);
  } tests[] = {
    { "/transport/answers", test_answers },
    { "/transport/post", test_post },
    { "/transport/header-injection", test_header_injection },
    { "/transport/retry/three-tries-with-jitter", test_retries },
    { "/transport/retry/second-try-helps", test_retry_helps },
    { "/transport/retry/broken-connection", test_broken_connection_retried },
    { "/transport/retry/post-is-not-repeated", test_post_not_repeated },
    { "/transport/retry/repeatable-post", test_post_repeatable },
    { "/transport/retry/post-500", test_post_server_error },
    { "/transport/retry/post-503", test_post_unavailable },
    { "/transport/retry/nobody-there", test_nobody_there },
    { "/transport/redirect-is-a-response", test_redirect_is_a_response },
    { "/transport/statuses-for-the-provider", test_statuses_handed_over },
    { "/transport/401/refreshed-once", test_refresh_once },
    { "/transport/401/one-refresh-for-all", test_refresh_shared },
    { "/transport/401/refresh-does-not-help", test_refresh_does_not_help },
    { "/transport/401/told-by-the-body", test_refused_by_body },
    { "/transport/401/told-by-the-body-twice", test_refused_by_body_twice },
    { "/transport/takes-failure", test_takes_failure },
    { "/transport/takes-no-other-failure", test_takes_no_other_failure },
    { "/transport/find-retry-at/soon", test_find_retry_at },
    { "/transport/find-retry-at/later", test_find_retry_at_later },
    { "/transport/throttle-notice", test_throttle_notice },
    { "/transport/401/password-is-tried-once", test_password_is_tried_once },
    { "/transport/401/challenge", test_challenge },
    { "/transport/401/without-credentials", test_401_without_credentials },
    { "/transport/credentials/stay-home", test_credentials_stay_home },
    { "/transport/credentials/declared-origin", test_declared_origin },
    { "/transport/credentials/no-role", test_no_role_no_credentials },
    { "/transport/window-keeps-order", test_window_order },
    { "/transport/not-before", test_not_before },
    { "/transport/bucket-paces", test_bucket },
    { "/transport/stream/pieces", test_stream },
    { "/transport/stream/broken", test_stream_broken },
    { "/transport/stream/refused", test_stream_refused },
    { "/transport/clock-skew", test_clock_skew },
    { "/transport/cancel/before", test_cancelled_before },
    { "/transport/cancel/while-waiting", test_cancelled_while_waiting },
    { "/transport/cancel/by-progress", test_aborted_by_progress },
  };
  static const char *const truncated[] = { "/short", "/cut-in-chunk", "/garbage" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *name = g_strdup_printf ("/transport/retry/status-%u", statuses[i].status);

      g_test_add (name, Fixture, GUINT_TO_POINTER (i), fixture_set_up, test_status, fixture_tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (retry_after_cases); i++)
    {
      g_autofree char *name
          = g_strdup_printf ("/transport/retry-after/%s", retry_after_cases[i].header);

      g_test_add (name, Fixture, &retry_after_cases[i], fixture_set_up, test_retry_after,
                  fixture_tear_down);
    }
  for (guint i = 0; i < G_N_ELEMENTS (truncated); i++)
    {
      g_autofree char *name = g_strdup_printf ("/transport/truncated%s", truncated[i]);

      g_test_add (name, Fixture, truncated[i], fixture_set_up, test_truncated, fixture_tear_down);
    }
  return g_test_run ();
}
