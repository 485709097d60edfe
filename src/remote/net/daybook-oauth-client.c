/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-oauth-private.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "base/daybook-link.h"
#include "net/daybook-origin.h"

/* https, or http of this computer (a stand-in service): where a code or a token may be sent. */
gboolean
daybook_oauth_is_safe_url (const char *url)
{
  g_autofree char *origin = daybook_origin_of (url);
  g_autofree char *host = NULL;

  if (origin == NULL)
    return FALSE;
  if (g_str_has_prefix (origin, "https:"))
    return TRUE;
  host = daybook_origin_get_host (origin);
  return daybook_link_host_is_loopback (host);
}

static gboolean
is_safe_or_absent (const char *url)
{
  return url == NULL || daybook_oauth_is_safe_url (url);
}

static const char *
or_default (const char *configured, const char *otherwise)
{
  return configured != NULL && *configured != '\0' ? configured : otherwise;
}

/* An organisation's domain or number, or a name of the service's own: nothing that an address could be bent with. */
static gboolean
is_tenant (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.')
        return FALSE;
    }
  return TRUE;
}

/* An address with {tenant} filled in. (transfer full) (nullable) */
static char *
fill_in_tenant (const char *url, const char *tenant)
{
  g_autoptr (GString) filled = NULL;

  if (url == NULL)
    return NULL;
  filled = g_string_new (url);
  g_string_replace (filled, "{tenant}", or_default (tenant, "common"), 0);
  return g_strdup (filled->str);
}

/* The client of a service family with @config (values may be NULL or empty) over @info. Errors:
 * CONFIG, also where there is no client id. */
DaybookOAuthClient *
daybook_oauth_client_new (const DaybookOAuthInfo *info,
                          const char *family,
                          const DaybookOAuthConfig *config,
                          GError **error)
{
  g_autoptr (DaybookOAuthClient) self = g_new0 (DaybookOAuthClient, 1);
  g_autofree char *origin = NULL;

  if (config->client_id == NULL || *config->client_id == '\0')
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG,
                   _ ("There is no client id for %s. Give one with --set client-id=…"), family);
      return NULL;
    }
  if (config->tenant != NULL && !is_tenant (config->tenant))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG,
                   _ ("The tenant for %s in providers.ini is none: it is a domain, an id, or “common”."), family);
      return NULL;
    }
  self->client_id = g_strdup (config->client_id);
  self->client_secret = g_strdup (or_default (config->client_secret, NULL));
  self->authorize_url = fill_in_tenant (or_default (config->authorize_url, info->authorize_url), config->tenant);
  self->token_url = fill_in_tenant (or_default (config->token_url, info->token_url), config->tenant);
  self->revoke_url = g_strdup (or_default (config->revoke_url, info->revoke_url));
  self->device_url = g_strdup (or_default (config->device_url, info->device_url));
  self->extra = g_strdup (info->extra);
  self->rotates = info->rotates;
  self->scope_parameter = info->scope_parameter;
  self->redirect_ports = info->redirect_ports;
  if (!is_safe_or_absent (self->authorize_url) || !daybook_oauth_is_safe_url (self->token_url)
      || !is_safe_or_absent (self->revoke_url) || !is_safe_or_absent (self->device_url))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG,
                   _ ("An address for %s in providers.ini is not https."), family);
      return NULL;
    }
  if (info->needs_secret && self->client_secret == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG,
                   _ ("The client id for %s needs its client secret. Give it with --set "
                      "client-secret=…"),
                   family);
      return NULL;
    }
  /* Whoever configures other addresses means another issuer: then it is the one that asks. */
  origin = daybook_origin_of (self->authorize_url != NULL ? self->authorize_url : self->token_url);
  if (g_strcmp0 (self->authorize_url, info->authorize_url) == 0 && info->issuer != NULL)
    self->issuers = g_strdup (info->issuer);
  else if (info->issuer == NULL)
    self->issuers = g_strdup_printf ("%s %s/*", origin, origin);
  else
    self->issuers = g_strdup (origin);
  self->redirect_host = g_strdup (or_default (info->redirect_host, "127.0.0.1"));
  /* Services that match a registered localhost address match its path too: that has none. */
  if (g_str_equal (self->redirect_host, "localhost"))
    self->redirect_path = g_strdup ("/");
  else
    self->redirect_path = g_strconcat ("/sign-in/", family, NULL);
  return g_steal_pointer (&self);
}

DaybookOAuthClient *
daybook_oauth_client_copy (const DaybookOAuthClient *self)
{
  DaybookOAuthClient *copy = g_memdup2 (self, sizeof *self);

  copy->client_id = g_strdup (self->client_id);
  copy->client_secret = g_strdup (self->client_secret);
  copy->authorize_url = g_strdup (self->authorize_url);
  copy->token_url = g_strdup (self->token_url);
  copy->revoke_url = g_strdup (self->revoke_url);
  copy->device_url = g_strdup (self->device_url);
  copy->issuers = g_strdup (self->issuers);
  copy->extra = g_strdup (self->extra);
  copy->redirect_host = g_strdup (self->redirect_host);
  copy->redirect_path = g_strdup (self->redirect_path);
  return copy;
}

void
daybook_oauth_client_free (DaybookOAuthClient *self)
{
  if (self == NULL)
    return;
  g_free (self->client_id);
  g_free (self->client_secret);
  g_free (self->authorize_url);
  g_free (self->token_url);
  g_free (self->revoke_url);
  g_free (self->device_url);
  g_free (self->issuers);
  g_free (self->extra);
  g_free (self->redirect_host);
  g_free (self->redirect_path);
  g_free (self);
}
