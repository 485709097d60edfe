/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-tasks.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-entries.h"
#include "store/daybook-search-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-tasks-private.h"

#define TASK_COLUMNS \
  "k.id, k.title, k.notes, k.status, k.priority, k.due_day, k.due_at, k.tags, k.source_kind, k.source_item," \
  " k.remote_state, k.done_at, k.version, k.created_at"

static DaybookTask *
read_task (DaybookStatement *query)
{
  DaybookTask *self = daybook_task_new ();

  self->id = daybook_statement_take_int (query);
  self->title = daybook_statement_take_string_or_empty (query);
  self->notes = daybook_statement_take_string (query);
  self->status = g_strcmp0 (daybook_statement_take_text (query), "done") == 0 ? DAYBOOK_TASK_DONE : DAYBOOK_TASK_OPEN;
  daybook_priority_from_string (daybook_statement_take_text (query), &self->priority);
  self->due_day = daybook_statement_take_day (query);
  self->due_at = daybook_statement_take_instant (query);
  self->tags = daybook_statement_take_string_or_empty (query);
  self->source_kind = daybook_statement_take_string (query);
  self->source_item = daybook_statement_take_id (query);
  daybook_remote_state_from_string (daybook_statement_take_text (query), &self->remote_state);
  self->done_at = daybook_statement_take_instant (query);
  self->version = daybook_statement_take_int (query);
  self->created_at = daybook_statement_take_int (query);
  return self;
}

DaybookTask *
daybook_store_get_task (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " TASK_COLUMNS " FROM task k WHERE k.id = ?");
  g_autoptr (DaybookTask) task = NULL;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    task = read_task (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (task == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no such task."));
  return g_steal_pointer (&task);
}

GPtrArray *
daybook_store_list_tasks (DaybookStore *self, int status, GError **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_task_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " TASK_COLUMNS " FROM task k WHERE ?1 IS NULL OR k.status = ?1"
    " ORDER BY k.status DESC, COALESCE (k.due_at, k.due_day * 86400 + 86399, 9223372036854775807), k.created_at, k.id");

  daybook_statement_bind_text (query, status < 0 ? NULL : daybook_task_status_to_string ((DaybookTaskStatus) status));
  while (daybook_statement_next (query))
    g_ptr_array_add (tasks, read_task (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&tasks);
}

GPtrArray *
daybook_store_list_done_tasks (DaybookStore *self, gint64 since, int limit, GError **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_task_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " TASK_COLUMNS " FROM task k WHERE k.status = 'done' AND k.done_at >= ?"
    " ORDER BY k.done_at DESC, k.id DESC LIMIT ?");

  daybook_statement_bind_int (query, since);
  daybook_statement_bind_int (query, limit);
  while (daybook_statement_next (query))
    g_ptr_array_add (tasks, read_task (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&tasks);
}

/* ---- words in the search index ---- */

static gboolean
with_words (DaybookStore *self,
            gint64 id,
            gboolean (*func) (DaybookStore *, gint64, const char *, char *, GError **),
            GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT title, notes, created_at FROM task WHERE id = ?");
  g_autofree char *title = NULL;
  g_autofree char *notes = NULL;
  gint64 at = 0;
  gboolean found = FALSE;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    {
      found = TRUE;
      title = daybook_statement_take_string_or_empty (query);
      notes = daybook_statement_take_string (query);
      at = daybook_statement_take_int (query);
    }
  if (!daybook_statement_finish (query, error))
    return FALSE;
  return !found
         || func (self, daybook_search_make_rowid (DAYBOOK_SEARCH_TASK, id, at), title, g_steal_pointer (&notes), error);
}

gboolean
daybook_store_index_task (DaybookStore *self, gint64 id, GError **error)
{
  return with_words (self, id, daybook_store_index_text, error);
}

gboolean
daybook_store_unindex_task (DaybookStore *self, gint64 id, GError **error)
{
  return with_words (self, id, daybook_store_unindex_text, error);
}

/* ---- writing ---- */

static gboolean
insert_task (DaybookStore *self, DaybookTask *task, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO task (title, notes, priority, due_day, due_at, tags, source_kind, source_item, created_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

  task->created_at = daybook_store_now (self);
  daybook_statement_bind_text (query, task->title);
  daybook_statement_bind_text (query, task->notes);
  daybook_statement_bind_text (query, daybook_priority_to_string (task->priority));
  daybook_statement_bind_day (query, task->due_day);
  daybook_statement_bind_instant (query, task->due_at);
  daybook_statement_bind_text (query, task->tags != NULL ? task->tags : "[]");
  daybook_statement_bind_text (query, task->source_kind);
  daybook_statement_bind_id (query, task->source_item);
  daybook_statement_bind_int (query, task->created_at);
  if (!daybook_statement_run (query, error))
    return FALSE;
  task->id = sqlite3_last_insert_rowid (self->db);
  task->version = 1;
  return daybook_store_journal_added (self, "task", task->id, error) && daybook_store_index_task (self, task->id, error)
         && daybook_store_settle_task (self, task->id, error);
}

gint64
daybook_store_add_task (DaybookStore *self, DaybookTask *task, GError **error)
{
  if (task->title == NULL || *task->title == '\0')
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _("A task needs a title."));
      return 0;
    }
  if (!daybook_store_begin_change (self, _("Add Task"), error))
    return 0;
  return daybook_store_leave (self, insert_task (self, task, error), error) ? task->id : 0;
}

static gboolean
set_done (DaybookStore *self, gint64 id, gboolean done, GError **error)
{
  g_autoptr (DaybookTask) task = daybook_store_get_task (self, id, error);
  g_autoptr (DaybookStatement) query = NULL;
  g_autofree char *subject = daybook_id_format (DAYBOOK_KIND_TASK, id);

  if (task == NULL)
    return FALSE;
  if ((task->status == DAYBOOK_TASK_DONE) == done)
    return TRUE;
  query = daybook_store_prepare (self, "UPDATE task SET status = ?, done_at = ?, version = version + 1 WHERE id = ?");
  if (!daybook_store_journal_touch (self, "task", id, error))
    return FALSE;
  daybook_statement_bind_text (query, done ? "done" : "open");
  daybook_statement_bind_instant (query, done ? daybook_store_now (self) : DAYBOOK_INSTANT_NONE);
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error) && daybook_store_settle_task (self, id, error)
         && daybook_store_audit (self, "person", done ? "task.done" : "task.reopen", subject, NULL, error);
}

gboolean
daybook_store_set_task_done (DaybookStore *self, gint64 id, gboolean done, GError **error)
{
  if (!daybook_store_begin_change (self, done ? _("Complete Task") : _("Reopen Task"), error))
    return FALSE;
  return daybook_store_leave (self, set_done (self, id, done, error), error);
}
