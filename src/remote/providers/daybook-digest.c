/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-digest.h"

#include <string.h>

#define KEY_A G_GUINT64_CONSTANT (0xa0761d6478bd642f)
#define KEY_B G_GUINT64_CONSTANT (0xe7037ed1a0b428db)

/* The 128-bit product of two words, folded: every bit of both moves every bit of the result. */
static inline guint64
mix (guint64 a, guint64 b)
{
#ifdef __SIZEOF_INT128__
  unsigned __int128 product = (unsigned __int128) a * b;

  return (guint64) product ^ (guint64) (product >> 64);
#else
  guint64 low = (a & G_MAXUINT32) * (b & G_MAXUINT32);
  guint64 cross_a = (a >> 32) * (b & G_MAXUINT32);
  guint64 cross_b = (a & G_MAXUINT32) * (b >> 32);
  guint64 middle = (low >> 32) + (cross_a & G_MAXUINT32) + (cross_b & G_MAXUINT32);
  guint64 high = (a >> 32) * (b >> 32) + (cross_a >> 32) + (cross_b >> 32) + (middle >> 32);

  return (middle << 32 | (low & G_MAXUINT32)) ^ high;
#endif
}

static inline guint64
read_word (const guint8 *at)
{
  guint64 word;

  memcpy (&word, at, sizeof word);
  return GUINT64_FROM_LE (word);
}

/* Goes on from @digest (0 at first) with @size bytes. Where pieces end counts: "ab" and "a", "b"
 * differ. Never returns 0, which stands for "no digest" in the store. */
guint64
daybook_digest_bytes (guint64 digest, const void *data, gsize size)
{
  const guint8 *at = data;
  gsize left = size;
  guint64 tail[2] = { 0, 0 };

  for (; left >= 16; left -= 16, at += 16)
    digest = mix (read_word (at) ^ KEY_A ^ digest, read_word (at + 8) ^ KEY_B);
  for (gsize i = 0; i < left; i++)
    tail[i / 8] |= (guint64) at[i] << (i % 8 * 8);
  digest = mix (tail[0] ^ KEY_A ^ digest, tail[1] ^ KEY_B);
  digest = mix (digest ^ KEY_B, size ^ KEY_A);
  return digest != 0 ? digest : 1;
}

/* NULL and "" differ. */
guint64
daybook_digest_text (guint64 digest, const char *text)
{
  return text != NULL ? daybook_digest_bytes (digest, text, strlen (text))
                      : daybook_digest_number (digest, -1);
}

guint64
daybook_digest_number (guint64 digest, gint64 number)
{
  guint64 word = GUINT64_TO_LE ((guint64) number);

  return daybook_digest_bytes (digest, &word, sizeof word);
}
