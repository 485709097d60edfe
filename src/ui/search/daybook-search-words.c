/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "search/daybook-search-words.h"

#include <string.h>

#include "base/daybook-text.h"

static gboolean
is_word_character (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* The next word at or after @p: its beginning, NULL at the end, and @end. */
static const char *
next_word (const char *p, const char **end)
{
  const char *start;

  while (*p != '\0' && !is_word_character (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  start = p;
  while (*p != '\0' && is_word_character (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  *end = p;
  return p > start ? start : NULL;
}

static char *
fold_word (const char *start, const char *end)
{
  g_autofree char *word = g_strndup (start, end - start);

  return daybook_text_fold (word);
}

/* (transfer full) Folded; empty when there is nothing to look for. */
char **
daybook_search_words_new (const char *query)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_autofree char *clean = daybook_text_one_line (query);
  const char *end = clean;
  const char *start;

  while ((start = next_word (end, &end)) != NULL)
    {
      g_autofree char *word = fold_word (start, end);

      g_strv_builder_add (words, word);
    }
  return g_strv_builder_end (words);
}

/* Whether the folded @word is what is looked for. Only the last word that was typed may go on. */
static gboolean
is_meant (const char *const *words, const char *word)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (words[i + 1] == NULL ? g_str_has_prefix (word, words[i]) : g_str_equal (word, words[i]))
      return TRUE;
  return FALSE;
}

/* (transfer full) Bold where a word of @words stands in the valid @text. Attributes and no markup: the
 * text is from outside. */
PangoAttrList *
daybook_search_words_emphasize (const char *const *words, const char *text)
{
  PangoAttrList *attributes = pango_attr_list_new ();
  const char *end = text;
  const char *start;

  if (words == NULL || words[0] == NULL)
    return attributes;
  while ((start = next_word (end, &end)) != NULL)
    {
      g_autofree char *word = fold_word (start, end);
      PangoAttribute *bold;

      if (!is_meant (words, word))
        continue;
      bold = pango_attr_weight_new (PANGO_WEIGHT_BOLD);
      bold->start_index = (guint) (start - text);
      bold->end_index = (guint) (end - text);
      pango_attr_list_insert (attributes, bold);
    }
  return attributes;
}
