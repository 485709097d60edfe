/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the search index: by prepared statements beside the row, since triggers cost eight times as much
 * (performance.md).
 *
 * FTS5 gathers what is written in memory as long as row numbers rise, and writes a segment of its own
 * whenever one falls. Ours hold the time of the row, so that the index's order is by time, while services
 * send in any order and an edit removes one number and adds another. So the words of a transaction wait
 * here and are written in order before it commits: a fifth less for new events, half for edits
 * (tests/bench/store-batches: put, changed). */
#include <string.h>

#include "store/daybook-search-private.h"
#include "store/daybook-store-private.h"

#define SECONDS_TO_1900 G_GINT64_CONSTANT (2208988800)
#define MINUTES_MAX (((gint64) 1 << 28) - 1)

/* As much text as may wait: about what FTS5 gathers before it writes by itself. */
#define MAX_WAITING (1 << 20)

typedef struct
{
  gint64 rowid;
  guint order;     /* of one row's changes */
  gboolean remove;
  char *title;     /* (owned) (nullable) */
  char *body;      /* (owned) (nullable) */
} Words;

struct _DaybookWordQueue
{
  GArray *words;
  gsize bytes;
};

static void
clear_words (gpointer data)
{
  Words *words = data;

  g_free (words->title);
  g_free (words->body);
}

void
daybook_word_queue_free (DaybookWordQueue *queue)
{
  g_array_unref (queue->words);
  g_free (queue);
}

/* Minutes since 1900 above the row's number above its kind: the index's own order is by time. */
gint64
daybook_search_make_rowid (DaybookSearchKind kind, gint64 id, gint64 at)
{
  gint64 minutes = 0;

  if (at != DAYBOOK_INSTANT_NONE)
    minutes = CLAMP (at, -SECONDS_TO_1900, MINUTES_MAX * 60 - SECONDS_TO_1900) + SECONDS_TO_1900;
  return ((minutes / 60) << 35) | ((id & G_MAXUINT32) << 3) | (gint64) kind;
}

static gboolean
wait_in_line (DaybookStore *self, gint64 rowid, gboolean remove, const char *title, char *body, GError **error)
{
  Words words = { rowid, 0, remove, g_strdup (title), body };

  if (self->words == NULL)
    {
      self->words = g_new0 (DaybookWordQueue, 1);
      self->words->words = g_array_new (FALSE, FALSE, sizeof (Words));
      g_array_set_clear_func (self->words->words, clear_words);
    }
  words.order = self->words->words->len;
  g_array_append_val (self->words->words, words);
  self->words->bytes += (title != NULL ? strlen (title) : 0) + (body != NULL ? strlen (body) : 0);
  return self->words->bytes < MAX_WAITING || daybook_store_flush_words (self, error);
}

/* Adds the words of a row, inside a transaction. @body (nullable) is taken over. */
gboolean
daybook_store_index_text (DaybookStore *self, gint64 rowid, const char *title, char *body, GError **error)
{
  return wait_in_line (self, rowid, FALSE, title, body, error);
}

/* Removes them, given the very texts that were added. @body (nullable) is taken over. */
gboolean
daybook_store_unindex_text (DaybookStore *self, gint64 rowid, const char *title, char *body, GError **error)
{
  return wait_in_line (self, rowid, TRUE, title, body, error);
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  const Words *x = a;
  const Words *y = b;

  if (x->rowid != y->rowid)
    return x->rowid < y->rowid ? -1 : 1;
  return x->order < y->order ? -1 : 1;
}

/* Called before each commit, and before the index is read or rebuilt inside a transaction. */
gboolean
daybook_store_flush_words (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) add = NULL;
  g_autoptr (DaybookStatement) remove = NULL;

  if (self->words == NULL || self->words->words->len == 0)
    return TRUE;
  add = daybook_store_prepare (self, "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)");
  remove = daybook_store_prepare (self,
    "INSERT INTO search (search, rowid, title, body) VALUES ('delete', ?, ?, ?)");
  g_array_sort (self->words->words, compare_words);
  for (guint i = 0; i < self->words->words->len; i++)
    {
      const Words *words = &g_array_index (self->words->words, Words, i);
      DaybookStatement *statement = words->remove ? remove : add;

      daybook_statement_again (statement);
      daybook_statement_bind_int (statement, words->rowid);
      daybook_statement_bind_text (statement, words->title != NULL ? words->title : "");
      daybook_statement_bind_text (statement, words->body != NULL ? words->body : "");
      if (!daybook_statement_run (statement, error))
        return FALSE;
    }
  g_array_set_size (self->words->words, 0);
  self->words->bytes = 0;
  return TRUE;
}

/* What waits is not written: the transaction is rolled back, or the index begins anew. */
void
daybook_store_drop_words (DaybookStore *self)
{
  g_clear_pointer (&self->words, daybook_word_queue_free);
}

/* A search looks into every part of the index, and each transaction of a sync writes one. FTS5 merges parts of about
 * the same size while it writes, but leaves a dozen and more of them in a large store, where a search takes two or
 * three times as long as in a single one. Merging all of them would write the whole index anew each time; of parts of
 * one size any two are enough reason here, so a large one is written again only once as much has gathered beside it. */
#define MOST_PARTS 4
#define MERGE_PAGES 500 /* about 50 ms of work: others get the lock in between */
#define MOST_MERGES 100000

/* Leaves few parts, in several transactions of its own. For the daily maintenance. */
gboolean
daybook_store_merge_words (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) parts
      = daybook_store_prepare_composed (self, "SELECT COUNT (DISTINCT segid) FROM search_idx");
  gint64 n_parts = 0;

  if (!daybook_statement_run_for_int (parts, &n_parts, error))
    return FALSE;
  if (n_parts <= MOST_PARTS)
    return TRUE;
  if (!daybook_store_execute (self, "INSERT INTO search (search, rank) VALUES ('usermerge', 2)", error))
    return FALSE;
  for (int i = 0; i < MOST_MERGES; i++)
    {
      gint64 before = sqlite3_total_changes64 (self->db);

      if (!daybook_store_execute (self, "INSERT INTO search (search, rank) VALUES ('merge', " G_STRINGIFY (MERGE_PAGES) ")",
                                  error))
        return FALSE;
      /* The statement itself counts for one. */
      if (sqlite3_total_changes64 (self->db) - before < 2)
        break;
    }
  return TRUE;
}
