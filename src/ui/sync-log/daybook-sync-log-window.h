/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Every sync of the last ninety days: what it did, what it cost, why it failed. */
#define DAYBOOK_TYPE_SYNC_LOG_WINDOW (daybook_sync_log_window_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSyncLogWindow, daybook_sync_log_window, DAYBOOK, SYNC_LOG_WINDOW, AdwWindow)

GtkWidget *daybook_sync_log_window_new (DaybookWorkspace *workspace);

G_END_DECLS
