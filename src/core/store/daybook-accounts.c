/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-accounts.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-store-private.h"
#include "store/daybook-suggestions.h"

#define ACCOUNT_COLUMNS \
  "a.id, a.grant_id, a.provider, a.name, a.identity, a.status, a.reason, a.paused, a.retry_at, a.last_sync_at," \
  " a.next_sync_at, a.sources_at, a.last_error, a.error_code, a.failures, a.settings, a.version, a.created_at," \
  " a.scout_cursor, a.scout_params"

static DaybookAccount *
read_account (DaybookStatement *query)
{
  DaybookAccount *account = daybook_account_new ();

  account->id = daybook_statement_take_int (query);
  account->grant_id = daybook_statement_take_int (query);
  account->provider = daybook_statement_take_string_or_empty (query);
  account->name = daybook_statement_take_string_or_empty (query);
  account->identity = daybook_statement_take_string_or_empty (query);
  if (!daybook_account_status_from_string (daybook_statement_take_text (query), &account->status))
    account->status = DAYBOOK_ACCOUNT_ERROR;
  account->reason = daybook_statement_take_string (query);
  account->paused = daybook_statement_take_int (query) != 0;
  account->retry_at = daybook_statement_take_instant (query);
  account->last_sync_at = daybook_statement_take_instant (query);
  account->next_sync_at = daybook_statement_take_instant (query);
  account->sources_at = daybook_statement_take_instant (query);
  account->last_error = daybook_statement_take_string (query);
  account->error_code = daybook_statement_take_string (query);
  account->failures = (int) daybook_statement_take_int (query);
  account->settings = daybook_statement_take_string_or_empty (query);
  account->version = daybook_statement_take_int (query);
  account->created_at = daybook_statement_take_instant (query);
  account->scout_cursor = daybook_statement_take_string (query);
  account->scout_params = daybook_statement_take_string (query);
  return account;
}

static gboolean
add_account (DaybookStore *self, DaybookAccount *account, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO account (grant_id, provider, name, identity, status, reason, paused, settings, created_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  gint64 now = daybook_store_now (self);

  daybook_statement_bind_int (query, account->grant_id);
  daybook_statement_bind_text (query, account->provider);
  daybook_statement_bind_text (query, account->name);
  daybook_statement_bind_text (query, account->identity != NULL ? account->identity : "");
  daybook_statement_bind_text (query, daybook_account_status_to_string (account->status));
  daybook_statement_bind_text (query, account->reason);
  daybook_statement_bind_int (query, account->paused);
  daybook_statement_bind_text (query, account->settings != NULL ? account->settings : "{}");
  daybook_statement_bind_int (query, now);
  if (!daybook_statement_run (query, error))
    return FALSE;
  account->id = sqlite3_last_insert_rowid (self->db);
  account->version = 1;
  account->created_at = now;
  return TRUE;
}

/* Returns the new row's number, also in account->id; 0 on errors. */
gint64
daybook_store_add_account (DaybookStore *self, DaybookAccount *account, GError **error)
{
  if (!daybook_store_enter (self, error))
    return 0;
  return daybook_store_leave (self, add_account (self, account, error), error) ? account->id : 0;
}

static gboolean
look_at_sources (DaybookStore *self, DaybookAccount *account, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT SUM (item_count), COUNT (*), SUM (enabled), SUM (enabled AND state = 'quarantined'),"
    " SUM (enabled AND state NOT IN ('gone', 'quarantined')),"
    " MIN (CASE WHEN enabled AND state = 'quarantined' THEN name END)"
    " FROM source WHERE account_id = ?");

  daybook_statement_bind_int (query, account->id);
  if (daybook_statement_next (query))
    {
      account->item_count = daybook_statement_take_int (query);
      account->n_sources = (guint) daybook_statement_take_int (query);
      account->n_enabled = (guint) daybook_statement_take_int (query);
      account->n_stopped = (guint) daybook_statement_take_int (query);
      account->n_synced = (guint) daybook_statement_take_int (query);
      account->stopped_name = daybook_statement_take_string (query);
    }
  return daybook_statement_finish (query, error);
}

static gboolean
fill_in (DaybookStore *self, DaybookAccount *account, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT EXISTS (SELECT 1 FROM sync_run WHERE account_id = ? AND status IN ('queued', 'running'))");
  gint64 syncing = 0;

  daybook_statement_bind_int (query, account->id);
  if (!daybook_statement_run_for_int (query, &syncing, error) || !look_at_sources (self, account, error))
    return FALSE;
  account->syncing = syncing != 0;
  account->suggestion_count = daybook_store_count_suggestions (self, account->id);
  return TRUE;
}

