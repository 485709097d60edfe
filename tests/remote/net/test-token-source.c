/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Tokens and their refresh: reliability.md section 3, "401 mid-sync" to "network error in refresh".
 */

#include "net/daybook-token-source.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/daybook-error.h"
#include "fake-server.h"
#include "file-secrets.h"
#include "net/daybook-file-lock.h"

#define NOW G_GINT64_CONSTANT (1795222800)
#define GRANT 7

static DaybookGrant grant = { .id = GRANT, .provider = (char *) "example" };

static const DaybookOAuthInfo info = {
  .authorize_url = "https://accounts.example.com/authorize",
  .token_url = "https://accounts.example.com/token",
};
static const DaybookOAuthInfo rotating_info = {
  .authorize_url = "https://accounts.example.com/authorize",
  .token_url = "https://accounts.example.com/token",
  .rotates = TRUE,
};

typedef struct
{
  char *folder;
  DaybookClock *clock;
  DaybookTimers *timers;
  DaybookTransport *transport;
  FileSecrets *secrets;
  FakeServer *server;
  DaybookOAuthClient *client;
  DaybookTokenSource *source;
  const char *answer; /* what the token endpoint says instead of tokens; "" = hangs up */
  guint status;       /* of it */
  guint times;        /* how often; 0 = always */
  gint epoch_raised;  /* the endpoint raises the epoch before it answers */
} Setting;

/* The token endpoint: gives out access-1 and refresh-1 for refresh-0, and so on; one that was used
 * is dead. */
static gboolean
token_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  Setting *self = data;
  g_autofree char *form
      = g_strndup (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body));
  g_autofree char *expected = g_strdup_printf ("refresh_token=refresh-%u&", request->number - 1);
  g_autofree char *body = NULL;

  if (self->epoch_raised > 0)
    file_secrets_set_epoch (self->secrets, self->epoch_raised);
  if (self->times > 0 && request->number > self->times)
    self->answer = NULL;
  if (self->answer != NULL && *self->answer == '\0')
    return FALSE;
  if (self->answer != NULL)
    return fake_reply (connection, self->status, "Content-Type: application/json\r\n",
                       self->answer);
  if (strstr (form, "grant_type=refresh_token&") == NULL || strstr (form, expected) == NULL
      || strstr (form, "client_id=id") == NULL || strstr (form, "client_secret") != NULL)
    return fake_reply (connection, 400, "", "{\"error\":\"invalid_grant\"}");
  body = g_strdup_printf (
      "{\"access_token\":\"access-%u\",\"refresh_token\":\"refresh-%u\",\"expires_in\":3600}",
      request->number, request->number);
  return fake_reply (connection, 200, "Content-Type: application/json\r\n", body);
}

static void
keep_until (Setting *self, gint64 expires_at, const char *refresh)
{
  g_autoptr (DaybookTokens) tokens = daybook_tokens_new ();
  g_autoptr (GError) error = NULL;

  tokens->access = g_strdup ("access-0");
  tokens->refresh = g_strdup (refresh);
  tokens->scopes = g_strdup ("read");
  tokens->expires_at = expires_at;
  daybook_tokens_keep (DAYBOOK_SECRETS (self->secrets), &grant, tokens, &error);
  g_assert_no_error (error);
}

static void
keep (Setting *self, gint64 life, const char *refresh)
{
  keep_until (self, NOW + life, refresh);
}

static DaybookTokenSource *
new_source (Setting *self)
{
  return daybook_token_source_new (self->transport, DAYBOOK_SECRETS (self->secrets), self->folder,
                                   self->client, &grant);
}

