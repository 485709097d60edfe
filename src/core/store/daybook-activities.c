/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mail, messages, commits, ...: what happened beside the calendar. */
#include "base/daybook-error.h"
#include "store/daybook-events-private.h"
#include "store/daybook-search-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-sync-round-private.h"

#define ACTIVITY_COLUMNS \
  "v.id, v.source_id, v.kind, v.external_id, v.parent, v.title, v.author, v.at, v.url, v.count, v.snippet, v.body," \
  " v.detail, v.etag, v.hash"

static DaybookActivity *
read_activity (DaybookStatement *query)
{
  DaybookActivity *activity = daybook_activity_new ();

  activity->id = daybook_statement_take_int (query);
  activity->source_id = daybook_statement_take_int (query);
  activity->kind = daybook_statement_take_string_or_empty (query);
  activity->external_id = daybook_statement_take_string_or_empty (query);
  activity->parent = daybook_statement_take_string (query);
  activity->title = daybook_statement_take_string_or_empty (query);
  activity->author = daybook_statement_take_string (query);
  activity->at = daybook_statement_take_instant (query);
  activity->url = daybook_statement_take_string (query);
  activity->count = (int) daybook_statement_take_int (query);
  activity->snippet = daybook_statement_take_string (query);
  activity->body = daybook_statement_take_string (query);
  activity->detail = daybook_statement_take_string (query);
  activity->etag = daybook_statement_take_string (query);
  activity->hash = (guint64) daybook_statement_take_int (query);
  return activity;
}

/* Words: the body has the snippet in it, where there is one. */
static char *
make_body (const char *author, const char *parent, const char *snippet, const char *body)
{
  return g_strjoin ("\n", author != NULL ? author : "", parent != NULL ? parent : "",
                    body != NULL      ? body
                    : snippet != NULL ? snippet
                                      : "",
                    NULL);
}

gboolean
daybook_store_index_activity (DaybookStore *self, const DaybookActivity *activity, gint64 id, GError **error)
{
  return daybook_store_index_text (
    self, daybook_search_make_rowid (DAYBOOK_SEARCH_ACTIVITY, id, activity->at), activity->title,
    make_body (activity->author, activity->parent, activity->snippet, activity->body), error);
}

gboolean
daybook_store_unindex_activity (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT at, title, author, parent, snippet, body FROM activity WHERE id = ?");
  const char *title, *author, *parent, *snippet;
  char *body;
  gint64 at;

  daybook_statement_bind_int (query, id);
  if (!daybook_statement_next (query))
    return daybook_statement_finish (query, error);
  at = daybook_statement_take_int (query);
  title = daybook_statement_take_text (query);
  author = daybook_statement_take_text (query);
  parent = daybook_statement_take_text (query);
  snippet = daybook_statement_take_text (query);
  body = make_body (author, parent, snippet, daybook_statement_take_text (query));
  return daybook_store_unindex_text (self, daybook_search_make_rowid (DAYBOOK_SEARCH_ACTIVITY, id, at), title, body,
                                     error);
}

static void
bind_activity (DaybookStatement *query, const DaybookActivity *activity, gint64 generation)
{
  daybook_statement_bind_text (query, activity->parent);
  daybook_statement_bind_text (query, activity->title);
  daybook_statement_bind_text (query, activity->author);
  daybook_statement_bind_int (query, activity->at);
  daybook_statement_bind_text (query, activity->url);
  daybook_statement_bind_int (query, activity->count);
  daybook_statement_bind_text (query, activity->snippet);
  daybook_statement_bind_text (query, activity->body);
  daybook_statement_bind_text (query, activity->detail != NULL ? activity->detail : "{}");
  daybook_statement_bind_text (query, activity->etag);
  daybook_statement_bind_int (query, (gint64) activity->hash);
  daybook_statement_bind_int (query, generation);
}

static gboolean
insert_activity (DaybookStore *self, const DaybookActivity *activity, gint64 generation, gint64 *id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO activity (source_id, kind, external_id, parent, title, author, at, url, count, snippet, body, detail,"
    "   etag, hash, generation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

  daybook_statement_bind_int (query, activity->source_id);
  daybook_statement_bind_text (query, activity->kind);
  daybook_statement_bind_text (query, activity->external_id);
  bind_activity (query, activity, generation);
  if (!daybook_statement_run (query, error))
    return FALSE;
  *id = sqlite3_last_insert_rowid (self->db);
  return daybook_store_count_item (self, activity->source_id, 1, error);
}

static gboolean
update_activity (DaybookStore *self, const DaybookActivity *activity, gint64 generation, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE activity SET parent = ?, title = ?, author = ?, at = ?, url = ?, count = ?, snippet = ?, body = ?,"
    " detail = ?, etag = ?, hash = ?, generation = ? WHERE id = ?");

  bind_activity (query, activity, generation);
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error);
}

/* One that could be read now was perhaps one that could not. */
static gboolean
leave_quarantine (DaybookStore *self, const DaybookActivity *activity, GError **error)
{
  g_autofree char *key = daybook_activity_make_key (activity->kind, activity->external_id);

  return daybook_store_leave_quarantine (self, activity->source_id, key, error);
}

