/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-text.h"

#include <string.h>

/* Nobody searches for more words than that; the rest is left out. */

#define FIRST_STRONG_ISOLATE "\xE2\x81\xA8"
#define POP_ISOLATE "\xE2\x81\xA9"
#define ELLIPSIS "\xE2\x80\xA6"

typedef enum
{
  KEEP,
  DROP,
  NEWLINE,
} Treatment;

/* What reliability.md, threat 20, does to a character: controls go (tab and newline stay), and so
 * does what is invisible or turns the direction of the text around it. */
static Treatment
treatment (gunichar c)
{
  if (c < 0x20)
    return c == '\t' || c == '\n' ? KEEP : DROP;
  if (c < 0x7f)
    return KEEP;
  if (c <= 0x9f)
    return c == 0x85 ? NEWLINE : DROP;
  if (c < 0x200b)
    return c == 0xad || c == 0x61c || c == 0x180e ? DROP : KEEP;
  if (c <= 0x200f)
    return DROP;
  if (c == 0x2028 || c == 0x2029)
    return NEWLINE;
  if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f))
    return DROP;
  if (c == 0xfeff || (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f))
    return DROP;
  return KEEP;
}

/* How many bytes at @text are characters that are kept as they are, as most are. */
static gsize
plain_length (const char *text)
{
  gsize n = 0;

  while ((text[n] >= 0x20 && text[n] < 0x7f) || text[n] == '\n' || text[n] == '\t')
    n++;
  return n;
}

/* Eight bytes at a time, since most text is ASCII. */
static const char *
skip_ascii (const char *p, const char *end)
{
  guint64 word;

  for (; end - p >= (gssize) sizeof word; p += sizeof word)
    {
      memcpy (&word, p, sizeof word);
      if ((word & G_GUINT64_CONSTANT (0x8080808080808080)) != 0)
        break;
    }
  while (p < end && (guchar) *p < 0x80)
    p++;
  return p;
}

static gboolean
is_valid (const char *text, gsize length)
{
  const char *end = text + length;

  if (memchr (text, '\0', length) != NULL)
    return FALSE;
  for (const char *p = skip_ascii (text, end); p < end; p = skip_ascii (p, end))
    {
      const char *start = p;

      while (p < end && (guchar) *p >= 0x80)
        p++;
      if (!g_utf8_validate_len (start, p - start, NULL))
        return FALSE;
    }
  return TRUE;
}

/* @length bytes at @text (-1: up to the NUL) as valid UTF-8: a byte that does not belong, and a NUL
 * inside, becomes U+FFFD. */
char *
daybook_text_make_valid (const char *text, gssize length)
{
  gsize size;

  if (text == NULL || length == 0)
    return g_strdup ("");
  size = length < 0 ? strlen (text) : (gsize) length;
  return is_valid (text, size) ? g_strndup (text, size) : g_utf8_make_valid (text, length);
}

/* Valid text without control, invisible and direction characters. Line ends become \n. */
char *
daybook_text_clean (const char *text)
{
  g_autofree char *valid = daybook_text_make_valid (text, -1);
  char *out = valid;

  for (const char *p = valid; *p != '\0';)
    {
      gsize plain = plain_length (p);
      const char *next;
      gunichar c;

      if (plain > 0)
        {
          memmove (out, p, plain);
          out += plain;
          p += plain;
          continue;
        }
      next = g_utf8_next_char (p);
      c = g_utf8_get_char (p);
      if (c == '\r')
        {
          if (*next != '\n')
            *out++ = '\n';
        }
      else
        {
          switch (treatment (c))
            {
            case KEEP:
              memmove (out, p, next - p);
              out += next - p;
              break;
            case NEWLINE:
              *out++ = '\n';
              break;
            case DROP:
              break;
            }
        }
      p = next;
    }
  *out = '\0';
  return g_steal_pointer (&valid);
}

