/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* The agent's face on the bus (Agent1, data/io.github.daybookapp.Daybook.Agent1.xml): takes requests,
 * makes jobs of them. Signal "quit": somebody asked it to end and nothing runs any more. */
#define DAYBOOK_TYPE_AGENT (daybook_agent_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAgent, daybook_agent, DAYBOOK, AGENT, GObject)

DaybookAgent *daybook_agent_new (DaybookStore *store);
gboolean daybook_agent_export (DaybookAgent *self, GDBusConnection *bus, GError **error);
void daybook_agent_start (DaybookAgent *self);
void daybook_agent_quit (DaybookAgent *self);

G_END_DECLS
