/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The device flow (RFC 8628) from recorded answers: what is asked when, what the person is told, how it ends. */

#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-oauth.h"

#define NOW G_GINT64_CONSTANT (1795222800)

static const DaybookOAuthInfo info = {
  .token_url = "https://github.com/login/oauth/access_token",
  .device_url = "https://github.com/login/device/code",
};

typedef struct
{
  DaybookExchange *exchange;
  DaybookRequest *request; /* (unowned) that waits for its answer */
  guint prompts;
  char *url;
  char *code;
  gint64 expires_at;
} Fixture;

static void
on_prompt_cb (DaybookExchange *exchange, const char *url, const char *code, gint64 expires_at, gpointer data)
{
  Fixture *self = data;

  self->prompts++;
  self->url = g_strdup (url);
  self->code = g_strdup (code);
  self->expires_at = expires_at;
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  const DaybookOAuthConfig config = { .client_id = "Iv1.8a61f9b3a7aba766" };
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookOAuthClient) client = daybook_oauth_client_new (&info, "github", &config, &error);

  g_assert_no_error (error);
  self->exchange = daybook_exchange_new (NOW, 1);
  g_signal_connect (self->exchange, "prompt", G_CALLBACK (on_prompt_cb), self);
  daybook_oauth_start_device (client, "repo read:user", self->exchange);
  self->request = daybook_exchange_next_request (self->exchange);
  g_assert_nonnull (self->request);
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_object_unref (self->exchange);
  g_free (self->url);
  g_free (self->code);
}

static void
answer_text (Fixture *self, guint status, const char *text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  g_assert_nonnull (self->request);
  daybook_exchange_respond (self->exchange, self->request, daybook_http_response_new (status, self->request->url, body));
  self->request = daybook_exchange_next_request (self->exchange);
}

static void
answer (Fixture *self, guint status, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "net", "device", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  answer_text (self, status, text);
}

static void
assert_form (Fixture *self, const char *expected)
{
  gsize length;
  const char *body = g_bytes_get_data (self->request->body, &length);
  g_autofree char *form = g_strndup (body, length);

  g_assert_cmpstr (form, ==, expected);
}

static void
assert_failed (Fixture *self, int code)
{
  const GError *error = daybook_exchange_get_error (self->exchange);

  g_assert_null (self->request);
  g_assert_true (daybook_exchange_is_done (self->exchange));
  g_assert_error (error, DAYBOOK_ERROR, code);
  /* Nothing that the service wrote is repeated to anybody. */
  g_assert_null (strstr (error->message, "WDJB"));
  g_assert_null (strstr (error->message, "3584d8"));
  g_assert_null (daybook_oauth_take_tokens (self->exchange));
}

static void
test_whole (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookTokens) tokens = NULL;

  g_assert_cmpstr (self->request->url, ==, "https://github.com/login/device/code");
  g_assert_cmpstr (daybook_request_get_header (self->request, "accept"), ==, "application/json");
  g_assert_cmpint (self->request->credential, ==, DAYBOOK_CREDENTIAL_NONE);
  assert_form (self, "client_id=Iv1.8a61f9b3a7aba766&scope=repo%20read%3Auser");
  answer (self, 200, "github-code.json");
  g_assert_cmpuint (self->prompts, ==, 1);
  g_assert_cmpstr (self->url, ==, "https://github.com/login/device");
  g_assert_cmpstr (self->code, ==, "WDJB-MJHT");
  g_assert_cmpint (self->expires_at, ==, NOW + 899);

  /* GitHub refuses with status 200, others with 400. */
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (self->request->url, ==, "https://github.com/login/oauth/access_token");
      g_assert_cmpuint (self->request->delay, ==, 5);
      assert_form (self, "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code"
                         "&device_code=3584d83530557fdd1f46af8289938c8ef79f9dc5&client_id=Iv1.8a61f9b3a7aba766");
      answer (self, i == 1 ? 400 : 200, "github-pending.json");
    }
  answer (self, 200, "github-token.json");
  g_assert_null (self->request);
  g_assert_no_error ((GError *) daybook_exchange_get_error (self->exchange));
  tokens = daybook_oauth_take_tokens (self->exchange);
  g_assert_cmpstr (tokens->access, ==, "gho_16C7e42F292c6912E7710c838347Ae178B4a");
  g_assert_null (tokens->refresh);
  g_assert_cmpstr (tokens->scopes, ==, "repo read:user");
  g_assert_cmpint (tokens->expires_at, ==, DAYBOOK_INSTANT_NONE);
  g_assert_cmpuint (self->prompts, ==, 1);
}

static void
test_microsoft (Fixture *self, gconstpointer unused)
{
  answer (self, 200, "microsoft-code.json");
  g_assert_cmpstr (self->code, ==, "FJC3WQTYH");
  answer (self, 400, "microsoft-declined.json");
  assert_failed (self, DAYBOOK_ERROR_FORBIDDEN);
}

