/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in with a token, a password and a code, from the request to the rows and back out at the next sync: a real
 * vault on a private bus, a server of our own, and Acme. */

#include <string.h>

#include "acme-provider.h"
#include "base/daybook-error.h"
#include "fake-server.h"
#include "net/daybook-token-source.h"
#include "store-fixture.h"
#include "sync/daybook-engine.h"
#include "sync/daybook-grant-credentials.h"
#include "sync/daybook-sign-in.h"

#define TOKEN "gho_16C7e42F292c6912E7710c838347Ae178B4a"
#define OTHER_TOKEN "gho_99C7e42F292c6912E7710c838347Ae178B4a"
#define PASSWORD "pä:ss wörd"

typedef struct
{
  StoreFixture store;
  FakeServer *server;
  FakeServer *other; /* at another origin: the account really lives there */
  DaybookServices *services;
  char *url;
  char *other_url;

  /* Read by the servers' threads. */
  const char *accepted; /* Authorization that is let in */
  const char *identity;
  const char *poll;     /* what the last poll of a device flow answers */
  gint polls;

  GString *prompts;     /* "URL CODE" */
  DaybookSignInRequest request;
  GError *error;
} Fixture;

static gboolean
handle (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  Fixture *self = data;
  g_autofree char *authorization = fake_request_get_header (request, "authorization");

  if (g_str_equal (request->path, "/device"))
    return fake_reply (connection, 200, "",
                       "{\"device_code\":\"dc\",\"user_code\":\"WDJB-MJHT\",\"interval\":5,\"expires_in\":60,"
                       "\"verification_uri\":\"https://acme.example/device\"}");
  if (g_str_equal (request->path, "/token"))
    return fake_reply (connection, 200, "",
                       g_atomic_int_add (&self->polls, 1) == 0 ? "{\"error\":\"authorization_pending\"}" : self->poll);
  return fake_reply (connection, g_strcmp0 (authorization, self->accepted) == 0 ? 200 : 401, "", self->identity);
}

static void
on_prompt_cb (const char *url, const char *code, gint64 expires_at, gpointer data)
{
  Fixture *self = data;

  g_string_append_printf (self->prompts, "%s %s", url, code);
}

static void
set_config (Fixture *self, const char *variable, const char *path)
{
  g_autofree char *url = fake_server_get_url (self->server, path);

  g_setenv (variable, url, TRUE);
}

/* Every worker has services of its own. Waiting takes no time here. */
static void
begin_errand (Fixture *self)
{
  g_autoptr (DaybookTimers) timers = daybook_timers_new_virtual (self->store.clock);

  g_clear_object (&self->services);
  self->services = daybook_services_new_with_timers (self->store.store, FALSE, timers);
}

static void
set_up (Fixture *self, gconstpointer unused)
{
  AcmeProvider *provider = acme_provider_get ();

  store_fixture_set_up (&self->store, NULL);
  self->server = fake_server_new (handle, self, NULL);
  self->other = fake_server_new (handle, self, NULL);
  self->url = fake_server_get_url (self->server, "/dav");
  self->other_url = fake_server_get_url (self->other, "/dav");
  set_config (self, "DAYBOOK_GITHUB_API_URL", "/api");
  set_config (self, "DAYBOOK_GITHUB_TOKEN_URL", "/token");
  set_config (self, "DAYBOOK_GITHUB_DEVICE_URL", "/device");
  g_setenv ("DAYBOOK_GITHUB_CLIENT_ID", "id", TRUE);
  begin_errand (self);
  self->prompts = g_string_new (NULL);
  self->request = (DaybookSignInRequest){ .provider = "acme", .paste_fd = -1 };
  self->accepted = "Bearer " TOKEN;
  self->identity = "ana";
  self->poll = "{\"access_token\":\"" TOKEN "\",\"token_type\":\"bearer\"}";
  provider->identify = NULL;
  provider->list = NULL;
  provider->scout = NULL;
  provider->pull = NULL;
  provider->data = self;
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_clear_error (&self->error);
  g_object_unref (self->services);
  fake_server_free (self->server);
  fake_server_free (self->other);
  g_free (self->url);
  g_free (self->other_url);
  g_string_free (self->prompts, TRUE);
  store_fixture_tear_down (&self->store, NULL);
}

static gint64
sign_in (Fixture *self)
{
  g_clear_error (&self->error);
  return daybook_sign_in (self->services, &self->request, on_prompt_cb, self, NULL, &self->error);
}

