/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav.h"

#include <glib/gi18n-lib.h>

#include "providers/caldav/daybook-caldav-address.h"
#include "providers/caldav/daybook-caldav-calendars.h"
#include "providers/caldav/daybook-caldav-discovery.h"
#include "providers/caldav/daybook-caldav-round.h"

struct _DaybookCaldav
{
  GObject parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookCaldav, daybook_caldav, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

static const DaybookProviderSetting settings[] = {
  {
      .key = "address",
      .type = "text",
      .default_value = "",
      .max = 254,
      .label = N_ ("Your Address"),
      .description = N_ ("The mail address by which you are invited, where the server does not tell it"),
  },
};

static const DaybookProviderInfo info = {
  .id = "caldav",
  .family = "caldav",
  .name = N_ ("CalDAV"),
  .summary = N_ ("Nextcloud, iCloud, Fastmail, Radicale and other calendar servers"),
  .icon = "daybook-caldav-symbolic",
  .help = "connect-caldav",
  .kinds = "calendar",
  .sign_in = DAYBOOK_SIGN_IN_GOA | DAYBOOK_SIGN_IN_PASSWORD,
  .goa_types = "owncloud webdav",
  .goa_calendar_uri = TRUE,
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_COMPARES | DAYBOOK_CAPABILITY_SCOUT,
  .scopes = "",
  .write_scopes = "",
  .cursor_params = "1",
  .default_interval = 15,
  .settings = settings,
  .n_settings = G_N_ELEMENTS (settings),
};

static const DaybookProviderInfo *
get_info (DaybookProvider *provider)
{
  return &info;
}

static char *
check_address (DaybookProvider *provider, const char *text, GError **error)
{
  return daybook_caldav_address_check (text, error);
}

static gboolean
identify (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_caldav_discovery_start (context, exchange);
  return TRUE;
}

static gboolean
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_caldav_calendars_list (context, exchange);
  return TRUE;
}

static gboolean
scout (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_caldav_calendars_scout (context, exchange);
  return TRUE;
}

static gboolean
pull (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
      const DaybookPullOptions *options, DaybookExchange *exchange)
{
  daybook_caldav_round_start (context, source, options, exchange);
  return TRUE;
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->get_info = get_info;
  iface->check_address = check_address;
  iface->identify = identify;
  iface->list_sources = list_sources;
  iface->scout = scout;
  iface->pull = pull;
}

static void
daybook_caldav_class_init (DaybookCaldavClass *klass)
{
}

static void
daybook_caldav_init (DaybookCaldav *self)
{
}
