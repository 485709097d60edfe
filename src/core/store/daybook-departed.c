/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sources of accounts that were disconnected. A meeting is converted once, however often its account comes
 * and goes: entries know it by the number of its source, so a calendar that comes back gets its old number.
 * What is kept of it meanwhile is that number and a hash. */
#include <string.h>

#include "store/daybook-store-private.h"

/* SHA-256 over service, person and the service's name of the source, in hexadecimal. */
static char *
make_digest (const char *provider, const char *identity, const char *external_id)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *const parts[] = { provider, identity, external_id };

  /* With the byte that ends each text, so that none can be mistaken for another's part. */
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_checksum_update (checksum, (const guchar *) parts[i], (gssize) strlen (parts[i]) + 1);
  return g_strdup (g_checksum_get_string (checksum));
}

static gboolean
remember (DaybookStore *self, gint64 source_id, const char *digest, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "INSERT OR REPLACE INTO departed_source (id, digest) VALUES (?, ?)");

  daybook_statement_bind_int (query, source_id);
  daybook_statement_bind_text (query, digest);
  return daybook_statement_run (query, error);
}

/* Before the rows of @account_id go: remembers those of its sources that an entry was made of. */
gboolean
daybook_store_remember_departed (DaybookStore *self, gint64 account_id, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT s.id, a.provider, a.identity, s.external_id FROM source s JOIN account a ON a.id = s.account_id"
    " WHERE a.id = ?"
    "   AND EXISTS (SELECT 1 FROM time_entry t WHERE t.event_key >= s.id || '/' AND t.event_key < s.id || '0')");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) digests = g_ptr_array_new_with_free_func (g_free);

  daybook_statement_bind_int (query, account_id);
  while (daybook_statement_next (query))
    {
      gint64 id = daybook_statement_take_int (query);
      g_autofree char *provider = daybook_statement_take_string_or_empty (query);
      g_autofree char *identity = daybook_statement_take_string_or_empty (query);
      g_autofree char *external_id = daybook_statement_take_string_or_empty (query);

      g_array_append_val (ids, id);
      g_ptr_array_add (digests, make_digest (provider, identity, external_id));
    }
  if (!daybook_statement_finish (query, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      if (!remember (self, g_array_index (ids, gint64, i), digests->pdata[i], error))
        return FALSE;
    }
  return TRUE;
}

/* The number that this source of the account had before it was disconnected; 0: it is new. */
gint64
daybook_store_find_departed (DaybookStore *self, gint64 account_id, const char *external_id)
{
  g_autoptr (DaybookStatement) account
      = daybook_store_prepare (self, "SELECT provider, identity FROM account WHERE id = ?");
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT d.id FROM departed_source d WHERE d.digest = ? AND NOT EXISTS (SELECT 1 FROM source s WHERE s.id = d.id)");
  g_autofree char *provider = NULL;
  g_autofree char *identity = NULL;
  g_autofree char *digest = NULL;
  gint64 id = 0;

  daybook_statement_bind_int (account, account_id);
  if (!daybook_statement_next (account))
    return 0;
  provider = daybook_statement_take_string_or_empty (account);
  identity = daybook_statement_take_string_or_empty (account);
  digest = make_digest (provider, identity, external_id);
  daybook_statement_bind_text (query, digest);
  daybook_statement_run_for_int (query, &id, NULL);
  return id;
}