static DaybookAccount *
connect_account (Fixture *self)
{
  gint64 id = sign_in (self);
  DaybookAccount *account;

  g_assert_no_error (self->error);
  account = daybook_store_get_account (self->store.store, id, NULL);
  g_assert_cmpint (account->status, ==, DAYBOOK_ACCOUNT_CONNECTED);
  return account;
}

static void
sign_in_again (Fixture *self, const DaybookAccount *account)
{
  gint64 id = sign_in (self);

  g_assert_no_error (self->error);
  g_assert_cmpint (id, ==, account->id);
}

static void
assert_refused (Fixture *self, int code)
{
  g_assert_cmpint (sign_in (self), ==, 0);
  g_assert_error (self->error, DAYBOOK_ERROR, code);
  g_assert_null (strstr (self->error->message, TOKEN));
  g_assert_null (strstr (self->error->message, "wörd"));
}

static void
assert_nothing_stored (Fixture *self)
{
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM account WHERE provider = 'acme'"), ==, 0);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM secret WHERE name LIKE 'grant/%'"), ==, 0);
}

static void
on_scouted_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  if (response->status == 200)
    daybook_exchange_finish (exchange, NULL);
  else
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, "status %u", response->status);
}

/* What Acme asks at every sync. */
static void
ask_me (const DaybookProviderContext *context, DaybookExchange *exchange, gpointer data)
{
  const char *base = context->secret_url != NULL ? context->secret_url : context->api_url;
  g_autofree char *url = g_strconcat (base, "/news", NULL);
  DaybookRequest *request = daybook_request_new ("GET", url);

  request->credential = DAYBOOK_CREDENTIAL_USER;
  daybook_exchange_ask (exchange, request, on_scouted_cb, NULL);
}

static gboolean
sync_account (Fixture *self, const DaybookAccount *account, const char *trigger)
{
  const DaybookSyncOptions options = { .trigger = trigger };

  acme_provider_get ()->scout = ask_me;
  g_clear_error (&self->error);
  return daybook_engine_sync_account (daybook_services_get_engine (self->services), account->id, &options, NULL,
                                      &self->error);
}

/* ---- token ---- */

static void
test_token (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (DaybookGrant) grant = NULL;

  self->request.sign_in = "token";
  self->request.secret = TOKEN;
  account = connect_account (self);
  grant = daybook_store_get_grant (self->store.store, account->grant_id, NULL);
  g_assert_cmpstr (account->identity, ==, "ana");
  g_assert_cmpstr (grant->sign_in, ==, "token");
  g_assert_cmpint (grant->expires_at, ==, DAYBOOK_INSTANT_NONE);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
  g_assert_true (sync_account (self, account, "schedule"));
  g_assert_cmpuint (store_fixture_count_bytes (self->store.folder, TOKEN), ==, 0);
}

static void
test_token_roles (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (DaybookGrant) grant = NULL;
  g_autoptr (DaybookTokens) tokens = NULL;

  self->request.sign_in = "token";
  self->request.secret = TOKEN "\nbot xoxb-1\napp xapp-1";
  account = connect_account (self);
  grant = daybook_store_get_grant (self->store.store, account->grant_id, NULL);
  tokens = daybook_tokens_look_up (daybook_services_get_secrets (self->services), grant, NULL);
  g_assert_cmpstr (tokens->access, ==, TOKEN);
  g_assert_cmpstr (tokens->bot, ==, "xoxb-1");
  g_assert_cmpstr (tokens->app, ==, "xapp-1");
}

/* One request, no second try, nothing kept. */
static void
test_token_refused (Fixture *self, gconstpointer unused)
{
  self->request.sign_in = "token";
  self->request.secret = OTHER_TOKEN;
  assert_refused (self, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
  assert_nothing_stored (self);
}

static void
test_token_that_is_none (Fixture *self, gconstpointer unused)
{
  static const char *const pasted[] = { "two words", "", "tökén", "a\tb" };

  self->request.sign_in = "token";
  assert_refused (self, DAYBOOK_ERROR_USAGE);
  for (guint i = 0; i < G_N_ELEMENTS (pasted); i++)
    {
      self->request.secret = pasted[i];
      assert_refused (self, DAYBOOK_ERROR_USAGE);
    }
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 0);
}

static void
assert_status (Fixture *self, const DaybookAccount *account, DaybookAccountStatus status)
{
  g_autoptr (DaybookAccount) now = daybook_store_get_account (self->store.store, account->id, NULL);

  g_assert_cmpint (now->status, ==, status);
}

