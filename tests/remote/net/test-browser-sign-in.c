/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A sign-in from its address to its tokens, against a stand-in service and a stand-in browser. */

#include "net/daybook-browser-sign-in.h"

#include <string.h>

#include "base/daybook-error.h"
#include "fake-server.h"
#include "net/daybook-oauth-private.h"

#define NOW G_GINT64_CONSTANT (1795222800)

typedef struct
{
  DaybookClock *clock;
  DaybookTimers *timers;
  DaybookTransport *transport;
  FakeServer *server;
  DaybookOAuthClient *client;
  DaybookBrowserSignIn *sign_in;
  GHashTable *parameters; /* of the address */
  GCancellable *cancellable;
  DaybookTokens *tokens;
  GError *error;
  gboolean over;
  guint status; /* of the token endpoint */
} Setting;

static char *
parameter (GHashTable *parameters, const char *name)
{
  return g_strdup (g_hash_table_lookup (parameters, name));
}

/* The token endpoint, which checks code, redirect address, secret and PKCE. */
static gboolean
token_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  Setting *self = data;
  g_autoptr (GHashTable) form
      = g_uri_parse_params (g_bytes_get_data (request->body, NULL),
                            g_bytes_get_size (request->body), "&", G_URI_PARAMS_WWW_FORM, NULL);
  g_autofree char *verifier = parameter (form, "code_verifier");
  g_autofree char *challenge = daybook_oauth_challenge_of (verifier);

  if (self->status != 0)
    return fake_reply (connection, self->status, "", "{\"error\":\"invalid_grant\"}");
  if (g_strcmp0 (g_hash_table_lookup (form, "grant_type"), "authorization_code") != 0
      || g_strcmp0 (g_hash_table_lookup (form, "code"), "4/the code") != 0
      || g_strcmp0 (g_hash_table_lookup (form, "client_id"), "id") != 0
      || g_strcmp0 (g_hash_table_lookup (form, "client_secret"), "secret") != 0
      || g_strcmp0 (g_hash_table_lookup (form, "redirect_uri"),
                    g_hash_table_lookup (self->parameters, "redirect_uri"))
             != 0
      || g_strcmp0 (challenge, g_hash_table_lookup (self->parameters, "code_challenge")) != 0)
    return fake_reply (connection, 400, "", "{\"error\":\"invalid_request\"}");
  return fake_reply (connection, 200, "",
                     "{\"access_token\":\"access\",\"refresh_token\":\"refresh\","
                     "\"expires_in\":3600,\"token_type\":\"Bearer\"}");
}

static void
set_up (Setting *self, gconstpointer unused)
{
  static const DaybookOAuthInfo info = {
    .authorize_url = "https://accounts.example.com/authorize",
    .token_url = "https://accounts.example.com/token",
    .issuer = "https://accounts.example.com",
    .redirect_host = "127.0.0.1",
  };
  DaybookOAuthConfig config = { .client_id = "id", .client_secret = "secret" };
  const char *url;
  g_autofree char *token_url = NULL;
  g_autoptr (GError) error = NULL;

  self->clock = daybook_clock_new_fixed (NOW);
  self->timers = daybook_timers_new_virtual (self->clock);
  self->transport = daybook_transport_new (self->timers, NULL);
  self->server = fake_server_new (token_cb, self, NULL);
  self->cancellable = g_cancellable_new ();
  token_url = fake_server_get_url (self->server, "/token");
  config.token_url = token_url;
  self->client = daybook_oauth_client_new (&info, "example", &config, &error);
  g_assert_no_error (error);
  self->sign_in
      = daybook_browser_sign_in_new (self->transport, self->client, NULL, "read", NULL, &error);
  g_assert_no_error (error);
  url = daybook_browser_sign_in_get_url (self->sign_in);
  self->parameters
      = g_uri_parse_params (strchr (url, '?') + 1, -1, "&", G_URI_PARAMS_WWW_FORM, &error);
  g_assert_no_error (error);
}

static void
tear_down (Setting *self, gconstpointer unused)
{
  g_assert_finalize_object (self->sign_in);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  fake_server_free (self->server);
  g_assert_finalize_object (self->transport);
  g_object_unref (self->timers);
  g_object_unref (self->clock);
  g_object_unref (self->cancellable);
  daybook_oauth_client_free (self->client);
  daybook_tokens_free (self->tokens);
  g_hash_table_unref (self->parameters);
  g_clear_error (&self->error);
}

static void
on_signed_in_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Setting *self = data;

  self->tokens
      = daybook_browser_sign_in_run_finish (DAYBOOK_BROWSER_SIGN_IN (source), result, &self->error);
  self->over = TRUE;
}

static void
run (Setting *self)
{
  daybook_browser_sign_in_run_async (self->sign_in, self->cancellable, on_signed_in_cb, self);
}

static void
wait_until_over (Setting *self)
{
  while (!self->over)
    g_main_context_iteration (NULL, TRUE);
}

static void
on_answer_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **answer = data;
  g_autoptr (GBytes) bytes
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  *answer = bytes != NULL ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                          : g_strdup ("");
}

