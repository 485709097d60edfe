/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/notion/daybook-notion.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "providers/notion/daybook-notion-error.h"
#include "providers/notion/daybook-notion-page.h"
#include "providers/notion/daybook-notion-round.h"

#define MAX_TRIES 3
#define MAX_TOKEN 512

struct _DaybookNotion
{
  GObject parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookNotion, daybook_notion, G_TYPE_OBJECT,
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
};

static const DaybookProviderInfo *
get_info (DaybookProvider *provider)
{
  return &info;
}

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

/* ---- whom the token speaks for ---- */

typedef struct
{
  char *url; /* (owned) */
  int tries;
} Identity;

static void
identity_free (gpointer data)
{
  Identity *self = data;

  g_free (self->url);
  g_free (self);
}

static void on_user (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_user (DaybookExchange *exchange, Identity *self)
{
  self->tries++;
  daybook_exchange_ask (exchange, daybook_notion_request_new ("GET", self->url), on_user, self);
}

static void
on_user (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Identity *self = data;
  g_auto (DaybookNotionUser) user = { 0 };
  GError *error = NULL;

  if (response->status != 200)
    {
      daybook_notion_fail (exchange, response);
      return;
    }
  if (!daybook_notion_user_parse (&user, response->body, &error))
    {
      if (self->tries >= MAX_TRIES)
        {
          daybook_exchange_fail (exchange, error);
          return;
        }
      g_error_free (error);
      ask_user (exchange, self);
      return;
    }
  daybook_exchange_keep_setting (exchange, "user", user.person);
  daybook_exchange_finish_identity (exchange, user.address != NULL ? user.address : user.id,
                                    user.name != NULL ? user.name : _ (info.name));
}

static char *
new_token_link (DaybookProvider *provider)
{
  return g_strdup ("https://www.notion.so/profile/integrations");
}

static gboolean
identify (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  Identity *self = g_new0 (Identity, 1);

  self->url = g_strconcat (context->api_url, "/users/me", NULL);
  daybook_exchange_set_state (exchange, self, identity_free);
  ask_user (exchange, self);
  return TRUE;
}

/* One workspace, searched as a whole: nobody has to be asked. */
static gboolean
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  DaybookSource *source = daybook_source_new ();
  const char *name = context->account != NULL ? context->account->name : NULL;

  source->external_id = g_strdup ("workspace");
  source->name = g_strdup (name != NULL && *name != '\0' ? name : _ (info.name));
  source->kind = g_strdup ("workspace");
  source->is_primary = TRUE;
  source->enabled = TRUE;
  daybook_exchange_yield_source (exchange, source);
  daybook_exchange_finish (exchange, NULL);
  return TRUE;
}

static gboolean
pull (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
      const DaybookPullOptions *options, DaybookExchange *exchange)
{
  daybook_notion_round_start (&info, context, source, options, exchange);
  return TRUE;
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->get_info = get_info;
  iface->check_token = check_token;
  iface->new_token_link = new_token_link;
  iface->identify = identify;
  iface->list_sources = list_sources;
  iface->pull = pull;
}

static void
daybook_notion_class_init (DaybookNotionClass *klass)
{
}

static void
daybook_notion_init (DaybookNotion *self)
{
}
