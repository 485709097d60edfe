/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts/daybook-account-row.h"
#include "common/daybook-service.h"

G_BEGIN_DECLS

/* Signing in, from the choice of a way to the choice of calendars. The errand is the agent's; closing the
 * window cancels it. */
#define DAYBOOK_TYPE_CONNECT_DIALOG (daybook_connect_dialog_get_type ())
G_DECLARE_FINAL_TYPE (DaybookConnectDialog, daybook_connect_dialog, DAYBOOK, CONNECT_DIALOG, AdwWindow)

GtkWidget *daybook_connect_dialog_new (DaybookWorkspace *workspace, DaybookService *service);
GtkWidget *daybook_connect_dialog_new_for_account (DaybookWorkspace *workspace, DaybookAccountRow *row);

G_END_DECLS
