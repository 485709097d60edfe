/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/gmail/daybook-mail-base64.h"

static int
value_of (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '+' || c == '-')
    return 62;
  if (c == '/' || c == '_')
    return 63;
  return -1;
}

/* Appends what @text means. What is no letter of the alphabet is skipped, as RFC 2045 section 6.8 wants
 * it; a last group that is too short gives the bytes that it has. */
void
daybook_mail_base64_append (GByteArray *bytes, const char *text, gsize length)
{
  guint start = bytes->len;
  guint32 group = 0;
  guint letters = 0;
  guint8 *out;

  g_byte_array_set_size (bytes, start + (guint) (length / 4 * 3 + 3));
  out = bytes->data + start;
  for (gsize i = 0; i < length; i++)
    {
      int value = value_of (text[i]);

      if (value < 0)
        continue;
      group = group << 6 | (guint) value;
      if (++letters < 4)
        continue;
      *out++ = (guint8) (group >> 16);
      *out++ = (guint8) (group >> 8);
      *out++ = (guint8) group;
      group = letters = 0;
    }
  if (letters == 3)
    {
      *out++ = (guint8) (group >> 10);
      *out++ = (guint8) (group >> 2);
    }
  else if (letters == 2)
    *out++ = (guint8) (group >> 4);
  g_byte_array_set_size (bytes, (guint) (out - bytes->data));
}
