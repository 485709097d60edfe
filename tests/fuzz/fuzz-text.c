/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text from outside: whatever comes in, what goes out is valid UTF-8, holds nothing that hides or
 * reorders, is markup that a parser reads back as the same text, and stays what it is when cleaned
 * again. */
#include <string.h>

#include "base/daybook-text.h"
#include "fuzz.h"

static void
check_clean (const char *text)
{
  g_autofree char *again = NULL;

  FUZZ_ASSERT (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      FUZZ_ASSERT (c == '\n' || c == '\t' || !g_unichar_iscntrl (c));
      FUZZ_ASSERT (!(c >= 0x200b && c <= 0x200f) && !(c >= 0x202a && c <= 0x202e)
                   && !(c >= 0x2066 && c <= 0x2069));
    }
  again = daybook_text_clean (text);
  FUZZ_ASSERT (strcmp (again, text) == 0);
}

static void
on_text (GMarkupParseContext *context,
         const char *text,
         gsize length,
         gpointer collected,
         GError **error)
{
  g_string_append_len (collected, text, length);
}

static void
check_markup (const char *markup, const char *expected)
{
  static const GMarkupParser parser = { .text = on_text };
  g_autoptr (GString) collected = g_string_new (NULL);
  g_autoptr (GMarkupParseContext) context = NULL;
  g_autofree char *document = g_strconcat ("<span>", markup, "</span>", NULL);

  context = g_markup_parse_context_new (&parser, 0, collected, NULL);
  FUZZ_ASSERT (g_markup_parse_context_parse (context, document, -1, NULL));
  FUZZ_ASSERT (g_markup_parse_context_end_parse (context, NULL));
  FUZZ_ASSERT (strcmp (collected->str, expected) == 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *clean = daybook_text_clean (text);
  g_autofree char *line = daybook_text_one_line (text);
  g_autofree char *line_again = daybook_text_one_line (line);
  g_autofree char *markup = daybook_text_to_markup (text);
  g_autofree char *notification = daybook_text_to_notification (text);
  g_autofree char *isolated = daybook_text_isolate (text);
  g_autofree char *folded = daybook_text_fold (text);
  g_autofree char *short_text = daybook_text_ellipsize (text, size % 40);
  g_autofree char *valid = daybook_text_make_valid ((const char *) data, size);
  g_autofree char *html = daybook_text_from_html ((const char *) data, size, size % 2);
  g_autofree char *from_markup = NULL;
  g_autofree char *from_markup_line = NULL;

  check_clean (clean);
  check_clean (line);
  check_clean (notification);
  check_clean (html);
  FUZZ_ASSERT (strcmp (line, line_again) == 0);
  FUZZ_ASSERT (strpbrk (line, "\n\t") == NULL);
  check_markup (markup, clean);
  FUZZ_ASSERT (strpbrk (notification, "<&") == NULL);
  FUZZ_ASSERT (g_utf8_validate (isolated, -1, NULL));
  FUZZ_ASSERT (g_utf8_validate (folded, -1, NULL));
  FUZZ_ASSERT (g_utf8_validate (valid, -1, NULL));
  FUZZ_ASSERT (g_utf8_validate (short_text, -1, NULL));
  FUZZ_ASSERT (g_utf8_strlen (short_text, -1) <= (glong) (size % 40));
  FUZZ_ASSERT (strlen (html) <= DAYBOOK_HTML_MAX_TEXT);

  /* Escaped text is HTML that says the text. */
  from_markup = daybook_text_from_html (markup, -1, DAYBOOK_HTML_PLAIN);
  from_markup_line = daybook_text_one_line (from_markup);
  if (strlen (from_markup) < DAYBOOK_HTML_MAX_TEXT)
    FUZZ_ASSERT (strcmp (from_markup_line, line) == 0);

  daybook_text_looks_like_html (text);
  return 0;
}
