/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-secret-text.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

/* Base64 for addresses, without padding (RFC 4648 section 5). Free with daybook_secret_text_free().
 */
char *
daybook_secret_text_to_base64url (const guint8 *bytes, gsize size)
{
  char *text = g_base64_encode (bytes, size);
  char *end = text;

  for (char *p = text; *p != '\0'; p++)
    {
      if (*p == '=')
        break;
      *end++ = *p == '+' ? '-' : *p == '/' ? '_' : *p;
    }
  *end = '\0';
  return text;
}

/* @n_bytes of randomness as base64url. Free with daybook_secret_text_free(). */
char *
daybook_secret_text_new_random (gsize n_bytes)
{
  g_autofree guint8 *bytes = g_malloc (n_bytes);
  char *text;

  /* Without randomness there is nothing to go on with; GnuTLS fails only when the kernel has none.
   */
  if (gnutls_rnd (GNUTLS_RND_KEY, bytes, n_bytes) < 0)
    g_error ("no randomness");
  text = daybook_secret_text_to_base64url (bytes, n_bytes);
  gnutls_memset (bytes, 0, n_bytes);
  return text;
}

/* Takes as long for a wrong text as for the right one. NULL equals nothing. */
gboolean
daybook_secret_text_equal (const char *a, const char *b)
{
  gsize length;

  if (a == NULL || b == NULL)
    return FALSE;
  length = strlen (a);
  return strlen (b) == length && gnutls_memcmp (a, b, length) == 0;
}

/* Overwrites and frees. */
void
daybook_secret_text_free (char *text)
{
  if (text == NULL)
    return;
  gnutls_memset (text, 0, strlen (text));
  g_free (text);
}

typedef struct
{
  gsize size;
  guint8 data[];
} Wiped;

static void
wiped_free (gpointer data)
{
  Wiped *wiped = data;

  gnutls_memset (wiped->data, 0, wiped->size);
  g_free (wiped);
}

/* Bytes that are overwritten when the last reference goes. @data: where to write them. */
GBytes *
daybook_secret_bytes_new (gsize size, guint8 **data)
{
  Wiped *wiped = g_malloc0 (sizeof (Wiped) + size);

  wiped->size = size;
  *data = wiped->data;
  return g_bytes_new_with_free_func (wiped->data, size, wiped_free, wiped);
}

