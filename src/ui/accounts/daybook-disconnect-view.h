/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "accounts/daybook-account-row.h"

G_BEGIN_DECLS

/* Disconnecting cannot be taken back, since the service forgets the sign-in: so it is told beforehand
 * what goes and what stays, in the page and not in a dialog. */
#define DAYBOOK_TYPE_DISCONNECT_VIEW (daybook_disconnect_view_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDisconnectView, daybook_disconnect_view, DAYBOOK, DISCONNECT_VIEW, AdwBin)

void daybook_disconnect_view_set_row (DaybookDisconnectView *self, DaybookAccountRow *row);

G_END_DECLS
