/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Full text over everything, newest first. The index knows words and rows, not texts: what a hit shows is
 * read from its row, and the snippet is cut here. */
#include <string.h>

#include "base/daybook-text.h"
#include "store/daybook-events.h"
#include "store/daybook-search-private.h"
#include "store/daybook-store-private.h"

#define SNIPPET_BEFORE 40 /* characters */
#define SNIPPET_LENGTH 140

void
daybook_search_hit_free (DaybookSearchHit *hit)
{
  if (hit == NULL)
    return;
  g_free (hit->title);
  g_free (hit->snippet);
  g_free (hit);
}

/* Snippets -------------------------------------------------------------------------------------------- */

static gboolean
is_word_character (gunichar c)
{
  return g_unichar_isalnum (c) || g_unichar_ismark (c);
}

/* The words of a search, folded as the index folds: without case and accents. */
static char **
fold_words (const char *text)
{
  g_autofree char *folded = daybook_text_fold (text);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  const char *p = folded;

  while (*p != '\0')
    {
      const char *start;
      g_autofree char *word = NULL;

      while (*p != '\0' && !is_word_character (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      start = p;
      while (*p != '\0' && is_word_character (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      if (p > start)
        {
          word = g_strndup (start, p - start);
          g_strv_builder_add (words, word);
        }
    }
  return g_strv_builder_end (words);
}

/* Where the first word of @words stands in @text, NULL = nowhere. Words are compared by their beginnings,
 * since the last one of a search may be unfinished. */
static const char *
find_word (const char *text, char **words)
{
  const char *p = text;

  while (*p != '\0')
    {
      const char *start;
      g_autofree char *word = NULL;
      g_autofree char *folded = NULL;

      while (*p != '\0' && !is_word_character (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      start = p;
      while (*p != '\0' && is_word_character (g_utf8_get_char (p)))
        p = g_utf8_next_char (p);
      if (p == start)
        break;
      word = g_strndup (start, p - start);
      folded = daybook_text_fold (word);
      for (guint i = 0; words[i] != NULL; i++)
        {
          if (g_str_has_prefix (folded, words[i]))
            return start;
        }
    }
  return NULL;
}

/* About one line of @body around the first word found in it, else its beginning. */
static char *
make_snippet (const char *body, char **words)
{
  g_autofree char *valid = NULL;
  const char *start;
  const char *found;
  g_autofree char *cut = NULL;
  gboolean cut_before;

  if (body == NULL)
    return NULL;
  valid = daybook_text_one_line (body);
  if (*valid == '\0')
    return NULL;
  found = find_word (valid, words);
  start = found != NULL ? found : valid;
  for (int i = 0; i < SNIPPET_BEFORE && start > valid; i++)
    start = g_utf8_prev_char (start);
  /* Not in the middle of a word. */
  while (found != NULL && start > valid && start < found && !g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  while (g_unichar_isspace (g_utf8_get_char (start)))
    start = g_utf8_next_char (start);
  cut_before = start > valid;
  cut = daybook_text_ellipsize (start, SNIPPET_LENGTH);
  return cut_before ? g_strconcat ("… ", cut, NULL) : g_steal_pointer (&cut);
}

/* Rows ------------------------------------------------------------------------------------------------ */

/* Each answers id, title, time, and the parts of the body. A series is answered by the instance nearest to
 * now that has begun, since a master is never itself shown in a day. */
static const char *const row_sql[] = {
  [DAYBOOK_SEARCH_EVENT]
  = "SELECT COALESCE (i.id, e.id), COALESCE (e.title, m.title), COALESCE (i.range_start, e.range_start),"
    "       e.location, e.organizer_name, e.organizer, e.description"
    "  FROM event e LEFT JOIN event m ON m.id = e.series_id"
    "       LEFT JOIN event i ON e.kind = 1 AND i.id = COALESCE ("
    "         (SELECT id FROM event WHERE series_id = e.id AND original_start <= ?2"
    "           ORDER BY original_start DESC LIMIT 1),"
    "         (SELECT id FROM event WHERE series_id = e.id ORDER BY original_start LIMIT 1))"
    " WHERE e.id = ?1",
  [DAYBOOK_SEARCH_ACTIVITY]
  = "SELECT id, title, at, author, parent, COALESCE (body, snippet), NULL FROM activity WHERE id = ?1 AND ?2",
  [DAYBOOK_SEARCH_ENTRY] = "SELECT id, title, start_at, notes, NULL, NULL, NULL FROM time_entry WHERE id = ?1 AND ?2",
  [DAYBOOK_SEARCH_TASK] = "SELECT id, title, created_at, notes, NULL, NULL, NULL FROM task WHERE id = ?1 AND ?2",
};

static const DaybookKind row_kinds[] = {
  [DAYBOOK_SEARCH_EVENT] = DAYBOOK_KIND_EVENT,
  [DAYBOOK_SEARCH_ACTIVITY] = DAYBOOK_KIND_ACTIVITY,
  [DAYBOOK_SEARCH_ENTRY] = DAYBOOK_KIND_ENTRY,
  [DAYBOOK_SEARCH_TASK] = DAYBOOK_KIND_TASK,
};

static DaybookSearchHit *
read_hit (DaybookStore *self, gint64 rowid, char **words, GError **error)
{
  guint kind = (guint) (rowid & 7);
  g_autoptr (DaybookStatement) query = NULL;
  DaybookSearchHit *hit = NULL;

  if (kind >= G_N_ELEMENTS (row_sql))
    return NULL;
  query = daybook_store_prepare (self, row_sql[kind]);
  daybook_statement_bind_int (query, (rowid >> 3) & G_MAXUINT32);
  daybook_statement_bind_int (query, daybook_store_now (self));
  if (daybook_statement_next (query))
    {
      g_autoptr (GString) body = g_string_new (NULL);

      hit = g_new0 (DaybookSearchHit, 1);
      hit->kind = row_kinds[kind];
      hit->id = daybook_statement_take_int (query);
      hit->title = daybook_statement_take_string_or_empty (query);
      hit->at = daybook_statement_take_instant (query);
      for (int i = 0; i < 4; i++)
        {
          const char *part = daybook_statement_take_text (query);

          if (part == NULL || *part == '\0')
            continue;
          if (body->len > 0)
            g_string_append (body, " · ");
          g_string_append (body, part);
        }
      hit->snippet = make_snippet (body->str, words);
    }
  if (!daybook_statement_finish (query, error))
    {
      daybook_search_hit_free (hit);
      return NULL;
    }
  return hit;
}

/* @text is what a person typed: every word must occur, the last one as a beginning. Newest first by the time
 * of the row (of a series: of its first instance). @limit 0 = 50. An array of DaybookSearchHit, empty when
 * there is nothing to search for. */
GPtrArray *
daybook_store_search (DaybookStore *self, const char *text, int limit, int offset, GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_search_hit_free);
  g_autofree char *match = daybook_text_to_fts_query (text);
  g_auto (GStrv) words = NULL;
  g_autoptr (DaybookStatement) query = NULL;
  g_autoptr (GError) local_error = NULL;

  if (match == NULL)
    return g_steal_pointer (&hits);
  words = fold_words (text);
  query = daybook_store_prepare (self,
    "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?");
  daybook_statement_bind_text (query, match);
  daybook_statement_bind_int (query, limit > 0 ? limit : 50);
  daybook_statement_bind_int (query, MAX (offset, 0));
  while (daybook_statement_next (query))
    {
      DaybookSearchHit *hit = read_hit (self, daybook_statement_take_int (query), words, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (hit != NULL)
        g_ptr_array_add (hits, hit);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&hits);
}
