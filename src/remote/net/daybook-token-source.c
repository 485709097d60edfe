/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-token-source.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "net/daybook-file-lock.h"
#include "net/daybook-secret-text.h"

#define MARGIN 300  /* seconds before its end that a token is renewed */
#define LAST_USE 30 /* and when it is still good enough if that fails */

struct _DaybookTokenSource
{
  GObject parent_instance;

  DaybookTransport *transport; /* (owned) */
  DaybookSecrets *secrets;     /* (owned) */
  char *lock_folder;           /* (owned) */
  DaybookOAuthClient *client;  /* (owned) */
  DaybookGrant *grant;         /* (owned) id, service and epoch of it */

  DaybookTokens *tokens;     /* (owned) (nullable) as last read or written */
  GPtrArray *waiting;        /* GTask (owned): who wants another token */
  char *refused;             /* (owned) (nullable) header value that the service refused */
  GCancellable *cancellable; /* (owned) (nullable) of the refresh that is under way */
  DaybookFileLock *lock;    /* (owned) (nullable) held during it */
  DaybookExchange *exchange; /* (owned) (nullable) */
  guint refreshes;
};

typedef struct
{
  DaybookTokenSource *source; /* (unowned) the task's source object */
  GSource *cancelled;         /* (owned) (nullable) */
} Waiter;

static void credentials_init (DaybookCredentialsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookTokenSource,
                               daybook_token_source,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_CREDENTIALS, credentials_init))

static void
waiter_free (gpointer data)
{
  Waiter *self = data;

  if (self->cancelled != NULL)
    {
      g_source_destroy (self->cancelled);
      g_source_unref (self->cancelled);
    }
  g_free (self);
}

static void
daybook_token_source_finalize (GObject *object)
{
  DaybookTokenSource *self = DAYBOOK_TOKEN_SOURCE (object);

  /* Tasks hold their source, so nobody waits any more. */
  g_ptr_array_unref (self->waiting);
  g_object_unref (self->transport);
  g_object_unref (self->secrets);
  g_free (self->lock_folder);
  daybook_oauth_client_free (self->client);
  daybook_grant_free (self->grant);
  daybook_tokens_free (self->tokens);
  daybook_credentials_wipe (self->refused);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->exchange);
  daybook_file_lock_release (self->lock);
  G_OBJECT_CLASS (daybook_token_source_parent_class)->finalize (object);
}

static void
daybook_token_source_class_init (DaybookTokenSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_token_source_finalize;
}

static void
daybook_token_source_init (DaybookTokenSource *self)
{
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/* Writes a grant's tokens down. CONFLICT when it was disconnected since it was read. */
gboolean
daybook_tokens_keep (DaybookSecrets *secrets,
                     const DaybookGrant *grant,
                     const DaybookTokens *tokens,
                     GError **error)
{
  g_autofree char *name = daybook_secrets_name_for_grant (grant, DAYBOOK_TOKENS_SECRET);
  g_autoptr (GBytes) bytes = daybook_tokens_to_bytes (tokens);

  return daybook_secrets_put (secrets, name, grant->id, grant->epoch, bytes, error);
}

/* A grant's tokens as they were written last, for a sign-out. AUTH_REQUIRED where there are none.
 */
DaybookTokens *
daybook_tokens_look_up (DaybookSecrets *secrets, const DaybookGrant *grant, GError **error)
{
  g_autofree char *name = daybook_secrets_name_for_grant (grant, DAYBOOK_TOKENS_SECRET);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) bytes = daybook_secrets_get (secrets, name, &failure);

  if (bytes != NULL)
    return daybook_tokens_from_bytes (bytes, error);
  if (g_error_matches (failure, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND))
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                         _ ("Nobody is signed in. Sign in again."));
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static char *
header_of (const DaybookTokens *tokens)
{
  return g_strconcat ("Bearer ", tokens->access, NULL);
}

