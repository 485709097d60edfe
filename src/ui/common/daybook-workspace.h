/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-agent-client.h"

G_BEGIN_DECLS

/* What the windows work on, handed to every page.
 *
 * Properties: agent, empty (nothing was ever connected or logged: the first run).
 * Signals:
 *   "toast" (text, gint64 change): say it; with a change other than 0 offer to undo that one. */
#define DAYBOOK_TYPE_WORKSPACE (daybook_workspace_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWorkspace, daybook_workspace, DAYBOOK, WORKSPACE, GObject)

DaybookWorkspace *daybook_workspace_new (void);

DaybookAgentClient *daybook_workspace_get_agent (DaybookWorkspace *self);
gboolean daybook_workspace_is_empty (DaybookWorkspace *self);

void daybook_workspace_toast (DaybookWorkspace *self, const char *text, gint64 change);
void daybook_workspace_undo (DaybookWorkspace *self, gint64 change);
void daybook_workspace_sync_now (DaybookWorkspace *self);

G_END_DECLS
