/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-await-browser.h"
#include "sync/daybook-family.h"
#include "sync/daybook-grant-credentials.h"
#include "sync/daybook-sign-in-private.h"

/* The client id that OAuth needs: without one nobody should be sent to a browser. */
gboolean
daybook_sign_in_prepare_client (DaybookSignInFlow *self, GError **error)
{
  self->client = daybook_services_new_oauth_client (self->services, self->info, error);
  return self->client != NULL;
}

/* A person may untick scopes on the consent page (Google's granular consent). What else they wanted to connect is left
 * out where it was not allowed; the service itself has to be. */
static gboolean
check_scopes (DaybookSignInFlow *self, const char *wanted, GError **error)
{
  g_autofree char *needed = daybook_scopes_without (wanted, self->info->spare_scopes);

  if (self->tokens->scopes == NULL || daybook_scopes_cover (self->tokens->scopes, needed))
    return TRUE;
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
               _ ("%s was not allowed all that Daybook needs: sign in again and leave every box ticked."), _ (self->info->name));
  return FALSE;
}

/* Of whom the sign-in is expected: the account's person, else the one who has another service of this family. */
static char *
guess_person (DaybookSignInFlow *self)
{
  if (self->account->identity != NULL && *self->account->identity != '\0')
    return g_strdup (self->account->identity);
  return daybook_family_guess_person (daybook_services_get_store (self->services), self->info);
}

/* All that is asked for: the service's own scopes, those of what shall be connected with it, and those that the
 * person's other accounts of the family have, since they will live on the same sign-in. */
static char *
join_scopes (DaybookSignInFlow *self, const char *own, const char *person)
{
  DaybookStore *store = daybook_services_get_store (self->services);
  g_autoptr (GPtrArray) accounts = daybook_family_list_accounts (store, self->info, person, 0);
  char *scopes = g_strdup (own);

  for (guint i = 0; i < self->also->len; i++)
    {
      char *joined = daybook_scopes_join (scopes, daybook_provider_get_info (self->also->pdata[i])->scopes);

      g_free (scopes);
      scopes = joined;
    }
  for (guint i = 0; person != NULL && i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];
      g_autoptr (DaybookGrant) grant = daybook_store_get_grant (store, account->grant_id, NULL);
      char *joined = daybook_scopes_join (scopes, grant != NULL ? grant->scopes : NULL);

      g_free (scopes);
      scopes = joined;
    }
  return scopes;
}

/* What the service asked for when it refused a token last time (Microsoft's continuous access evaluation): the next
 * sign-in has to ask for it in turn. */
static void
pass_claims (DaybookSignInFlow *self)
{
  g_autofree char *claims
      = self->before != NULL ? daybook_grant_get_setting (self->before, DAYBOOK_CLAIMS_SETTING) : NULL;
  g_autofree char *escaped = NULL;
  char *extra;

  if (claims == NULL)
    return;
  escaped = g_uri_escape_string (claims, NULL, FALSE);
  extra = g_strconcat (self->client->extra != NULL ? self->client->extra : "", self->client->extra != NULL ? "&" : "",
                       "claims=", escaped, NULL);
  g_free (self->client->extra);
  self->client->extra = extra;
}

gboolean
daybook_sign_in_run_browser (DaybookSignInFlow *self, GError **error)
{
  g_autofree char *own = daybook_sign_in_wanted_scopes (self);
  g_autofree char *person = guess_person (self);
  g_autofree char *scopes = join_scopes (self, own, person);
  g_autoptr (DaybookBrowserSignIn) sign_in = NULL;

  pass_claims (self);
  sign_in = daybook_browser_sign_in_new (daybook_services_get_transport (self->services), self->client,
                                         self->client->redirect_ports, scopes,
                                         person, error);
  if (sign_in == NULL)
    return FALSE;
  self->prompt (daybook_browser_sign_in_get_url (sign_in), NULL, 0, self->prompt_data);
  self->tokens = daybook_await_browser (sign_in, self->request->timeout, self->request->paste_fd, self->cancellable, error);
  if (self->tokens == NULL)
    return FALSE;
  g_free (self->grant->scopes);
  self->grant->scopes = g_strdup (self->tokens->scopes != NULL ? self->tokens->scopes : scopes);
  self->grant->expires_at = self->tokens->expires_at;
  return check_scopes (self, own, error);
}
