/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outbox holds what a service has still to be told, at most one row for each thing it is told of: the state that
 * the person wants. Telling a state twice does no harm, so that a row goes only after the service said yes, and whatever
 * is killed in between is tried again. Whether the service was told "done" is the task's `told`. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-store-private.h"
#include "store/daybook-tasks.h"

#define OUTBOX_COLUMNS \
  "o.id, o.account_id, o.source_id, o.task_id, o.kind, o.target, o.body, o.key, o.parked, o.attempts," \
  " o.next_attempt_at, o.last_error, o.created_at"

void
daybook_outbox_row_free (DaybookOutboxRow *row)
{
  g_free (row->kind);
  g_free (row->target);
  g_free (row->body);
  g_free (row->key);
  g_free (row->last_error);
  g_free (row);
}

static DaybookOutboxRow *
read_row (DaybookStatement *query)
{
  DaybookOutboxRow *row = g_new0 (DaybookOutboxRow, 1);

  row->id = daybook_statement_take_int (query);
  row->account_id = daybook_statement_take_int (query);
  row->source_id = daybook_statement_take_id (query);
  row->task_id = daybook_statement_take_id (query);
  row->kind = daybook_statement_take_string_or_empty (query);
  row->target = daybook_statement_take_string_or_empty (query);
  row->body = daybook_statement_take_string_or_empty (query);
  row->key = daybook_statement_take_string_or_empty (query);
  row->parked = daybook_statement_take_int (query) != 0;
  row->attempts = (int) daybook_statement_take_int (query);
  row->next_attempt_at = daybook_statement_take_int (query);
  row->last_error = daybook_statement_take_string (query);
  row->created_at = daybook_statement_take_int (query);
  return row;
}

GPtrArray *
daybook_store_list_outbox (DaybookStore *self, gint64 account_id, gboolean due, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_outbox_row_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " OUTBOX_COLUMNS " FROM outbox o"
    " WHERE (?1 = 0 OR o.account_id = ?1) AND (?2 IS NULL OR (NOT o.parked AND o.next_attempt_at <= ?2)) ORDER BY o.id");

  daybook_statement_bind_int (query, account_id);
  daybook_statement_bind_instant (query, due ? daybook_store_now (self) : DAYBOOK_INSTANT_NONE);
  while (daybook_statement_next (query))
    g_ptr_array_add (rows, read_row (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&rows);
}

gint64
daybook_store_count_outbox (DaybookStore *self)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT COUNT (*) FROM outbox");
  gint64 count = 0;

  daybook_statement_run_for_int (query, &count, NULL);
  return count;
}

gint64
daybook_store_get_next_send (DaybookStore *self)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT MIN (next_attempt_at) FROM outbox WHERE NOT parked");

  return daybook_statement_next (query) ? daybook_statement_take_instant (query) : DAYBOOK_INSTANT_NONE;
}

GArray *
daybook_store_list_send_accounts (DaybookStore *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT DISTINCT account_id FROM outbox WHERE NOT parked AND next_attempt_at <= ? ORDER BY account_id");

  daybook_statement_bind_int (query, daybook_store_now (self));
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      g_array_append_val (ids, id);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&ids);
}

/* ---- what is wanted ---- */

typedef struct
{
  gboolean done;
  gboolean told;      /* what the service was last told */
  gboolean from_item; /* it came from somewhere */
  gint64 account_id;  /* 0: nobody can be told */
  gint64 source_id;
  char *target; /* (owned) (nullable) */
  char *body;   /* (owned) (nullable) */
  char *noun;   /* (owned) (nullable) what is told of: mail, notification */
} Wanted;

