/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-json-numbers.h"

#include <string.h>

#define FEWEST_DIGITS 15 /* always survive the way through text; a double has at most 17 */

/* @end: behind the text that begins at @start, or at the document's end. */
static const char *
skip_text (const char *start)
{
  const char *c = start + 1;

  while (*c != '\0' && *c != '"')
    c += *c == '\\' && c[1] != '\0' ? 2 : 1;
  return *c == '"' ? c + 1 : c;
}

static void
append_number (GString *text, const char *number, gsize length)
{
  g_autofree char *copy = g_strndup (number, length);
  char shorter[G_ASCII_DTOSTR_BUF_SIZE];
  double value = g_ascii_strtod (copy, NULL);

  if (strpbrk (copy, ".eE") != NULL)
    {
      for (int digits = FEWEST_DIGITS; digits < 17; digits++)
        {
          char format[] = "%.15g";

          format[3] = (char) ('0' + digits % 10);
          g_ascii_formatd (shorter, sizeof shorter, format, value);
          /* "1e+20" would be no shorter, and 5 no double any more. */
          if (g_ascii_strtod (shorter, NULL) == value && strlen (shorter) < length)
            {
              g_string_append (text, shorter);
              if (strpbrk (shorter, ".e") == NULL)
                g_string_append (text, ".0");
              return;
            }
        }
    }
  g_string_append_len (text, number, (gssize) length);
}

char *
daybook_json_shorten_numbers (const char *json)
{
  GString *text = g_string_sized_new (strlen (json));
  const char *c = json;

  while (*c != '\0')
    {
      const char *start = c;

      if (*c == '"')
        {
          c = skip_text (c);
          g_string_append_len (text, start, c - start);
        }
      else if (*c == '-' || g_ascii_isdigit (*c))
        {
          c += strspn (c, "+-.0123456789eE");
          append_number (text, start, (gsize) (c - start));
        }
      else
        {
          g_string_append_c (text, *c++);
        }
    }
  return g_string_free (text, FALSE);
}
