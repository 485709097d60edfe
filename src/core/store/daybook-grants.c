/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Grants: what one sign-in gave. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "store/daybook-store-private.h"

static gboolean
add_grant (DaybookStore *self, DaybookGrant *grant, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO \"grant\" (provider, identity, sign_in, scopes, expires_at, epoch, settings, created_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)");

  daybook_statement_bind_text (query, grant->provider);
  daybook_statement_bind_text (query, grant->identity != NULL ? grant->identity : "");
  daybook_statement_bind_text (query, grant->sign_in);
  daybook_statement_bind_text (query, grant->scopes != NULL ? grant->scopes : "");
  daybook_statement_bind_instant (query, grant->expires_at);
  daybook_statement_bind_int (query, grant->epoch);
  daybook_statement_bind_text (query, grant->settings != NULL ? grant->settings : "{}");
  daybook_statement_bind_int (query, daybook_store_now (self));
  if (!daybook_statement_run (query, error))
    return FALSE;
  grant->id = sqlite3_last_insert_rowid (self->db);
  return TRUE;
}

/* Returns the new row's number, also in grant->id; 0 on errors. */
gint64
daybook_store_add_grant (DaybookStore *self, DaybookGrant *grant, GError **error)
{
  if (!daybook_store_enter (self, error))
    return 0;
  return daybook_store_leave (self, add_grant (self, grant, error), error) ? grant->id : 0;
}

DaybookGrant *
daybook_store_get_grant (DaybookStore *self, gint64 id, GError **error)
{
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT id, provider, identity, sign_in, scopes, expires_at, epoch, settings FROM \"grant\" WHERE id = ?");

  daybook_statement_bind_int (query, id);
  if (daybook_statement_next (query))
    {
      grant->id = daybook_statement_take_int (query);
      grant->provider = daybook_statement_take_string_or_empty (query);
      grant->identity = daybook_statement_take_string_or_empty (query);
      grant->sign_in = daybook_statement_take_string_or_empty (query);
      grant->scopes = daybook_statement_take_string_or_empty (query);
      grant->expires_at = daybook_statement_take_instant (query);
      grant->epoch = daybook_statement_take_int (query);
      grant->settings = daybook_statement_take_string_or_empty (query);
    }
  if (!daybook_statement_finish (query, error))
    return NULL;
  if (grant->id == 0)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND,
                           _("The account is not signed in any more."));
      return NULL;
    }
  return g_steal_pointer (&grant);
}

static gboolean
update_grant (DaybookStore *self, const DaybookGrant *grant, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "UPDATE \"grant\" SET identity = ?, sign_in = ?, scopes = ?, expires_at = ?, settings = ?"
    " WHERE id = ? AND epoch = ?");

  daybook_statement_bind_text (query, grant->identity != NULL ? grant->identity : "");
  daybook_statement_bind_text (query, grant->sign_in);
  daybook_statement_bind_text (query, grant->scopes != NULL ? grant->scopes : "");
  daybook_statement_bind_instant (query, grant->expires_at);
  daybook_statement_bind_text (query, grant->settings != NULL ? grant->settings : "{}");
  daybook_statement_bind_int (query, grant->id);
  daybook_statement_bind_int (query, grant->epoch);
  if (!daybook_statement_run (query, error))
    return FALSE;
  if (sqlite3_changes (self->db) == 1)
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
                       _("The account was disconnected or signed in anew meanwhile."));
  return FALSE;
}

/* Writes identity, sign_in, scopes, expires_at, settings. CONFLICT when the grant's epoch is not
 * grant->epoch any more: it was disconnected meanwhile. */
gboolean
daybook_store_update_grant (DaybookStore *self, const DaybookGrant *grant, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, update_grant (self, grant, error), error);
}

static gboolean
raise_epoch (DaybookStore *self, gint64 grant_id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "UPDATE \"grant\" SET epoch = epoch + 1 WHERE id = ?");

  daybook_statement_bind_int (query, grant_id);
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_raise_grant_epoch (DaybookStore *self, gint64 grant_id, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, raise_epoch (self, grant_id, error), error);
}

/* Accounts that live on the grant and are not disconnected. */
int
daybook_store_count_grant_accounts (DaybookStore *self, gint64 grant_id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT COUNT (*) FROM account WHERE grant_id = ? AND status <> 'disconnected'");
  gint64 count = 0;

  daybook_statement_bind_int (query, grant_id);
  daybook_statement_run_for_int (query, &count, NULL);
  return (int) count;
}

gboolean
daybook_store_account_may_write (DaybookStore *self, gint64 account_id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT COUNT (*) FROM account a JOIN \"grant\" g ON g.id = a.grant_id"
    " WHERE a.id = ? AND g.settings ->> ('write/' || a.provider) = 'yes'");
  gint64 found = 0;

  daybook_statement_bind_int (query, account_id);
  return daybook_statement_run_for_int (query, &found, NULL) && found > 0;
}
