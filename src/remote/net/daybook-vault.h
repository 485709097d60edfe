/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-secrets.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* DaybookVault: secrets as sealed blobs (daybook-seal.h) in the store, whose key only the desktop's
 * keyring holds. Each row names the key that sealed it; deleting the key shreds everything sealed
 * with it, backups included.
 *
 * What the keyring says is told apart (reliability.md section 5):
 *   KEYRING_LOCKED  it is locked, or the person dismissed its prompt: wait, change nothing
 *   KEYRING_ABSENT  there is none: wait, change nothing
 *   AUTH_REQUIRED   it is open and the key is not there: lost, as after a restore on another
 * computer Only the first use of all makes a key, and a person who signs in anew after the old one
 * was lost.
 *
 * Functions block; a prompt is raised only where the vault was made interactive, and once. */
#define DAYBOOK_TYPE_VAULT (daybook_vault_get_type ())
G_DECLARE_FINAL_TYPE (DaybookVault, daybook_vault, DAYBOOK, VAULT, GObject)

DaybookVault *daybook_vault_new (DaybookStore *store, gboolean interactive);
gboolean daybook_vault_prepare (DaybookVault *self, GError **error);
gboolean daybook_vault_rotate_key (DaybookVault *self, GError **error);
gboolean daybook_vault_forget_keys (GError **error);

G_END_DECLS
