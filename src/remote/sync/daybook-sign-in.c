/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-sign-in.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-fixed-credentials.h"
#include "net/daybook-origin.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-sign-in-private.h"
#include "sync/daybook-sign-in-settings.h"

static void
forget (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
daybook_sign_in_flow_clear (DaybookSignInFlow *self)
{
  forget (self->address);
  forget (self->password);
  g_free (self->server);
  g_free (self->user);
  g_clear_pointer (&self->client, daybook_oauth_client_free);
  g_clear_pointer (&self->before, daybook_grant_free);
  g_clear_pointer (&self->grant, daybook_grant_free);
  g_clear_pointer (&self->account, daybook_account_free);
  g_clear_pointer (&self->tokens, daybook_tokens_free);
  g_clear_pointer (&self->goa, daybook_goa_account_free);
  g_clear_object (&self->credentials);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_clear_pointer (&self->also, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookSignInFlow, daybook_sign_in_flow_clear)

void
daybook_sign_in_outcome_clear (DaybookSignInOutcome *self)
{
  g_clear_pointer (&self->also, g_array_unref);
  if (self->left_out != NULL)
    g_string_free (g_steal_pointer (&self->left_out), TRUE);
}

static gboolean
choose_provider (DaybookSignInFlow *self, const char *id, GError **error)
{
  self->provider = daybook_registry_find (id);
  if (self->provider == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("There is no provider “%s”; “daybookctl providers” lists what can be connected."), id);
      return FALSE;
    }
  self->info = daybook_provider_get_info (self->provider);
  return TRUE;
}

static gboolean
choose_way (DaybookSignInFlow *self, const char *wanted, GError **error)
{
  self->way = daybook_sign_in_choose (self->info, wanted, self->request, error);
  return self->way != NULL;
}

/* ---- who it is, and what there is ---- */

static DaybookCredentials *
make_credentials (DaybookSignInFlow *self)
{
  if (self->credentials != NULL)
    return g_object_ref (self->credentials);
  if (self->password != NULL)
    return DAYBOOK_CREDENTIALS (daybook_fixed_credentials_new_for_password (self->user, self->password));
  if (self->tokens == NULL)
    return NULL;
  return DAYBOOK_CREDENTIALS (self->way->way == DAYBOOK_SIGN_IN_TOKEN
                                  ? daybook_fixed_credentials_new_for_pasted (self->tokens)
                                  : daybook_fixed_credentials_new_for_access (self->tokens));
}

static gboolean
run_exchange (DaybookSignInFlow *self, DaybookExchange *exchange, const DaybookProviderContext *context,
              gboolean adds_origins, GError **error)
{
  g_autoptr (DaybookCredentials) credentials = make_credentials (self);
  gboolean ran = adds_origins
                     ? daybook_services_run_identify (self->services, exchange, context, credentials, self->cancellable, error)
                     : daybook_services_run (self->services, exchange, context, credentials, NULL, self->cancellable, error);

  if (!ran)
    return FALSE;
  if (daybook_exchange_get_error (exchange) != NULL)
    {
      g_propagate_error (error, g_error_copy (daybook_exchange_get_error (exchange)));
      return FALSE;
    }
  return TRUE;
}

static DaybookExchange *
new_exchange (DaybookSignInFlow *self)
{
  return daybook_exchange_new (daybook_store_now (daybook_services_get_store (self->services)), g_random_int ());
}

/* What a provider is told before there is a grant in the store. @origins is filled in for @context to point to. */
static gboolean
fill_context (DaybookSignInFlow *self, DaybookProviderContext *context, char **origins, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  const char *where = self->address != NULL ? self->address : self->server;
  g_autofree char *origin = where != NULL ? daybook_origin_of (where) : NULL;
  const char *kept = self->kept != NULL ? g_hash_table_lookup (self->kept, "origins") : NULL;

  *context = (DaybookProviderContext){ .account = self->request->account_id != 0 ? self->account : NULL };
  if (!daybook_services_fill_context (self->services, context, self->info, error))
    return FALSE;
  context->grant = self->grant;
  context->secret_url = where;
  context->user = self->user;
  if (context->origins != NULL)
    g_strv_builder_add (builder, context->origins);
  if (origin != NULL)
    g_strv_builder_add (builder, origin);
  if (kept != NULL)
    g_strv_builder_add (builder, kept);
  list = g_strv_builder_end (builder);
  *origins = g_strjoinv (" ", list);
  context->origins = *origins;
  return TRUE;
}

static gboolean
take_identity (DaybookSignInFlow *self, DaybookExchange *exchange, GError **error)
{
  if (self->request->account_id != 0
      && g_strcmp0 (self->account->identity, daybook_exchange_get_identity (exchange)) != 0)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
                   _ ("You signed in as %s, but this account is %s. Sign in as that one, or connect a new account."),
                   daybook_exchange_get_identity (exchange), self->account->identity);
      return FALSE;
    }
  g_free (self->account->identity);
  self->account->identity = g_strdup (daybook_exchange_get_identity (exchange));
  if (self->account->name == NULL || *self->account->name == '\0')
    {
      g_free (self->account->name);
      self->account->name = g_strdup (self->request->name != NULL ? self->request->name
                                      : daybook_exchange_get_name (exchange) != NULL
                                          ? daybook_exchange_get_name (exchange)
                                          : _ (self->info->name));
    }
  return TRUE;
}

