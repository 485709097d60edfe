/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-secrets.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* DaybookVault: secrets as AES-256-GCM blobs in the store, sealed with a 32-byte key that only the
 * desktop's keyring holds. A blob is
 *
 *   version (1) | nonce (12, random for every write) | ciphertext | tag (16)
 *
 * and authenticates its own name and version, so that no blob can stand in for another. Each row names
 * the key that sealed it; deleting the key shreds everything sealed with it, backups included.
 *
 * What the keyring says is told apart (reliability.md section 5):
 *   KEYRING_LOCKED  it is locked, or the person dismissed its prompt: wait, change nothing
 *   KEYRING_ABSENT  there is none: wait, change nothing
 *   AUTH_REQUIRED   it is open and the key is not there: lost, as after a restore on another computer
 * A locked or absent keyring is never a reason to make a new key.
 *
 * Functions block; a prompt is raised only where the vault was made interactive. */
#define DAYBOOK_TYPE_VAULT (daybook_vault_get_type ())
G_DECLARE_FINAL_TYPE (DaybookVault, daybook_vault, DAYBOOK, VAULT, GObject)

DaybookVault *daybook_vault_new (DaybookStore *store, gboolean interactive);
gboolean daybook_vault_prepare (DaybookVault *self, GError **error);
gboolean daybook_vault_rotate_key (DaybookVault *self, GError **error);
gboolean daybook_vault_forget_keys (GError **error);

/* The sealing itself, for tests and for whoever has a key. @key is 32 bytes. */
#define DAYBOOK_VAULT_KEY_SIZE 32

GBytes *daybook_vault_seal (const guint8 *key, const char *name, GBytes *value, GError **error);
GBytes *daybook_vault_open (const guint8 *key, const char *name, GBytes *blob, GError **error);

G_END_DECLS
