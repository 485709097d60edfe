/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items whose present state no engine has judged. */
#include "base/daybook-error.h"
#include "store/daybook-events-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-suggestions.h"

void
daybook_unjudged_free (DaybookUnjudged *self)
{
  g_clear_pointer (&self->activity, daybook_activity_free);
  g_clear_pointer (&self->event, daybook_event_free);
  g_free (self->version);
  g_free (self->identity);
  g_free (self);
}

static gboolean
add_activities (DaybookStore *self, gint64 source_id, gint64 since, int limit, GPtrArray *items, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT v.id, COALESCE (v.etag, '') || '/' || v.hash, a.identity"
    "  FROM account a JOIN source s ON s.account_id = a.id"
    "  CROSS JOIN activity v ON v.source_id = s.id" /* in this order: the index begins with the source */
    " WHERE (?1 = 0 OR s.id = ?1) AND a.status <> 'disconnected' AND s.enabled AND v.at >= ?2"
    "   AND v.kind IN ('mail', 'message', 'pull_request', 'issue', 'page')"
    "   AND COALESCE (s.settings ->> 'suggest', a.settings ->> 'suggest', 1) NOT IN (0, 'off', 'false')"
    "   AND NOT EXISTS (SELECT 1 FROM suggestion w WHERE w.item_kind = 'activity' AND w.item_id = v.id"
    "                      AND w.item_version = COALESCE (v.etag, '') || '/' || v.hash)"
    " ORDER BY v.at DESC LIMIT ?3");
  guint first = items->len;

  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_int (query, since);
  daybook_statement_bind_int (query, limit);
  while (daybook_statement_next (query))
    {
      DaybookUnjudged *item = g_new0 (DaybookUnjudged, 1);

      item->activity = daybook_activity_new ();
      item->activity->id = daybook_statement_take_int (query);
      item->version = daybook_statement_take_string_or_empty (query);
      item->identity = daybook_statement_take_string_or_empty (query);
      g_ptr_array_add (items, item);
    }
  if (!daybook_statement_finish (query, error))
    return FALSE;
  for (guint i = first; i < items->len; i++)
    {
      DaybookUnjudged *item = items->pdata[i];
      gint64 id = item->activity->id;

      g_clear_pointer (&item->activity, daybook_activity_free);
      item->activity = daybook_store_get_activity (self, id, error);
      if (item->activity == NULL)
        return FALSE;
    }
  return TRUE;
}

/* What begins in that time and was not judged is told by two indices alone: mostly nothing, and then no event is read. */
static gboolean
add_events (DaybookStore *self, gint64 source_id, gint64 until, int limit, GPtrArray *items, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "WITH unjudged AS MATERIALIZED ("
    "  SELECT e.id, a.identity FROM account a JOIN source s ON s.account_id = a.id CROSS JOIN event e ON e.source_id = s.id"
    "   WHERE (?1 = 0 OR s.id = ?1) AND a.status <> 'disconnected' AND s.enabled"
    "     AND e.kind <> 1 AND e.range_start > ?2 AND e.range_start <= ?3"
    "     AND COALESCE (s.settings ->> 'suggest', a.settings ->> 'suggest', 1) NOT IN (0, 'off', 'false')"
    "     AND NOT EXISTS (SELECT 1 FROM suggestion w WHERE w.item_kind = 'event' AND w.item_id = e.id"
    "                        AND w.item_version = CAST (e.range_start AS TEXT)))"
    " SELECT " DAYBOOK_EVENT_FILLED_COLUMNS ", u.identity FROM unjudged u CROSS JOIN event e ON e.id = u.id"
    "   LEFT JOIN event m ON m.id = e.series_id LEFT JOIN time_entry t ON t.event_id = e.id"
    "  WHERE NOT e.all_day AND e.status <> 2 AND e.response <> 3"
    "  ORDER BY e.range_start, e.range_end, e.id LIMIT ?4");

  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_int (query, daybook_store_now (self));
  daybook_statement_bind_int (query, until);
  daybook_statement_bind_int (query, limit);
  while (daybook_statement_next (query))
    {
      DaybookUnjudged *item = g_new0 (DaybookUnjudged, 1);

      item->event = daybook_event_read (query);
      item->event->entry_id = daybook_statement_take_id (query);
      item->identity = daybook_statement_take_string_or_empty (query);
      item->version = g_strdup_printf ("%" G_GINT64_FORMAT, item->event->range_start);
      g_ptr_array_add (items, item);
    }
  return daybook_statement_finish (query, error);
}

/* Who the person is where @source_id belongs; NULL: told off. */
static char *
find_identity (DaybookStore *self, gint64 source_id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT a.identity FROM source s JOIN account a ON a.id = s.account_id"
    " WHERE s.id = ? AND COALESCE (s.settings ->> 'suggest', a.settings ->> 'suggest', 1) NOT IN (0, 'off', 'false')");

  daybook_statement_bind_int (query, source_id);
  return daybook_statement_next (query) ? daybook_statement_take_string_or_empty (query) : NULL;
}

/* Whom the item of @source_id is for; NULL: told off or switched off. */
static char *
find_reader (DaybookStore *self, gint64 source_id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT 1 FROM source s JOIN account a ON a.id = s.account_id"
    " WHERE s.id = ? AND s.enabled AND a.status <> 'disconnected'");
  gint64 on = 0;

  daybook_statement_bind_int (query, source_id);
  daybook_statement_run_for_int (query, &on, NULL);
  return on != 0 ? find_identity (self, source_id) : NULL;
}

static gboolean
fill_activity (DaybookStore *self, gint64 id, DaybookUnjudged *item, GError **error)
{
  static const char *const kinds[] = { "mail", "message", "pull_request", "issue", "page", NULL };

  item->activity = daybook_store_get_activity (self, id, error);
  if (item->activity == NULL || !g_strv_contains (kinds, item->activity->kind))
    return FALSE;
  item->identity = find_reader (self, item->activity->source_id);
  item->version = g_strdup_printf ("%s/%" G_GINT64_FORMAT, item->activity->etag != NULL ? item->activity->etag : "",
                                   (gint64) item->activity->hash);
  return item->identity != NULL;
}

static gboolean
fill_event (DaybookStore *self, gint64 id, DaybookUnjudged *item, GError **error)
{
  item->event = daybook_store_get_event (self, id, error);
  if (item->event == NULL || item->event->all_day || item->event->range_start <= daybook_store_now (self))
    return FALSE;
  item->identity = find_reader (self, item->event->source_id);
  item->version = g_strdup_printf ("%" G_GINT64_FORMAT, item->event->range_start);
  return item->identity != NULL;
}

DaybookUnjudged *
daybook_store_get_unjudged (DaybookStore *self, DaybookKind kind, gint64 id, GError **error)
{
  g_autoptr (DaybookUnjudged) item = g_new0 (DaybookUnjudged, 1);
  g_autoptr (GError) local = NULL;
  gboolean found = kind == DAYBOOK_KIND_EVENT ? fill_event (self, id, item, &local) : fill_activity (self, id, item, &local);

  if (found)
    return g_steal_pointer (&item);
  if (local != NULL && !g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

GPtrArray *
daybook_store_list_unjudged (DaybookStore *self, gint64 source_id, gint64 since, gint64 until, int limit, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_unjudged_free);

  if (!add_activities (self, source_id, since, limit, items, error)
      || !add_events (self, source_id, until, limit, items, error))
    return NULL;
  return g_steal_pointer (&items);
}
