/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "sync/daybook-await-browser.h"
#include "sync/daybook-grant-credentials.h"
#include "sync/daybook-sign-in-private.h"

/* The client id that OAuth needs: without one nobody should be sent to a browser. */
gboolean
daybook_sign_in_prepare_client (DaybookSignInFlow *self, GError **error)
{
  self->client = daybook_services_new_oauth_client (self->services, self->info, error);
  return self->client != NULL;
}

/* Services name scopes in any case, with or without the address of what they are for. */
static gboolean
has_scope (char **granted, const char *wanted)
{
  for (guint i = 0; granted[i] != NULL; i++)
    {
      const char *slash = strrchr (granted[i], '/');

      if (g_ascii_strcasecmp (granted[i], wanted) == 0
          || (slash != NULL && g_ascii_strcasecmp (slash + 1, wanted) == 0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_spare (DaybookSignInFlow *self, const char *scope)
{
  g_auto (GStrv) spare = g_strsplit (self->info->spare_scopes != NULL ? self->info->spare_scopes : "", " ", -1);

  return g_strv_contains ((const char *const *) spare, scope);
}

/* A person may untick scopes on the consent page (Google's granular consent). */
static gboolean
check_scopes (DaybookSignInFlow *self, const char *wanted, GError **error)
{
  g_auto (GStrv) scopes = g_strsplit (wanted, " ", -1);
  g_auto (GStrv) granted = NULL;

  if (self->tokens->scopes == NULL)
    return TRUE;
  granted = g_strsplit (self->tokens->scopes, " ", -1);
  for (guint i = 0; scopes[i] != NULL; i++)
    {
      if (*scopes[i] != '\0' && !is_spare (self, scopes[i]) && !has_scope (granted, scopes[i]))
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                       _ ("%s was not allowed all that Daybook needs: sign in again and leave every box ticked."),
                       _ (self->info->name));
          return FALSE;
        }
    }
  return TRUE;
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
  g_autofree char *scopes = daybook_sign_in_wanted_scopes (self);
  g_autoptr (DaybookBrowserSignIn) sign_in = NULL;

  pass_claims (self);
  sign_in = daybook_browser_sign_in_new (daybook_services_get_transport (self->services), self->client,
                                         self->client->redirect_ports, scopes,
                                         self->account->identity, error);
  if (sign_in == NULL)
    return FALSE;
  self->prompt (daybook_browser_sign_in_get_url (sign_in), NULL, 0, self->prompt_data);
  self->tokens = daybook_await_browser (sign_in, self->request->timeout, self->request->paste_fd, self->cancellable, error);
  if (self->tokens == NULL)
    return FALSE;
  g_free (self->grant->scopes);
  self->grant->scopes = g_strdup (self->tokens->scopes != NULL ? self->tokens->scopes : scopes);
  self->grant->expires_at = self->tokens->expires_at;
  return check_scopes (self, scopes, error);
}
