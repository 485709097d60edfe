/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav.h"

#include <glib/gi18n-lib.h>

#include "providers/caldav/daybook-caldav-address.h"
#include "providers/caldav/daybook-caldav-calendars.h"
#include "providers/caldav/daybook-caldav-discovery.h"
#include "providers/caldav/daybook-caldav-round.h"

struct _DaybookCaldav
{
  DaybookProviderBase parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookCaldav, daybook_caldav, DAYBOOK_TYPE_PROVIDER_BASE,
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

static char *
check_address (DaybookProvider *provider, const char *text, GError **error)
{
  return daybook_caldav_address_check (text, error);
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->check_address = check_address;
  iface->identify = daybook_caldav_discovery_start;
  iface->list_sources = daybook_caldav_calendars_list;
  iface->scout = daybook_caldav_calendars_scout;
  iface->pull = daybook_caldav_round_start;
}

static void
daybook_caldav_class_init (DaybookCaldavClass *klass)
{
  DAYBOOK_PROVIDER_BASE_CLASS (klass)->info = &info;
}

static void
daybook_caldav_init (DaybookCaldav *self)
{
}
