/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "sync/daybook-await-browser.h"
#include "sync/daybook-sign-in-private.h"

/* The client id that OAuth needs: without one nobody should be sent to a browser. */
gboolean
daybook_sign_in_prepare_client (DaybookSignInFlow *self, GError **error)
{
  self->client = daybook_services_new_oauth_client (self->services, self->info, error);
  return self->client != NULL;
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
      if (*scopes[i] != '\0' && !g_strv_contains ((const char *const *) granted, scopes[i]))
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                       _ ("%s was not allowed all that Daybook needs: sign in again and leave every box ticked."),
                       _ (self->info->name));
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
daybook_sign_in_run_browser (DaybookSignInFlow *self, GError **error)
{
  g_autofree char *scopes = daybook_sign_in_wanted_scopes (self);
  g_autoptr (DaybookBrowserSignIn) sign_in = NULL;

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
