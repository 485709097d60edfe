/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-json-scan.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define ONES G_GUINT64_CONSTANT (0x0101010101010101)
#define HIGHS G_GUINT64_CONSTANT (0x8080808080808080)

/* The longest number whose value is computed. A double needs 17 significant digits; whoever sends
 * hundreds sends nonsense, and only a reader of that very value gets to hear about it. */
#define MAX_NUMBER_LENGTH 128

/* The high bit of every zero byte of @word. Bits above the lowest one set may be wrong, so only the
 * lowest is looked at (borrows run upwards only from a true hit). */
static inline guint64
zero_bytes (guint64 word)
{
  return (word - ONES) & ~word & HIGHS;
}

/* Moves from @p to the first byte that needs a look (a quote, a backslash or a control character),
 * eight bytes at a time. Sets @high when a byte outside ASCII was passed. */
static inline const char *
scan_plain (const char *p, const char *end, gboolean *high)
{
  guint64 seen = 0;

  while (end - p >= 8)
    {
      guint64 word, hits;

      memcpy (&word, p, sizeof word);
      word = GUINT64_FROM_LE (word);
      hits = zero_bytes (word ^ (ONES * '"')) | zero_bytes (word ^ (ONES * '\\'))
             | ((word - ONES * 0x20) & ~word & HIGHS);
      if (hits != 0)
        {
          int bits = __builtin_ctzll (hits) - 7;

          seen |= word & HIGHS & ((G_GUINT64_CONSTANT (1) << bits) - 1);
          p += bits / 8;
          *high |= seen != 0;
          return p;
        }
      seen |= word & HIGHS;
      p += 8;
    }
  while (p < end && (guchar) *p >= 0x20 && *p != '"' && *p != '\\')
    seen |= (guchar) *p++ & 0x80;
  *high |= seen != 0;
  return p;
}

static int
hex_value (char c)
{
  return g_ascii_xdigit_value (c);
}

/* The four hexadecimal digits at @p, or -1. The caller knows that four bytes are there. */
static int
hex4 (const char *p)
{
  int value = 0;

  for (int i = 0; i < 4; i++)
    {
      int digit = hex_value (p[i]);

      if (digit < 0)
        return -1;
      value = value * 16 + digit;
    }
  return value;
}

/* Reads a string whose opening quote is at @p. Returns the byte after the closing quote, or NULL
 * with a static @problem: a raw control character, an unknown escape or no end (RFC 8259 section
 * 7). */
const char *
daybook_json_scan_string (const char *p,
                          const char *end,
                          DaybookJsonString *string,
                          const char **problem)
{
  string->text = ++p;
  string->escaped = FALSE;
  string->high = FALSE;

  for (;;)
    {
      p = scan_plain (p, end, &string->high);
      if (p == end)
        {
          *problem = N_("string without an end");
          return NULL;
        }
      if (*p == '"')
        {
          string->length = p - string->text;
          return p + 1;
        }
      if (*p != '\\')
        {
          *problem = N_("control character in a string");
          return NULL;
        }
      string->escaped = TRUE;
      if (end - p < 2)
        {
          *problem = N_("string without an end");
          return NULL;
        }
      switch (p[1])
        {
        case '"':
        case '\\':
        case '/':
        case 'b':
        case 'f':
        case 'n':
        case 'r':
        case 't':
          p += 2;
          break;
        case 'u':
          if (end - p < 6 || hex4 (p + 2) < 0)
            {
              *problem = N_("broken \\u escape");
              return NULL;
            }
          p += 6;
          break;
        default:
          *problem = N_("unknown escape");
          return NULL;
        }
    }
}

static inline gboolean
is_high_surrogate (int unit)
{
  return unit >= 0xD800 && unit <= 0xDBFF;
}