/* Who signed in. */
gboolean
daybook_sign_in_identify (DaybookSignInFlow *self, GError **error)
{
  g_autoptr (DaybookExchange) exchange = new_exchange (self);
  g_autofree char *origins = NULL;
  DaybookProviderContext context;

  if (!fill_context (self, &context, &origins, error))
    return FALSE;
  daybook_provider_identify (self->provider, &context, exchange);
  if (!run_exchange (self, exchange, &context, TRUE, error))
    return FALSE;
  if (daybook_exchange_get_moved_address (exchange) != NULL && self->address != NULL)
    {
      forget (self->address);
      self->address = g_strdup (daybook_exchange_get_moved_address (exchange));
    }
  self->kept = g_hash_table_ref (daybook_exchange_get_kept_settings (exchange));
  daybook_sign_in_settle_grant (self);
  return take_identity (self, exchange, error);
}

/* What there is. */
gboolean
daybook_sign_in_list_sources (DaybookSignInFlow *self, GError **error)
{
  g_autoptr (DaybookExchange) exchange = new_exchange (self);
  g_autofree char *origins = NULL;
  DaybookProviderContext context;

  if (!fill_context (self, &context, &origins, error))
    return FALSE;
  context.account = self->account;
  if (!daybook_provider_list_sources (self->provider, &context, exchange))
    return TRUE;
  if (!run_exchange (self, exchange, &context, FALSE, error))
    return FALSE;
  self->sources = g_ptr_array_ref (daybook_exchange_get_sources (exchange));
  return TRUE;
}

/* ---- the whole ---- */

static gboolean
begin (DaybookSignInFlow *self, GError **error)
{
  DaybookStore *store = daybook_services_get_store (self->services);

  if (self->request->account_id == 0)
    {
      self->account = daybook_account_new ();
      if (!choose_provider (self, self->request->provider, error)
          || !choose_way (self, self->request->sign_in, error))
        return FALSE;
      g_free (self->account->provider);
      self->account->provider = g_strdup (self->info->id);
    }
  else
    {
      self->account = daybook_store_get_account (store, self->request->account_id, error);
      self->before = self->account != NULL ? daybook_store_get_grant (store, self->account->grant_id, error) : NULL;
      if (self->before == NULL || !choose_provider (self, self->account->provider, error)
          || !choose_way (self, self->request->sign_in != NULL ? self->request->sign_in : self->before->sign_in, error))
        return FALSE;
    }
  self->grant = daybook_grant_new ();
  g_free (self->grant->provider);
  self->grant->provider = g_strdup (self->info->family);
  g_free (self->grant->sign_in);
  self->grant->sign_in = g_strdup (self->way->name);
  return daybook_sign_in_take_also (self, error)
         && daybook_sign_in_check_settings (self->info, self->request->settings, error)
         && daybook_sign_in_keep_client (self->info, self->request->settings,
                                         daybook_services_get_config (self->services), error);
}

/* The service itself is asked first, which also shows whether it may be; else the way around it, where there is one. */
static gboolean
identify_somehow (DaybookSignInFlow *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (daybook_sign_in_identify (self, &local))
    return TRUE;
  if (daybook_sign_in_goa_falls_back (self, local))
    return daybook_sign_in_identify (self, error);
  daybook_sign_in_goa_explain (self, &local);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* Where nothing can be kept nobody should have to sign in first. What the desktop gives out is not kept. */
static gboolean
prepare_vault (DaybookSignInFlow *self, GError **error)
{
  return self->way->way == DAYBOOK_SIGN_IN_NONE || self->way->way == DAYBOOK_SIGN_IN_GOA || daybook_sign_in_is_file (self)
         || daybook_services_prepare_vault (self->services, error);
}

/* The way in which @account_id was signed in asks for a secret with the request, unless @request names another: it is
 * read before. */
gboolean
daybook_sign_in_again_asks_for_secret (DaybookStore *store, const DaybookSignInRequest *request)
{
  g_autoptr (DaybookAccount) account = daybook_store_get_account (store, request->account_id, NULL);
  g_autoptr (DaybookGrant) grant = account != NULL ? daybook_store_get_grant (store, account->grant_id, NULL) : NULL;
  DaybookProvider *provider = account != NULL ? daybook_registry_find (account->provider) : NULL;
  DaybookSignInRequest by_way = *request;

  if (grant == NULL || provider == NULL)
    return FALSE;
  if (by_way.sign_in == NULL)
    by_way.sign_in = grant->sign_in;
  return daybook_sign_in_asks_for_secret (daybook_provider_get_info (provider), &by_way);
}

/* Signs in as @request says and stores the outcome. Returns the account's row. Errors: USAGE, CONFIG (no
 * client id: the message names the ways there are), AUTH_REQUIRED (refused, timed out), KEYRING_*, CANCELLED, and
 * what the service answered. */
gint64
daybook_sign_in (DaybookServices *services,
                 const DaybookSignInRequest *request,
                 DaybookSignInPrompt prompt,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  g_auto (DaybookSignInFlow) self = {
    .services = services, .request = request, .prompt = prompt, .prompt_data = data, .cancellable = cancellable
  };

  if (!begin (&self, error) || (self.way->prepare != NULL && !self.way->prepare (&self, error))
      || !prepare_vault (&self, error) || (self.way->run != NULL && !self.way->run (&self, error)))
    return 0;
  if (!identify_somehow (&self, error) || !daybook_sign_in_list_sources (&self, error)
      || !daybook_sign_in_store (&self, error))
    return 0;
  daybook_sign_in_connect_also (&self);
  return self.account->id;
}