static void
wanted_clear (Wanted *self)
{
  g_free (self->target);
  g_free (self->body);
  g_free (self->noun);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

/* Mail can be put away and brought back, GitHub's notifications can be marked as read, where the person wants it (write_back)
 * and the sign-in allows it (the grant's setting write/PROVIDER). Nothing else can be told today. */
static gboolean
read_wanted (DaybookStore *self, gint64 task_id, Wanted *wanted, gboolean *found, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT k.status = 'done', k.told, k.source_kind IS NOT NULL, a.id, s.id,"
    "       CASE v.kind WHEN 'mail' THEN v.external_id ELSE v.parent || '#' || v.external_id END,"
    "       CASE v.kind WHEN 'mail' THEN '{}' ELSE json_object ('title', v.title) END,"
    "       CASE v.kind WHEN 'mail' THEN 'mail' ELSE 'notification' END"
    "  FROM task k"
    "       LEFT JOIN activity v ON k.source_kind = 'activity' AND v.id = k.source_item"
    "                           AND v.kind IN ('mail', 'pull_request', 'issue')"
    "       LEFT JOIN source s ON s.id = v.source_id"
    "       LEFT JOIN account a ON a.id = s.account_id AND a.settings ->> 'write_back' IN (1, 'on', 'true')"
    "        AND EXISTS (SELECT 1 FROM \"grant\" g WHERE g.id = a.grant_id AND g.settings ->> ('write/' || a.provider) = 'yes')"
    " WHERE k.id = ?");

  daybook_statement_bind_int (query, task_id);
  *found = daybook_statement_next (query);
  if (*found)
    {
      wanted->done = daybook_statement_take_int (query) != 0;
      wanted->told = daybook_statement_take_int (query) != 0;
      wanted->from_item = daybook_statement_take_int (query) != 0;
      wanted->account_id = daybook_statement_take_id (query);
      wanted->source_id = daybook_statement_take_id (query);
      wanted->target = daybook_statement_take_string (query);
      wanted->body = daybook_statement_take_string (query);
      wanted->noun = daybook_statement_take_string (query);
    }
  return daybook_statement_finish (query, error);
}

static gboolean
set_remote_state (DaybookStore *self, gint64 task_id, DaybookRemoteState state, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE task SET remote_state = ?1 WHERE id = ?2 AND remote_state <> ?1");

  daybook_statement_bind_text (query, daybook_remote_state_to_string (state));
  daybook_statement_bind_int (query, task_id);
  return daybook_statement_run (query, error);
}

static gboolean
run_for_task (DaybookStore *self, const char *sql, gint64 task_id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, sql);

  daybook_statement_bind_int (query, task_id);
  return daybook_statement_run (query, error);
}

/* One row a task, which says the newest state; its age and tries stay. */
static gboolean
put_row (DaybookStore *self, gint64 task_id, const Wanted *wanted, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO outbox (account_id, source_id, task_id, kind, target, key, next_attempt_at, created_at, body)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7 + ?8, ?7, ?9)"
    " ON CONFLICT (key) DO UPDATE SET kind = excluded.kind, parked = 0,"
    "    next_attempt_at = MAX (next_attempt_at, excluded.next_attempt_at)");
  g_autofree char *key = g_strdup_printf ("task/%" G_GINT64_FORMAT, task_id);
  g_autofree char *kind = g_strconcat (wanted->noun, wanted->done ? ".done" : ".reopen", NULL);

  daybook_statement_bind_int (query, wanted->account_id);
  daybook_statement_bind_id (query, wanted->source_id);
  daybook_statement_bind_int (query, task_id);
  daybook_statement_bind_text (query, kind);
  daybook_statement_bind_text (query, wanted->target);
  daybook_statement_bind_text (query, key);
  daybook_statement_bind_int (query, daybook_store_now (self));
  daybook_statement_bind_int (query, DAYBOOK_OUTBOX_DELAY);
  daybook_statement_bind_text (query, wanted->body);
  return daybook_statement_run (query, error);
}

