/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-gmail.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "providers/daybook-google-error.h"
#include "providers/daybook-google-request.h"
#include "providers/daybook-google-sign-in.h"
#include "providers/gmail/daybook-gmail-push.h"
#include "providers/gmail/daybook-gmail-replies.h"
#include "providers/gmail/daybook-gmail-round.h"

#define MAX_TRIES 3

struct _DaybookGmail
{
  GObject parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookGmail, daybook_gmail, G_TYPE_OBJECT,
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
};

static const DaybookProviderInfo *
get_info (DaybookProvider *provider)
{
  return &info;
}

/* ---- whose mailbox it is ---- */

typedef struct
{
  char *url; /* (owned) */
  int tries;
} Profile;

static void
profile_free (gpointer data)
{
  Profile *self = data;

  g_free (self->url);
  g_free (self);
}

static void on_profile (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_profile (DaybookExchange *exchange, Profile *self)
{
  DaybookRequest *request = daybook_google_request_new (self->url);

  request->bucket = g_strdup ("gmail");
  self->tries++;
  daybook_exchange_ask (exchange, request, on_profile, self);
}

static void
on_profile (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Profile *self = data;
  g_auto (DaybookGmailProfile) profile = { 0 };
  GError *error = NULL;

  if (response->status != 200)
    daybook_google_fail (exchange, response, _ (info.name));
  else if (daybook_gmail_profile_parse (&profile, response->body, &error))
    daybook_exchange_finish_identity (exchange, profile.address, profile.address);
  else if (self->tries < MAX_TRIES)
    {
      g_error_free (error);
      ask_profile (exchange, self);
    }
  else
    daybook_exchange_fail (exchange, error);
}

static gboolean
identify (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  Profile *self = g_new0 (Profile, 1);

  self->url = g_strconcat (context->api_url, "/users/me/profile?prettyPrint=false", NULL);
  daybook_exchange_set_state (exchange, self, profile_free);
  ask_profile (exchange, self);
  return TRUE;
}

/* One mailbox, which is called like the account: nobody has to be asked. */
static gboolean
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  DaybookSource *source = daybook_source_new ();
  const char *identity = context->account != NULL ? context->account->identity : NULL;

  source->external_id = g_strdup ("mailbox");
  source->name = g_strdup (identity != NULL ? identity : _ (info.name));
  source->kind = g_strdup ("mailbox");
  source->owner = g_strdup (identity);
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
  daybook_gmail_round_start (&info, context, source, options, exchange);
  return TRUE;
}

static gboolean
push (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
      const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange)
{
  daybook_gmail_push_start (context, operations, n_operations, exchange);
  return TRUE;
}

static gboolean
revoke_grant (DaybookProvider *provider, const DaybookProviderContext *context, const char *token,
              DaybookExchange *exchange)
{
  daybook_google_revoke (context, token, _ (info.name), exchange);
  return TRUE;
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->get_info = get_info;
  iface->identify = identify;
  iface->list_sources = list_sources;
  iface->pull = pull;
  iface->push = push;
  iface->revoke = revoke_grant;
}

static void
daybook_gmail_class_init (DaybookGmailClass *klass)
{
}

static void
daybook_gmail_init (DaybookGmail *self)
{
}
