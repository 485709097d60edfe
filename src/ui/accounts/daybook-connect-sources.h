/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* What a new account offers, with a switch each: own calendars are on, subscribed and holiday ones off. */
#define DAYBOOK_TYPE_CONNECT_SOURCES (daybook_connect_sources_get_type ())
G_DECLARE_FINAL_TYPE (DaybookConnectSources, daybook_connect_sources, DAYBOOK, CONNECT_SOURCES, AdwBin)

void daybook_connect_sources_show (DaybookConnectSources *self, DaybookWorkspace *workspace, gint64 account_id);
guint daybook_connect_sources_get_length (DaybookConnectSources *self);

G_END_DECLS
