/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Full text over everything, newest first. The index knows words and rows, not texts: what a hit shows is
 * read from its row, and the snippet is cut here. */
#include <string.h>

#include "base/daybook-text.h"
#include "store/daybook-events.h"
#include "store/daybook-search-private.h"
#include "store/daybook-search-terms.h"
#include "store/daybook-store-private.h"

#define SNIPPET_BEFORE 40 /* characters */
#define SNIPPET_LENGTH 140
#define MAX_WORDS 16
#define MAX_WORD_BYTES 200

void
daybook_search_hit_free (DaybookSearchHit *hit)
{
  if (hit == NULL)
    return;
  g_free (hit->title);
  g_free (hit->snippet);
  g_free (hit);
}

/* The question ---------------------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *words;    /* char*, folded, each once */
  gboolean unfinished; /* the last one may go on */
} Question;

static gboolean
add_word (const char *word, gsize length, gsize start, gsize end, gpointer data)
{
  Question *question = data;

  if (length <= MAX_WORD_BYTES)
    g_ptr_array_add (question->words, g_strndup (word, length));
  return question->words->len < MAX_WORDS;
}

static void
read_question (DaybookStore *self, const char *text, Question *question)
{
  g_autofree char *line = daybook_text_one_line (text);
  gsize length = strlen (text);

  question->words = g_ptr_array_new_with_free_func (g_free);
  daybook_store_foreach_word (self, line, add_word, question);
  /* A space after the last word ends it. */
  question->unfinished = length > 0 && !g_ascii_isspace (text[length - 1]);
}

/* FTS5 answers a beginning of a word by merging every row of every word that begins so, newest or not: some
 * ten milliseconds for a usual word in a large store. The words themselves, taken from the index one by one
 * (about 20 microseconds each), are answered from their newest rows on. This is how many are worth it. */
#define MAX_ENDINGS 100

/* The first word of the index that is no less than @from, NULL when it does not begin with @beginning. */
static char *
next_word (DaybookStore *self, const char *from, const char *beginning)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT term FROM search_word WHERE term >= ? LIMIT 1");
  const char *word = NULL;

  daybook_statement_bind_text (query, from);
  if (daybook_statement_next (query))
    word = daybook_statement_take_text (query);
  return word != NULL && g_str_has_prefix (word, beginning) ? g_strdup (word) : NULL;
}

/* Words hold letters and digits alone, so quoting them is enough. */
static void
append_word (GString *match, const char *separator, const char *word)
{
  g_string_append_printf (match, "%s\"%s\"", match->len > 0 ? separator : "", word);
}

/* "word" OR "words" OR ..., NULL when there are too many or none. */
static char *
spell_endings (DaybookStore *self, const char *beginning)
{
  g_autoptr (GString) endings = g_string_new (NULL);
  g_autofree char *word = next_word (self, beginning, beginning);
  int n = 0;

  while (word != NULL)
    {
      g_autofree char *after = g_strconcat (word, "\001", NULL);

      if (++n > MAX_ENDINGS)
        return NULL;
      append_word (endings, " OR ", word);
      g_free (word);
      /* "Greater than" would be tried on every row of the word; what follows it at once is sought. */
      word = next_word (self, after, beginning);
    }
  return n > 0 ? g_string_free (g_steal_pointer (&endings), FALSE) : NULL;
}

static char *
make_match (DaybookStore *self, const Question *question)
{
  g_autoptr (GString) match = g_string_new (NULL);
  guint n_whole = question->words->len - (question->unfinished ? 1 : 0);

  for (guint i = 0; i < n_whole; i++)
    append_word (match, " AND ", question->words->pdata[i]);
  if (question->unfinished)
    {
      const char *beginning = question->words->pdata[n_whole];
      g_autofree char *endings = spell_endings (self, beginning);

      if (endings != NULL)
        g_string_append_printf (match, "%s(%s)", match->len > 0 ? " AND " : "", endings);
      else
        {
          append_word (match, " AND ", beginning);
          g_string_append_c (match, '*');
        }
    }
  return g_string_free (g_steal_pointer (&match), FALSE);
}

