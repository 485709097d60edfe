/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much happened beside the calendar, and the heads of what did. */
#include "store/daybook-figures.h"
#include "store/daybook-store-private.h"

void
daybook_activity_count_free (DaybookActivityCount *self)
{
  if (self == NULL)
    return;
  g_free (self->provider);
  g_free (self->kind);
  g_free (self);
}

/* Pull requests of others are there to be reviewed; what nobody said is taken for one's own. A row that counts
 * reactions is about messages that are counted where they were written. */
#define OWN "(v.kind <> 'pull_request' OR COALESCE (v.detail ->> '$.author_me', 1) <> 0)" \
            " AND (v.kind <> 'message' OR v.detail ->> '$.reactions' IS NULL)"

GPtrArray *
daybook_store_count_activities (DaybookStore *self, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GPtrArray) counts = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_count_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT a.provider, v.kind, SUM (v.count), COUNT (*)"
    "  FROM source s CROSS JOIN activity v ON v.source_id = s.id JOIN account a ON a.id = s.account_id"
    " WHERE s.enabled AND v.at >= ?1 AND v.at < ?2 AND " OWN
    " GROUP BY a.provider, v.kind ORDER BY a.provider, v.kind");

  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  while (daybook_statement_next (query))
    {
      DaybookActivityCount *count = g_new0 (DaybookActivityCount, 1);

      count->provider = daybook_statement_take_string_or_empty (query);
      count->kind = daybook_statement_take_string_or_empty (query);
      count->count = daybook_statement_take_int (query);
      count->rows = daybook_statement_take_int (query);
      g_ptr_array_add (counts, count);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&counts);
}

GPtrArray *
daybook_store_list_activity_heads (DaybookStore *self, gint64 from, gint64 to, GError **error)
{
  g_autoptr (GPtrArray) heads = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT v.id, v.source_id, v.kind, v.external_id, v.parent, v.title, v.author, v.at, v.url, v.count, v.snippet,"
    "       v.detail"
    "  FROM source s CROSS JOIN activity v ON v.source_id = s.id"
    " WHERE s.enabled AND v.at >= ?1 AND v.at < ?2 AND " OWN " ORDER BY v.at, v.id");

  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  while (daybook_statement_next (query))
    {
      DaybookActivity *head = daybook_activity_new ();

      head->id = daybook_statement_take_int (query);
      head->source_id = daybook_statement_take_int (query);
      head->kind = daybook_statement_take_string_or_empty (query);
      head->external_id = daybook_statement_take_string_or_empty (query);
      head->parent = daybook_statement_take_string (query);
      head->title = daybook_statement_take_string_or_empty (query);
      head->author = daybook_statement_take_string (query);
      head->at = daybook_statement_take_instant (query);
      head->url = daybook_statement_take_string (query);
      head->count = (int) daybook_statement_take_int (query);
      head->snippet = daybook_statement_take_string (query);
      head->detail = daybook_statement_take_string (query);
      g_ptr_array_add (heads, head);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&heads);
}

GHashTable *
daybook_store_list_withheld_sources (DaybookStore *self, GError **error)
{
  g_autoptr (GHashTable) sources = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT s.id FROM source s JOIN account a ON a.id = s.account_id"
    " WHERE COALESCE (s.settings ->> '$.never_send', a.settings ->> '$.never_send', 0) NOT IN (0, 'off', 'false')");

  while (daybook_statement_next (query))
    {
      gint64 *id = g_new (gint64, 1);

      *id = daybook_statement_take_int (query);
      g_hash_table_add (sources, id);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&sources);
}

