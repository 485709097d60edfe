/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-browser-sign-in.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "net/daybook-loopback.h"

struct _DaybookBrowserSignIn
{
  GObject parent_instance;

  DaybookTransport *transport; /* (owned) */
  DaybookOAuthClient *client;  /* (owned) */
  DaybookOAuthFlow *flow;      /* (owned) */
  DaybookLoopback *loopback;   /* (owned) (nullable) while an answer is awaited */
  guint deadline_id;

  DaybookOAuthAnswer answer; /* FOREIGN: none yet */
  GError *refusal;           /* (owned) (nullable) */

  GTask *task;               /* (owned) (nullable) while it runs */
  GCancellable *cancellable; /* (owned) (nullable) the caller's */
  GSource *cancelled;        /* (owned) (nullable) */
  DaybookExchange *exchange; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (DaybookBrowserSignIn, daybook_browser_sign_in, G_TYPE_OBJECT)

static void
stop_waiting (DaybookBrowserSignIn *self)
{
  daybook_timers_remove (daybook_transport_get_timers (self->transport), self->deadline_id);
  self->deadline_id = 0;
  g_clear_object (&self->loopback);
  if (self->cancelled != NULL)
    {
      g_source_destroy (self->cancelled);
      g_clear_pointer (&self->cancelled, g_source_unref);
    }
}

static void
daybook_browser_sign_in_finalize (GObject *object)
{
  DaybookBrowserSignIn *self = DAYBOOK_BROWSER_SIGN_IN (object);

  stop_waiting (self);
  g_object_unref (self->transport);
  daybook_oauth_client_free (self->client);
  daybook_oauth_flow_free (self->flow);
  g_clear_error (&self->refusal);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->exchange);
  G_OBJECT_CLASS (daybook_browser_sign_in_parent_class)->finalize (object);
}

static void
daybook_browser_sign_in_class_init (DaybookBrowserSignInClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_browser_sign_in_finalize;
}

static void
daybook_browser_sign_in_init (DaybookBrowserSignIn *self)
{
}

static void
on_redeemed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  DaybookBrowserSignIn *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (daybook_transport_run_finish (DAYBOOK_TRANSPORT (source), result, NULL, &error))
    g_task_return_pointer (task, daybook_oauth_take_tokens (self->exchange),
                           (GDestroyNotify) daybook_tokens_free);
  else
    g_task_return_error (task, error);
}

/* Goes on when there is both an answer and somebody to give the tokens to. */
static void
go_on (DaybookBrowserSignIn *self)
{
  DaybookTransportContext context = { .api_url = self->client->token_url };
  g_autoptr (GTask) task = NULL;

  if (self->task == NULL || self->answer == DAYBOOK_OAUTH_FOREIGN)
    return;
  stop_waiting (self);
  task = g_steal_pointer (&self->task);
  if (self->answer == DAYBOOK_OAUTH_REFUSED)
    {
      g_task_return_error (task, g_steal_pointer (&self->refusal));
      return;
    }
  self->exchange
      = daybook_exchange_new (daybook_clock_now (daybook_transport_get_clock (self->transport)), 0);
  daybook_oauth_redeem (self->client, self->flow, self->exchange);
  daybook_transport_run_async (self->transport, self->exchange, &context, self->cancellable,
                               on_redeemed_cb, g_steal_pointer (&task));
}

static gint64
now (DaybookBrowserSignIn *self)
{
  return daybook_clock_now (daybook_transport_get_clock (self->transport));
}

static DaybookLoopbackPage
on_query_cb (DaybookLoopback *loopback, const char *query, gpointer data)
{
  g_autoptr (DaybookBrowserSignIn) self = g_object_ref (data);
  g_autoptr (GError) error = NULL;
  DaybookOAuthAnswer answer = daybook_oauth_flow_take_query (self->flow, query, now (self), &error);

  if (answer == DAYBOOK_OAUTH_FOREIGN)
    return DAYBOOK_LOOPBACK_PAGE_FOREIGN;
  self->answer = answer;
  self->refusal = g_steal_pointer (&error);
  daybook_loopback_close (loopback);
  go_on (self);
  return answer == DAYBOOK_OAUTH_CODE ? DAYBOOK_LOOPBACK_PAGE_DONE : DAYBOOK_LOOPBACK_PAGE_REFUSED;
}

