/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disconnecting: what was synced goes and leaves no trace, what the person approved or wrote stays. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "store/daybook-backup-private.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-events-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-tasks-private.h"
#include "store/daybook-tasks.h"

static gboolean
run_for_account (DaybookStore *self, const char *sql, gint64 account_id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, sql);

  daybook_statement_bind_int (query, account_id);
  return daybook_statement_run (query, error);
}

static GArray *
list_ids (DaybookStore *self, const char *sql, gint64 account_id, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, sql);

  daybook_statement_bind_int (query, account_id);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);

      g_array_append_val (ids, id);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  return g_steal_pointer (&ids);
}

/* Nothing happened to the meetings, so nothing is flagged: the entries only stop pointing at rows that go. */
static gboolean
unlink_entries (DaybookStore *self, gint64 account_id, gint64 *kept, GError **error)
{
  g_autoptr (GArray) ids = list_ids (self,
    "SELECT t.id FROM source s JOIN event e ON e.source_id = s.id JOIN time_entry t ON t.event_id = e.id"
    " WHERE s.account_id = ?",
    account_id, error);

  if (ids == NULL)
    return FALSE;
  *kept = daybook_store_count_account_entries (self, account_id);
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      gboolean sound;

      if (!daybook_store_entry_is_sound (self, id, &sound, error)
          || !run_for_account (self, "UPDATE time_entry SET event_id = NULL WHERE id = ?", id, error)
          || (sound && !daybook_store_seal_entry (self, id, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
forget_words (DaybookStore *self, gint64 account_id, GError **error)
{
  g_autoptr (GArray) events = list_ids (self,
    "SELECT e.id FROM source s JOIN event e ON e.source_id = s.id WHERE s.account_id = ? AND e.kind <> 3", account_id,
    error);
  g_autoptr (GArray) activities = NULL;

  if (events == NULL)
    return FALSE;
  activities = list_ids (
    self, "SELECT v.id FROM source s JOIN activity v ON v.source_id = s.id WHERE s.account_id = ?", account_id, error);
  if (activities == NULL)
    return FALSE;
  for (guint i = 0; i < events->len; i++)
    {
      if (!daybook_store_unindex_event (self, g_array_index (events, gint64, i), error))
        return FALSE;
    }
  for (guint i = 0; i < activities->len; i++)
    {
      if (!daybook_store_unindex_activity (self, g_array_index (activities, gint64, i), error))
        return FALSE;
    }
  return TRUE;
}

/* Tasks that a suggestion from the account became, and what else points into it. */
#define ITS_TASKS \
  "SELECT k.id FROM source s JOIN suggestion w ON w.source_id = s.id JOIN task k ON k.id = w.task_id" \
  " WHERE s.account_id = ?1"

#define TASKS_OF_ITS_ITEMS \
  "SELECT k.id FROM task k JOIN activity v ON k.source_kind = 'activity' AND v.id = k.source_item" \
  " JOIN source s ON s.id = v.source_id WHERE s.account_id = ?1" \
  " UNION SELECT k.id FROM task k JOIN event e ON k.source_kind = 'event' AND e.id = k.source_item" \
  " JOIN source s ON s.id = e.source_id WHERE s.account_id = ?1"

/* Nobody asked for them, and nobody did anything with them. */
static gboolean
delete_untouched_tasks (DaybookStore *self, gint64 account_id, GError **error)
{
  g_autoptr (GArray) ids = list_ids (
    self, ITS_TASKS " AND w.status = 'auto_approved' AND k.status = 'open' AND k.version = 1", account_id, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (!daybook_store_unindex_task (self, id, error)
          || !run_for_account (self, "DELETE FROM task WHERE id = ?", id, error))
        return FALSE;
    }
  return ids != NULL;
}

/* Notes that are the item's own words. An edit raises a suggestion's version, and so does deciding on it. */
static gboolean
shred_notes (DaybookStore *self, gint64 account_id, GError **error)
{
  g_autoptr (GArray) ids = list_ids (self, ITS_TASKS " AND k.notes IS NOT NULL AND w.version < 3", account_id, error);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);

      if (!daybook_store_unindex_task (self, id, error)
          || !run_for_account (self, "UPDATE task SET notes = NULL WHERE id = ?", id, error)
          || !daybook_store_index_task (self, id, error))
        return FALSE;
    }
  return ids != NULL;
}

/* What the person approved, wrote or did stays, as a task of their own. (transfer full) */
static GArray *
unlink_tasks (DaybookStore *self, gint64 account_id, GError **error)
{
  g_autoptr (GArray) ids = NULL;

  if (!delete_untouched_tasks (self, account_id, error) || !shred_notes (self, account_id, error))
    return NULL;
  ids = list_ids (self, ITS_TASKS " UNION " TASKS_OF_ITS_ITEMS, account_id, error);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      if (!run_for_account (self,
                            "UPDATE task SET source_kind = NULL, source_item = NULL, version = version + 1"
                            " WHERE id = ?",
                            g_array_index (ids, gint64, i), error))
        return NULL;
    }
  return g_steal_pointer (&ids);
}

/* There is nobody to be told any more that they are done. */
static gboolean
settle_tasks (DaybookStore *self, GArray *ids, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      if (!daybook_store_settle_task (self, g_array_index (ids, gint64, i), error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
delete_account (DaybookStore *self, gint64 account_id, gint64 *kept, GError **error)
{
  g_autoptr (GArray) tasks = unlink_tasks (self, account_id, error);

  return tasks != NULL && daybook_store_remember_departed (self, account_id, error)
         && unlink_entries (self, account_id, kept, error) && forget_words (self, account_id, error)
         /* Sources, events, runs and all else of the account's go with it. */
         && run_for_account (self, "DELETE FROM account WHERE id = ?", account_id, error)
         && settle_tasks (self, tasks, error) && daybook_store_owe_older_copies (self, error)
         && daybook_store_flush_words (self, error)
         && daybook_store_execute (self,
                                   "DELETE FROM \"grant\" WHERE id NOT IN (SELECT grant_id FROM account);"
                                   "DELETE FROM journal;"
                                   /* They quote what was synced; those of what stays can be made again. */
                                   "DELETE FROM summary;"
                                   /* Deleted words stay in the index until its parts are merged. */
                                   "INSERT INTO search (search) VALUES ('optimize');",
                                   error);
}

static gboolean
retire_account (DaybookStore *self, gint64 account_id, gint64 *kept, GError **error)
{
  g_autoptr (DaybookStatement) count = daybook_store_prepare (self,
    "SELECT SUM (item_count) FROM source WHERE account_id = ?");

  daybook_statement_bind_int (count, account_id);
  return daybook_statement_run_for_int (count, kept, error)
         && run_for_account (self,
                             "UPDATE account SET status = 'disconnected', reason = NULL, retry_at = NULL,"
                             " next_sync_at = NULL, version = version + 1 WHERE id = ?",
                             account_id, error)
         && run_for_account (self,
                             "DELETE FROM round_seen WHERE source_id IN (SELECT id FROM source WHERE account_id = ?)",
                             account_id, error)
         && run_for_account (self, "UPDATE source SET cursor = NULL, resume = NULL, owed = NULL WHERE account_id = ?",
                             account_id, error);
}

static gboolean
disconnect_account (DaybookStore *self, gint64 account_id, gboolean keep_data, gint64 *kept, GError **error)
{
  g_autoptr (DaybookStatement) exists = daybook_store_prepare (self, "SELECT 1 FROM account WHERE id = ?");
  gint64 found = 0;

  daybook_statement_bind_int (exists, account_id);
  if (!daybook_statement_run_for_int (exists, &found, error))
    return FALSE;
  if (!found)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no such account."));
      return FALSE;
    }
  return keep_data ? retire_account (self, account_id, kept, error) : delete_account (self, account_id, kept, error);
}

/* @kept (nullable): the entries that stay, with @keep_data the items. Not inside a transaction. Older backups hold
 * the account as well: once a new, verified one is made they go. Where that fails, the account is disconnected
 * all the same, the error says what is left to do, and the next maintenance does it. */
gboolean
daybook_store_disconnect_account (DaybookStore *self, gint64 id, gboolean keep_data, gint64 *kept, GError **error)
{
  gint64 ignored = 0;
  gboolean truncated;

  if (!daybook_store_enter (self, error))
    return FALSE;
  if (!daybook_store_leave (self, disconnect_account (self, id, keep_data, kept != NULL ? kept : &ignored, error),
                            error))
    return FALSE;
  if (keep_data)
    return TRUE;
  truncated = daybook_store_truncate_wal (self, error);
  return daybook_store_drop_older_copies (self, truncated ? error : NULL) && truncated;
}
