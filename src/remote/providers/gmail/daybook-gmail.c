/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-gmail.h"

#include <glib/gi18n-lib.h>

#include "providers/daybook-google-error.h"
#include "providers/daybook-google-request.h"
#include "providers/daybook-google-sign-in.h"
#include "providers/gmail/daybook-gmail-push.h"
#include "providers/gmail/daybook-gmail-replies.h"
#include "providers/gmail/daybook-gmail-round.h"

struct _DaybookGmail
{
  DaybookProviderBase parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookGmail, daybook_gmail, DAYBOOK_TYPE_PROVIDER_BASE,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

/* What a person may choose. How far back a look reaches is the source's window, as with every service. */
static const DaybookProviderSetting settings[] = {
  { .key = "labels",
    .type = "text",
    .default_value = "UNREAD",
    .max = 500,
    .label = N_ ("Labels"),
    .description = N_ ("Mail that carries one of these labels when Daybook looks, with commas between them: UNREAD, "
                       "STARRED, IMPORTANT, INBOX, or the names of your own. Empty: any mail"),
    .per_source = TRUE },
  { .key = "query",
    .type = "text",
    .default_value = "",
    .max = 500,
    .label = N_ ("Search"),
    .description = N_ ("Only mail that Gmail’s own search finds with these words, such as “from:anna -category:promotions”"),
    .per_source = TRUE },
  { .key = "messages",
    .type = "int",
    .default_value = "20",
    .min = 1,
    .max = 500,
    .label = N_ ("Messages at First"),
    .description = N_ ("How many of the newest messages the first sync takes. Later ones take all that is new"),
    .per_source = TRUE },
  { .key = "text",
    .type = "bool",
    .default_value = "on",
    .label = N_ ("Text of Mail"),
    .description = N_ ("Keep what a message says, at most 64 KiB, without attachments and not of bulk mail. Off: who, "
                       "when, subject and the first words"),
    .per_source = TRUE },
};

/* Gmail allows a person 6,000 units in any minute (providers.md 3.3): a sixth at once, the rest little by
 * little. providers.ini may say another number: older projects have other ones. */
static const DaybookPace paces[] = {
  { "gmail", 1000, 12, "gmail-units-per-minute" },
};

static const DaybookProviderInfo info = {
  .id = "gmail",
  .family = "google",
  .name = N_ ("Gmail"),
  .summary = N_ ("Mail that waits for you, from a Google account"),
  .icon = "daybook-gmail-symbolic",
  .help = "connect-gmail",
  .kinds = "mail",
  .sign_in = DAYBOOK_SIGN_IN_GOA | DAYBOOK_SIGN_IN_BROWSER,
  .goa_types = "google",
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_REVOKE | DAYBOOK_CAPABILITY_COMPARES
                  | DAYBOOK_CAPABILITY_WRITE,
  .scopes = DAYBOOK_GOOGLE_SCOPE "gmail.readonly",
  .write_scopes = DAYBOOK_GOOGLE_SCOPE "gmail.modify",
  .api_key = "gmail-api-url",
  .api_url = "https://gmail.googleapis.com/gmail/v1",
  .oauth = &daybook_google_oauth,
  .cursor_params = "1",
  .default_interval = 15,
  .paces = paces,
  .n_paces = G_N_ELEMENTS (paces),
  .settings = settings,
  .n_settings = G_N_ELEMENTS (settings),
  .single_source = "mailbox",
};

static DaybookRequest *
ask_identity (const DaybookProviderContext *context, DaybookExchange *exchange)
{
  g_autofree char *url = g_strconcat (context->api_url, "/users/me/profile?prettyPrint=false", NULL);
  DaybookRequest *request = daybook_google_request_new (url);

  request->bucket = g_strdup ("gmail");
  return request;
}

static gboolean
read_identity (DaybookExchange *exchange, const DaybookHttpResponse *response, GError **error)
{
  g_auto (DaybookGmailProfile) profile = { 0 };

  if (!daybook_gmail_profile_parse (&profile, response->body, error))
    return FALSE;
  daybook_exchange_finish_identity (exchange, profile.address, profile.address);
  return TRUE;
}

static void
fail (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  daybook_google_fail (exchange, response, _ (info.name));
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->pull = daybook_gmail_round_start;
  iface->push = daybook_gmail_push_start;
  iface->revoke = daybook_google_revoke;
}

static void
daybook_gmail_class_init (DaybookGmailClass *klass)
{
  DaybookProviderBaseClass *base = DAYBOOK_PROVIDER_BASE_CLASS (klass);

  base->info = &info;
  base->ask_identity = ask_identity;
  base->read_identity = read_identity;
  base->fail = fail;
}

static void
daybook_gmail_init (DaybookGmail *self)
{
}