static inline gboolean
is_low_surrogate (int unit)
{
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* Writes what @string says to @out, which has room for string->length bytes (no escape grows), and
 * returns the bytes written, without a NUL. \u0000 and lone surrogates become U+FFFD. Bytes that
 * are not UTF-8 are copied as they are. */
gsize
daybook_json_decode_string (const DaybookJsonString *string, char *out)
{
  const char *p = string->text;
  const char *end = p + string->length;
  char *start = out;

  while (p < end)
    {
      const char *slash = memchr (p, '\\', end - p);
      int unit;

      if (slash == NULL)
        slash = end;
      memcpy (out, p, slash - p);
      out += slash - p;
      p = slash;
      if (p == end)
        break;

      switch (p[1])
        {
        case 'b':
          *out++ = '\b';
          break;
        case 'f':
          *out++ = '\f';
          break;
        case 'n':
          *out++ = '\n';
          break;
        case 'r':
          *out++ = '\r';
          break;
        case 't':
          *out++ = '\t';
          break;
        case 'u':
          unit = hex4 (p + 2);
          p += 4;
          if (is_high_surrogate (unit) && end - p >= 8 && p[2] == '\\' && p[3] == 'u'
              && is_low_surrogate (hex4 (p + 4)))
            {
              unit = 0x10000 + ((unit - 0xD800) << 10) + (hex4 (p + 4) - 0xDC00);
              p += 6;
            }
          else if (unit == 0 || is_high_surrogate (unit) || is_low_surrogate (unit))
            {
              unit = 0xFFFD;
            }
          out += g_unichar_to_utf8 (unit, out);
          break;
        default:
          *out++ = p[1];
          break;
        }
      p += 2;
    }
  return out - start;
}

/* What @string says, as valid UTF-8 without a NUL inside. Owned by the caller. */
char *
daybook_json_string_dup (const DaybookJsonString *string)
{
  g_autofree char *text = g_malloc (string->length + 1);
  gsize length = string->length;

  if (string->escaped)
    length = daybook_json_decode_string (string, text);
  else
    memcpy (text, string->text, length);
  text[length] = '\0';
  if (string->high && !g_utf8_validate (text, length, NULL))
    return g_utf8_make_valid (text, length);
  return g_steal_pointer (&text);
}

/* Reads a number by the grammar of RFC 8259 section 6: no plus, no leading zero, no hexadecimal, a
 * digit on both sides of the point. Returns the byte after it, or NULL with a static @problem.
 * @is_integer: it has neither fraction nor exponent. What may follow is the caller's business. */
const char *
daybook_json_scan_number (const char *p,
                          const char *end,
                          gboolean *is_integer,
                          const char **problem)
{
  const char *digits;

  *is_integer = TRUE;
  if (p < end && *p == '-')
    p++;
  digits = p;
  while (p < end && g_ascii_isdigit (*p))
    p++;
  if (p == digits)
    {
      *problem = N_("unexpected character");
      return NULL;
    }
  if (*digits == '0' && p - digits > 1)
    {
      *problem = N_("number with a leading zero");
      return NULL;
    }
  if (p < end && *p == '.')
    {
      *is_integer = FALSE;
      digits = ++p;
      while (p < end && g_ascii_isdigit (*p))
        p++;
      if (p == digits)
        {
          *problem = N_("broken number");
          return NULL;
        }
    }
  if (p < end && (*p == 'e' || *p == 'E'))
    {
      *is_integer = FALSE;
      p++;
      if (p < end && (*p == '+' || *p == '-'))
        p++;
      digits = p;
      while (p < end && g_ascii_isdigit (*p))
        p++;
      if (p == digits)
        {
          *problem = N_("broken number");
          return NULL;
        }
    }
  return p;
}

/* The value of a decimal integer of at most 18 digits with an optional minus, which every gint64
 * holds. FALSE, @value untouched, for anything else (reliability.md, threat 7). */
gboolean
daybook_json_parse_integer (const char *p, gsize length, gint64 *value)
{
  const char *end = p + length;
  gboolean negative = length > 0 && *p == '-';
  gint64 sum = 0;

  if (negative)
    p++;
  if (p == end || end - p > 18)
    return FALSE;
  for (; p < end; p++)
    {
      if (!g_ascii_isdigit (*p))
        return FALSE;
      sum = sum * 10 + (*p - '0');
    }
  *value = negative ? -sum : sum;
  return TRUE;
}

/* The value of a scanned number as a double. FALSE when it is absurdly long or too large. */
gboolean
daybook_json_parse_double (const char *p, gsize length, double *value)
{
  char buffer[MAX_NUMBER_LENGTH + 1];
  double number;

  if (length > MAX_NUMBER_LENGTH)
    return FALSE;
  memcpy (buffer, p, length);
  buffer[length] = '\0';
  number = g_ascii_strtod (buffer, NULL);
  if (!isfinite (number))
    return FALSE;
  *value = number;
  return TRUE;
}
