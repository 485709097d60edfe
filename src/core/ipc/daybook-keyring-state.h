/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* unlocked, locked or absent: what the desktop's keyring is, asked by plain D-Bus, without a secret and
 * without a prompt. Static text. */
const char *daybook_keyring_state_ask (GDBusConnection *bus);

G_END_DECLS
