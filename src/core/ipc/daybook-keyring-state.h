/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where libsecret keeps keys, as it decides itself: with the desktop's keyring service, in a file of its own as a test
 * chooses, or inside a sandbox in a file that the Secret portal has the key to. The service knows nothing of the
 * latter two. */
typedef enum
{
  DAYBOOK_KEYRING_SERVICE,
  DAYBOOK_KEYRING_FILE,
  DAYBOOK_KEYRING_PORTAL,
} DaybookKeyringPlace;

DaybookKeyringPlace daybook_keyring_find_place (void);

/* What to ask the portal for: whether it is there. An error: it is not. */
#define DAYBOOK_SECRET_PORTAL_NAME "org.freedesktop.portal.Desktop"
#define DAYBOOK_SECRET_PORTAL_PATH "/org/freedesktop/portal/desktop"
#define DAYBOOK_SECRET_PORTAL_INTERFACE "org.freedesktop.portal.Secret"

/* Whether the service's default collection is open. One that nobody has made yet is not: the first secret to be stored
 * makes it, with a prompt. Asked by plain D-Bus, without a secret and without a prompt; any error of the bus's. */
gboolean daybook_keyring_ask_service (GDBusConnection *bus, gboolean *is_open, GError **error);

/* unlocked, locked or absent: what the keyring is, wherever the keys lie. Asked like the service. Static text. */
const char *daybook_keyring_state_ask (GDBusConnection *bus);

G_END_DECLS
