/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-token-source.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-family.h"
#include "sync/daybook-sign-in.h"

/* What Daybook signed in to itself is withdrawn. A token that the person made, and an account of the desktop's, are
 * theirs and stay. */
static gboolean
is_ours (const DaybookGrant *grant)
{
  return g_strcmp0 (grant->sign_in, "browser") == 0 || g_strcmp0 (grant->sign_in, "device") == 0;
}

/* Tells the service, as far as it can be told. What fails here keeps nobody from leaving. */
static gboolean
tell_service (DaybookServices *services,
              const DaybookAccount *account,
              const DaybookGrant *grant,
              const DaybookTokens *tokens,
              GCancellable *cancellable)
{
  DaybookProvider *provider = daybook_registry_find (account->provider);
  const DaybookProviderInfo *info = provider != NULL ? daybook_provider_get_info (provider) : NULL;
  g_autoptr (DaybookExchange) exchange = NULL;
  DaybookProviderContext context = { .account = account, .grant = grant };

  if (info == NULL || (info->capabilities & DAYBOOK_CAPABILITY_REVOKE) == 0 || !is_ours (grant))
    return TRUE;
  if (tokens == NULL || !daybook_services_fill_context (services, &context, info, NULL))
    return FALSE;
  exchange = daybook_exchange_new (daybook_store_now (daybook_services_get_store (services)), g_random_int ());
  if (!daybook_provider_revoke (provider, &context, tokens->refresh != NULL ? tokens->refresh : tokens->access, exchange))
    return TRUE;
  return daybook_services_run (services, exchange, &context, NULL, NULL, cancellable, NULL)
         && daybook_exchange_get_error (exchange) == NULL;
}

/* Google's withdrawal takes the person's whole consent away, whichever grant the token is of: another account of
 * theirs would die with it. */
static gboolean
has_relatives (DaybookStore *store, const DaybookAccount *account)
{
  DaybookProvider *provider = daybook_registry_find (account->provider);
  g_autoptr (GPtrArray) accounts = NULL;

  if (provider == NULL || account->identity == NULL)
    return FALSE;
  accounts = daybook_family_list_accounts (store, daybook_provider_get_info (provider), account->identity, account->id);
  return accounts->len > 0;
}

static gboolean
forget_grant (DaybookStore *store, const DaybookGrant *grant, gboolean last, GError **error)
{
  g_autofree char *prefix = daybook_secrets_prefix_for_grant (grant->id);

  if (!last)
    return TRUE;
  /* From here on a late refresh cannot write its tokens back. */
  return daybook_store_raise_grant_epoch (store, grant->id, error) && daybook_store_delete_secrets (store, prefix, error);
}

static gboolean
write_audit (DaybookStore *store, gint64 account_id, const DaybookSignOut *result, GError **error)
{
  g_autofree char *subject = daybook_id_format (DAYBOOK_KIND_ACCOUNT, account_id);
  g_autofree char *detail = g_strdup_printf ("{\"kept\":%" G_GINT64_FORMAT ",\"revoked\":%s}", result->kept,
                                             result->revoked ? "true" : "false");

  return daybook_store_audit (store, "worker", "account.disconnect", subject, detail, error);
}

static gboolean
is_gone (DaybookStore *store, gint64 account_id)
{
  g_autoptr (DaybookAccount) account = daybook_store_get_account (store, account_id, NULL);

  return account == NULL;
}

/* Disconnects an account: with the last one of a sign-in the service is told and the tokens are
 * shredded; what was synced is deleted (or, with @keep_data, kept), what the person approved or wrote
 * stays. */
gboolean
daybook_sign_out (DaybookServices *services,
                  gint64 account_id,
                  gboolean keep_data,
                  DaybookSignOut *result,
                  GCancellable *cancellable,
                  GError **error)
{
  DaybookStore *store = daybook_services_get_store (services);
  g_autoptr (DaybookAccount) account = daybook_store_get_account (store, account_id, error);
  g_autoptr (DaybookGrant) grant = NULL;
  g_autoptr (DaybookTokens) tokens = NULL;
  DaybookFileLock *lock;
  gboolean last;
  gboolean ok;

  *result = (DaybookSignOut){ .revoked = TRUE };
  grant = account != NULL ? daybook_store_get_grant (store, account->grant_id, error) : NULL;
  if (grant == NULL)
    return FALSE;
  lock = daybook_services_lock_grant (services, grant->id, cancellable, error);
  if (lock == NULL)
    return FALSE;
  last = daybook_store_count_grant_accounts (store, grant->id) <= 1;
  if (last && !has_relatives (store, account))
    {
      tokens = daybook_tokens_look_up (daybook_services_get_secrets (services), grant, NULL);
      result->revoked = tell_service (services, account, grant, tokens, cancellable);
    }
  ok = forget_grant (store, grant, last, error)
       && daybook_store_disconnect_account (store, account_id, keep_data, &result->kept, error);
  /* Also when traces on the disk have to wait. */
  if (ok || is_gone (store, account_id))
    ok = write_audit (store, account_id, result, ok ? error : NULL) && ok;
  daybook_file_lock_release (lock);
  return ok;
}
