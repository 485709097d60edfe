/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Daybook's keys in the desktop's keyring, and what state that is in. The one place that uses
 * libsecret, and of it only secret_password_*: the rest bypasses its file backend, which is the
 * keyring inside a sandbox. */
#define DAYBOOK_KEY_SIZE 32

gboolean daybook_keyring_check (gboolean interactive, GError **error);
gboolean daybook_keyring_look_up (const char *key_id,
                                  gboolean interactive,
                                  guint8 key[DAYBOOK_KEY_SIZE],
                                  GError **error);
gboolean
daybook_keyring_store (const char *key_id, const guint8 key[DAYBOOK_KEY_SIZE], GError **error);
gboolean daybook_keyring_forget (const char *key_id, GError **error);

G_END_DECLS