/* Snippets -------------------------------------------------------------------------------------------- */

typedef struct
{
  const Question *question;
  gssize found;
} Look;

static gboolean
look_at_word (const char *word, gsize length, gsize start, gsize end, gpointer data)
{
  Look *look = data;

  for (guint i = 0; i < look->question->words->len; i++)
    {
      const char *wanted = look->question->words->pdata[i];
      gsize wanted_length = strlen (wanted);
      gboolean may_go_on = look->question->unfinished && i == look->question->words->len - 1;

      if ((length == wanted_length || (may_go_on && length > wanted_length))
          && memcmp (word, wanted, wanted_length) == 0)
        {
          look->found = (gssize) start;
          return FALSE;
        }
    }
  return TRUE;
}

/* About one line of @body around the first word found in it, else its beginning. */
static char *
make_snippet (DaybookStore *self, const char *body, const Question *question)
{
  g_autofree char *line = daybook_text_one_line (body);
  g_autofree char *cut = NULL;
  Look look = { question, -1 };
  const char *start = line;

  if (*line == '\0')
    return NULL;
  daybook_store_foreach_word (self, line, look_at_word, &look);
  if (look.found > 0)
    {
      const char *found = line + look.found;

      start = found;
      for (int i = 0; i < SNIPPET_BEFORE && start > line; i++)
        start = g_utf8_prev_char (start);
      /* Not in the middle of a word. */
      while (start > line && start < found && *start != ' ')
        start = g_utf8_next_char (start);
      while (*start == ' ')
        start++;
    }
  cut = daybook_text_ellipsize (start, SNIPPET_LENGTH);
  return start > line ? g_strconcat ("… ", cut, NULL) : g_steal_pointer (&cut);
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

/* NULL without an error: the row went. */
static DaybookSearchHit *
read_hit (DaybookStore *self, gint64 rowid, const Question *question, GError **error)
{
  guint kind = (guint) (rowid & 7);
  g_autoptr (DaybookStatement) query = NULL;
  g_autoptr (DaybookSearchHit) hit = NULL;

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
      hit->snippet = make_snippet (self, body->str, question);
    }
  return daybook_statement_finish (query, error) ? g_steal_pointer (&hit) : NULL;
}

static GPtrArray *
find_hits (DaybookStore *self, const Question *question, int limit, int offset, GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_search_hit_free);
  g_autofree char *match = make_match (self, question);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ? OFFSET ?");
  g_autoptr (GError) local_error = NULL;

  daybook_statement_bind_text (query, match);
  daybook_statement_bind_int (query, limit > 0 ? limit : 50);
  daybook_statement_bind_int (query, MAX (offset, 0));
  while (daybook_statement_next (query))
    {
      DaybookSearchHit *hit = read_hit (self, daybook_statement_take_int (query), question, &local_error);

      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      if (hit != NULL)
        g_ptr_array_add (hits, hit);
    }
  return daybook_statement_finish (query, error) ? g_steal_pointer (&hits) : NULL;
}

/* @text is what a person typed: every word must occur, the last one as a beginning unless a space follows it.
 * Newest first by the time of the row (of a series: of its first instance). @limit 0 = 50. An array of
 * DaybookSearchHit, empty when there is nothing to search for. */
GPtrArray *
daybook_store_search (DaybookStore *self, const char *text, int limit, int offset, GError **error)
{
  Question question;
  GPtrArray *hits;

  /* Words of the open transaction count too. */
  if (!daybook_store_flush_words (self, error))
    return NULL;
  read_question (self, text != NULL ? text : "", &question);
  if (question.words->len > 0)
    hits = find_hits (self, &question, limit, offset, error);
  else
    hits = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_search_hit_free);
  g_ptr_array_unref (question.words);
  return hits;
}
