/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways whose secret comes with the request: an address, a token, a password. */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "sync/daybook-grant-credentials.h"
#include "sync/daybook-sign-in-private.h"

#define MAX_USER 256 /* bytes */

static gboolean
is_reconnect (DaybookSignInFlow *self)
{
  return self->request->account_id != 0;
}

gboolean
daybook_sign_in_prepare_address (DaybookSignInFlow *self, GError **error)
{
  if (self->request->secret != NULL)
    {
      self->address = daybook_provider_check_address (self->provider, self->request->secret, error);
      return self->address != NULL;
    }
  if (is_reconnect (self))
    {
      DaybookProviderContext context = { .grant = self->before };

      if (!daybook_services_fill_context (self->services, &context, self->info, error))
        return FALSE;
      self->address = g_strdup (context.secret_url);
      return TRUE;
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
               _ ("An address is needed: “daybookctl connect %s --url ADDRESS”."), self->info->id);
  return FALSE;
}

/* The server's address: what the person typed, else the one of before; NULL where there is none. */
static gboolean
take_server (DaybookSignInFlow *self, GError **error)
{
  if (self->request->url != NULL)
    {
      self->server = daybook_provider_check_address (self->provider, self->request->url, error);
      return self->server != NULL;
    }
  if (self->before != NULL)
    self->server = daybook_grant_get_setting (self->before, DAYBOOK_URL_SETTING);
  return TRUE;
}

static void
set_needs_secret (DaybookSignInFlow *self, GError **error)
{
  if (is_reconnect (self))
    {
      g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ACCOUNT, self->request->account_id);

      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("A new one is needed: “daybookctl reconnect %s --secret-stdin” reads the token or password from stdin."), id);
    }
  else if (self->way->way == DAYBOOK_SIGN_IN_PASSWORD)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("A password is needed: “daybookctl connect %s --url ADDRESS --user NAME --secret-stdin” reads it from stdin."),
                   self->info->id);
    }
  else
    {
      g_autofree char *link = daybook_provider_new_token_link (self->provider);
      g_autofree char *where = link != NULL ? g_strdup_printf (_ (" Get one here:\n%s"), link) : g_strdup ("");

      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("A token is needed: “daybookctl connect %s --sign-in token --secret-stdin” reads it from stdin.%s"),
                   self->info->id, where);
    }
}

/* A header takes visible ASCII alone. */
static gboolean
is_sendable (const char *token)
{
  return token == NULL || daybook_tokens_is_token (token);
}

gboolean
daybook_sign_in_prepare_token (DaybookSignInFlow *self, GError **error)
{
  g_autoptr (DaybookPastedTokens) pasted = NULL;

  if (self->request->secret == NULL)
    {
      set_needs_secret (self, error);
      return FALSE;
    }
  pasted = daybook_provider_check_token (self->provider, self->request->secret, error);
  if (pasted == NULL || !take_server (self, error))
    return FALSE;
  if ((pasted->user == NULL && pasted->bot == NULL && pasted->app == NULL) || !is_sendable (pasted->user)
      || !is_sendable (pasted->bot) || !is_sendable (pasted->app))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                   _ ("That is no token of %s: copy it once more, all of it and nothing else."), _ (self->info->name));
      return FALSE;
    }
  self->tokens = daybook_tokens_new ();
  self->tokens->access = g_steal_pointer (&pasted->user);
  self->tokens->bot = g_steal_pointer (&pasted->bot);
  self->tokens->app = g_steal_pointer (&pasted->app);
  return TRUE;
}

/* RFC 7617: no colon, no control characters; the password may have colons. */
static gboolean
check_user (const char *user, GError **error)
{
  gboolean good = *user != '\0' && strlen (user) <= MAX_USER && g_utf8_validate (user, -1, NULL) && strchr (user, ':') == NULL;

  for (const char *p = user; good && *p != '\0'; p++)
    good = !g_ascii_iscntrl (*p);
  if (!good)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("That is no user name."));
  return good;
}

gboolean
daybook_sign_in_prepare_password (DaybookSignInFlow *self, GError **error)
{
  if (!take_server (self, error))
    return FALSE;
  self->user = self->request->user != NULL ? g_strdup (self->request->user)
               : self->before != NULL      ? daybook_grant_get_setting (self->before, DAYBOOK_USER_SETTING)
                                           : NULL;
  if (self->server == NULL || self->user == NULL || self->request->secret == NULL)
    {
      set_needs_secret (self, error);
      return FALSE;
    }
  if (!check_user (self->user, error))
    return FALSE;
  if (!g_utf8_validate (self->request->secret, -1, NULL))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("That is no password: it is not UTF-8 text."));
      return FALSE;
    }
  self->password = g_strdup (self->request->secret);
  return TRUE;
}
