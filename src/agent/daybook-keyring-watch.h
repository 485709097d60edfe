/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Whether the desktop's keyring is there and open, seen from outside: by plain D-Bus, without ever
 * asking for a secret or raising a prompt. Property "state": unlocked, locked, absent, or lost: open,
 * and without the key that our secrets are sealed with. */
#define DAYBOOK_TYPE_KEYRING_WATCH (daybook_keyring_watch_get_type ())
G_DECLARE_FINAL_TYPE (DaybookKeyringWatch, daybook_keyring_watch, DAYBOOK, KEYRING_WATCH, GObject)

DaybookKeyringWatch *daybook_keyring_watch_new (GDBusConnection *bus, DaybookStore *store);
void daybook_keyring_watch_look_again (DaybookKeyringWatch *self);
/* As D-Bus KeyringState says it; static. */
const char *daybook_keyring_watch_get_state (DaybookKeyringWatch *self);

G_END_DECLS