/* Whether the tokens at hand will do: not refused, and good for @seconds more. */
static gboolean
is_usable (DaybookTokenSource *self, gint64 seconds)
{
  g_autofree char *header = NULL;
  gint64 now = daybook_clock_now (daybook_transport_get_clock (self->transport));
  gboolean refused;

  if (self->tokens == NULL)
    return FALSE;
  header = header_of (self->tokens);
  refused = daybook_secret_text_equal (header, self->refused);
  daybook_credentials_wipe (g_steal_pointer (&header));
  return !refused
         && (self->tokens->expires_at == DAYBOOK_INSTANT_NONE
             || self->tokens->expires_at - now > seconds);
}

static gboolean
reload (DaybookTokenSource *self, GError **error)
{
  DaybookTokens *tokens = daybook_tokens_look_up (self->secrets, self->grant, error);

  if (tokens == NULL)
    return FALSE;
  daybook_tokens_free (self->tokens);
  self->tokens = tokens;
  return TRUE;
}

static void start (DaybookTokenSource *self);

/* Ends the refresh for everybody who waits: with the tokens at hand, or with @error (transfer
 * full). */
static void
settle (DaybookTokenSource *self, GError *error)
{
  g_autoptr (DaybookTokenSource) alive = g_object_ref (self);
  g_autoptr (GPtrArray) waiting = NULL;

  g_clear_pointer (&self->lock, daybook_file_lock_release);
  g_clear_object (&self->exchange);
  g_clear_object (&self->cancellable);
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED) && self->waiting->len > 0)
    {
      /* Whoever wanted it has left, and somebody else has come. */
      g_clear_error (&error);
      start (self);
      return;
    }
  waiting = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  daybook_credentials_wipe (g_steal_pointer (&self->refused));
  for (guint i = 0; i < waiting->len; i++)
    {
      GTask *task = waiting->pdata[i];
      Waiter *waiter = g_task_get_task_data (task);

      if (waiter->cancelled != NULL)
        g_source_destroy (waiter->cancelled);
      if (error != NULL)
        g_task_return_error (task, g_error_copy (error));
      else
        g_task_return_pointer (task, header_of (self->tokens),
                               (GDestroyNotify) daybook_credentials_wipe);
    }
  g_clear_error (&error);
}

static void
on_refreshed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookTokenSource) self = data;
  g_autoptr (DaybookTokens) tokens = NULL;
  GError *error = NULL;

  if (!daybook_transport_run_finish (DAYBOOK_TRANSPORT (source), result, NULL, &error))
    {
      /* Renewing early has its use: for a few minutes a service that cannot be reached does no
       * harm. */
      if (error->code != DAYBOOK_ERROR_AUTH_REQUIRED && error->code != DAYBOOK_ERROR_CANCELLED
          && is_usable (self, LAST_USE))
        g_clear_error (&error);
      settle (self, error);
      return;
    }
  tokens = daybook_oauth_take_tokens (self->exchange);
  self->refreshes++;
  /* Written down before anybody uses it: what the service has replaced is gone for good. */
  if (!daybook_tokens_keep (self->secrets, self->grant, tokens, &error))
    {
      if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT))
        {
          g_clear_error (&error);
          error = g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                                       _ ("The account was disconnected in the meantime."));
        }
      settle (self, error);
      return;
    }
  daybook_tokens_free (self->tokens);
  self->tokens = g_steal_pointer (&tokens);
  settle (self, NULL);
}

static void
on_locked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookTokenSource) self = data;
  DaybookTransportContext context = { .api_url = self->client->token_url };
  GError *error = NULL;

  self->lock = daybook_file_lock_take_finish (result, &error);
  /* Whoever held the lock before may have done it, or may have disconnected. */
  if (self->lock == NULL || !reload (self, &error) || is_usable (self, MARGIN))
    {
      settle (self, error);
      return;
    }
  self->exchange
      = daybook_exchange_new (daybook_clock_now (daybook_transport_get_clock (self->transport)), 0);
  daybook_oauth_refresh (self->client, self->tokens, self->exchange);
  /* Where the old refresh token is used up, nothing but the answer brings the next: see it through.
   */
  daybook_transport_run_async (self->transport, self->exchange, &context,
                               self->client->rotates ? NULL : self->cancellable, on_refreshed_cb,
                               g_object_ref (self));
}