static gboolean
put_activity (DaybookStore *self,
              const DaybookActivity *activity,
              gint64 generation,
              DaybookChange *change,
              gint64 *id,
              GError **error)
{
  gboolean unchanged = FALSE;
  gint64 row_generation = 0;

  *id = 0;
  {
    g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
      "SELECT id, etag, hash, generation FROM activity WHERE source_id = ? AND kind = ? AND external_id = ?");

    daybook_statement_bind_int (query, activity->source_id);
    daybook_statement_bind_text (query, activity->kind);
    daybook_statement_bind_text (query, activity->external_id);
    if (daybook_statement_next (query))
      {
        const char *etag;
        guint64 hash;

        *id = daybook_statement_take_int (query);
        etag = daybook_statement_take_text (query);
        hash = (guint64) daybook_statement_take_int (query);
        row_generation = daybook_statement_take_int (query);
        if (etag != NULL && activity->etag != NULL)
          unchanged = g_str_equal (etag, activity->etag);
        else
          unchanged = etag == NULL && activity->etag == NULL && hash != 0 && hash == activity->hash;
      }
    if (!daybook_statement_finish (query, error))
      return FALSE;
  }
  if (*id == 0)
    {
      *change = DAYBOOK_CHANGE_CREATED;
      return insert_activity (self, activity, generation, id, error)
             && daybook_store_index_activity (self, activity, *id, error)
             && leave_quarantine (self, activity, error);
    }
  if (unchanged)
    {
      *change = DAYBOOK_CHANGE_NONE;
      return row_generation >= generation
             || daybook_store_note_seen (self, activity->source_id, generation, *id, TRUE, error);
    }
  *change = DAYBOOK_CHANGE_UPDATED;
  return daybook_store_unindex_activity (self, *id, error)
         && update_activity (self, activity, generation, *id, error)
         && daybook_store_index_activity (self, activity, *id, error)
         && leave_quarantine (self, activity, error);
}

gboolean
daybook_store_put_activity (DaybookStore *self,
                            const DaybookActivity *activity,
                            gint64 generation,
                            DaybookChange *change,
                            gint64 *id,
                            GError **error)
{
  DaybookChange ignored_change;
  gint64 ignored_id;

  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self,
                              put_activity (self, activity, generation, change != NULL ? change : &ignored_change,
                                            id != NULL ? id : &ignored_id, error),
                              error);
}

/* The row that @key, KIND/external id, names; 0: none, or no activity's key. */
gboolean
daybook_store_find_activity (DaybookStore *self, gint64 source_id, const char *key, gint64 *id, GError **error)
{
  g_autoptr (DaybookStatement) query = NULL;
  const char *kind, *external_id;

  *id = 0;
  if (!daybook_activity_split_key (key, &kind, &external_id))
    return TRUE;
  query = daybook_store_prepare (self, "SELECT id FROM activity WHERE source_id = ? AND kind = ? AND external_id = ?");
  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_text (query, kind);
  daybook_statement_bind_text (query, external_id);
  return daybook_statement_run_for_int (query, id, error);
}

gboolean
daybook_store_delete_activity (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "DELETE FROM activity WHERE id = ? RETURNING source_id");

  daybook_statement_bind_int (query, id);
  if (!daybook_store_unindex_activity (self, id, error))
    return FALSE;
  while (daybook_statement_next (query))
    {
      if (!daybook_store_count_item (self, daybook_statement_take_int (query), -1, error))
        return FALSE;
    }
  return daybook_statement_finish (query, error);
}

DaybookActivity *
daybook_store_get_activity (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " ACTIVITY_COLUMNS " FROM activity v WHERE v.id = ?");
  g_autoptr (DaybookActivity) activity = NULL;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    activity = read_activity (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (activity == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, "no such activity");
  return g_steal_pointer (&activity);
}

static gboolean
list_of_source (DaybookStore *self, gint64 source_id, gint64 from, gint64 to, GPtrArray *activities, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " ACTIVITY_COLUMNS " FROM activity v WHERE v.source_id = ? AND v.at >= ? AND v.at < ?");

  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_int (query, from);
  daybook_statement_bind_int (query, to);
  while (daybook_statement_next (query))
    g_ptr_array_add (activities, read_activity (query));
  return daybook_statement_finish (query, error);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  const DaybookActivity *x = *(DaybookActivity *const *) a;
  const DaybookActivity *y = *(DaybookActivity *const *) b;

  if (x->at != y->at)
    return x->at < y->at ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

/* By time, oldest first; days are local ones. */
GPtrArray *
daybook_store_list_activities (DaybookStore *self, const DaybookActivityFilter *filter, GError **error)
{
  g_autoptr (GPtrArray) activities = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_activity_free);
  g_autoptr (DaybookStatement) sources
      = daybook_store_prepare (self, "SELECT id FROM source WHERE (?1 = 0 AND enabled) OR id = ?1");
  DaybookZone *zone = daybook_store_get_zone (self);
  gint64 from = filter->from != DAYBOOK_DAY_NONE ? daybook_zone_get_day_start (zone, filter->from) : G_MININT64;
  gint64 to = filter->to != DAYBOOK_DAY_NONE ? daybook_zone_get_day_start (zone, filter->to) : G_MAXINT64;

  daybook_statement_bind_int (sources, filter->source_id);
  while (daybook_statement_next (sources))
    {
      if (!list_of_source (self, daybook_statement_take_int (sources), from, to, activities, error))
        return NULL;
    }
  if (!daybook_statement_finish (sources, error))
    return NULL;
  g_ptr_array_sort (activities, compare_times);
  return g_steal_pointer (&activities);
}
