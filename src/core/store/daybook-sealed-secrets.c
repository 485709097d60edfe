/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sealed secrets. The store never sees what is inside: net/daybook-vault seals and opens them. */
#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "store/daybook-store-private.h"

static gboolean
check_epoch (DaybookStore *self, gint64 grant_id, gint64 epoch, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT 1 FROM \"grant\" WHERE id = ? AND epoch = ?");
  gint64 is_current = 0;

  daybook_statement_bind_int (query, grant_id);
  daybook_statement_bind_int (query, epoch);
  if (!daybook_statement_run_for_int (query, &is_current, error))
    return FALSE;
  if (is_current)
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
                       _("The account was disconnected or signed in anew meanwhile."));
  return FALSE;
}

/* An empty one is no NULL. */
static void
bind_bytes (DaybookStatement *query, GBytes *bytes)
{
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  daybook_statement_bind_blob (query, data != NULL ? data : "", length);
}

static gboolean
put_secret (DaybookStore *self,
            const char *name,
            gint64 grant_id,
            gint64 epoch,
            const char *key_id,
            GBytes *blob,
            GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "INSERT INTO secret (name, grant_id, key_id, blob, set_at) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (name) DO UPDATE SET grant_id = excluded.grant_id, key_id = excluded.key_id,"
    "   blob = excluded.blob, set_at = excluded.set_at");

  if (grant_id != 0 && !check_epoch (self, grant_id, epoch, error))
    return FALSE;
  daybook_statement_bind_text (query, name);
  daybook_statement_bind_id (query, grant_id);
  daybook_statement_bind_text (query, key_id);
  bind_bytes (query, blob);
  daybook_statement_bind_int (query, daybook_store_now (self));
  return daybook_statement_run (query, error);
}

gboolean
daybook_store_put_secret (DaybookStore *self,
                          const char *name,
                          gint64 grant_id,
                          gint64 epoch,
                          const char *key_id,
                          GBytes *blob,
                          GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, put_secret (self, name, grant_id, epoch, key_id, blob, error), error);
}

static gboolean
reseal_secret (DaybookStore *self, const char *name, const char *key_id, GBytes *blob, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "UPDATE secret SET key_id = ?, blob = ? WHERE name = ?");

  daybook_statement_bind_text (query, key_id);
  bind_bytes (query, blob);
  daybook_statement_bind_text (query, name);
  return daybook_statement_run (query, error);
}

/* Another seal on the same secret (a new key): whose it is and when it was set stay. */
gboolean
daybook_store_reseal_secret (DaybookStore *self, const char *name, const char *key_id, GBytes *blob, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, reseal_secret (self, name, key_id, blob, error), error);
}

/* The blob and, in @key_id (nullable, transfer full), which key sealed it. NOT_FOUND: there is none. What cannot be read is
 * another error: nobody has to sign in again for a disk that fails. */
GBytes *
daybook_store_get_secret (DaybookStore *self, const char *name, char **key_id, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT blob, key_id FROM secret WHERE name = ?");

  daybook_statement_bind_text (query, name);
  if (daybook_statement_next (query))
    {
      GBytes *blob = daybook_statement_take_blob (query);

      if (key_id != NULL)
        *key_id = daybook_statement_take_string (query);
      return blob;
    }
  if (daybook_statement_finish (query, error))
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _ ("There is no such secret."));
  return NULL;
}

static gboolean
delete_secrets (DaybookStore *self, const char *name_prefix, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "DELETE FROM secret WHERE substr (name, 1, length (?1)) = ?1");

  daybook_statement_bind_text (query, name_prefix);
  return daybook_statement_run (query, error);
}

/* Deletes every secret whose name begins with @name_prefix. secure_delete overwrites the blobs. */
gboolean
daybook_store_delete_secrets (DaybookStore *self, const char *name_prefix, GError **error)
{
  if (!daybook_store_enter (self, error))
    return FALSE;
  return daybook_store_leave (self, delete_secrets (self, name_prefix, error), error);
}

GPtrArray *
daybook_store_list_secrets (DaybookStore *self)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT name FROM secret ORDER BY name");

  while (daybook_statement_next (query))
    g_ptr_array_add (names, daybook_statement_take_string_or_empty (query));
  return names;
}

/* When a secret was last set; DAYBOOK_INSTANT_NONE: never. */
gint64
daybook_store_get_secret_time (DaybookStore *self, const char *name)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT set_at FROM secret WHERE name = ?");

  daybook_statement_bind_text (query, name);
  return daybook_statement_next (query) ? daybook_statement_take_instant (query) : DAYBOOK_INSTANT_NONE;
}

/* Free with g_strfreev(); never NULL. */
char **
daybook_store_list_secret_keys (DaybookStore *self)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT DISTINCT key_id FROM secret ORDER BY key_id");

  while (daybook_statement_next (query))
    {
      const char *key_id = daybook_statement_take_text (query);

      if (key_id != NULL)
        g_strv_builder_add (keys, key_id);
    }
  return g_strv_builder_end (keys);
}