static void
on_deadline_cb (gpointer data)
{
  DaybookBrowserSignIn *self = data;

  self->deadline_id = 0;
  self->answer = DAYBOOK_OAUTH_REFUSED;
  self->refusal
      = g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                             _ ("The sign-in took longer than five minutes. Start it again."));
  g_clear_object (&self->loopback);
  go_on (self);
}

static gboolean
on_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  DaybookBrowserSignIn *self = data;
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  stop_waiting (self);
  g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, _ ("Canceled."));
  return G_SOURCE_REMOVE;
}

/* Starts to listen, on one of @ports where the service wants a registered one (ended by 0; NULL:
 * any).
 * @login_hint (nullable) is the address of the account to sign in with. (transfer full) */
DaybookBrowserSignIn *
daybook_browser_sign_in_new (DaybookTransport *transport,
                             const DaybookOAuthClient *client,
                             const guint16 *ports,
                             const char *scopes,
                             const char *login_hint,
                             GError **error)
{
  g_autoptr (DaybookBrowserSignIn) self = g_object_new (DAYBOOK_TYPE_BROWSER_SIGN_IN, NULL);
  DaybookTimers *timers = daybook_transport_get_timers (transport);

  self->transport = g_object_ref (transport);
  self->client = daybook_oauth_client_copy (client);
  self->loopback = daybook_loopback_new (client->redirect_host, ports, client->redirect_path,
                                         timers, on_query_cb, self, error);
  if (self->loopback == NULL)
    return NULL;
  self->flow = daybook_oauth_flow_new (client, daybook_loopback_get_redirect_uri (self->loopback),
                                       scopes, login_hint, now (self));
  self->deadline_id = daybook_timers_add_deadline (
      timers, DAYBOOK_OAUTH_FLOW_SECONDS * G_USEC_PER_SEC, on_deadline_cb, self);
  return g_steal_pointer (&self);
}

/* The address to open in the browser; it is not secret but belongs to this sign-in alone. */
const char *
daybook_browser_sign_in_get_url (DaybookBrowserSignIn *self)
{
  return daybook_oauth_flow_get_url (self->flow);
}

/* Takes the address at which a browser on another computer ended, as pasted. FALSE: it is not the
 * one that the sign-in waits for, which goes on waiting. */
gboolean
daybook_browser_sign_in_paste (DaybookBrowserSignIn *self, const char *address)
{
  g_autoptr (GError) error = NULL;
  DaybookOAuthAnswer answer
      = daybook_oauth_flow_take_address (self->flow, address, now (self), &error);

  if (answer == DAYBOOK_OAUTH_FOREIGN)
    return FALSE;
  self->answer = answer;
  self->refusal = g_steal_pointer (&error);
  go_on (self);
  return TRUE;
}

/* Waits for the browser and gets the tokens. Once only. Errors: FORBIDDEN (the person declined),
 * AUTH_REQUIRED (five minutes have passed, another issuer), CONFIG, CANCELLED, and those of the
 * transport. */
void
daybook_browser_sign_in_run_async (DaybookBrowserSignIn *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  self->task = g_task_new (self, NULL, callback, data);
  g_task_set_source_tag (self->task, daybook_browser_sign_in_run_async);
  if (cancellable != NULL)
    {
      self->cancellable = g_object_ref (cancellable);
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled_cb), self, NULL);
      g_source_attach (self->cancelled, g_main_context_get_thread_default ());
    }
  go_on (self);
}

/* (transfer full) */
DaybookTokens *
daybook_browser_sign_in_run_finish (DaybookBrowserSignIn *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