DaybookAccount *
daybook_store_get_account (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " ACCOUNT_COLUMNS " FROM account a WHERE a.id = ?");
  g_autoptr (DaybookAccount) account = NULL;

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    account = read_account (query);
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (account == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no such account."));
      return NULL;
    }
  return fill_in (self, account, error) ? g_steal_pointer (&account) : NULL;
}

/* The account of @identity at @provider, NULL for none: signing in again finds it. */
DaybookAccount *
daybook_store_find_account (DaybookStore *self, const char *provider, const char *identity)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT " ACCOUNT_COLUMNS " FROM account a WHERE a.provider = ? AND a.identity = ? ORDER BY a.id LIMIT 1");

  daybook_statement_bind_text (query, provider);
  daybook_statement_bind_text (query, identity);
  return daybook_statement_next (query) ? read_account (query) : NULL;
}

GPtrArray *
daybook_store_list_accounts (DaybookStore *self, GError **error)
{
  g_autoptr (GPtrArray) accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_account_free);
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " ACCOUNT_COLUMNS " FROM account a ORDER BY a.id");

  while (daybook_statement_next (query))
    g_ptr_array_add (accounts, read_account (query));
  if (!daybook_statement_finish (query, error))
    return NULL;
  for (guint i = 0; i < accounts->len; i++)
    {
      if (!fill_in (self, g_ptr_array_index (accounts, i), error))
        return NULL;
    }
  return g_steal_pointer (&accounts);
}

static gboolean
edit_account (DaybookStore *self, const DaybookAccount *account, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE account SET name = ?, paused = ?, settings = ?, version = version + 1 WHERE id = ? AND version = ?");

  if (!daybook_store_journal_touch (self, "account", account->id, error))
    return FALSE;
  daybook_statement_bind_text (query, account->name);
  daybook_statement_bind_int (query, account->paused);
  daybook_statement_bind_text (query, account->settings != NULL ? account->settings : "{}");
  daybook_statement_bind_int (query, account->id);
  daybook_statement_bind_int (query, account->version);
  return daybook_statement_run (query, error)
         && daybook_store_check_version (self, "SELECT 1 FROM account WHERE id = ?", account->id, account->name,
                                         error);
}

/* After it the row's version is account->version + 1. */
gboolean
daybook_store_edit_account (DaybookStore *self, const DaybookAccount *account, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, edit_account (self, account, error), error);
}

static gboolean
set_account_state (DaybookStore *self, const DaybookAccount *account, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE account SET status = ?, reason = ?, retry_at = ?, last_sync_at = ?, sources_at = ?,"
    " last_error = ?, error_code = ?, failures = ? WHERE id = ?");

  daybook_statement_bind_text (query, daybook_account_status_to_string (account->status));
  daybook_statement_bind_text (query, account->reason);
  daybook_statement_bind_instant (query, account->retry_at);
  daybook_statement_bind_instant (query, account->last_sync_at);
  daybook_statement_bind_instant (query, account->sources_at);
  daybook_statement_bind_text (query, account->last_error);
  daybook_statement_bind_text (query, account->error_code);
  daybook_statement_bind_int (query, account->failures);
  daybook_statement_bind_int (query, account->id);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_set_account_state (DaybookStore *self, const DaybookAccount *account, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, set_account_state (self, account, error), error);
}

static gboolean
set_scout_cursor (DaybookStore *self, gint64 id, const char *cursor, const char *params, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "UPDATE account SET scout_cursor = ?, scout_params = ? WHERE id = ?");

  daybook_statement_bind_text (query, cursor);
  daybook_statement_bind_text (query, params);
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_set_scout_cursor (DaybookStore *self, gint64 id, const char *cursor, const char *params, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, set_scout_cursor (self, id, cursor, params, error), error);
}

static gboolean
set_next_sync (DaybookStore *self, gint64 id, gint64 next_sync_at, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "UPDATE account SET next_sync_at = ? WHERE id = ?");

  daybook_statement_bind_instant (query, next_sync_at);
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_set_next_sync (DaybookStore *self, gint64 id, gint64 next_sync_at, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, set_next_sync (self, id, next_sync_at, error), error);
}

static gboolean
set_account_grant (DaybookStore *self, gint64 id, gint64 grant_id, const char *identity, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "UPDATE account SET grant_id = ?, identity = ? WHERE id = ?");

  daybook_statement_bind_int (query, grant_id);
  daybook_statement_bind_text (query, identity != NULL ? identity : "");
  daybook_statement_bind_int (query, id);
  return daybook_statement_run (query, error);
}

/* Signing in again may give another grant, and tells the identity. */
gboolean
daybook_store_set_account_grant (DaybookStore *self,
                                 gint64 id,
                                 gint64 grant_id,
                                 const char *identity,
                                 GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, set_account_grant (self, id, grant_id, identity, error), error);
}