/* A token that is withdrawn later: the account asks for another, is left alone until then, and keeps its rows. */
static void
test_token_withdrawn (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = NULL;
  guint asked;

  self->request.sign_in = "token";
  self->request.secret = TOKEN;
  account = connect_account (self);
  self->accepted = "Bearer " OTHER_TOKEN;
  g_assert_false (sync_account (self, account, "schedule"));
  g_assert_error (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
  assert_status (self, account, DAYBOOK_ACCOUNT_NEEDS_SIGN_IN);
  asked = fake_server_count_requests (self->server);
  g_assert_false (sync_account (self, account, "schedule"));
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, asked);

  self->request = (DaybookSignInRequest){ .account_id = account->id, .paste_fd = -1 };
  g_assert_true (daybook_sign_in_again_asks_for_secret (self->store.store, &self->request));
  assert_refused (self, DAYBOOK_ERROR_USAGE);
  self->request.secret = OTHER_TOKEN;
  sign_in_again (self, account);
  /* The worker of the next errand has credentials of its own. */
  begin_errand (self);
  g_assert_true (sync_account (self, account, "schedule"));
  assert_status (self, account, DAYBOOK_ACCOUNT_CONNECTED);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM account WHERE provider = 'acme'"), ==, 1);
}

static void
test_token_of_somebody_else (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = NULL;

  self->request.sign_in = "token";
  self->request.secret = TOKEN;
  account = connect_account (self);
  self->identity = "ben";
  self->request = (DaybookSignInRequest){ .account_id = account->id, .secret = TOKEN, .paste_fd = -1 };
  assert_refused (self, DAYBOOK_ERROR_CONFLICT);
}

/* ---- password ---- */

static void
set_password (Fixture *self)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) "ana:" PASSWORD, strlen ("ana:" PASSWORD));
  static char accepted[256];

  g_snprintf (accepted, sizeof accepted, "Basic %s", encoded);
  self->accepted = accepted;
  self->request.sign_in = "password";
  self->request.url = self->url;
  self->request.user = "ana";
  self->request.secret = PASSWORD;
}

static void
test_password (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (DaybookGrant) grant = NULL;
  g_autofree char *url = NULL;
  g_autofree char *user = NULL;

  set_password (self);
  account = connect_account (self);
  grant = daybook_store_get_grant (self->store.store, account->grant_id, NULL);
  url = daybook_grant_get_setting (grant, DAYBOOK_URL_SETTING);
  user = daybook_grant_get_setting (grant, DAYBOOK_USER_SETTING);
  g_assert_cmpstr (url, ==, self->url);
  g_assert_cmpstr (user, ==, "ana");
  g_assert_true (sync_account (self, account, "schedule"));
  g_assert_cmpuint (store_fixture_count_bytes (self->store.folder, PASSWORD), ==, 0);
  /* What was asked: /dav/me, /dav/news. */
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 2);
}

static void
test_password_is_the_way_of_a_user (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (DaybookGrant) grant = NULL;

  set_password (self);
  self->request.sign_in = NULL;
  account = connect_account (self);
  grant = daybook_store_get_grant (self->store.store, account->grant_id, NULL);
  g_assert_cmpstr (grant->sign_in, ==, "password");
}

static void
test_password_incomplete (Fixture *self, gconstpointer unused)
{
  set_password (self);
  self->request.url = NULL;
  assert_refused (self, DAYBOOK_ERROR_USAGE);
  set_password (self);
  self->request.url = "somewhere";
  assert_refused (self, DAYBOOK_ERROR_USAGE);
  set_password (self);
  self->request.user = NULL;
  assert_refused (self, DAYBOOK_ERROR_USAGE);
  set_password (self);
  self->request.user = "ana:ben";
  assert_refused (self, DAYBOOK_ERROR_USAGE);
  set_password (self);
  self->request.secret = NULL;
  assert_refused (self, DAYBOOK_ERROR_USAGE);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 0);
  assert_nothing_stored (self);
}