static void
set_up (Setting *self, gconstpointer oauth)
{
  DaybookOAuthConfig config = { .client_id = "id" };
  g_autofree char *url = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("daybook-XXXXXX", &error);
  g_assert_no_error (error);
  self->clock = daybook_clock_new_fixed (NOW);
  self->timers = daybook_timers_new_virtual (self->clock);
  self->transport = daybook_transport_new (self->timers, NULL);
  self->secrets = file_secrets_new (self->folder);
  self->server = fake_server_new (token_cb, self, NULL);
  url = fake_server_get_url (self->server, "/token");
  config.token_url = url;
  self->client
      = daybook_oauth_client_new (oauth != NULL ? oauth : &info, "example", &config, &error);
  g_assert_no_error (error);
  self->source = new_source (self);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Setting *self, gconstpointer oauth)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->source);
  fake_server_free (self->server);
  g_object_unref (self->secrets);
  g_assert_finalize_object (self->transport);
  g_object_unref (self->timers);
  g_object_unref (self->clock);
  daybook_oauth_client_free (self->client);
  remove_folder (self->folder);
  g_free (self->folder);
}

typedef struct
{
  char *header;
  GError *error;
  gboolean over;
} Got;

static void
got_clear (Got *self)
{
  daybook_credentials_wipe (self->header);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Got, got_clear)

static void
on_authorized_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Got *self = data;

  self->header
      = daybook_credentials_authorize_finish (DAYBOOK_CREDENTIALS (source), result, &self->error);
  g_assert_true ((self->header == NULL) == (self->error != NULL));
  self->over = TRUE;
}

static void
begin (DaybookTokenSource *source, const char *refused, GCancellable *cancellable, Got *got)
{
  daybook_credentials_authorize_async (DAYBOOK_CREDENTIALS (source), DAYBOOK_CREDENTIAL_USER,
                                       refused, cancellable, on_authorized_cb, got);
}

static void
wait_for (Got *got)
{
  while (!got->over)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_header (DaybookTokenSource *source, const char *refused, const char *expected)
{
  g_auto (Got) got = { 0 };

  begin (source, refused, NULL, &got);
  wait_for (&got);
  g_assert_no_error (got.error);
  g_assert_cmpstr (got.header, ==, expected);
}

static void
assert_error (DaybookTokenSource *source, const char *refused, int code)
{
  g_auto (Got) got = { 0 };

  begin (source, refused, NULL, &got);
  wait_for (&got);
  g_assert_error (got.error, DAYBOOK_ERROR, code);
  g_assert_null (strstr (got.error->message, "canary"));
}

static void
test_good_token (Setting *self, gconstpointer oauth)
{
  keep (self, 301, "refresh-0");
  assert_header (self->source, NULL, "Bearer access-0");
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 0);
}

static void
test_margin (Setting *self, gconstpointer oauth)
{
  keep (self, 300, "refresh-0");
  assert_header (self->source, NULL, "Bearer access-1");
  assert_header (self->source, NULL, "Bearer access-1");
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);

  /* An hour later again. */
  daybook_clock_advance (self->clock, 3301);
  assert_header (self->source, NULL, "Bearer access-2");
}

static void
test_no_expiry (Setting *self, gconstpointer oauth)
{
  keep_until (self, DAYBOOK_INSTANT_NONE, NULL);
  daybook_clock_advance (self->clock, 365 * 86400);
  assert_header (self->source, NULL, "Bearer access-0");
}

static void
test_refused (Setting *self, gconstpointer oauth)
{
  keep (self, 3600, "refresh-0");
  assert_header (self->source, NULL, "Bearer access-0");
  assert_header (self->source, "Bearer access-0", "Bearer access-1");
  /* A latecomer with the old one gets the new one, and no refresh. */
  assert_header (self->source, "Bearer access-0", "Bearer access-1");
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
}

/* Another worker has refreshed in the meantime: what it wrote is taken. */
static void
test_refreshed_elsewhere (Setting *self, gconstpointer oauth)
{
  g_autoptr (DaybookTokenSource) other = new_source (self);

  keep (self, 3600, "refresh-0");
  assert_header (self->source, NULL, "Bearer access-0");
  assert_header (other, "Bearer access-0", "Bearer access-1");
  assert_header (self->source, "Bearer access-0", "Bearer access-1");
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
}

