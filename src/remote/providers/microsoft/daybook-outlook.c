/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-outlook.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "providers/microsoft/daybook-microsoft-calendars.h"
#include "providers/microsoft/daybook-microsoft-error.h"
#include "providers/microsoft/daybook-microsoft-request.h"
#include "providers/microsoft/daybook-microsoft-round.h"

#define LOGIN "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/"

struct _DaybookOutlook
{
  DaybookProviderBase parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookOutlook, daybook_outlook, DAYBOOK_TYPE_PROVIDER_BASE,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

/* providers.md 4.1. A public client: it has no secret, and one that is sent is refused. There is no endpoint that
 * revokes a token. The person chooses the account, since a browser is often signed in to another one. */
static const DaybookOAuthInfo oauth = {
  .authorize_url = LOGIN "authorize",
  .token_url = LOGIN "token",
  .redirect_host = "localhost",
  .extra = "response_mode=query&prompt=select_account",
};

static const DaybookProviderSetting settings[] = {
  { .key = DAYBOOK_MICROSOFT_PAGE_SIZE,
    .type = "int",
    .default_value = "200",
    .min = 1,
    .max = 1000,
    .label = N_ ("Page Size"),
    .description = N_ ("How many events to ask for at once"),
    .per_source = TRUE },
};

/* What a personal account does not have, or an organisation does not give, costs shared calendars and colours and
 * no more. */
static const DaybookProviderInfo info = {
  .id = "outlook",
  .family = "microsoft",
  .name = N_ ("Outlook"),
  .summary = N_ ("Your meetings from Outlook.com and Microsoft 365, shared calendars included"),
  .icon = "daybook-outlook-symbolic",
  .help = "connect-outlook",
  .kinds = "calendar",
  .sign_in = DAYBOOK_SIGN_IN_GOA | DAYBOOK_SIGN_IN_BROWSER,
  .goa_types = "ms_graph",
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_EXPANDS,
  .scopes = "offline_access User.Read Calendars.Read Calendars.Read.Shared MailboxSettings.Read",
  .write_scopes = "offline_access User.Read Calendars.ReadWrite Calendars.ReadWrite.Shared MailboxSettings.Read",
  .spare_scopes = "offline_access Calendars.Read.Shared Calendars.ReadWrite.Shared MailboxSettings.Read",
  .api_key = "api-url",
  .api_url = "https://graph.microsoft.com/v1.0",
  .oauth = &oauth,
  .cursor_params = "1",
  .default_interval = 15,
  .settings = settings,
  .n_settings = G_N_ELEMENTS (settings),
};

/* ---- whose account it is ---- */

static DaybookRequest *
ask_identity (const DaybookProviderContext *context, DaybookExchange *exchange)
{
  g_autofree char *url = g_strconcat (context->api_url, "/me?$select=displayName,mail,userPrincipalName", NULL);

  return daybook_microsoft_request_new (url, 0);
}

/* Accounts without a mailbox have no mail; a guest's principal name is no address. */
static gboolean
read_identity (DaybookExchange *exchange, const DaybookHttpResponse *response, GError **error)
{
  g_auto (DaybookMicrosoftPerson) person = { 0 };
  const char *identity;

  if (!daybook_microsoft_person_parse (&person, response->body, error))
    return FALSE;
  identity = person.mail != NULL ? person.mail : person.principal;
  daybook_exchange_finish_identity (exchange, identity, identity);
  return TRUE;
}

/* ---- which calendars it has ---- */

typedef struct
{
  char *url;      /* (owned) of the page under way */
  char *api_url;  /* (owned) */
  char *identity; /* (owned) (nullable) the person's address */
} List;

static void
list_free (gpointer data)
{
  List *self = data;

  g_free (self->url);
  g_free (self->api_url);
  g_free (self->identity);
  g_free (self);
}

static gboolean
is_same_address (const char *a, const char *b)
{
  return a != NULL && b != NULL && g_ascii_strcasecmp (a, b) == 0;
}

/* A person's own calendars start switched on; those of others, and those that nobody can write to (holidays,
 * birthdays), do not. An account may have several addresses: the owner of its own calendar is one more. */
static void
finish_list (DaybookExchange *exchange, List *self)
{
  GPtrArray *sources = daybook_exchange_get_sources (exchange);
  const char *owner = NULL;

  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (source->is_primary)
        owner = source->owner;
    }
  for (guint i = 0; i < sources->len; i++)
    {
      DaybookSource *source = sources->pdata[i];
      gboolean is_own = source->is_primary || source->owner == NULL || is_same_address (source->owner, owner)
                        || is_same_address (source->owner, self->identity);

      source->enabled = is_own && source->state != DAYBOOK_SOURCE_READ_ONLY;
    }
  daybook_exchange_finish (exchange, NULL);
}

static void on_list (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_page (DaybookExchange *exchange, List *self)
{
  daybook_exchange_ask (exchange, daybook_microsoft_request_new (self->url, 0), on_list, self);
}

static void
on_list (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  List *self = data;
  g_auto (DaybookMicrosoftCalendars) page = { 0 };
  GError *error = NULL;

  if (response->status != 200)
    {
      daybook_microsoft_fail (exchange, response);
      return;
    }
  if (!daybook_microsoft_calendars_parse (&page, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  if (page.next_link != NULL && !daybook_microsoft_is_own_link (self->api_url, page.next_link))
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN,
                                  _("Outlook’s answer points to another service. Nothing was sent there."));
      return;
    }
  for (guint i = 0; i < page.sources->len; i++)
    daybook_exchange_yield_source (exchange, daybook_source_copy (page.sources->pdata[i]));
  if (page.next_link != NULL && g_strcmp0 (page.next_link, self->url) != 0)
    {
      g_free (self->url);
      self->url = g_steal_pointer (&page.next_link);
      ask_page (exchange, self);
    }
  else
    {
      finish_list (exchange, self);
    }
}

/* Also what others share with the person, and what they manage for others: /me/calendars has them all. */
static void
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  List *self = g_new0 (List, 1);

  self->api_url = g_strdup (context->api_url);
  self->url = g_strconcat (context->api_url, "/me/calendars?$top=100", NULL);
  self->identity = context->account != NULL ? g_strdup (context->account->identity) : NULL;
  daybook_exchange_set_state (exchange, self, list_free);
  ask_page (exchange, self);
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->list_sources = list_sources;
  iface->pull = daybook_microsoft_round_start;
}

static void
daybook_outlook_class_init (DaybookOutlookClass *klass)
{
  DaybookProviderBaseClass *base = DAYBOOK_PROVIDER_BASE_CLASS (klass);

  base->info = &info;
  base->ask_identity = ask_identity;
  base->read_identity = read_identity;
  base->fail = daybook_microsoft_fail;
}

static void
daybook_outlook_init (DaybookOutlook *self)
{
}
