/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github.h"

#include <glib/gi18n-lib.h>

#include "providers/github/daybook-github-address.h"
#include "providers/github/daybook-github-identity.h"
#include "providers/github/daybook-github-push.h"
#include "providers/github/daybook-github-repositories.h"
#include "providers/github/daybook-github-request.h"
#include "providers/github/daybook-github-round.h"
#include "providers/github/daybook-github-scout.h"

struct _DaybookGithub
{
  DaybookProviderBase parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookGithub, daybook_github, DAYBOOK_TYPE_PROVIDER_BASE,
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

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->check_address = check_address;
  iface->new_token_link = new_token_link;
  iface->list_sources = daybook_github_list_start;
  iface->scout = daybook_github_scout_start;
  iface->pull = daybook_github_round_start;
  iface->push = daybook_github_push_start;
}

static void
daybook_github_class_init (DaybookGithubClass *klass)
{
  DaybookProviderBaseClass *base = DAYBOOK_PROVIDER_BASE_CLASS (klass);

  base->info = &info;
  daybook_github_identity_init_class (base);
}

static void
daybook_github_init (DaybookGithub *self)
{
}
