/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the search index: by prepared statements beside the row, since triggers cost eight times as
 * much (performance.md). */
#include "store/daybook-search-private.h"
#include "store/daybook-store-private.h"

#define SECONDS_TO_1900 G_GINT64_CONSTANT (2208988800)
#define MINUTES_MAX (((gint64) 1 << 28) - 1)

/* Minutes since 1900 above the row's number above its kind: the index's own order is by time. */
gint64
daybook_search_make_rowid (DaybookSearchKind kind, gint64 id, gint64 at)
{
  gint64 minutes = 0;

  if (at != DAYBOOK_INSTANT_NONE)
    minutes = CLAMP (at, -SECONDS_TO_1900, MINUTES_MAX * 60 - SECONDS_TO_1900) + SECONDS_TO_1900;
  return ((minutes / 60) << 35) | ((id & G_MAXUINT32) << 3) | (gint64) kind;
}

gboolean
daybook_store_index_text (DaybookStore *self, gint64 rowid, const char *title, const char *body, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "INSERT INTO search (rowid, title, body) VALUES (?, ?, ?)");

  daybook_statement_bind_int (query, rowid);
  daybook_statement_bind_text (query, title != NULL ? title : "");
  daybook_statement_bind_text (query, body != NULL ? body : "");
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_unindex_text (DaybookStore *self, gint64 rowid, const char *title, const char *body, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO search (search, rowid, title, body) VALUES ('delete', ?, ?, ?)");

  daybook_statement_bind_int (query, rowid);
  daybook_statement_bind_text (query, title != NULL ? title : "");
  daybook_statement_bind_text (query, body != NULL ? body : "");
  return daybook_statement_run (query, error);
}
