/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/notion/daybook-notion.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "providers/notion/daybook-notion-error.h"
#include "providers/notion/daybook-notion-page.h"
#include "providers/notion/daybook-notion-round.h"

#define MAX_TOKEN 512

struct _DaybookNotion
{
  DaybookProviderBase parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookNotion, daybook_notion, DAYBOOK_TYPE_PROVIDER_BASE,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

static const DaybookProviderSetting settings[] = {
  { .key = "text",
    .type = "bool",
    .default_value = "on",
    .label = N_ ("Text of Pages"),
    .description = N_ ("Read pages that others edited, at most 64 KiB each, to find where you are mentioned. Off: titles only"),
    .per_source = TRUE },
  { .key = "user",
    .type = "text",
    .default_value = "",
    .max = 64,
    .label = N_ ("Your User ID"),
    .description = N_ ("Only for an internal connection, which speaks for nobody: whose mentions count. Empty: the person "
                       "of the token"),
    .per_source = FALSE },
};

/* A connection may ask 180 times in a minute (providers.md 7): a sixth at once, the rest little by little. */
static const DaybookPace paces[] = {
  { "notion", 30, 12 },
};

static const DaybookProviderInfo info = {
  .id = "notion",
  .family = "notion",
  .name = N_ ("Notion"),
  .summary = N_ ("Pages that were edited, and where you are mentioned"),
  .icon = "daybook-notion-symbolic",
  .help = "connect-notion",
  .kinds = "page",
  .sign_in = DAYBOOK_SIGN_IN_TOKEN,
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_COMPARES,
  .scopes = "",
  .write_scopes = "",
  .api_key = "api-url",
  .api_url = "https://api.notion.com/v1",
  .cursor_params = "1",
  .default_interval = 30,
  .paces = paces,
  .n_paces = G_N_ELEMENTS (paces),
  .settings = settings,
  .n_settings = G_N_ELEMENTS (settings),
  .single_source = "workspace", /* searched as a whole */
};

/* One line of plain characters; what else is pasted would end up in a header. */
static DaybookPastedTokens *
check_token (DaybookProvider *provider, const char *text, GError **error)
{
  g_autofree char *token = g_strstrip (g_strdup (text));
  DaybookPastedTokens *tokens;
  gboolean is_plain = *token != '\0' && strlen (token) <= MAX_TOKEN;

  for (const char *p = token; *p != '\0'; p++)
    is_plain &= g_ascii_isgraph (*p);
  if (!is_plain)
    {
      explicit_bzero (token, strlen (token));
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _ ("This is no token of Notion: it is one word that begins with “ntn_” or “secret_”."));
      return NULL;
    }
  tokens = g_new0 (DaybookPastedTokens, 1);
  tokens->user = g_steal_pointer (&token);
  return tokens;
}

static char *
new_token_link (DaybookProvider *provider)
{
  return g_strdup ("https://www.notion.so/profile/integrations");
}

/* ---- whom the token speaks for ---- */

static DaybookRequest *
ask_identity (const DaybookProviderContext *context, DaybookExchange *exchange)
{
  g_autofree char *url = g_strconcat (context->api_url, "/users/me", NULL);

  return daybook_notion_request_new ("GET", url);
}

static gboolean
read_identity (DaybookExchange *exchange, const DaybookHttpResponse *response, GError **error)
{
  g_auto (DaybookNotionUser) user = { 0 };

  if (!daybook_notion_user_parse (&user, response->body, error))
    return FALSE;
  daybook_exchange_keep_setting (exchange, "user", user.person);
  daybook_exchange_finish_identity (exchange, user.address != NULL ? user.address : user.id,
                                    user.name != NULL ? user.name : _ (info.name));
  return TRUE;
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->check_token = check_token;
  iface->new_token_link = new_token_link;
  iface->pull = daybook_notion_round_start;
}

static void
daybook_notion_class_init (DaybookNotionClass *klass)
{
  DaybookProviderBaseClass *base = DAYBOOK_PROVIDER_BASE_CLASS (klass);

  base->info = &info;
  base->ask_identity = ask_identity;
  base->read_identity = read_identity;
  base->fail = daybook_notion_fail;
}

static void
daybook_notion_init (DaybookNotion *self)
{
}
