/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-keyring.h"

G_BEGIN_DECLS

/* AES-256-GCM over one secret. A blob is
 *
 *   version (1) | nonce (12, random for every write) | ciphertext | tag (16)
 *
 * and authenticates its own name and version, so that no blob can stand in for another. */
#define DAYBOOK_SEAL_NONCE_SIZE 12
#define DAYBOOK_SEAL_TAG_SIZE 16
#define DAYBOOK_SEAL_OVERHEAD (1 + DAYBOOK_SEAL_NONCE_SIZE + DAYBOOK_SEAL_TAG_SIZE)

GBytes *daybook_seal_close (const guint8 key[DAYBOOK_KEY_SIZE],
                            const char *name,
                            GBytes *value,
                            GError **error);
GBytes *daybook_seal_open (const guint8 key[DAYBOOK_KEY_SIZE],
                           const char *name,
                           GBytes *blob,
                           GError **error);

/* The cipher alone, which published vectors can be held against. @out has room for @size bytes and,
 * when encrypting, the tag; when decrypting @size counts it. */
gboolean daybook_seal_run_cipher (gboolean encrypt,
                                  const guint8 key[DAYBOOK_KEY_SIZE],
                                  const guint8 nonce[DAYBOOK_SEAL_NONCE_SIZE],
                                  GBytes *associated,
                                  const guint8 *in,
                                  gsize size,
                                  guint8 *out);

G_END_DECLS