static void
test_single_flight (Setting *self, gconstpointer oauth)
{
  Got got[8] = { 0 };

  keep (self, 10, "refresh-0");
  for (guint i = 0; i < G_N_ELEMENTS (got); i++)
    begin (self->source, i % 2 == 0 ? NULL : "Bearer access-0", NULL, &got[i]);
  for (guint i = 0; i < G_N_ELEMENTS (got); i++)
    {
      wait_for (&got[i]);
      g_assert_no_error (got[i].error);
      g_assert_cmpstr (got[i].header, ==, "Bearer access-1");
      got_clear (&got[i]);
    }
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
}

/* Two sources of one grant in one process lock each other out like two processes. The one waits for
 * what the other really does, so time is real here. */
static void
test_two_sources (Setting *self, gconstpointer oauth)
{
  g_autoptr (DaybookTimers) timers = daybook_timers_new (self->clock);
  g_autoptr (DaybookTransport) transport = daybook_transport_new (timers, NULL);
  g_autoptr (DaybookTokenSource) one = daybook_token_source_new (
      transport, DAYBOOK_SECRETS (self->secrets), self->folder, self->client, &grant);
  g_autoptr (DaybookTokenSource) other = daybook_token_source_new (
      transport, DAYBOOK_SECRETS (self->secrets), self->folder, self->client, &grant);
  g_auto (Got) first = { 0 };
  g_auto (Got) second = { 0 };

  keep (self, 10, "refresh-0");
  begin (one, NULL, NULL, &first);
  begin (other, NULL, NULL, &second);
  wait_for (&first);
  wait_for (&second);
  g_assert_cmpstr (first.header, ==, "Bearer access-1");
  g_assert_cmpstr (second.header, ==, "Bearer access-1");
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
}

static void
test_nobody_signed_in (Setting *self, gconstpointer oauth)
{
  assert_error (self->source, NULL, DAYBOOK_ERROR_AUTH_REQUIRED);
}

static void
test_no_refresh_token (Setting *self, gconstpointer oauth)
{
  keep (self, 10, NULL);
  assert_error (self->source, NULL, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 0);
}

/* Revoked: said once, and nothing is deleted. */
static void
test_invalid_grant (Setting *self, gconstpointer oauth)
{
  g_autoptr (DaybookTokens) tokens = NULL;

  keep (self, 10, "refresh-0");
  self->status = 400;
  self->answer = "{\"error\":\"invalid_grant\",\"error_description\":\"canary\"}";
  assert_error (self->source, NULL, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
  tokens = daybook_tokens_look_up (DAYBOOK_SECRETS (self->secrets), &grant, NULL);
  g_assert_cmpstr (tokens->refresh, ==, "refresh-0");
}

/* A network error is never taken for a revoked grant; and while the token lasts, it does no harm.
 */
static void
test_network_error (Setting *self, gconstpointer oauth)
{
  keep (self, 10, "refresh-0");
  self->answer = "";
  assert_error (self->source, NULL, DAYBOOK_ERROR_NETWORK);
  self->status = 400;
  self->answer = "<html>canary: sign in to the Wi-Fi</html>";
  assert_error (self->source, NULL, DAYBOOK_ERROR_INVALID_RESPONSE);
  self->status = 503;
  self->answer = "{\"error\":\"temporarily_unavailable\"}";
  assert_error (self->source, NULL, DAYBOOK_ERROR_SERVER);

  keep (self, 3600, "refresh-0");
  daybook_clock_set (self->clock, NOW + 3600 - 120);
  assert_header (self->source, NULL, "Bearer access-0");
  /* But not when the service does not take it any more. */
  assert_error (self->source, "Bearer access-0", DAYBOOK_ERROR_SERVER);
}

/* A public network's page in place of the answer: asked again, where that does no harm. */
static void
test_senseless_answer (Setting *self, gconstpointer oauth)
{
  keep (self, 10, "refresh-2");
  self->status = 200;
  self->answer = "<html>canary: sign in to the Wi-Fi</html>";
  self->times = 2;
  if (oauth == NULL)
    assert_header (self->source, NULL, "Bearer access-3");
  else
    assert_error (self->source, NULL, DAYBOOK_ERROR_INVALID_RESPONSE);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, oauth == NULL ? 3 : 1);
}

