/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-provider.h"

#include "providers/caldav/daybook-caldav.h"
#include "providers/github/daybook-github.h"
#include "providers/gmail/daybook-gmail.h"
#include "providers/google/daybook-google-calendar.h"
#include "providers/ics/daybook-ics.h"
#include "providers/microsoft/daybook-outlook.h"
#include "providers/notion/daybook-notion.h"
#include "providers/sample/daybook-sample.h"
#include "providers/slack/daybook-slack.h"

/* Every service, in the order shown: one line a provider. */
static GType (*const types[]) (void) = {
  daybook_google_calendar_get_type,
  daybook_gmail_get_type,
  daybook_outlook_get_type,
  daybook_slack_get_type,
  daybook_github_get_type,
  daybook_notion_get_type,
  daybook_caldav_get_type,
  daybook_ics_get_type,
  daybook_sample_get_type,
};

/* Providers have no state, so one of each serves the whole program. */
static GPtrArray *
get_providers (void)
{
  static GPtrArray *providers;

  if (g_once_init_enter (&providers))
    {
      GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

      for (guint i = 0; i < G_N_ELEMENTS (types); i++)
        g_ptr_array_add (list, g_object_new (types[i] (), NULL));
      g_once_init_leave (&providers, list);
    }
  return providers;
}

GPtrArray *
daybook_registry_list (void)
{
  return g_ptr_array_ref (get_providers ());
}

DaybookProvider *
daybook_registry_find (const char *id)
{
  GPtrArray *providers = get_providers ();

  for (guint i = 0; i < providers->len; i++)
    {
      DaybookProvider *provider = providers->pdata[i];

      if (g_strcmp0 (daybook_provider_get_info (provider)->id, id) == 0)
        return provider;
    }
  return NULL;
}

void
daybook_registry_add (DaybookProvider *provider)
{
  g_ptr_array_add (get_providers (), g_object_ref (provider));
}