static void
test_password_refused (Fixture *self, gconstpointer unused)
{
  set_password (self);
  self->request.secret = "wrong";
  assert_refused (self, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
}

/* The server that was typed and the user stay; only the password is another. */
static void
test_password_changed (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (DaybookGrant) grant = NULL;
  g_autofree char *user = NULL;

  set_password (self);
  account = connect_account (self);
  self->accepted = "Basic YW5hOm5ldw=="; /* ana:new */
  g_assert_false (sync_account (self, account, "manual"));
  assert_status (self, account, DAYBOOK_ACCOUNT_NEEDS_SIGN_IN);
  self->request = (DaybookSignInRequest){ .account_id = account->id, .secret = "new", .paste_fd = -1 };
  sign_in_again (self, account);
  grant = daybook_store_get_grant (self->store.store, account->grant_id, NULL);
  user = daybook_grant_get_setting (grant, DAYBOOK_USER_SETTING);
  g_assert_cmpstr (user, ==, "ana");
  assert_status (self, account, DAYBOOK_ACCOUNT_CONNECTED);
}

/* ---- where the account lives ---- */

static void
on_discovered_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Fixture *self = data;
  DaybookRequest *request;

  if (g_str_has_prefix (response->url, self->other_url))
    {
      daybook_exchange_keep_setting (exchange, "home", response->url);
      daybook_exchange_finish_identity (exchange, "ana", NULL);
      return;
    }
  daybook_exchange_keep_setting (exchange, "origins", self->other_url);
  request = daybook_request_new ("GET", self->other_url);
  request->credential = DAYBOOK_CREDENTIAL_USER;
  daybook_exchange_ask (exchange, request, on_discovered_cb, self);
}

static void
discover (const DaybookProviderContext *context, DaybookExchange *exchange, gpointer data)
{
  DaybookRequest *request = daybook_request_new ("GET", context->secret_url);

  request->credential = DAYBOOK_CREDENTIAL_USER;
  daybook_exchange_ask (exchange, request, on_discovered_cb, data);
}

static void
on_listed_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  daybook_exchange_finish (exchange, NULL);
}

static void
list_there (const DaybookProviderContext *context, DaybookExchange *exchange, gpointer data)
{
  Fixture *self = data;
  DaybookRequest *request = daybook_request_new ("GET", self->other_url);

  request->credential = DAYBOOK_CREDENTIAL_USER;
  daybook_exchange_ask (exchange, request, on_listed_cb, self);
}

static void
scout_there (const DaybookProviderContext *context, DaybookExchange *exchange, gpointer data)
{
  list_there (context, exchange, data);
  /* Too late: only identify adds to where credentials go. */
  daybook_exchange_keep_setting (exchange, "origins", "https://evil.example");
  daybook_exchange_keep_setting (exchange, DAYBOOK_URL_SETTING, "https://evil.example");
}

/* Discovery leads to another origin, which is asked from then on; nobody else adds one later. */
static void
test_origins_grow_while_identifying (Fixture *self, gconstpointer unused)
{
  AcmeProvider *provider = acme_provider_get ();
  const DaybookSyncOptions options = { .trigger = "schedule" };
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (DaybookGrant) grant = NULL;
  g_autofree char *origins = NULL;
  g_autofree char *home = NULL;
  g_autofree char *url = NULL;

  set_password (self);
  provider->identify = discover;
  provider->list = list_there;
  provider->scout = scout_there;
  account = connect_account (self);
  g_assert_cmpuint (fake_server_count_requests (self->other), ==, 2);
  g_assert_true (daybook_engine_sync_account (daybook_services_get_engine (self->services), account->id, &options, NULL, NULL));
  g_assert_cmpuint (fake_server_count_requests (self->other), ==, 3);
  grant = daybook_store_get_grant (self->store.store, account->grant_id, NULL);
  origins = daybook_grant_get_setting (grant, DAYBOOK_ORIGINS_SETTING);
  home = daybook_grant_get_setting (grant, "home");
  url = daybook_grant_get_setting (grant, DAYBOOK_URL_SETTING);
  g_assert_cmpstr (origins, ==, self->other_url);
  g_assert_cmpstr (home, ==, self->other_url);
  g_assert_cmpstr (url, ==, self->url);
}

static void
add_later (const DaybookProviderContext *context, DaybookExchange *exchange, gpointer data)
{
  Fixture *self = data;

  daybook_exchange_keep_setting (exchange, "origins", self->other_url);
  list_there (context, exchange, data);
}

static void
test_origins_do_not_grow_later (Fixture *self, gconstpointer unused)
{
  set_password (self);
  acme_provider_get ()->list = add_later;
  assert_refused (self, DAYBOOK_ERROR_FORBIDDEN);
  g_assert_cmpuint (fake_server_count_requests (self->other), ==, 0);
}

/* ---- device ---- */

