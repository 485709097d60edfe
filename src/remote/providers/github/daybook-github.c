/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github.h"

#include <glib/gi18n-lib.h>

#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-push.h"
#include "providers/github/daybook-github-repositories.h"
#include "providers/github/daybook-github-request.h"
#include "providers/github/daybook-github-round.h"
#include "providers/github/daybook-github-scout.h"

struct _DaybookGithub
{
  GObject parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookGithub, daybook_github, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

/* providers.md 6.1: GitHub's sign-in page wants a secret even with PKCE; a code to type there does not. */
static const DaybookOAuthInfo oauth = {
  .token_url = "https://github.com/login/oauth/access_token",
  .device_url = "https://github.com/login/device/code",
  .rotates = TRUE,
};

static const DaybookPace paces[] = {
  { DAYBOOK_GITHUB_SEARCH, 25, 60, NULL },
};

static const DaybookProviderInfo info = {
  .id = "github",
  .family = "github",
  .name = N_ ("GitHub"),
  .summary = N_ ("Your commits, pull requests, reviews and issues"),
  .icon = "daybook-github-symbolic",
  .help = "connect-github",
  .kinds = "repository",
  .sign_in = DAYBOOK_SIGN_IN_DEVICE | DAYBOOK_SIGN_IN_TOKEN,
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_SCOUT | DAYBOOK_CAPABILITY_WRITE,
  .scopes = "repo read:user",
  .write_scopes = "repo read:user notifications",
  .api_key = "api-url",
  .api_url = "https://api.github.com",
  .oauth = &oauth,
  .cursor_params = "1",
  .default_interval = 15,
  .paces = paces,
  .n_paces = G_N_ELEMENTS (paces),
};

static const DaybookProviderInfo *
get_info (DaybookProvider *provider)
{
  return &info;
}

static char *
check_address (DaybookProvider *provider, const char *text, GError **error)
{
  return daybook_github_address_check (text, error);
}

static char *
new_token_link (DaybookProvider *provider)
{
  return g_strdup ("https://github.com/settings/personal-access-tokens/new");
}

static gboolean
identify (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_github_identify_start (context, exchange);
  return TRUE;
}

static gboolean
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_github_list_start (context, exchange);
  return TRUE;
}

static gboolean
scout (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_github_scout_start (context, exchange);
  return TRUE;
}

static gboolean
pull (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
      const DaybookPullOptions *options, DaybookExchange *exchange)
{
  daybook_github_round_start (context, source, options, exchange);
  return TRUE;
}

static gboolean
push (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
      const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange)
{
  daybook_github_push_start (context, operations, n_operations, exchange);
  return TRUE;
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->get_info = get_info;
  iface->check_address = check_address;
  iface->new_token_link = new_token_link;
  iface->identify = identify;
  iface->list_sources = list_sources;
  iface->scout = scout;
  iface->pull = pull;
  iface->push = push;
}

static void
daybook_github_class_init (DaybookGithubClass *klass)
{
}

static void
daybook_github_init (DaybookGithub *self)
{
}