static void
start (DaybookTokenSource *self)
{
  self->cancellable = g_cancellable_new ();
  daybook_file_lock_take_grant_async (self->lock_folder, self->grant->id,
                                      daybook_transport_get_timers (self->transport),
                                      self->cancellable, on_locked_cb, g_object_ref (self));
}

/* A token that was refused stays refused until another one is there. What a latecomer says of an
 * older one is no news. */
static void
note_refused (DaybookTokenSource *self, const char *refused)
{
  if (self->tokens != NULL)
    {
      char *header = header_of (self->tokens);
      gboolean current = daybook_secret_text_equal (header, refused);

      daybook_credentials_wipe (header);
      if (!current)
        return;
    }
  daybook_credentials_wipe (self->refused);
  self->refused = g_strdup (refused);
}

static gboolean
on_waiter_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  GTask *task = data;
  Waiter *waiter = g_task_get_task_data (task);
  DaybookTokenSource *self = waiter->source;

  /* While the answer is awaited whose loss would end the sign-in, everybody waits for it. */
  if (self->exchange != NULL && self->client->rotates)
    return G_SOURCE_REMOVE;
  g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, _ ("Canceled."));
  if (self->waiting->len == 1 && self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_ptr_array_remove (self->waiting, task);
  return G_SOURCE_REMOVE;
}

static void
authorize_async (DaybookCredentials *credentials,
                 DaybookCredential role,
                 const char *refused,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer data)
{
  DaybookTokenSource *self = DAYBOOK_TOKEN_SOURCE (credentials);
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, data);
  Waiter *waiter;
  GError *error = NULL;

  g_task_set_source_tag (task, authorize_async);
  if (role != DAYBOOK_CREDENTIAL_USER && role != DAYBOOK_CREDENTIAL_BASIC)
    {
      g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                               _ ("This sign-in has no such credentials."));
      return;
    }
  if (refused != NULL)
    note_refused (self, refused);
  if (self->cancellable == NULL && !is_usable (self, MARGIN) && !reload (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->cancellable == NULL && is_usable (self, MARGIN))
    {
      daybook_credentials_wipe (g_steal_pointer (&self->refused));
      g_task_return_pointer (task, header_of (self->tokens),
                             (GDestroyNotify) daybook_credentials_wipe);
      return;
    }

  waiter = g_new0 (Waiter, 1);
  waiter->source = self;
  g_task_set_task_data (task, waiter, waiter_free);
  if (cancellable != NULL)
    {
      waiter->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (waiter->cancelled, G_SOURCE_FUNC (on_waiter_cancelled_cb), task, NULL);
      g_source_attach (waiter->cancelled, g_main_context_get_thread_default ());
    }
  g_ptr_array_add (self->waiting, g_object_ref (task));
  if (self->cancellable == NULL)
    start (self);
}

static char *
authorize_finish (DaybookCredentials *credentials, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
credentials_init (DaybookCredentialsInterface *iface)
{
  iface->authorize_async = authorize_async;
  iface->authorize_finish = authorize_finish;
}

/* The credentials of @grant as it was read when the errand began; its tokens lie in @secrets.
 * @lock_folder: where the database lies. (transfer full) */
DaybookTokenSource *
daybook_token_source_new (DaybookTransport *transport,
                          DaybookSecrets *secrets,
                          const char *lock_folder,
                          const DaybookOAuthClient *client,
                          const DaybookGrant *grant)
{
  DaybookTokenSource *self = g_object_new (DAYBOOK_TYPE_TOKEN_SOURCE, NULL);

  self->transport = g_object_ref (transport);
  self->secrets = g_object_ref (secrets);
  self->lock_folder = g_strdup (lock_folder);
  self->client = daybook_oauth_client_copy (client);
  self->grant = daybook_grant_new ();
  self->grant->id = grant->id;
  self->grant->epoch = grant->epoch;
  self->grant->provider = g_strdup (grant->provider);
  return self;
}