/* The used up refresh token is never sent twice, whatever happens to the answer. */
static void
test_rotating_not_repeated (Setting *self, gconstpointer oauth)
{
  keep (self, 10, "refresh-0");
  self->answer = "";
  assert_error (self->source, NULL, DAYBOOK_ERROR_NETWORK);
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
}

/* Written down before anybody uses it. */
static void
test_rotation_saved (Setting *self, gconstpointer oauth)
{
  g_autoptr (DaybookTokens) tokens = NULL;

  keep (self, 10, "refresh-0");
  assert_header (self->source, NULL, "Bearer access-1");
  tokens = daybook_tokens_look_up (DAYBOOK_SECRETS (self->secrets), &grant, NULL);
  g_assert_cmpstr (tokens->access, ==, "access-1");
  g_assert_cmpstr (tokens->refresh, ==, "refresh-1");
  g_assert_cmpstr (tokens->scopes, ==, "read");
  g_assert_cmpint (tokens->expires_at, ==, NOW + 3600);
}

static void
test_cannot_save (Setting *self, gconstpointer oauth)
{
  keep (self, 10, "refresh-0");
  file_secrets_fail (self->secrets, DAYBOOK_ERROR_DISK_FULL);
  assert_error (self->source, NULL, DAYBOOK_ERROR_DISK_FULL);
}

/* An answer without a new refresh token keeps the old one (Google). */
static void
test_not_rotated (Setting *self, gconstpointer oauth)
{
  g_autoptr (DaybookTokens) tokens = NULL;

  keep (self, 10, "refresh-0");
  self->status = 200;
  self->answer = "{\"access_token\":\"access-9\",\"expires_in\":3600}";
  assert_header (self->source, NULL, "Bearer access-9");
  tokens = daybook_tokens_look_up (DAYBOOK_SECRETS (self->secrets), &grant, NULL);
  g_assert_cmpstr (tokens->refresh, ==, "refresh-0");
}

/* Disconnected while the refresh was under way: the token that comes late is not written. */
static void
test_late_refresh (Setting *self, gconstpointer oauth)
{
  g_autoptr (DaybookTokens) tokens = NULL;

  keep (self, 10, "refresh-0");
  self->epoch_raised = 1;
  assert_error (self->source, NULL, DAYBOOK_ERROR_AUTH_REQUIRED);
  tokens = daybook_tokens_look_up (DAYBOOK_SECRETS (self->secrets), &grant, NULL);
  g_assert_cmpstr (tokens->access, ==, "access-0");
}

/* Whoever has left is not waited for; the next one is served. */
static void
test_cancelled (Setting *self, gconstpointer oauth)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Got) first = { 0 };

  keep (self, 10, "refresh-0");
  begin (self->source, NULL, cancellable, &first);
  g_cancellable_cancel (cancellable);
  wait_for (&first);
  g_assert_error (first.error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED);
  assert_header (self->source, NULL, "Bearer access-1");
}

static void
test_other_role (Setting *self, gconstpointer oauth)
{
  g_auto (Got) got = { 0 };

  keep (self, 3600, "refresh-0");
  daybook_credentials_authorize_async (DAYBOOK_CREDENTIALS (self->source), DAYBOOK_CREDENTIAL_BOT,
                                       NULL, NULL, on_authorized_cb, &got);
  wait_for (&got);
  g_assert_error (got.error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
}

/* ---- the lock ---- */

typedef struct
{
  DaybookFileLock *lock;
  GError *error;
  gboolean over;
} Locked;

static void
on_locked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Locked *self = data;

  self->lock = daybook_file_lock_take_finish (result, &self->error);
  self->over = TRUE;
}

