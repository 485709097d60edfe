/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/google/daybook-google-calendar.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "providers/daybook-google-error.h"
#include "providers/daybook-google-request.h"
#include "providers/daybook-google-sign-in.h"
#include "providers/google/daybook-google-calendars.h"
#include "providers/google/daybook-google-round.h"

#define SCOPE DAYBOOK_GOOGLE_SCOPE

struct _DaybookGoogleCalendar
{
  DaybookProviderBase parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookGoogleCalendar, daybook_google_calendar, DAYBOOK_TYPE_PROVIDER_BASE,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

static const DaybookProviderSetting settings[] = {
  { .key = DAYBOOK_GOOGLE_PAGE_SIZE, .type = "int", .default_value = "2500", .min = 1, .max = DAYBOOK_GOOGLE_MAX_PAGE_SIZE,
    .label = N_ ("Page Size"), .description = N_ ("How many events to ask for at once"), .per_source = TRUE },
};

static const DaybookProviderInfo info = {
  .id = "google-calendar",
  .family = "google",
  .name = N_ ("Google Calendar"),
  .summary = N_ ("Your meetings, from every calendar of a Google account"),
  .icon = "daybook-google-calendar-symbolic",
  .help = "connect-google",
  .kinds = "calendar",
  .sign_in = DAYBOOK_SIGN_IN_GOA | DAYBOOK_SIGN_IN_BROWSER,
  .goa_types = "google",
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_REVOKE,
  .scopes = SCOPE "calendar.calendarlist.readonly " SCOPE "calendar.events.readonly",
  .write_scopes = SCOPE "calendar.events",
  .api_key = "api-url",
  .api_url = "https://www.googleapis.com/calendar/v3",
  .oauth = &daybook_google_oauth,
  .cursor_params = "1",
  .default_interval = 15,
  .settings = settings,
  .n_settings = G_N_ELEMENTS (settings),
};

/* The calendar list, for the name of the account or for its calendars. */
typedef struct
{
  char *api_url;    /* (owned) */
  char *page_token; /* (owned) (nullable) */
  char *owner;      /* (owned) (nullable) the person's address: id of the primary calendar */
  gboolean identify;
} List;

static void
list_free (gpointer data)
{
  List *self = data;

  g_free (self->api_url);
  g_free (self->page_token);
  g_free (self->owner);
  g_free (self);
}

static void on_list (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

/* Hidden calendars are asked for too: one that a person hides in Google's list has not gone away. */
static void
ask_list (DaybookExchange *exchange, List *self)
{
  g_autoptr (GString) url = g_string_new (self->api_url);

  g_string_append (url, "/users/me/calendarList");
  daybook_google_append_parameter (url, "maxResults", "250");
  daybook_google_append_parameter (url, "showHidden", "true");
  daybook_google_append_parameter (url, "prettyPrint", "false");
  daybook_google_append_parameter (url, "fields", daybook_google_calendars_fields);
  if (self->page_token != NULL)
    daybook_google_append_parameter (url, "pageToken", self->page_token);
  daybook_exchange_ask (exchange, daybook_google_request_new (url->str), on_list, self);
}

/* TRUE when the exchange has ended with the account's name. */
static gboolean
take_identity (DaybookExchange *exchange, const DaybookGoogleCalendars *page)
{
  for (guint i = 0; i < page->sources->len; i++)
    {
      const DaybookSource *source = page->sources->pdata[i];

      if (!source->is_primary)
        continue;
      daybook_exchange_finish_identity (exchange, source->external_id, source->name);
      return TRUE;
    }
  return FALSE;
}

/* The person's own calendars are theirs, whatever their ids look like. */
static void
finish_list (DaybookExchange *exchange, List *self)
{
  GPtrArray *sources = daybook_exchange_get_sources (exchange);

  for (guint i = 0; i < sources->len; i++)
    {
      DaybookSource *source = sources->pdata[i];

      if (source->owner == NULL && source->enabled)
        source->owner = g_strdup (self->owner);
    }
  daybook_exchange_finish (exchange, NULL);
}

static void
take_sources (DaybookExchange *exchange, List *self, const DaybookGoogleCalendars *page)
{
  for (guint i = 0; i < page->sources->len; i++)
    {
      DaybookSource *source = page->sources->pdata[i];

      if (source->is_primary && self->owner == NULL)
        self->owner = g_strdup (source->external_id);
      daybook_exchange_yield_source (exchange, daybook_source_copy (source));
    }
  for (guint i = 0; i < page->deleted->len; i++)
    daybook_exchange_source_gone (exchange, page->deleted->pdata[i]);
}

static void
on_list (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  List *self = data;
  g_auto (DaybookGoogleCalendars) page = { 0 };
  GError *error = NULL;

  if (response->status != 200)
    {
      daybook_google_fail (exchange, response, _ (info.name));
      return;
    }
  if (!daybook_google_calendars_parse (&page, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  if (self->identify && take_identity (exchange, &page))
    return;
  if (!self->identify)
    take_sources (exchange, self, &page);
  if (page.next_page != NULL && g_strcmp0 (page.next_page, self->page_token) != 0)
    {
      g_free (self->page_token);
      self->page_token = g_steal_pointer (&page.next_page);
      ask_list (exchange, self);
    }
  else if (self->identify)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE,
                                _("This Google account has no calendar of its own."));
  else
    finish_list (exchange, self);
}

static void
start_list (const DaybookProviderContext *context, DaybookExchange *exchange, gboolean identify)
{
  List *self = g_new0 (List, 1);

  self->api_url = g_strdup (context->api_url);
  self->identify = identify;
  daybook_exchange_set_state (exchange, self, list_free);
  ask_list (exchange, self);
}

static void
identify (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  start_list (context, exchange, TRUE);
}

static void
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  start_list (context, exchange, FALSE);
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->identify = identify;
  iface->list_sources = list_sources;
  iface->pull = daybook_google_round_start;
  iface->revoke = daybook_google_revoke;
}

static void
daybook_google_calendar_class_init (DaybookGoogleCalendarClass *klass)
{
  DAYBOOK_PROVIDER_BASE_CLASS (klass)->info = &info;
}

static void
daybook_google_calendar_init (DaybookGoogleCalendar *self)
{
}
