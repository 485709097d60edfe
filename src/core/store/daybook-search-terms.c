/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts into words by the index's own tokenizer: whatever rules it has, questions and snippets have them too. */
#include "store/daybook-search-terms.h"

#include <string.h>

#include "store/daybook-store-private.h"

/* As the table `search` is declared. */
static const char *tokenizer_options[] = { "remove_diacritics", "2" };

typedef struct
{
  DaybookWordFunc func;
  gpointer data;
  gboolean stopped;
} Walk;

/* https://sqlite.org/fts5.html#extending_fts5: the pointer comes out of the SQL function fts5(). */
static fts5_api *
get_api (DaybookStore *self)
{
  sqlite3_stmt *statement = NULL;
  fts5_api *api = NULL;

  if (sqlite3_prepare_v2 (self->db, "SELECT fts5 (?1)", -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_pointer (statement, 1, &api, "fts5_api_ptr", NULL);
      sqlite3_step (statement);
    }
  sqlite3_finalize (statement);
  return api;
}

static gboolean
ensure_tokenizer (DaybookStore *self)
{
  fts5_api *api;
  void *context = NULL;

  if (self->tokenizer_instance != NULL)
    return TRUE;
  api = get_api (self);
  return api != NULL && api->xFindTokenizer (api, "unicode61", &context, &self->tokenizer) == SQLITE_OK
         && self->tokenizer.xCreate (context, tokenizer_options, G_N_ELEMENTS (tokenizer_options),
                                     &self->tokenizer_instance)
              == SQLITE_OK;
}

void
daybook_store_free_tokenizer (DaybookStore *self)
{
  if (self->tokenizer_instance != NULL)
    self->tokenizer.xDelete (self->tokenizer_instance);
  self->tokenizer_instance = NULL;
}

static int
on_token (void *context, int flags, const char *token, int length, int start, int end)
{
  Walk *walk = context;

  if (walk->func (token, (gsize) length, (gsize) start, (gsize) end, walk->data))
    return SQLITE_OK;
  walk->stopped = TRUE;
  return SQLITE_DONE;
}

/* Calls @func for every word of @text in order. FALSE: the tokenizer failed (memory). */
gboolean
daybook_store_foreach_word (DaybookStore *self, const char *text, DaybookWordFunc func, gpointer data)
{
  Walk walk = { func, data, FALSE };
  int code;

  if (!ensure_tokenizer (self))
    return FALSE;
  code = self->tokenizer.xTokenize (self->tokenizer_instance, &walk, FTS5_TOKENIZE_QUERY, text, (int) strlen (text),
                                    on_token);
  return code == SQLITE_OK || walk.stopped;
}
