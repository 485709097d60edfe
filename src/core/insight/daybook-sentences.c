/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insight/daybook-sentences.h"

#include <string.h>

/* A line that begins so ends what was written: an older mail or a signature follows. */
static const char *const endings[] = {
  "-- ", "--\t", "-----original message", "-----ursprüngliche nachricht", "________________", "begin forwarded message",
  "---------- forwarded message", "sent from my ", "von meinem iphone gesendet", "get outlook for",
};

/* Words after which a full stop ends no sentence. */
static const char *const abbreviations[] = { "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "e.g", "i.e", "z.b", "bzw", "ca",
                                             "etc", "vs", "approx", "usw", "p.m", "a.m", "m", "mme", "sr", "sra", "np", NULL };

static gboolean
ends_message (const char *line)
{
  g_autofree char *lower = g_utf8_strdown (line, -1);

  if (g_str_equal (lower, "--"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      if (g_str_has_prefix (lower, endings[i]))
        return TRUE;
    }
  /* "On Mon, 3 Nov 2026, Ana wrote:", "Am 3.11.2026 schrieb Ana:" */
  if (!g_str_has_suffix (lower, ":"))
    return FALSE;
  return (g_str_has_prefix (lower, "on ") && strstr (lower, " wrote") != NULL)
         || (g_str_has_prefix (lower, "am ") && strstr (lower, " schrieb") != NULL)
         || (g_str_has_prefix (lower, "le ") && strstr (lower, " a écrit") != NULL)
         || (g_str_has_prefix (lower, "el ") && strstr (lower, " escribió") != NULL)
         || strstr (lower, " napisał") != NULL;
}

char *
daybook_sentences_strip_quotes (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  GString *kept = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_strchomp (lines[i]);
      if (ends_message (lines[i]))
        break;
      if (*lines[i] == '>')
        continue;
      g_string_append (kept, lines[i]);
      g_string_append_c (kept, '\n');
    }
  return g_string_free (kept, FALSE);
}

static gboolean
is_abbreviation (const char *start, const char *stop)
{
  const char *word = stop;
  g_autofree char *copy = NULL;
  g_autofree char *lower = NULL;

  while (word > start && word[-1] != ' ')
    word--;
  word += strspn (word, "(\"'");
  copy = g_strndup (word, stop - word);
  lower = g_utf8_strdown (copy, -1);
  return g_strv_contains (abbreviations, lower) || (strlen (lower) == 1 && g_ascii_isalpha (*lower))
         || (*lower != '\0' && strspn (lower, "0123456789") == strlen (lower));
}

static void
add_sentence (GPtrArray *sentences, const char *start, const char *end, guint max)
{
  gsize length = MIN ((gsize) (end - start), DAYBOOK_SENTENCES_MAX_BYTES);
  g_autofree char *copy = g_strndup (start, length);
  char *valid;

  if (sentences->len >= max)
    return;
  valid = g_utf8_make_valid (copy, -1);
  if (length < (gsize) (end - start) && g_str_has_suffix (valid, "\xef\xbf\xbd"))
    valid[strlen (valid) - 3] = '\0'; /* a character cut in two */
  g_strstrip (valid);
  if (*valid != '\0')
    g_ptr_array_add (sentences, valid);
  else
    g_free (valid);
}

static void
split_paragraph (const char *paragraph, GPtrArray *sentences, guint max)
{
  const char *start = paragraph;

  for (const char *p = paragraph; *p != '\0'; p++)
    {
      const char *end = p + 1;

      if (strchr (".!?", *p) == NULL)
        continue;
      while (strchr (".!?)\"'", *end) != NULL && *end != '\0')
        end++;
      if ((*end != ' ' && *end != '\0') || (*p == '.' && is_abbreviation (start, p)))
        continue;
      add_sentence (sentences, start, end, max);
      start = end;
      p = end - 1;
    }
  add_sentence (sentences, start, start + strlen (start), max);
}

/* Lines that were wrapped belong together; an empty line, a list item or a short line stands alone. */
static gboolean
begins_paragraph (const char *line, const char *last)
{
  return *line == '\0' || last == NULL || *last == '\0' || strlen (last) < 45 || strchr ("-*\xe2", *line) != NULL
         || (g_ascii_isdigit (*line) && (line[1] == '.' || line[1] == ')'));
}

char **
daybook_sentences_split (const char *text, guint max)
{
  g_autofree char *written = daybook_sentences_strip_quotes (text);
  g_auto (GStrv) lines = g_strsplit (written, "\n", -1);
  g_autoptr (GString) paragraph = g_string_new (NULL);
  GPtrArray *sentences = g_ptr_array_new ();
  const char *last = NULL;

  for (guint i = 0; lines[i] != NULL && sentences->len < max; i++)
    {
      g_strstrip (lines[i]);
      if (begins_paragraph (lines[i], last))
        {
          split_paragraph (paragraph->str, sentences, max);
          g_string_truncate (paragraph, 0);
        }
      else
        g_string_append_c (paragraph, ' ');
      g_string_append (paragraph, lines[i]);
      last = lines[i];
    }
  split_paragraph (paragraph->str, sentences, max);
  g_ptr_array_add (sentences, NULL);
  return (char **) g_ptr_array_free (sentences, FALSE);
}