/* The browser comes back with @query; returns the page. */
static char *
come_back (Setting *self, const char *query)
{
  g_autoptr (GUri) uri
      = g_uri_parse (g_hash_table_lookup (self->parameters, "redirect_uri"), 0, NULL);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (
      client, g_uri_get_host (uri), g_uri_get_port (uri), NULL, NULL);
  g_autofree char *request
      = g_strdup_printf ("GET %s?%s HTTP/1.1\r\nHost: %s:%d\r\nSec-Fetch-Site: cross-site\r\n"
                         "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n\r\n",
                         g_uri_get_path (uri), query, g_uri_get_host (uri), g_uri_get_port (uri));
  char *answer = NULL;

  if (connection == NULL)
    return g_strdup ("");
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, NULL);
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)), 8192,
                                   G_PRIORITY_DEFAULT, NULL, on_answer_cb, &answer);
  while (answer == NULL)
    g_main_context_iteration (NULL, TRUE);
  return answer;
}

static char *
query_with (Setting *self, const char *rest)
{
  return g_strdup_printf ("state=%s&%s", (char *) g_hash_table_lookup (self->parameters, "state"),
                          rest);
}

static void
test_whole (Setting *self, gconstpointer unused)
{
  g_autofree char *query = query_with (self, "code=4%2Fthe+code&scope=read");
  g_autofree char *page = NULL;

  run (self);
  page = come_back (self, query);
  g_assert_true (g_str_has_prefix (page, "HTTP/1.1 200 OK"));
  wait_until_over (self);
  g_assert_no_error (self->error);
  g_assert_cmpstr (self->tokens->access, ==, "access");
  g_assert_cmpstr (self->tokens->refresh, ==, "refresh");
  g_assert_cmpint (self->tokens->expires_at, ==, NOW + 3600);
}

/* The person was faster than whoever waits for the tokens. */
static void
test_answer_first (Setting *self, gconstpointer unused)
{
  g_autofree char *query = query_with (self, "code=4%2Fthe+code");
  g_autofree char *page = come_back (self, query);

  run (self);
  wait_until_over (self);
  g_assert_no_error (self->error);
}

/* Forged answers are shown the door and change nothing; neither does a second one. */
static void
test_forged (Setting *self, gconstpointer unused)
{
  g_autofree char *query = query_with (self, "code=4%2Fthe+code");
  g_autofree char *forged = NULL;
  g_autofree char *page = NULL;
  g_autofree char *again = NULL;

  run (self);
  forged = come_back (self, "state=guess&code=mine");
  g_assert_true (g_str_has_prefix (forged, "HTTP/1.1 400 "));
  g_assert_false (self->over);
  page = come_back (self, query);
  again = come_back (self, query);
  g_assert_cmpstr (again, ==, "");
  wait_until_over (self);
  g_assert_no_error (self->error);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
}

static void
test_pasted (Setting *self, gconstpointer unused)
{
  g_autofree char *query = query_with (self, "code=4%2Fthe+code");
  g_autofree char *address = g_strdup_printf (
      " %s?%s\n", (char *) g_hash_table_lookup (self->parameters, "redirect_uri"), query);

  run (self);
  g_assert_false (daybook_browser_sign_in_paste (self->sign_in, "https://example.com/?code=x"));
  g_assert_true (daybook_browser_sign_in_paste (self->sign_in, address));
  wait_until_over (self);
  g_assert_no_error (self->error);
  g_assert_cmpstr (self->tokens->access, ==, "access");
}

static void
test_declined (Setting *self, gconstpointer unused)
{
  g_autofree char *query = query_with (self, "error=access_denied");
  g_autofree char *page = NULL;

  run (self);
  page = come_back (self, query);
  g_assert_nonnull (strstr (page, "did not work"));
  wait_until_over (self);
  g_assert_error (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 0);
}

/* The code is not sent twice, whatever becomes of the first time (RFC 6749 section 4.1.2). */
static void
test_code_refused (Setting *self, gconstpointer unused)
{
  g_autofree char *query = query_with (self, "code=4%2Fthe+code");
  g_autofree char *page = NULL;

  self->status = 400;
  run (self);
  page = come_back (self, query);
  wait_until_over (self);
  g_assert_error (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
}

static void
test_five_minutes (Setting *self, gconstpointer unused)
{
  g_autofree char *query = query_with (self, "code=4%2Fthe+code");
  g_autofree char *page = NULL;

  run (self);
  daybook_timers_advance (self->timers, 300 * G_USEC_PER_SEC);
  wait_until_over (self);
  g_assert_error (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
  page = come_back (self, query);
  g_assert_cmpstr (page, ==, "");
}

static void
test_cancelled (Setting *self, gconstpointer unused)
{
  g_autofree char *page = NULL;

  run (self);
  g_cancellable_cancel (self->cancellable);
  wait_until_over (self);
  g_assert_error (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED);
  page = come_back (self, "state=x");
  g_assert_cmpstr (page, ==, "");
}

static void
add (const char *name, void (*func) (Setting *, gconstpointer))
{
  g_test_add (name, Setting, NULL, set_up, func, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  add ("/sign-in/whole", test_whole);
  add ("/sign-in/answer-first", test_answer_first);
  add ("/sign-in/forged", test_forged);
  add ("/sign-in/pasted", test_pasted);
  add ("/sign-in/declined", test_declined);
  add ("/sign-in/code-refused", test_code_refused);
  add ("/sign-in/five-minutes", test_five_minutes);
  add ("/sign-in/cancelled", test_cancelled);
  return g_test_run ();
}