/* Each slow_down adds five seconds for good, or what the service asks for where that is more. */
static void
test_slow_down (Fixture *self, gconstpointer unused)
{
  answer (self, 200, "github-code.json");
  answer_text (self, 400, "{\"error\":\"slow_down\"}");
  g_assert_cmpuint (self->request->delay, ==, 10);
  answer (self, 200, "github-slow-down.json");
  g_assert_cmpuint (self->request->delay, ==, 15);
  answer_text (self, 400, "{\"error\":\"slow_down\",\"interval\":40}");
  g_assert_cmpuint (self->request->delay, ==, 40);
  answer (self, 200, "github-pending.json");
  g_assert_cmpuint (self->request->delay, ==, 40);
  answer_text (self, 400, "{\"error\":\"slow_down\",\"interval\":100000}");
  g_assert_cmpuint (self->request->delay, ==, 60);
}

static void
test_expired (Fixture *self, gconstpointer unused)
{
  answer (self, 200, "github-code.json");
  answer (self, 200, "github-expired.json");
  assert_failed (self, DAYBOOK_ERROR_AUTH_REQUIRED);
}

/* A service that says "pending" for ever: the code's own life ends it. */
static void
test_never_entered (Fixture *self, gconstpointer unused)
{
  guint polls = 0;

  answer (self, 200, "github-code.json");
  while (self->request != NULL)
    {
      answer (self, 200, "github-pending.json");
      polls++;
    }
  g_assert_cmpuint (polls, ==, 899 / 5);
  assert_failed (self, DAYBOOK_ERROR_AUTH_REQUIRED);
}

static void
test_denied (Fixture *self, gconstpointer unused)
{
  answer (self, 200, "github-code.json");
  answer (self, 200, "github-denied.json");
  assert_failed (self, DAYBOOK_ERROR_FORBIDDEN);
}

static void
test_disabled (Fixture *self, gconstpointer unused)
{
  answer (self, 400, "github-disabled.json");
  assert_failed (self, DAYBOOK_ERROR_CONFIG);
  g_assert_cmpuint (self->prompts, ==, 0);
}

/* A cut answer says nothing of the sign-in: it is asked again, and not for ever. */
static void
test_nonsense (Fixture *self, gconstpointer unused)
{
  answer (self, 200, "github-code.json");
  answer_text (self, 200, "{\"access_token\":\"gho_16");
  answer_text (self, 200, "<html>Sign in to this network</html>");
  answer (self, 200, "github-pending.json");
  answer_text (self, 200, "");
  answer_text (self, 200, "");
  g_assert_nonnull (self->request);
  answer_text (self, 200, "");
  assert_failed (self, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_server_trouble (Fixture *self, gconstpointer unused)
{
  answer_text (self, 500, "oops");
  assert_failed (self, DAYBOOK_ERROR_SERVER);
}

static void
test_interval_is_optional (Fixture *self, gconstpointer unused)
{
  answer_text (self, 200, "{\"device_code\":\"d\",\"user_code\":\"AB 12\",\"verification_url\":\"https://example.com/device\"}");
  g_assert_cmpuint (self->request->delay, ==, 5);
  g_assert_cmpint (self->expires_at, ==, NOW + 900);
}

/* What a person is shown and sent to is a code and a safe address, or there is no sign-in. */
static void
test_unsafe_prompts (gconstpointer body)
{
  Fixture fixture = { 0 };

  set_up (&fixture, NULL);
  answer_text (&fixture, 200, body);
  assert_failed (&fixture, DAYBOOK_ERROR_INVALID_RESPONSE);
  g_assert_cmpuint (fixture.prompts, ==, 0);
  tear_down (&fixture, NULL);
}

int
main (int argc, char **argv)
{
  static const char *const unsafe[] = {
    "{\"device_code\":\"d\",\"user_code\":\"A\",\"verification_uri\":\"http://example.com/\"}",
    "{\"device_code\":\"d\",\"user_code\":\"A\",\"verification_uri\":\"file:///etc/passwd\"}",
    "{\"device_code\":\"d\",\"user_code\":\"A\",\"verification_uri\":\"javascript:alert(1)\"}",
    "{\"device_code\":\"d\",\"user_code\":\"<b>A</b>\",\"verification_uri\":\"https://example.com/\"}",
    "{\"device_code\":\"d\",\"user_code\":\"A\\nOpen evil.example\",\"verification_uri\":\"https://example.com/\"}",
    "{\"device_code\":\"d\",\"user_code\":\"\",\"verification_uri\":\"https://example.com/\"}",
    "{\"device_code\":\"d e\",\"user_code\":\"A\",\"verification_uri\":\"https://example.com/\"}",
    "{\"user_code\":\"A\",\"verification_uri\":\"https://example.com/\"}",
    "{\"device_code\":\"d\",\"user_code\":\"A\"}",
    "[]",
  };

  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/oauth/device/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("whole", test_whole);
  ADD ("microsoft", test_microsoft);
  ADD ("slow-down", test_slow_down);
  ADD ("expired-token", test_expired);
  ADD ("never-entered", test_never_entered);
  ADD ("access-denied", test_denied);
  ADD ("device-flow-disabled", test_disabled);
  ADD ("nonsense", test_nonsense);
  ADD ("server-trouble", test_server_trouble);
  ADD ("interval-is-optional", test_interval_is_optional);
  for (guint i = 0; i < G_N_ELEMENTS (unsafe); i++)
    {
      g_autofree char *path = g_strdup_printf ("/oauth/device/unsafe-prompt/%u", i);

      g_test_add_data_func (path, unsafe[i], test_unsafe_prompts);
    }
  return g_test_run ();
}
