/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "sync/daybook-sign-in-private.h"

/* What waits for the person, and for whom. */
typedef struct
{
  DaybookSignInFlow *flow;
  GCancellable *cancellable; /* (owned) of this wait alone */
  gboolean timed_out;
} Wait;

static void
on_prompt_cb (DaybookExchange *exchange, const char *url, const char *code, gint64 expires_at, gpointer data)
{
  Wait *wait = data;

  wait->flow->prompt (url, code, expires_at, wait->flow->prompt_data);
}

static gboolean
on_timeout_cb (gpointer data)
{
  Wait *wait = data;

  wait->timed_out = TRUE;
  g_cancellable_cancel (wait->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_errand_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  g_cancellable_cancel (data);
}

static gboolean
run (Wait *wait, DaybookExchange *exchange, GError **error)
{
  DaybookSignInFlow *self = wait->flow;
  const DaybookProviderContext context = { .api_url = self->client->token_url, .origins = self->client->device_url };
  gulong handler = self->cancellable != NULL ? g_cancellable_connect (self->cancellable, G_CALLBACK (on_errand_cancelled_cb),
                                                                     wait->cancellable, NULL)
                                             : 0;
  guint timeout = g_timeout_add_seconds (
      self->request->timeout != 0 ? self->request->timeout : DAYBOOK_OAUTH_FLOW_SECONDS, on_timeout_cb, wait);
  gboolean ran = daybook_services_run (self->services, exchange, &context, NULL, NULL, wait->cancellable, error);

  if (!wait->timed_out)
    g_source_remove (timeout);
  g_cancellable_disconnect (self->cancellable, handler);
  if (ran && daybook_exchange_get_error (exchange) != NULL)
    {
      g_propagate_error (error, g_error_copy (daybook_exchange_get_error (exchange)));
      return FALSE;
    }
  return ran;
}

/* The person types a code at the service, here or elsewhere, while the service is asked whether that has happened. */
gboolean
daybook_sign_in_run_device (DaybookSignInFlow *self, GError **error)
{
  g_autofree char *scopes = daybook_sign_in_wanted_scopes (self);
  g_autoptr (DaybookExchange) exchange = NULL;
  g_autoptr (GCancellable) own = g_cancellable_new ();
  Wait wait = { .flow = self, .cancellable = own };

  if (self->client->device_url == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG, _ ("%s has no address for codes in providers.ini."),
                   _ (self->info->name));
      return FALSE;
    }
  exchange = daybook_exchange_new (daybook_store_now (daybook_services_get_store (self->services)), g_random_int ());
  g_signal_connect (exchange, "prompt", G_CALLBACK (on_prompt_cb), &wait);
  daybook_oauth_start_device (self->client, scopes, exchange);
  if (!run (&wait, exchange, error))
    {
      if (wait.timed_out)
        {
          g_clear_error (error);
          g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                               _ ("Nobody finished signing in in time. Try again."));
        }
      return FALSE;
    }
  self->tokens = daybook_oauth_take_tokens (exchange);
  g_free (self->grant->scopes);
  self->grant->scopes = g_strdup (self->tokens->scopes != NULL ? self->tokens->scopes : scopes);
  self->grant->expires_at = self->tokens->expires_at;
  return TRUE;
}