/* @unsettled: a try was begun and nobody knows whether it arrived. @parked: it waits for the person. */
static gboolean
read_tries (DaybookStore *self, gint64 task_id, gboolean *unsettled, gboolean *parked, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT MAX (attempts) > 0, MAX (parked) FROM outbox WHERE task_id = ?");

  *unsettled = *parked = FALSE;
  daybook_statement_bind_int (query, task_id);
  if (daybook_statement_next (query))
    {
      *unsettled = daybook_statement_take_int (query) != 0;
      *parked = daybook_statement_take_int (query) != 0;
    }
  return daybook_statement_finish (query, error);
}

/* What was marked as read stays so: there is nothing to tell, and doing it once more tells it once more. */
static gboolean
settle_for_good (DaybookStore *self, gint64 id, GError **error)
{
  return run_for_task (self, "DELETE FROM outbox WHERE task_id = ?", id, error)
         && run_for_task (self, "UPDATE task SET told = 0 WHERE id = ?", id, error)
         && set_remote_state (self, id, DAYBOOK_REMOTE_NONE, error);
}

/* @asked: the person has just said what is wanted; otherwise what was given up, or came from a backup, goes on waiting for
 * that word. */
static gboolean
settle_task (DaybookStore *self, gint64 id, gboolean asked, GError **error)
{
  g_auto (Wanted) wanted = { 0 };
  gboolean found, unsettled, parked;

  if (!read_wanted (self, id, &wanted, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  if (wanted.account_id == 0)
    return run_for_task (self, "DELETE FROM outbox WHERE task_id = ?", id, error)
           && set_remote_state (self, id, wanted.from_item ? DAYBOOK_REMOTE_LOCAL_ONLY : DAYBOOK_REMOTE_NONE, error);
  if (!wanted.done && !g_str_equal (wanted.noun, "mail"))
    return settle_for_good (self, id, error);
  if (!read_tries (self, id, &unsettled, &parked, error))
    return FALSE;
  /* A request that was begun may have arrived: only then must a service be told what it was never told. */
  if (wanted.done == wanted.told && !unsettled)
    return run_for_task (self, "DELETE FROM outbox WHERE task_id = ?", id, error)
           && set_remote_state (self, id, wanted.done ? DAYBOOK_REMOTE_DONE : DAYBOOK_REMOTE_NONE, error);
  if (parked && !asked)
    return set_remote_state (self, id, DAYBOOK_REMOTE_FAILED, error);
  return put_row (self, id, &wanted, error) && set_remote_state (self, id, DAYBOOK_REMOTE_WAITING, error);
}

gboolean
daybook_store_settle_task (DaybookStore *self, gint64 id, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, settle_task (self, id, TRUE, error), error);
}

static gboolean
settle_open_tasks (DaybookStore *self, GError **error)
{
  g_autoptr (GPtrArray) tasks = daybook_store_list_tasks (self, DAYBOOK_TASK_OPEN, error);

  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    {
      if (!settle_task (self, ((DaybookTask *) tasks->pdata[i])->id, FALSE, error))
        return FALSE;
    }
  return tasks != NULL;
}

gboolean
daybook_store_settle_open_tasks (DaybookStore *self, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, settle_open_tasks (self, error), error);
}

/* ---- sending ---- */

static gboolean
begin_send (DaybookStore *self, DaybookOutboxRow *row, gboolean *wanted, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE outbox SET attempts = attempts + 1 WHERE id = ? AND kind = ? AND NOT parked");

  daybook_statement_bind_int (query, row->id);
  daybook_statement_bind_text (query, row->kind);
  if (!daybook_statement_run (query, error))
    return FALSE;
  *wanted = sqlite3_changes (self->db) == 1;
  row->attempts += *wanted;
  return TRUE;
}

gboolean
daybook_store_begin_send (DaybookStore *self, DaybookOutboxRow *row, gboolean *wanted, GError **error)
{
  gboolean ignored;

  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, begin_send (self, row, wanted != NULL ? wanted : &ignored, error), error);
}

