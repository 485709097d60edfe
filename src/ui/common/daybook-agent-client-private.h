/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-agent-client.h"

G_BEGIN_DECLS

/* For daybook-agent-errands.c. */
GDBusConnection *daybook_agent_client_get_bus (DaybookAgentClient *self);
DaybookAgentJob *daybook_agent_client_ensure_job (DaybookAgentClient *self, const char *path);

G_END_DECLS