static void
lock (Setting *self, gint64 id, GCancellable *cancellable, Locked *locked)
{
  *locked = (Locked){ 0 };
  daybook_file_lock_take_grant_async (self->folder, id, self->timers, cancellable, on_locked_cb,
                                      locked);
}

static void
wait_for_lock (Locked *locked)
{
  while (!locked->over)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_lock (Setting *self, gconstpointer oauth)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Locked first, second, other;

  lock (self, GRANT, NULL, &first);
  wait_for_lock (&first);
  g_assert_no_error (first.error);

  /* Another grant's is another lock. */
  lock (self, GRANT + 1, NULL, &other);
  wait_for_lock (&other);
  g_assert_no_error (other.error);
  daybook_file_lock_release (other.lock);

  /* A minute, then it says so. */
  lock (self, GRANT, NULL, &second);
  wait_for_lock (&second);
  g_assert_error (second.error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_clear_error (&second.error);
  g_assert_cmpint (daybook_clock_now (self->clock), ==, NOW + 60);

  lock (self, GRANT, cancellable, &second);
  g_cancellable_cancel (cancellable);
  wait_for_lock (&second);
  g_assert_error (second.error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED);
  g_clear_error (&second.error);

  daybook_file_lock_release (first.lock);
  lock (self, GRANT, NULL, &second);
  wait_for_lock (&second);
  g_assert_no_error (second.error);
  daybook_file_lock_release (second.lock);
}

/* Who syncs an account does not stand in the way of a refresh of its grant, but of who else would sync it. */
static void
test_lock_of_an_account (Setting *self, gconstpointer oauth)
{
  Locked first = { 0 }, second = { 0 }, of_grant;

  daybook_file_lock_take_account_async (self->folder, GRANT, self->timers, NULL, on_locked_cb, &first);
  wait_for_lock (&first);
  g_assert_no_error (first.error);
  lock (self, GRANT, NULL, &of_grant);
  wait_for_lock (&of_grant);
  g_assert_no_error (of_grant.error);
  daybook_file_lock_release (of_grant.lock);

  daybook_file_lock_take_account_async (self->folder, GRANT, self->timers, NULL, on_locked_cb, &second);
  wait_for_lock (&second);
  g_assert_error (second.error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_clear_error (&second.error);
  g_assert_cmpint (daybook_clock_now (self->clock), ==, NOW + 15 * 60);

  daybook_file_lock_release (first.lock);
  second = (Locked){ 0 };
  daybook_file_lock_take_account_async (self->folder, GRANT, self->timers, NULL, on_locked_cb, &second);
  wait_for_lock (&second);
  g_assert_no_error (second.error);
  daybook_file_lock_release (second.lock);
}

static void
test_lock_is_no_link (Setting *self, gconstpointer oauth)
{
  g_autofree char *locks = g_build_filename (self->folder, "locks", NULL);
  g_autofree char *path = g_build_filename (locks, "grant-7", NULL);
  g_autofree char *target = g_build_filename (self->folder, "target", NULL);
  Locked locked;

  g_assert_cmpint (g_mkdir (locks, 0700), ==, 0);
  g_assert_cmpint (symlink (target, path), ==, 0);
  lock (self, GRANT, NULL, &locked);
  wait_for_lock (&locked);
  g_assert_error (locked.error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_clear_error (&locked.error);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

/* ---- two processes ---- */

/* The child: `test-token-source --refresh FOLDER TOKEN-URL` prints the header it got. */
static int
refresh_as_child (const char *folder, const char *token_url)
{
  g_autoptr (DaybookClock) clock = daybook_clock_new_fixed (NOW);
  g_autoptr (DaybookTimers) timers = daybook_timers_new (clock);
  g_autoptr (DaybookTransport) transport = daybook_transport_new (timers, NULL);
  g_autoptr (FileSecrets) secrets = file_secrets_new (folder);
  DaybookOAuthConfig config = { .client_id = "id", .token_url = token_url };
  g_autoptr (DaybookOAuthClient) client
      = daybook_oauth_client_new (&rotating_info, "example", &config, NULL);
  g_autoptr (DaybookTokenSource) source
      = daybook_token_source_new (transport, DAYBOOK_SECRETS (secrets), folder, client, &grant);
  g_auto (Got) got = { 0 };

  begin (source, NULL, NULL, &got);
  wait_for (&got);
  g_print ("%s\n", got.error != NULL ? got.error->message : got.header);
  return got.error != NULL;
}

static const char *program;

static void
on_child_over_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  char **text = data;
  g_autoptr (GError) error = NULL;

  g_subprocess_communicate_utf8_finish (G_SUBPROCESS (source), result, text, NULL, &error);
  g_assert_no_error (error);
}

/* Parallel refreshes break services that rotate: four processes at once, one request. */
static void
test_processes (Setting *self, gconstpointer oauth)
{
  GSubprocess *children[4];
  char *texts[4] = { NULL };
  g_autofree char *url = fake_server_get_url (self->server, "/token");
  g_autoptr (GError) error = NULL;

  keep (self, 10, "refresh-0");
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--refresh",
                                      self->folder, url, NULL);
      g_assert_no_error (error);
      g_subprocess_communicate_utf8_async (children[i], NULL, NULL, on_child_over_cb, &texts[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      while (texts[i] == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpstr (texts[i], ==, "Bearer access-1\n");
      g_free (texts[i]);
      g_object_unref (children[i]);
    }
  g_assert_cmpuint (fake_server_count_requests (self->server), ==, 1);
}

static void
add (const char *name, void (*func) (Setting *, gconstpointer), gconstpointer oauth)
{
  g_test_add (name, Setting, oauth, set_up, func, tear_down);
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--refresh"))
    return refresh_as_child (argv[2], argv[3]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  add ("/tokens/good", test_good_token, NULL);
  add ("/tokens/five-minutes-margin", test_margin, NULL);
  add ("/tokens/no-expiry", test_no_expiry, NULL);
  add ("/tokens/refused", test_refused, NULL);
  add ("/tokens/refreshed-elsewhere", test_refreshed_elsewhere, NULL);
  add ("/tokens/one-refresh-for-all", test_single_flight, NULL);
  add ("/tokens/two-sources", test_two_sources, NULL);
  add ("/tokens/nobody-signed-in", test_nobody_signed_in, NULL);
  add ("/tokens/no-refresh-token", test_no_refresh_token, NULL);
  add ("/tokens/invalid-grant", test_invalid_grant, NULL);
  add ("/tokens/network-error-is-not-revoked", test_network_error, NULL);
  add ("/tokens/senseless-answer", test_senseless_answer, NULL);
  add ("/tokens/senseless-answer-rotating", test_senseless_answer, &rotating_info);
  add ("/tokens/rotating-is-not-repeated", test_rotating_not_repeated, &rotating_info);
  add ("/tokens/rotation-saved-before-use", test_rotation_saved, &rotating_info);
  add ("/tokens/cannot-save", test_cannot_save, &rotating_info);
  add ("/tokens/not-rotated", test_not_rotated, NULL);
  add ("/tokens/late-refresh-after-disconnect", test_late_refresh, NULL);
  add ("/tokens/cancelled", test_cancelled, NULL);
  add ("/tokens/cancelled-rotating", test_cancelled, &rotating_info);
  add ("/tokens/other-role", test_other_role, NULL);
  add ("/tokens/lock", test_lock, NULL);
  add ("/tokens/lock-is-no-link", test_lock_is_no_link, NULL);
  add ("/tokens/lock-of-an-account", test_lock_of_an_account, NULL);
  add ("/tokens/four-processes", test_processes, &rotating_info);
  return g_test_run ();
}
