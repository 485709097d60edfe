/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* What happens to the accounts of GNOME Online Accounts that ours are signed in with: seen from outside, by its signals
 * alone, which do not start it. Signal "changed" (gint64 account id): that one of ours should be looked at. */
#define DAYBOOK_TYPE_GOA_WATCH (daybook_goa_watch_get_type ())
G_DECLARE_FINAL_TYPE (DaybookGoaWatch, daybook_goa_watch, DAYBOOK, GOA_WATCH, GObject)

DaybookGoaWatch *daybook_goa_watch_new (GDBusConnection *bus, DaybookStore *store);
void daybook_goa_watch_look (DaybookGoaWatch *self);

G_END_DECLS
