/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/sample/daybook-sample.h"

#include <glib/gi18n-lib.h>

#include "providers/sample/daybook-sample-days.h"

/* How far ahead there is anything but series. */
#define DAYS_AHEAD 14

struct _DaybookSample
{
  DaybookProviderBase parent_instance;
};

static void provider_init (DaybookProviderInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookSample, daybook_sample, DAYBOOK_TYPE_PROVIDER_BASE,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_PROVIDER, provider_init))

static const DaybookProviderInfo info = {
  .id = "sample",
  .family = "sample",
  .name = N_ ("Sample Data"),
  .summary = N_ ("Two weeks of somebody else’s work, to look around"),
  .icon = "daybook-sample-symbolic",
  .help = "sample-data",
  .kinds = "calendar,mailbox,channel,repository",
  .sign_in = DAYBOOK_SIGN_IN_NONE,
  .capabilities = DAYBOOK_CAPABILITY_INCREMENTAL | DAYBOOK_CAPABILITY_LOCAL,
  .scopes = "",
  .write_scopes = "",
  .cursor_params = "1",
  .default_interval = 60,
};

static const struct
{
  const char *id;
  const char *name;
  const char *kind;
  const char *color;
  const char *owner;
} sources[] = {
  { "work", "Work", "calendar", "#3584e4", DAYBOOK_SAMPLE_ADDRESS },
  { "acme", "ACME", "calendar", "#9141ac", "jonas@acme.example" },
  { "private", "Private", "calendar", "#2ec27e", DAYBOOK_SAMPLE_ADDRESS },
  { "inbox", "Inbox", "mailbox", "#e66100", DAYBOOK_SAMPLE_ADDRESS },
  { "acme-design", "acme-design", "channel", "#c01c28", "jonas@acme.example" },
  { "acme/website", "acme/website", "repository", "#77767b", DAYBOOK_SAMPLE_ADDRESS },
};

static void
identify (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  daybook_exchange_finish_identity (exchange, DAYBOOK_SAMPLE_ADDRESS, _(info.name));
}

static void
list_sources (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  g_autoptr (DaybookZone) zone = daybook_zone_new_local ();

  for (guint i = 0; i < G_N_ELEMENTS (sources); i++)
    {
      DaybookSource *source = daybook_source_new ();

      source->external_id = g_strdup (sources[i].id);
      source->name = g_strdup (sources[i].name);
      source->kind = g_strdup (sources[i].kind);
      source->color = g_strdup (sources[i].color);
      source->owner = g_strdup (sources[i].owner);
      source->time_zone = g_strdup (daybook_zone_get_name (zone));
      source->is_primary = i == 0;
      source->enabled = TRUE;
      source->state = DAYBOOK_SOURCE_READ_ONLY;
      daybook_exchange_yield_source (exchange, source);
    }
  daybook_exchange_finish (exchange, NULL);
}

/* What there is depends on the day and on where the person is, and on nothing else. */
static char *
make_cursor (DaybookDay today, DaybookZone *zone)
{
  char text[DAYBOOK_DAY_TEXT_SIZE];

  return g_strdup_printf ("%s %s", daybook_day_write (today, text), daybook_zone_get_name (zone));
}

static void
pull (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
      const DaybookPullOptions *options, DaybookExchange *exchange)
{
  g_autoptr (DaybookZone) zone = options->zone != NULL ? daybook_zone_ref (options->zone) : daybook_zone_new_local ();
  gint64 now = daybook_exchange_get_now (exchange);
  DaybookDay today = daybook_zone_get_day (zone, now);
  g_autofree char *cursor = make_cursor (today, zone);
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  DaybookSampleRequest request = { source->external_id, zone, options->from, today + DAYS_AHEAD, now };

  if (!options->full && g_strcmp0 (options->cursor, cursor) == 0)
    {
      daybook_exchange_finish (exchange, cursor);
      return;
    }
  if (options->to != G_MAXINT32)
    request.last = MIN (request.last, options->to - 1);
  daybook_sample_add_meetings (&request, items);
  daybook_sample_add_messages (&request, items);
  for (guint i = 0; i < items->len; i++)
    daybook_exchange_yield (exchange, items->pdata[i]);
  daybook_exchange_set_full (exchange, TRUE);
  daybook_exchange_finish (exchange, cursor);
}

static void
provider_init (DaybookProviderInterface *iface)
{
  iface->identify = identify;
  iface->list_sources = list_sources;
  iface->pull = pull;
}

static void
daybook_sample_class_init (DaybookSampleClass *klass)
{
  DAYBOOK_PROVIDER_BASE_CLASS (klass)->info = &info;
}

static void
daybook_sample_init (DaybookSample *self)
{
}
