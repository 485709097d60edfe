/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-id.h"

#include <string.h>

/* Crockford's base 32: no i, l, o, u, so that an id read aloud or retyped stays itself. */
static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
static const char kinds[] = "abcdefghjkmoprstuvwx";

/* An odd factor is a permutation of the numbers below 2^35 that also permutes the remainders modulo
 * every power of 32: neighbours look different from the first character on, and a prefix of n
 * characters (least significant first) stands for one remainder modulo 32^n. */
#define FACTOR G_GINT64_CONSTANT (0x4f1bbcdcb)
#define MASK (DAYBOOK_ID_MAX - 1)
#define DIGITS (DAYBOOK_ID_LENGTH - 1)

static gint64
inverse_of_factor (void)
{
  guint64 inverse = FACTOR;

  /* Newton: each step doubles the number of right bits; three of them to begin with. */
  for (int i = 0; i < 5; i++)
    inverse *= 2 - (guint64) FACTOR * inverse;
  return (gint64) (inverse & MASK);
}

/* The text id of row @number of @kind. Free with g_free(). */
char *
daybook_id_format (DaybookKind kind, gint64 number)
{
  char text[DAYBOOK_ID_LENGTH + 1];
  guint64 mixed = ((guint64) number * (guint64) FACTOR) & MASK;

  text[0] = (char) kind;
  for (int i = 0; i < DIGITS; i++, mixed >>= 5)
    text[i + 1] = alphabet[mixed & 31];
  text[DAYBOOK_ID_LENGTH] = '\0';
  return g_strdup (text);
}

/* Reads a whole text id. Upper case is accepted. Returns FALSE for anything else, outputs untouched. */
gboolean
daybook_id_parse (const char *text, DaybookKind *kind, gint64 *number)
{
  gint64 remainder, modulus;
  DaybookKind found;

  if (text == NULL || strlen (text) != DAYBOOK_ID_LENGTH
      || !daybook_id_parse_prefix (text, &found, &remainder, &modulus) || remainder == 0)
    return FALSE;
  *kind = found;
  *number = remainder;
  return TRUE;
}

/* Reads the first 2 to 8 characters of a text id: it may stand for every row whose number leaves
 * @remainder when divided by @modulus (32 to the number of characters after the first). Callers ask
 * people for at least four characters. Returns FALSE for what is no such prefix. */
gboolean
daybook_id_parse_prefix (const char *text, DaybookKind *kind, gint64 *remainder, gint64 *modulus)
{
  gint64 mixed = 0;
  gint64 size = 1;
  char first;

  if (text == NULL || text[0] == '\0')
    return FALSE;
  first = g_ascii_tolower (text[0]);
  if (strchr (kinds, first) == NULL)
    return FALSE;
  for (int i = 1; text[i] != '\0'; i++)
    {
      const char *digit;

      if (i > DIGITS)
        return FALSE;
      digit = strchr (alphabet, g_ascii_tolower (text[i]));
      if (digit == NULL)
        return FALSE;
      mixed |= (gint64) (digit - alphabet) << (5 * (i - 1));
      size <<= 5;
    }
  if (size == 1)
    return FALSE;
  *kind = (DaybookKind) first;
  *remainder = (gint64) (((guint64) mixed * (guint64) inverse_of_factor ()) & (guint64) (size - 1));
  *modulus = size;
  return TRUE;
}
