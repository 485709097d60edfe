/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text of messages that the person no longer wants kept. */
#include "base/daybook-json-reader.h"
#include "store/daybook-backup-private.h"
#include "store/daybook-events-private.h"
#include "store/daybook-events.h"
#include "store/daybook-search-private.h"
#include "store/daybook-store-private.h"

#include <string.h>

/* Whether one of @settings is among those that the row's detail says it is kept by. What says nothing stays. */
static gboolean
is_kept (const char *detail, const char *const *settings)
{
  g_autofree char *kept_by = detail != NULL ? daybook_json_find_string (detail, strlen (detail), "/kept_by") : NULL;
  g_auto (GStrv) keys = NULL;

  if (kept_by == NULL)
    return TRUE;
  keys = g_strsplit (kept_by, " ", -1);
  for (guint i = 0; keys[i] != NULL; i++)
    {
      if (g_strv_contains (settings, keys[i]))
        return TRUE;
    }
  return FALSE;
}

static GArray *
list_unkept (DaybookStore *self, gint64 source_id, const char *const *settings, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, detail FROM activity WHERE source_id = ? AND body IS NOT NULL");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  daybook_statement_bind_int (query, source_id);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      if (!is_kept (daybook_statement_take_text (query), settings))
        g_array_append_val (ids, id);
    }
  return daybook_statement_finish (query, error) ? g_steal_pointer (&ids) : NULL;
}

/* What was suggested because of it quotes it: what waits for the person goes, of what was decided only the decision
 * stays. A task that the person made of it is theirs. */
static gboolean
forget_quotes (DaybookStore *self, const DaybookActivity *activity, GError **error)
{
  g_autoptr (DaybookStatement) waiting = daybook_store_prepare (self,
    "DELETE FROM suggestion WHERE item_kind = 'activity' AND item_id = ? AND status = 'pending_approval'");
  g_autoptr (DaybookStatement) decided = NULL;

  daybook_statement_bind_int (waiting, activity->id);
  if (!daybook_statement_run (waiting, error))
    return FALSE;
  decided = daybook_store_prepare (self,
    "UPDATE suggestion SET title = ?, description = NULL, reasoning = NULL, snapshot = '{}'"
    " WHERE item_kind = 'activity' AND item_id = ?");
  daybook_statement_bind_text (decided, activity->title);
  daybook_statement_bind_int (decided, activity->id);
  return daybook_statement_run (decided, error);
}

/* The row stays, with the title that it says it has without its text. Its hash is another one then, so that the text
 * comes back with the next round that wants it. */
static gboolean
forget_text (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookActivity) activity = daybook_store_get_activity (self, id, error);
  g_autoptr (DaybookStatement) query = NULL;
  char *title;

  if (activity == NULL || !daybook_store_unindex_activity (self, id, error))
    return FALSE;
  title = daybook_activity_find_detail (activity, "/bare_title");
  g_free (activity->title);
  activity->title = title != NULL ? title : g_strdup (activity->parent != NULL ? activity->parent : "");
  g_clear_pointer (&activity->body, g_free);
  g_clear_pointer (&activity->snippet, g_free);
  query = daybook_store_prepare (self,
    "UPDATE activity SET title = ?, snippet = NULL, body = NULL, etag = NULL, hash = 0 WHERE id = ?");
  daybook_statement_bind_text (query, activity->title);
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error) && daybook_store_index_activity (self, activity, id, error)
         && forget_quotes (self, activity, error);
}

/* A cursor stands for what its rounds have brought, which is not there any more: whoever wants it again begins anew. */
static gboolean
forget_cursor (DaybookStore *self, gint64 source_id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "UPDATE source SET cursor = NULL, resume = NULL WHERE id = ?");

  daybook_statement_bind_int (query, source_id);
  return daybook_statement_run (query, error);
}

static gboolean
forget_texts (DaybookStore *self, gint64 source_id, const char *const *settings, guint *n, GError **error)
{
  g_autoptr (GArray) ids = list_unkept (self, source_id, settings, error);

  if (ids == NULL)
    return FALSE;
  *n = ids->len;
  for (guint i = 0; i < ids->len; i++)
    {
      if (!forget_text (self, g_array_index (ids, gint64, i), error))
        return FALSE;
    }
  /* Deleted words stay in the index until its parts are merged. */
  return ids->len == 0
         || (forget_cursor (self, source_id, error) && daybook_store_owe_older_copies (self, error)
             && daybook_store_flush_words (self, error)
             && daybook_store_execute (self, "INSERT INTO search (search) VALUES ('optimize')", error));
}

/* Shreds the texts of a source's activities that none of @settings (keys of those that are on) keeps; the rows say which
 * do (detail.kept_by). @n: how many; where there were any the source's cursor goes, too. */
gboolean
daybook_store_forget_texts (DaybookStore *self, gint64 source_id, const char *const *settings, guint *n, GError **error)
{
  *n = 0;
  if (!daybook_store_enter (self, error))
    return FALSE;
  if (!daybook_store_leave (self, forget_texts (self, source_id, settings, n, error), error))
    return FALSE;
  if (*n == 0)
    return TRUE;
  /* Nor in what was written before it, nor in copies. Where that cannot be done just now, the next maintenance does it. */
  daybook_store_truncate_wal (self, NULL);
  daybook_store_drop_older_copies (self, NULL);
  return TRUE;
}
