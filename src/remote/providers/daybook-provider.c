/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-provider.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "base/daybook-error.h"

G_DEFINE_INTERFACE (DaybookProvider, daybook_provider, G_TYPE_OBJECT)

static void
daybook_provider_default_init (DaybookProviderInterface *iface)
{
}

const DaybookProviderInfo *
daybook_provider_get_info (DaybookProvider *self)
{
  return DAYBOOK_PROVIDER_GET_IFACE (self)->get_info (self);
}

char *
daybook_provider_check_address (DaybookProvider *self, const char *text, GError **error)
{
  DaybookProviderInterface *iface = DAYBOOK_PROVIDER_GET_IFACE (self);

  if (iface->check_address != NULL)
    return iface->check_address (self, text, error);
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _("%s is not connected by an address."),
               _(iface->get_info (self)->name));
  return NULL;
}

static void
forget (char *token)
{
  if (token != NULL)
    explicit_bzero (token, strlen (token));
  g_free (token);
}

void
daybook_pasted_tokens_free (DaybookPastedTokens *self)
{
  if (self == NULL)
    return;
  forget (self->user);
  forget (self->bot);
  forget (self->app);
  g_free (self);
}

DaybookPastedTokens *
daybook_provider_check_token (DaybookProvider *self, const char *text, GError **error)
{
  DaybookProviderInterface *iface = DAYBOOK_PROVIDER_GET_IFACE (self);
  DaybookPastedTokens *tokens;

  if (iface->check_token != NULL)
    return iface->check_token (self, text, error);
  tokens = g_new0 (DaybookPastedTokens, 1);
  tokens->user = g_strstrip (g_strdup (text));
  return tokens;
}

char *
daybook_provider_new_token_link (DaybookProvider *self)
{
  DaybookProviderInterface *iface = DAYBOOK_PROVIDER_GET_IFACE (self);

  return iface->new_token_link != NULL ? iface->new_token_link (self) : NULL;
}

gboolean
daybook_provider_identify (DaybookProvider *self, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  DaybookProviderInterface *iface = DAYBOOK_PROVIDER_GET_IFACE (self);

  if (iface->identify == NULL)
    return FALSE;
  iface->identify (self, context, exchange);
  return TRUE;
}

gboolean
daybook_provider_list_sources (DaybookProvider *self, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  DaybookProviderInterface *iface = DAYBOOK_PROVIDER_GET_IFACE (self);

  if (iface->list_sources == NULL)
    return FALSE;
  iface->list_sources (self, context, exchange);
  return TRUE;
}

gboolean
daybook_provider_scout (DaybookProvider *self, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  DaybookProviderInterface *iface = DAYBOOK_PROVIDER_GET_IFACE (self);

  if (iface->scout == NULL)
    return FALSE;
  iface->scout (self, context, exchange);
  return TRUE;
}

gboolean
daybook_provider_pull (DaybookProvider *self, const DaybookProviderContext *context, const DaybookSource *source,
                       const DaybookPullOptions *options, DaybookExchange *exchange)
{
  DaybookProviderInterface *iface = DAYBOOK_PROVIDER_GET_IFACE (self);

  if (iface->pull == NULL)
    return FALSE;
  iface->pull (self, context, source, options, exchange);
  return TRUE;
}

gboolean
daybook_provider_push (DaybookProvider *self, const DaybookProviderContext *context, const DaybookSource *source,
                       const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange)
{
  DaybookProviderInterface *iface = DAYBOOK_PROVIDER_GET_IFACE (self);

  if (iface->push == NULL)
    return FALSE;
  iface->push (self, context, source, operations, n_operations, exchange);
  return TRUE;
}

gboolean
daybook_provider_can_push (DaybookProvider *self)
{
  return DAYBOOK_PROVIDER_GET_IFACE (self)->push != NULL;
}

gboolean
daybook_provider_revoke (DaybookProvider *self, const DaybookProviderContext *context, const char *token,
                         DaybookExchange *exchange)
{
  DaybookProviderInterface *iface = DAYBOOK_PROVIDER_GET_IFACE (self);

  if (iface->revoke == NULL)
    return FALSE;
  iface->revoke (self, context, token, exchange);
  return TRUE;
}
