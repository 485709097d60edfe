/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-seal.h"

#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-secret-text.h"

#define VERSION 1
#define VALUE_MAX (64 * 1024)

gboolean
daybook_seal_run_cipher (gboolean encrypt,
                         const guint8 key[DAYBOOK_KEY_SIZE],
                         const guint8 nonce[DAYBOOK_SEAL_NONCE_SIZE],
                         GBytes *associated,
                         const guint8 *in,
                         gsize size,
                         guint8 *out)
{
  const gnutls_datum_t datum = { (unsigned char *) key, DAYBOOK_KEY_SIZE };
  gnutls_aead_cipher_hd_t cipher;
  gsize expected;
  gsize written;
  gsize associated_size;
  gconstpointer associated_data = g_bytes_get_data (associated, &associated_size);
  int result;

  if (!encrypt && size < DAYBOOK_SEAL_TAG_SIZE)
    return FALSE;
  if (gnutls_aead_cipher_init (&cipher, GNUTLS_CIPHER_AES_256_GCM, &datum) < 0)
    return FALSE;
  expected = encrypt ? size + DAYBOOK_SEAL_TAG_SIZE : size - DAYBOOK_SEAL_TAG_SIZE;
  written = expected;
  if (encrypt)
    result = gnutls_aead_cipher_encrypt (cipher, nonce, DAYBOOK_SEAL_NONCE_SIZE, associated_data,
                                         associated_size, DAYBOOK_SEAL_TAG_SIZE, in, size, out,
                                         &written);
  else
    result = gnutls_aead_cipher_decrypt (cipher, nonce, DAYBOOK_SEAL_NONCE_SIZE, associated_data,
                                         associated_size, DAYBOOK_SEAL_TAG_SIZE, in, size, out,
                                         &written);
  gnutls_aead_cipher_deinit (cipher);
  return result >= 0 && written == expected;
}

static GBytes *
associated_data_of (const char *name)
{
  char *text = g_strdup_printf ("daybook|%s|%d", name, VERSION);

  return g_bytes_new_take (text, strlen (text));
}

static void
set_refused (GError **error)
{
  g_set_error_literal (
      error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
      _ ("A stored secret cannot be opened: it was changed, or sealed with another key."
         " Sign in again."));
}

/* @value sealed under @name. TOO_LARGE above 64 KiB. (transfer full) */
GBytes *
daybook_seal_close (const guint8 key[DAYBOOK_KEY_SIZE],
                    const char *name,
                    GBytes *value,
                    GError **error)
{
  g_autoptr (GBytes) associated = associated_data_of (name);
  gsize size;
  const guint8 *data = g_bytes_get_data (value, &size);
  g_autofree guint8 *blob = NULL;
  guint8 *nonce;

  if (size > VALUE_MAX)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                           _ ("This secret is too long to keep."));
      return NULL;
    }
  blob = g_malloc (size + DAYBOOK_SEAL_OVERHEAD);
  blob[0] = VERSION;
  nonce = blob + 1;
  if (gnutls_rnd (GNUTLS_RND_KEY, nonce, DAYBOOK_SEAL_NONCE_SIZE) < 0
      || !daybook_seal_run_cipher (TRUE, key, nonce, associated, data, size,
                                   nonce + DAYBOOK_SEAL_NONCE_SIZE))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                           _ ("A secret could not be sealed."));
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&blob), size + DAYBOOK_SEAL_OVERHEAD);
}

/* What was sealed under @name; AUTH_REQUIRED when a single bit, the name or the key is another. The
 * bytes are wiped when freed. (transfer full) */
GBytes *
daybook_seal_open (const guint8 key[DAYBOOK_KEY_SIZE],
                   const char *name,
                   GBytes *blob,
                   GError **error)
{
  g_autoptr (GBytes) associated = associated_data_of (name);
  gsize size;
  const guint8 *data = g_bytes_get_data (blob, &size);
  g_autoptr (GBytes) value = NULL;
  guint8 *plain;

  if (size < DAYBOOK_SEAL_OVERHEAD || data[0] != VERSION)
    {
      set_refused (error);
      return NULL;
    }
  value = daybook_secret_bytes_new (size - DAYBOOK_SEAL_OVERHEAD, &plain);
  if (!daybook_seal_run_cipher (FALSE, key, data + 1, associated,
                                data + 1 + DAYBOOK_SEAL_NONCE_SIZE,
                                size - 1 - DAYBOOK_SEAL_NONCE_SIZE, plain))
    {
      set_refused (error);
      return NULL;
    }
  return g_steal_pointer (&value);
}