static gboolean
finish_send (DaybookStore *self, const DaybookOutboxRow *row, GError **error)
{
  g_autoptr (DaybookStatement) told = daybook_store_prepare (self, "UPDATE task SET told = ? WHERE id = ?");
  g_autoptr (DaybookStatement) calm
      = daybook_store_prepare (self, "UPDATE outbox SET attempts = 0, last_error = NULL WHERE id = ?");
  g_autofree char *subject = daybook_id_format (DAYBOOK_KIND_TASK, row->task_id);

  daybook_statement_bind_int (told, g_str_has_suffix (row->kind, ".done"));
  daybook_statement_bind_int (told, row->task_id);
  daybook_statement_bind_int (calm, row->id);
  return daybook_statement_run (told, error) && daybook_statement_run (calm, error)
         && daybook_store_audit (self, "worker", row->kind, subject, NULL, error)
         && settle_task (self, row->task_id, FALSE, error);
}

gboolean
daybook_store_finish_send (DaybookStore *self, const DaybookOutboxRow *row, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, finish_send (self, row, error), error);
}

static gboolean
fail_send (DaybookStore *self, const DaybookOutboxRow *row, const char *message, gint64 retry_at, gboolean may_pass,
           GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE outbox SET last_error = ?, next_attempt_at = ?, parked = MAX (parked, ?),"
    " attempts = CASE WHEN ? THEN MIN (attempts, 1) ELSE attempts END WHERE id = ?");
  gboolean parked = !may_pass && row->attempts >= DAYBOOK_OUTBOX_TRIES;

  daybook_statement_bind_text (query, message);
  daybook_statement_bind_int (query, retry_at);
  daybook_statement_bind_int (query, parked);
  daybook_statement_bind_int (query, may_pass);
  daybook_statement_bind_int (query, row->id);
  return daybook_statement_run (query, error)
         && (!parked || set_remote_state (self, row->task_id, DAYBOOK_REMOTE_FAILED, error));
}

gboolean
daybook_store_fail_send (DaybookStore *self,
                         const DaybookOutboxRow *row,
                         const char *message,
                         gint64 retry_at,
                         gboolean may_pass,
                         GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, fail_send (self, row, message, retry_at, may_pass, error), error);
}

/* ---- the person's word on one row ---- */

static gboolean
find_task (DaybookStore *self, gint64 id, gint64 *task_id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT task_id FROM outbox WHERE id = ?");

  *task_id = 0;
  daybook_statement_bind_int (query, id);
  if (!daybook_statement_run_for_int (query, task_id, error))
    return FALSE;
  if (*task_id != 0)
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("Nothing like that waits in the outbox."));
  return FALSE;
}

static gboolean
retry_send (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE outbox SET parked = 0, attempts = MIN (attempts, 1), next_attempt_at = ? WHERE id = ?");
  gint64 task_id;

  if (!find_task (self, id, &task_id, error))
    return FALSE;
  daybook_statement_bind_int (query, daybook_store_now (self));
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error) && set_remote_state (self, task_id, DAYBOOK_REMOTE_WAITING, error);
}

gboolean
daybook_store_retry_send (DaybookStore *self, gint64 id, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, retry_send (self, id, error), error);
}

/* A service that was told "done" and shall not be told that the task is open again: it is the person's last word on
 * that, and the next sign-in does not tell it either. */
static gboolean
cancel_send (DaybookStore *self, gint64 id, GError **error)
{
  gint64 task_id;

  return find_task (self, id, &task_id, error)
         && run_for_task (self, "DELETE FROM outbox WHERE task_id = ?", task_id, error)
         && run_for_task (self, "UPDATE task SET told = 0 WHERE id = ? AND status <> 'done'", task_id, error)
         && set_remote_state (self, task_id, DAYBOOK_REMOTE_LOCAL_ONLY, error);
}

gboolean
daybook_store_cancel_send (DaybookStore *self, gint64 id, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, cancel_send (self, id, error), error);
}
