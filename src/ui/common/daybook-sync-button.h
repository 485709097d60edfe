/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Syncs every account; while that goes on, its icon is a ring and its tooltip says how far it is. */
#define DAYBOOK_TYPE_SYNC_BUTTON (daybook_sync_button_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSyncButton, daybook_sync_button, DAYBOOK, SYNC_BUTTON, AdwBin)

G_END_DECLS