/* Clean text in one line: every run of white space is one space, none at the ends. For titles. */
char *
daybook_text_one_line (const char *text)
{
  g_autofree char *clean = daybook_text_clean (text);
  char *out = clean;
  gboolean space = FALSE;

  for (const char *p = clean; *p != '\0';)
    {
      const char *next = g_utf8_next_char (p);

      if ((guchar) *p < 0x80 ? g_ascii_isspace (*p) : g_unichar_isspace (g_utf8_get_char (p)))
        {
          space = TRUE;
        }
      else
        {
          if (space && out != clean)
            *out++ = ' ';
          space = FALSE;
          memmove (out, p, next - p);
          out += next - p;
        }
      p = next;
    }
  *out = '\0';
  return g_steal_pointer (&clean);
}

/* Clean text between first strong isolate and pop isolate: put into a sentence, it cannot reorder
 * the words around it. */
char *
daybook_text_isolate (const char *text)
{
  g_autofree char *clean = daybook_text_clean (text);

  return g_strconcat (FIRST_STRONG_ISOLATE, clean, POP_ISOLATE, NULL);
}

/* Clean text that a widget which parses Pango markup shows as it is. The order matters: invalid
 * UTF-8 would survive the escaping and blank the widget (reliability.md, threat 18). */
char *
daybook_text_to_markup (const char *text)
{
  g_autofree char *clean = daybook_text_clean (text);

  return g_markup_escape_text (clean, -1);
}

/* Clean text for the title or body of a notification. Some servers parse markup there and others do
 * not, so what begins markup is replaced by its lookalike (reliability.md, threat 19). */
char *
daybook_text_to_notification (const char *text)
{
  g_autofree char *clean = daybook_text_clean (text);
  GString *mapped = g_string_sized_new (strlen (clean) + 1);

  for (const char *p = clean; *p != '\0'; p++)
    {
      if (*p == '<')
        g_string_append (mapped, "\xE2\x80\xB9");
      else if (*p == '&')
        g_string_append (mapped, "\xEF\xBC\x86");
      else
        g_string_append_c (mapped, *p);
    }
  return g_string_free (mapped, FALSE);
}

/* Valid text of at most @max_characters characters, the last of them an ellipsis when something was
 * cut off. A base character is not parted from its marks. */
char *
daybook_text_ellipsize (const char *text, guint max_characters)
{
  g_autofree char *valid = daybook_text_make_valid (text, -1);
  const char *end = valid;
  const char *cut;

  for (guint i = 0; i < max_characters && *end != '\0'; i++)
    end = g_utf8_next_char (end);
  if (*end == '\0')
    return g_steal_pointer (&valid);
  if (max_characters == 0)
    return g_strdup ("");

  /* Room for the ellipsis; then back to where a character with its marks ends, and over spaces. */
  cut = g_utf8_prev_char (end);
  while (cut > valid && g_unichar_ismark (g_utf8_get_char (cut)))
    cut = g_utf8_prev_char (cut);
  while (cut > valid && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (cut))))
    cut = g_utf8_prev_char (cut);
  return g_strdup_printf ("%.*s" ELLIPSIS, (int) (cut - valid), valid);
}

/* One line of at most @max_characters characters: a name or a title among other words. */
char *
daybook_text_brief (const char *text, guint max_characters)
{
  g_autofree char *line = daybook_text_one_line (text);

  return daybook_text_ellipsize (line, max_characters);
}

/* The text as it is compared when a person searches: without case, accents and compatibility forms
 * ("Zürich", "ZURICH" and "Ｚürich" are one). Not for display. */
char *
daybook_text_fold (const char *text)
{
  g_autofree char *clean = daybook_text_clean (text);
  g_autofree char *cased = g_utf8_casefold (clean, -1);
  g_autofree char *folded = g_utf8_normalize (cased, -1, G_NORMALIZE_ALL);
  char *out = folded;

  for (const char *p = folded; *p != '\0';)
    {
      const char *next = g_utf8_next_char (p);

      if (!g_unichar_ismark (g_utf8_get_char (p)))
        {
          memmove (out, p, next - p);
          out += next - p;
        }
      p = next;
    }
  *out = '\0';
  return g_steal_pointer (&folded);
}
