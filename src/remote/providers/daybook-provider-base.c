/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-provider-base.h"

#include <glib/gi18n-lib.h>

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (DaybookProviderBase, daybook_provider_base, G_TYPE_OBJECT,
                                  G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

static const DaybookProviderInfo *
get_info (DaybookProvider *provider)
{
  return DAYBOOK_PROVIDER_BASE_GET_CLASS (provider)->info;
}

static void
on_identity (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  const DaybookProviderBaseClass *klass = data;
  GError *error = NULL;

  if (response->status != 200)
    klass->fail (exchange, response);
  else if (!klass->read_identity (exchange, response, &error))
    daybook_exchange_retry_or_fail (exchange, error);
}

static void
identify (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  DaybookProviderBaseClass *klass = DAYBOOK_PROVIDER_BASE_GET_CLASS (provider);

  g_return_if_fail (klass->ask_identity != NULL);
  daybook_exchange_ask (exchange, klass->ask_identity (context, exchange), on_identity, klass);
}

/* Nobody has to be asked: it is called like the account. */
static void
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  const DaybookProviderInfo *info = get_info (provider);
  const DaybookAccount *account = context->account;
  DaybookSource *source;

  g_return_if_fail (info->single_source != NULL);
  source = daybook_source_new ();
  source->external_id = g_strdup (info->single_source);
  source->kind = g_strdup (info->single_source);
  if (account != NULL && account->name != NULL && *account->name != '\0')
    source->name = g_strdup (account->name);
  else
    source->name = g_strdup (account != NULL && account->identity != NULL ? account->identity : _ (info->name));
  source->owner = account != NULL ? g_strdup (account->identity) : NULL;
  source->is_primary = TRUE;
  source->enabled = TRUE;
  daybook_exchange_yield_source (exchange, source);
  daybook_exchange_finish (exchange, NULL);
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->get_info = get_info;
  iface->identify = identify;
  iface->list_sources = list_sources;
}

static void
daybook_provider_base_class_init (DaybookProviderBaseClass *klass)
{
}

static void
daybook_provider_base_init (DaybookProviderBase *self)
{
}
