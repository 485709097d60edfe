/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack.h"

#include <glib/gi18n-lib.h>

#include "providers/slack/daybook-slack-list.h"
#include "providers/slack/daybook-slack-request.h"
#include "providers/slack/daybook-slack-round.h"
#include "providers/slack/daybook-slack-scopes.h"
#include "providers/slack/daybook-slack-scout.h"
#include "providers/slack/daybook-slack-tokens.h"

struct _DaybookSlack
{
  DaybookProviderBase parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookSlack, daybook_slack, DAYBOOK_TYPE_PROVIDER_BASE,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

/* Slack matches the address that a sign-in comes back to with those registered for the app, port included. */
static const guint16 redirect_ports[] = { 48271, 48272, 48273, 48274, 48275, 0 };

/* providers.md 5.1: a public client with PKCE, never a secret; only what a person allows, no robot. */
static const DaybookOAuthInfo oauth = {
  .authorize_url = "https://slack.com/oauth/v2/authorize",
  .token_url = "https://slack.com/api/oauth.v2.access",
  .redirect_host = "localhost",
  .redirect_ports = redirect_ports,
  .scope_parameter = "user_scope",
  .rotates = TRUE,
};

static const DaybookProviderSetting settings[] = {
  {
    .key = DAYBOOK_SLACK_KEEP_MENTIONS,
    .type = "bool",
    .default_value = "on",
    .label = N_ ("Keep Messages That Mention You"),
    .description = N_ ("Their text is kept on this computer, for suggestions and the search. Otherwise they are only counted."),
    .keeps_text = TRUE,
  },
  {
    .key = DAYBOOK_SLACK_KEEP_TEXT,
    .type = "bool",
    .default_value = "off",
    .label = N_ ("Keep All Messages"),
    .description = N_ ("The text of everything that is said in a channel is kept on this computer. Otherwise it is only counted."),
    .keeps_text = TRUE,
    .per_source = TRUE,
  },
};

static const DaybookProviderInfo info = {
  .id = "slack",
  .family = "slack",
  .name = N_ ("Slack"),
  .summary = N_ ("What you wrote and where you were mentioned, by channel and day"),
  .icon = "daybook-slack-symbolic",
  .help = "connect-slack",
  .kinds = "channel",
  .sign_in = DAYBOOK_SIGN_IN_BROWSER | DAYBOOK_SIGN_IN_TOKEN,
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_REVOKE | DAYBOOK_CAPABILITY_SCOUT
                  | DAYBOOK_CAPABILITY_COMPARES,
  .scopes = DAYBOOK_SLACK_SCOPES,
  .write_scopes = DAYBOOK_SLACK_SCOPES " chat:write reactions:write",
  .api_key = "api-url",
  .api_url = "https://slack.com/api",
  .oauth = &oauth,
  .cursor_params = "1",
  .default_interval = 15,
  .settings = settings,
  .n_settings = G_N_ELEMENTS (settings),
  .paces = daybook_slack_paces,
  .n_paces = DAYBOOK_SLACK_N_PACES,
};

static DaybookPastedTokens *
check_token (DaybookProvider *provider, const char *text, GError **error)
{
  return daybook_slack_tokens_split (text, error);
}

static char *
new_token_link (DaybookProvider *provider)
{
  return daybook_slack_manifest_new_link ();
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->check_token = check_token;
  iface->new_token_link = new_token_link;
  iface->identify = daybook_slack_identify_start;
  iface->list_sources = daybook_slack_list_start;
  iface->scout = daybook_slack_scout_start;
  iface->pull = daybook_slack_round_start;
  iface->revoke = daybook_slack_revoke_start;
}

static void
daybook_slack_class_init (DaybookSlackClass *klass)
{
  DAYBOOK_PROVIDER_BASE_CLASS (klass)->info = &info;
}

static void
daybook_slack_init (DaybookSlack *self)
{
}
