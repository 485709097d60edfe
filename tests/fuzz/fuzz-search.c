/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is typed into the search: SQLite takes every query that is made of it. */
#include <sqlite3.h>
#include <string.h>

#include "base/daybook-text.h"
#include "fuzz.h"

static sqlite3 *db;
static sqlite3_stmt *statement;

static void
prepare_search (void)
{
  FUZZ_ASSERT (sqlite3_open (":memory:", &db) == SQLITE_OK);
  FUZZ_ASSERT (sqlite3_exec (db,
                             "CREATE VIRTUAL TABLE search USING fts5 (title, body, content = '',"
                             " tokenize = 'unicode61 remove_diacritics 2');"
                             "INSERT INTO search (rowid, title, body) VALUES"
                             " (1, 'Design review', 'Zürich'), (2, 'a b c', 'NOT OR AND NEAR');",
                             NULL, NULL, NULL)
               == SQLITE_OK);
  FUZZ_ASSERT (
      sqlite3_prepare_v2 (db, "SELECT rowid FROM search WHERE search MATCH ?", -1, &statement, NULL)
      == SQLITE_OK);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autofree char *query = daybook_text_to_fts_query (text);
  int result;

  if (query == NULL)
    return 0;
  if (statement == NULL)
    prepare_search ();
  FUZZ_ASSERT (g_utf8_validate (query, -1, NULL));
  sqlite3_bind_text (statement, 1, query, -1, SQLITE_STATIC);
  while ((result = sqlite3_step (statement)) == SQLITE_ROW)
    continue;
  FUZZ_ASSERT (result == SQLITE_DONE);
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return 0;
}
