/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "daybook-agent-dbus.h"
#include "daybook-options.h"
#include "daybook-output.h"
#include "ipc/daybook-keyring-state.h"
#include "ipc/daybook-names.h"
#include "store/daybook-accounts.h"
#include "store/daybook-tasks.h"

static gint64
find_next_sync (GPtrArray *accounts)
{
  gint64 next = DAYBOOK_INSTANT_NONE;

  for (guint i = 0; i < accounts->len; i++)
    {
      const DaybookAccount *account = accounts->pdata[i];

      if (account->next_sync_at != DAYBOOK_INSTANT_NONE && !account->paused)
        next = next == DAYBOOK_INSTANT_NONE ? account->next_sync_at : MIN (next, account->next_sync_at);
    }
  return next;
}

/* Whether the agent runs is asked without starting it. */
static DaybookDBusAgent1 *
find_agent (GDBusConnection *bus)
{
  g_autoptr (DaybookDBusAgent1) agent = NULL;
  g_autofree char *owner = NULL;

  if (bus == NULL)
    return NULL;
  agent = daybook_dbus_agent1_proxy_new_sync (bus, G_DBUS_PROXY_FLAGS_DO_NOT_AUTO_START, DAYBOOK_AGENT_NAME,
                                              DAYBOOK_AGENT_PATH, NULL, NULL);
  if (agent != NULL)
    owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (agent));
  return owner != NULL ? g_steal_pointer (&agent) : NULL;
}

gboolean
daybook_command_status (DaybookCtl *ctl, int argc, char **argv, GError **error)
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (DaybookDBusAgent1) agent = NULL;
  g_autoptr (GPtrArray) accounts = NULL;
  DaybookStore *store;
  JsonBuilder *builder;

  if (!daybook_options_parse (ctl, "status", NULL, &argc, &argv, error)
      || !daybook_options_expect (argc, 0, 0, "status", error))
    return FALSE;
  store = daybook_ctl_get_store (ctl, error);
  if (store == NULL)
    return FALSE;
  accounts = daybook_store_list_accounts (store, error);
  if (accounts == NULL)
    return FALSE;
  bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  agent = find_agent (bus);
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "agent",
                         agent != NULL ? daybook_dbus_agent1_get_version (agent)
                         : ctl->json   ? NULL : _ ("not running"));
  daybook_json_add_text (builder, "keyring",
                         agent != NULL ? daybook_dbus_agent1_get_keyring_state (agent)
                                       : daybook_keyring_state_ask (bus));
  daybook_json_add_bool (builder, "online",
                         agent != NULL ? daybook_dbus_agent1_get_online (agent)
                                       : g_network_monitor_get_network_available (g_network_monitor_get_default ()));
  daybook_json_add_int (builder, "accounts", accounts->len);
  daybook_json_add_int (builder, "pending_outbox", daybook_store_count_outbox (ctl->store));
  daybook_json_add_instant (builder, "next_sync_at", find_next_sync (accounts));
  daybook_json_add_text (builder, "database", daybook_store_get_path (store));
  json_builder_end_object (builder);
  daybook_output_print_object (ctl, builder);
  return TRUE;
}
