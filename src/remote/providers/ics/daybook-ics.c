/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ics/daybook-ics.h"

#include <glib/gi18n-lib.h>

#include "providers/ics/daybook-ics-address.h"
#include "providers/ics/daybook-ics-round.h"

struct _DaybookIcs
{
  DaybookProviderBase parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookIcs, daybook_ics, DAYBOOK_TYPE_PROVIDER_BASE,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

static const DaybookProviderSetting settings[] = {
  { .key = "address", .type = "text", .max = 320, .label = N_ ("Your address"),
    .description = N_ ("Which attendee you are, where the calendar does not say whose it is") },
};

static const DaybookProviderInfo info = {
  .id = "ics",
  .family = "ics",
  .name = N_ ("Calendar Address"),
  .summary = N_ ("A published or secret calendar address, or a file: read only"),
  .icon = "daybook-ics-symbolic",
  .help = "connect-address",
  .kinds = "calendar",
  .sign_in = DAYBOOK_SIGN_IN_URL,
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_COMPARES,
  .scopes = "",
  .write_scopes = "",
  .cursor_params = "1",
  .default_interval = 60,
  .settings = settings,
  .n_settings = G_N_ELEMENTS (settings),
};

static char *
check_address (DaybookProvider *provider, const char *text, GError **error)
{
  return daybook_ics_address_check (text, error);
}

static void
identify (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_ics_round_start (DAYBOOK_ICS_IDENTIFY, context, NULL, NULL, exchange);
}

static void
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_ics_round_start (DAYBOOK_ICS_LIST, context, NULL, NULL, exchange);
}

static void
pull (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
      const DaybookPullOptions *options, DaybookExchange *exchange)
{
  daybook_ics_round_start (DAYBOOK_ICS_PULL, context, source, options, exchange);
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->check_address = check_address;
  iface->identify = identify;
  iface->list_sources = list_sources;
  iface->pull = pull;
}

static void
daybook_ics_class_init (DaybookIcsClass *klass)
{
  DAYBOOK_PROVIDER_BASE_CLASS (klass)->info = &info;
}

static void
daybook_ics_init (DaybookIcs *self)
{
}