static void
test_device (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (DaybookGrant) grant = NULL;

  account = connect_account (self); /* the first way that Acme has */
  grant = daybook_store_get_grant (self->store.store, account->grant_id, NULL);
  g_assert_cmpstr (grant->sign_in, ==, "device");
  g_assert_cmpstr (grant->scopes, ==, "read");
  g_assert_cmpstr (self->prompts->str, ==, "https://acme.example/device WDJB-MJHT");
  g_assert_cmpint (g_atomic_int_get (&self->polls), ==, 2);
  g_assert_true (sync_account (self, account, "schedule"));
  g_assert_cmpuint (store_fixture_count_bytes (self->store.folder, TOKEN), ==, 0);
}

static void
test_device_denied (Fixture *self, gconstpointer unused)
{
  self->poll = "{\"error\":\"access_denied\"}";
  assert_refused (self, DAYBOOK_ERROR_FORBIDDEN);
  assert_nothing_stored (self);
}

/* Without a refresh token a 401 is the end of it. */
static void
test_device_withdrawn (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = connect_account (self);

  self->accepted = "nobody";
  g_assert_false (sync_account (self, account, "schedule"));
  g_assert_error (self->error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
  assert_status (self, account, DAYBOOK_ACCOUNT_NEEDS_SIGN_IN);
}

static void
test_no_client_names_the_ways (Fixture *self, gconstpointer unused)
{
  g_setenv ("DAYBOOK_GITHUB_CLIENT_ID", "", TRUE);
  assert_refused (self, DAYBOOK_ERROR_CONFIG);
  g_assert_nonnull (strstr (self->error->message, "--sign-in token"));
}

/* ---- all of them ---- */

/* From a token to a code: the account stays, the token goes. */
static void
test_other_way (Fixture *self, gconstpointer unused)
{
  g_autoptr (DaybookAccount) account = NULL;
  g_autoptr (DaybookGrant) grant = NULL;

  set_password (self);
  account = connect_account (self);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM secret WHERE name LIKE '%/password'"), ==, 1);
  self->accepted = "Bearer " TOKEN;
  self->request = (DaybookSignInRequest){ .account_id = account->id, .sign_in = "device", .paste_fd = -1 };
  sign_in_again (self, account);
  grant = daybook_store_get_grant (self->store.store, account->grant_id, NULL);
  g_assert_cmpstr (grant->sign_in, ==, "device");
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM secret WHERE name LIKE '%/password'"), ==, 0);
  g_assert_cmpint (store_fixture_ask (self->store.store, "SELECT count(*) FROM secret WHERE name LIKE 'grant/%'"), ==, 1);
}

static void
test_settings (Fixture *self, gconstpointer unused)
{
  g_autoptr (GHashTable) settings = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (DaybookAccount) account = NULL;

  self->request.sign_in = "token";
  self->request.secret = TOKEN;
  self->request.settings = settings;
  g_hash_table_insert (settings, "days-back", "0");
  assert_refused (self, DAYBOOK_ERROR_USAGE);
  g_hash_table_insert (settings, "days-back", "30");
  g_hash_table_insert (settings, "colour", "red");
  assert_refused (self, DAYBOOK_ERROR_USAGE);
  g_assert_nonnull (strstr (self->error->message, "interval, suggest, write_back, days-back, words"));
  g_hash_table_remove (settings, "colour");
  g_hash_table_insert (settings, "suggest", "off");
  account = connect_account (self);
  g_assert_nonnull (strstr (account->settings, "\"days-back\":30"));
  g_assert_nonnull (strstr (account->settings, "\"suggest\":false"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/sign-in/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("token/whole", test_token);
  ADD ("token/roles", test_token_roles);
  ADD ("token/refused", test_token_refused);
  ADD ("token/none", test_token_that_is_none);
  ADD ("token/withdrawn", test_token_withdrawn);
  ADD ("token/of-somebody-else", test_token_of_somebody_else);
  ADD ("password/whole", test_password);
  ADD ("password/is-the-way-of-a-user", test_password_is_the_way_of_a_user);
  ADD ("password/incomplete", test_password_incomplete);
  ADD ("password/refused", test_password_refused);
  ADD ("password/changed", test_password_changed);
  ADD ("origins/grow-while-identifying", test_origins_grow_while_identifying);
  ADD ("origins/do-not-grow-later", test_origins_do_not_grow_later);
  ADD ("device/whole", test_device);
  ADD ("device/denied", test_device_denied);
  ADD ("device/withdrawn", test_device_withdrawn);
  ADD ("device/no-client-names-the-ways", test_no_client_names_the_ways);
  ADD ("other-way", test_other_way);
  ADD ("settings", test_settings);
  return g_test_run ();
}
