/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "acme-provider.h"

#include <string.h>

#include "base/daybook-error.h"

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AcmeProvider, acme_provider, DAYBOOK_TYPE_PROVIDER_BASE,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

/* providers.ini has its addresses where it has GitHub's. */
static const DaybookOAuthInfo oauth = {
  .token_url = "https://acme.example/token",
  .device_url = "https://acme.example/device",
};

static const DaybookProviderSetting settings[] = {
  { .key = "days-back", .type = "int", .default_value = "14", .min = 1, .max = 365, .label = "Days back", .per_source = TRUE },
  { .key = "words", .type = "bool", .default_value = "on", .label = "Words", .keeps_text = TRUE, .per_source = TRUE },
};

static const DaybookProviderInfo info = {
  .id = "acme",
  .family = "github",
  .name = "Acme",
  .summary = "Everything",
  .icon = "daybook-acme-symbolic",
  .help = "connect-acme",
  .kinds = "issue",
  .sign_in = DAYBOOK_SIGN_IN_DEVICE | DAYBOOK_SIGN_IN_TOKEN | DAYBOOK_SIGN_IN_PASSWORD,
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_SCOUT | DAYBOOK_CAPABILITY_COMPARES,
  .scopes = "read",
  .api_key = "api-url",
  .api_url = "https://acme.example/api",
  .oauth = &oauth,
  .cursor_params = "1",
  .default_interval = 15,
  .settings = settings,
  .n_settings = G_N_ELEMENTS (settings),
};

static char *
check_address (DaybookProvider *provider, const char *text, GError **error)
{
  if (g_str_has_prefix (text, "http://") || g_str_has_prefix (text, "https://"))
    return g_strdup (text);
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, "no address");
  return NULL;
}

/* One a line: "bot TOKEN", "app TOKEN", else the user's. */
static DaybookPastedTokens *
check_token (DaybookProvider *provider, const char *text, GError **error)
{
  DaybookPastedTokens *tokens = g_new0 (DaybookPastedTokens, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      char **slot = g_str_has_prefix (lines[i], "bot ")   ? &tokens->bot
                    : g_str_has_prefix (lines[i], "app ") ? &tokens->app
                                                          : &tokens->user;

      g_free (*slot);
      *slot = g_strdup (slot == &tokens->user ? lines[i] : lines[i] + strlen ("bot "));
    }
  return tokens;
}

static void
on_me_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  gsize length;
  const char *body = g_bytes_get_data (response->body, &length);
  g_autofree char *identity = g_strndup (body, length);

  if (response->status == 200)
    daybook_exchange_finish_identity (exchange, identity, NULL);
  else
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, "status %u", response->status);
}

static void
identify (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  AcmeProvider *self = ACME_PROVIDER (provider);
  g_autofree char *url = NULL;
  DaybookRequest *request;

  if (self->identify != NULL)
    {
      self->identify (context, exchange, self->data);
      return;
    }
  url = g_strconcat (context->secret_url != NULL ? context->secret_url : context->api_url, "/me", NULL);
  request = daybook_request_new ("GET", url);
  request->credential = DAYBOOK_CREDENTIAL_USER;
  daybook_exchange_ask (exchange, request, on_me_cb, NULL);
}

static void
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  AcmeProvider *self = ACME_PROVIDER (provider);

  if (self->list != NULL)
    self->list (context, exchange, self->data);
  else
    daybook_exchange_finish (exchange, NULL);
}

static void
scout (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  AcmeProvider *self = ACME_PROVIDER (provider);

  self->scout (context, exchange, self->data);
}

static void
pull (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
      const DaybookPullOptions *options, DaybookExchange *exchange)
{
  AcmeProvider *self = ACME_PROVIDER (provider);

  self->pull (context, source, options, exchange, self->data);
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->check_address = check_address;
  iface->check_token = check_token;
  iface->identify = identify;
  iface->list_sources = list_sources;
  iface->scout = scout;
  iface->pull = pull;
}

static void
acme_provider_class_init (AcmeProviderClass *klass)
{
  DAYBOOK_PROVIDER_BASE_CLASS (klass)->info = &info;
}

static void
acme_provider_init (AcmeProvider *self)
{
}

AcmeProvider *
acme_provider_get (void)
{
  static AcmeProvider *provider;

  if (provider == NULL)
    {
      provider = g_object_new (ACME_TYPE_PROVIDER, NULL);
      daybook_registry_add (DAYBOOK_PROVIDER (provider));
    }
  return provider;
}
