/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts that the person has signed in to in the desktop's settings: nothing to type, no client id, no browser. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "sync/daybook-grant-credentials.h"
#include "sync/daybook-sign-in-private.h"

/* Whether @account is one of those that @info can be signed in with, and the person lets programs have. */
gboolean
daybook_goa_account_serves (const DaybookGoaAccount *account, const DaybookProviderInfo *info)
{
  g_auto (GStrv) types = g_strsplit (info->goa_types != NULL ? info->goa_types : "", " ", -1);
  g_auto (GStrv) kinds = g_strsplit (info->kinds, ",", -1);

  if ((info->sign_in & DAYBOOK_SIGN_IN_GOA) == 0 || !g_strv_contains ((const char *const *) types, account->type)
      || !(account->has_token || account->has_password) || (info->goa_calendar_uri && account->calendar_uri == NULL))
    return FALSE;
  return g_strv_contains ((const char *const *) kinds, "mail") ? !account->mail_disabled : !account->calendar_disabled;
}

static GPtrArray *
list_accounts (const DaybookProviderInfo *info, GCancellable *cancellable)
{
  g_autoptr (GPtrArray) all = daybook_goa_list (cancellable);
  GPtrArray *accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_goa_account_free);

  for (guint i = 0; i < all->len; i++)
    {
      if (daybook_goa_account_serves (all->pdata[i], info))
        g_ptr_array_add (accounts, g_steal_pointer (&all->pdata[i]));
    }
  return accounts;
}

static gboolean
is_of_user (const DaybookGoaAccount *account, const char *user)
{
  return user == NULL || g_ascii_strcasecmp (account->identity, user) == 0 || g_ascii_strcasecmp (account->name, user) == 0
         || g_str_equal (account->id, user);
}

/* Whether this way works here and now for what @request says: where nobody chose, it comes first. */
gboolean
daybook_sign_in_goa_works (const DaybookProviderInfo *info, const DaybookSignInRequest *request)
{
  g_autoptr (GPtrArray) accounts = NULL;

  /* Whoever types an address means that server. */
  if (request->url != NULL)
    return FALSE;
  accounts = list_accounts (info, NULL);
  for (guint i = 0; i < accounts->len; i++)
    {
      if (is_of_user (accounts->pdata[i], request->user))
        return TRUE;
    }
  return FALSE;
}

/* The ones that fit what is known: of a reconnect the same as before, else whom the person names. */
static GPtrArray *
find_accounts (DaybookSignInFlow *self)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *id = self->before != NULL ? daybook_grant_get_setting (self->before, DAYBOOK_GOA_SETTING) : NULL;
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_goa_account_free);

  /* An account that fell back to its calendars' address is of another type than its service's own. */
  all = self->info->goa_calendar_uri && id != NULL ? daybook_goa_list (self->cancellable)
                                                   : list_accounts (self->info, self->cancellable);
  for (guint i = 0; i < all->len; i++)
    {
      const DaybookGoaAccount *account = all->pdata[i];

      if (id != NULL && self->request->user == NULL ? g_str_equal (account->id, id) : is_of_user (account, self->request->user))
        g_ptr_array_add (found, g_steal_pointer (&all->pdata[i]));
    }
  return found;
}

static void
set_several (DaybookSignInFlow *self, GPtrArray *accounts, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < accounts->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ((const DaybookGoaAccount *) accounts->pdata[i])->name);
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
               _ ("GNOME Online Accounts has several accounts for %s: %s. Say which one with --user NAME."), _ (self->info->name),
               names->str);
}

static gboolean
take_account (DaybookSignInFlow *self, const DaybookGoaAccount *account, GError **error)
{
  if (account->attention_needed)
    {
      g_propagate_error (error, daybook_goa_error_attention (account->name));
      return FALSE;
    }
  self->user = g_strdup (account->user);
  self->credentials = DAYBOOK_CREDENTIALS (daybook_goa_credentials_new (account));
  if (!self->info->goa_calendar_uri)
    return TRUE;
  self->server = daybook_provider_check_address (self->provider, account->calendar_uri, error);
  return self->server != NULL;
}

gboolean
daybook_sign_in_prepare_goa (DaybookSignInFlow *self, GError **error)
{
  g_autoptr (GPtrArray) accounts = find_accounts (self);

  if (accounts->len == 0)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                   _ ("GNOME Online Accounts has no such account for %s: add it in Settings › Online Accounts and leave it "
                      "switched on there, or sign in another way."),
                   _ (self->info->name));
      return FALSE;
    }
  if (accounts->len > 1)
    {
      set_several (self, accounts, error);
      return FALSE;
    }
  self->goa = g_steal_pointer (&accounts->pdata[0]);
  return take_account (self, self->goa, error);
}

/* A service that brings the same by the address that GNOME Online Accounts tells, whoever's account it is. */
static DaybookProvider *
find_reader (const DaybookProviderInfo *info)
{
  g_autoptr (GPtrArray) providers = daybook_registry_list ();

  for (guint i = 0; i < providers->len; i++)
    {
      const DaybookProviderInfo *other = daybook_provider_get_info (providers->pdata[i]);

      if (other->goa_calendar_uri && !info->goa_calendar_uri && g_str_equal (other->kinds, info->kinds))
        return providers->pdata[i];
    }
  return NULL;
}

/* A token works for those interfaces alone that are switched on in GNOME's own project at the service (CONFIG: there is
 * nothing that the person could configure). The same account may still be reached by the open one: @error was what
 * the service's own said. Returns whether the flow goes on as that one's. */
gboolean
daybook_sign_in_goa_falls_back (DaybookSignInFlow *self, const GError *error)
{
  DaybookProvider *reader = self->goa != NULL && self->goa->calendar_uri != NULL ? find_reader (self->info) : NULL;
  char *server;

  if (reader == NULL || self->request->account_id != 0 || !g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG))
    return FALSE;
  server = daybook_provider_check_address (reader, self->goa->calendar_uri, NULL);
  if (server == NULL)
    return FALSE;
  self->provider = reader;
  self->info = daybook_provider_get_info (reader);
  self->server = server;
  g_free (self->account->provider);
  self->account->provider = g_strdup (self->info->id);
  g_free (self->grant->provider);
  self->grant->provider = g_strdup (self->info->family);
  return TRUE;
}

/* What a service says of the project of a client id is not about anything of the person's. */
void
daybook_sign_in_goa_explain (DaybookSignInFlow *self, GError **error)
{
  if (self->goa == NULL || !g_error_matches (*error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG))
    return;
  g_clear_error (error);
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
               _ ("The service does not let GNOME Online Accounts reach %s. Sign in another way."), _ (self->info->name));
}
