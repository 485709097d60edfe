/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-audit-seal.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "store/daybook-audit.h"
#include "store/daybook-sealed-secrets.h"

/* Row and chain of the log's end as text, "12:3fa9...": what is sealed. */
static char *
describe_row (gint64 id, GBytes *chain)
{
  GString *text = g_string_new (NULL);
  gsize size;
  const guint8 *bytes = g_bytes_get_data (chain, &size);

  g_string_append_printf (text, "%" G_GINT64_FORMAT ":", id);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf (text, "%02x", bytes[i]);
  return g_string_free (text, FALSE);
}

static gboolean
set_altered (GError **error)
{
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                       _ ("The audit log was altered outside Daybook: it does not agree with what was sealed "
                          "with the key in the keyring."));
  return FALSE;
}

/* Whether the sealed row is still there with the chain it had. */
static gboolean
is_in_log (DaybookStore *store, GBytes *sealed)
{
  gsize size;
  const char *text = g_bytes_get_data (sealed, &size);
  g_autofree char *copy = g_strndup (text, size);
  gint64 id = g_ascii_strtoll (copy, NULL, 10);
  g_autoptr (GBytes) chain = daybook_store_get_audit_chain (store, id);
  g_autofree char *now = chain != NULL ? describe_row (id, chain) : NULL;

  return g_strcmp0 (now, copy) == 0;
}

/* The keyring cannot be asked now, or its key is lost: that says nothing about the log. */
static gboolean
cannot_tell (const GError *error)
{
  return g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_KEYRING_LOCKED)
         || g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_KEYRING_ABSENT)
         || g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
}

/* Compares the log with its seal. TRUE as well where nothing is sealed yet or the keyring cannot be asked;
 * STORAGE when the log was altered or the seal is none of ours. */
gboolean
daybook_audit_seal_verify (DaybookStore *store, DaybookSecrets *secrets, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) sealed = daybook_secrets_get (secrets, DAYBOOK_AUDIT_SEAL_SECRET, &local);

  if (sealed != NULL)
    return is_in_log (store, sealed) || set_altered (error);
  if (cannot_tell (local) || g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND))
    return TRUE;
  return set_altered (error);
}

static gboolean
renew (DaybookStore *store, DaybookSecrets *secrets, GError **error)
{
  gint64 id = 0;
  g_autoptr (GBytes) chain = daybook_store_get_audit_head (store, &id);
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) value = NULL;
  g_autofree char *text = NULL;

  if (chain == NULL)
    return TRUE;
  text = describe_row (id, chain);
  value = g_bytes_new (text, strlen (text));
  old = daybook_secrets_get (secrets, DAYBOOK_AUDIT_SEAL_SECRET, NULL);
  if (old != NULL && g_bytes_equal (old, value))
    return TRUE;
  return daybook_secrets_put (secrets, DAYBOOK_AUDIT_SEAL_SECRET, 0, 0, value, error);
}

/* Seals the log's end as it is now, after the old seal was found to hold: what contradicts a seal is never
 * covered by a new one. Writes nothing when no row came, makes no key where nothing else is sealed (a
 * calendar from a file needs no keyring), and waits where the keyring cannot be asked. */
gboolean
daybook_audit_seal_renew (DaybookStore *store, DaybookSecrets *secrets, GError **error)
{
  g_auto (GStrv) keys = daybook_store_list_secret_keys (store);
  g_autoptr (GError) local = NULL;

  if (keys[0] == NULL)
    return TRUE;
  if (!daybook_audit_seal_verify (store, secrets, error))
    return FALSE;
  if (renew (store, secrets, &local) || cannot_tell (local))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
