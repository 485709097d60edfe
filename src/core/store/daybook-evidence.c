/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sentences of a summary cite, read for people. */
#include "store/daybook-evidence.h"

#include <json-glib/json-glib.h>

#include "store/daybook-store-private.h"
#include "store/daybook-suggestions-private.h"

/* Each answers id, word, title, author, provider, url, start, end, all day, count, task, suggestion; ?1 is a JSON array
 * of ids. Of an occurrence, the title and address may be its series'. */
static const struct
{
  DaybookKind kind;
  const char *sql;
} queries[] = {
  { DAYBOOK_KIND_EVENT,
    "WITH " DAYBOOK_TRAINED
    " SELECT e.id, NULL, COALESCE (e.title, m.title), NULL, a.provider, COALESCE (e.url, m.url), e.range_start, e.range_end,"
    "       e.all_day, 1,"
    "       (SELECT MAX (w.task_id) FROM suggestion w WHERE w.item_kind = 'event' AND w.item_id = e.id),"
    "       (SELECT MAX (w.id) FROM suggestion w " DAYBOOK_TRAINED_JOIN
    "         WHERE w.item_kind = 'event' AND w.item_id = e.id AND " DAYBOOK_SUGGESTION_IS_SHOWN ")"
    "  FROM json_each (?1) j CROSS JOIN event e ON e.id = j.value LEFT JOIN event m ON m.id = e.series_id"
    "       JOIN source s ON s.id = e.source_id JOIN account a ON a.id = s.account_id" },
  { DAYBOOK_KIND_ACTIVITY,
    "WITH " DAYBOOK_TRAINED
    " SELECT v.id, v.kind, v.title, v.author, a.provider, v.url, v.at, NULL, 0, v.count,"
    "       (SELECT MAX (w.task_id) FROM suggestion w WHERE w.item_kind = 'activity' AND w.item_id = v.id),"
    "       (SELECT MAX (w.id) FROM suggestion w " DAYBOOK_TRAINED_JOIN
    "         WHERE w.item_kind = 'activity' AND w.item_id = v.id AND " DAYBOOK_SUGGESTION_IS_SHOWN ")"
    "  FROM json_each (?1) j CROSS JOIN activity v ON v.id = j.value"
    "       JOIN source s ON s.id = v.source_id JOIN account a ON a.id = s.account_id" },
  { DAYBOOK_KIND_ENTRY,
    "SELECT t.id, NULL, t.title, p.name, NULL, NULL, t.start_at, t.end_at, 0, 1, NULL, NULL"
    "  FROM json_each (?1) j CROSS JOIN time_entry t ON t.id = j.value LEFT JOIN project p ON p.id = t.project_id" },
  { DAYBOOK_KIND_TASK,
    "SELECT k.id, NULL, k.title, NULL, NULL, NULL, k.created_at, NULL, 0, 1, k.id, NULL"
    "  FROM json_each (?1) j CROSS JOIN task k ON k.id = j.value" },
  { DAYBOOK_KIND_SOURCE,
    "SELECT s.id, NULL, s.name, a.name, a.provider, NULL, NULL, NULL, 0, 1, NULL, NULL"
    "  FROM json_each (?1) j CROSS JOIN source s ON s.id = j.value JOIN account a ON a.id = s.account_id" },
};

void
daybook_evidence_free (DaybookEvidence *self)
{
  if (self == NULL)
    return;
  g_free (self->word);
  g_free (self->title);
  g_free (self->author);
  g_free (self->provider);
  g_free (self->url);
  g_free (self);
}

/* NULL: none of @ids is of @kind. */
static char *
write_numbers (const char *const *ids, DaybookKind kind)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  json_builder_begin_array (builder);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      DaybookKind found;
      gint64 number;

      if (daybook_id_parse (ids[i], &found, &number) && found == kind && g_hash_table_add (seen, (gpointer) ids[i]))
        json_builder_add_int_value (builder, number);
    }
  json_builder_end_array (builder);
  if (g_hash_table_size (seen) == 0)
    return NULL;
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static DaybookEvidence *
take_row (DaybookStatement *query, DaybookKind kind)
{
  DaybookEvidence *row = g_new0 (DaybookEvidence, 1);
  gint64 task, suggestion, count;

  row->kind = kind;
  row->id = daybook_statement_take_int (query);
  row->word = daybook_statement_take_string (query);
  row->title = daybook_statement_take_string_or_empty (query);
  row->author = daybook_statement_take_string (query);
  row->provider = daybook_statement_take_string (query);
  row->url = daybook_statement_take_string (query);
  row->at = daybook_statement_take_instant (query);
  row->end = daybook_statement_take_instant (query);
  row->all_day = daybook_statement_take_int (query) != 0;
  count = daybook_statement_take_int (query);
  row->count = (int) MAX (count, 1);
  task = daybook_statement_take_id (query);
  suggestion = daybook_statement_take_id (query);
  if (task != 0)
    {
      row->inbox_kind = DAYBOOK_KIND_TASK;
      row->inbox_id = task;
    }
  else if (suggestion != 0)
    {
      row->inbox_kind = DAYBOOK_KIND_SUGGESTION;
      row->inbox_id = suggestion;
    }
  return row;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const DaybookEvidence *x = *(DaybookEvidence *const *) a;
  const DaybookEvidence *y = *(DaybookEvidence *const *) b;

  if ((x->at == DAYBOOK_INSTANT_NONE) != (y->at == DAYBOOK_INSTANT_NONE))
    return x->at == DAYBOOK_INSTANT_NONE ? 1 : -1;
  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;
  if (x->kind != y->kind)
    return x->kind < y->kind ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

GPtrArray *
daybook_store_list_evidence (DaybookStore *self, const char *const *ids, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_evidence_free);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autofree char *numbers = write_numbers (ids, queries[i].kind);
      g_autoptr (DaybookStatement) query = NULL;

      if (numbers == NULL)
        continue;
      query = daybook_store_prepare (self, queries[i].sql);
      daybook_statement_bind_text (query, numbers);
      while (daybook_statement_next (query))
        g_ptr_array_add (rows, take_row (query, queries[i].kind));
      if (!daybook_statement_finish (query, error))
        return NULL;
    }
  g_ptr_array_sort (rows, compare_rows);
  return g_steal_pointer (&rows);
}
