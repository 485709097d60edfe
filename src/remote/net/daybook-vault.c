/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-vault.h"

#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>

#include "base/daybook-error.h"
#include "net/daybook-keyring.h"
#include "net/daybook-seal.h"
#include "net/daybook-secret-text.h"
#include "store/daybook-sealed-secrets.h"

struct _DaybookVault
{
  GObject parent_instance;

  DaybookStore *store; /* (owned) */
  gboolean for_person; /* somebody is there */
  gboolean may_prompt; /* and has not dismissed a prompt yet */
  GHashTable *keys;    /* (owned) key id -> 32 bytes, zeroed when freed */
  char *made;          /* (owned) (nullable) id of a key of ours that may have sealed nothing yet */
};

static void daybook_vault_secrets_init (DaybookSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookVault,
                               daybook_vault,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_SECRETS,
                                                      daybook_vault_secrets_init))

/* ---- keys ---- */

static void
key_free (gpointer data)
{
  gnutls_memset (data, 0, DAYBOOK_KEY_SIZE);
  g_free (data);
}

/* The key's 32 bytes. (transfer none) AUTH_REQUIRED where it is lost. */
static const guint8 *
find_key (DaybookVault *self, const char *key_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  guint8 *key = g_hash_table_lookup (self->keys, key_id);

  if (key != NULL)
    return key;
  key = g_malloc (DAYBOOK_KEY_SIZE);
  if (daybook_keyring_look_up (key_id, self->may_prompt, key, &local))
    {
      g_hash_table_insert (self->keys, g_strdup (key_id), key);
      return key;
    }
  key_free (key);
  /* One prompt a session: a person who dismissed it is not asked again. */
  if (g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_KEYRING_LOCKED))
    self->may_prompt = FALSE;
  if (g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND))
    g_set_error_literal (
        error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
        _ ("The keyring no longer holds the key to this account’s sign-in. Sign in again."));
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static gboolean
make_key (DaybookVault *self, char **key_id, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *id = NULL;
  guint8 *key;

  if (!daybook_keyring_check (self->may_prompt, error))
    return FALSE;
  key = g_malloc (DAYBOOK_KEY_SIZE);
  id = daybook_secret_text_new_random (9);
  if (gnutls_rnd (GNUTLS_RND_KEY, key, DAYBOOK_KEY_SIZE) < 0)
    g_set_error_literal (&local, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                         _ ("No key could be made."));
  else
    daybook_keyring_store (id, key, &local);
  if (local != NULL)
    {
      key_free (key);
      self->may_prompt = FALSE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  g_hash_table_insert (self->keys, g_strdup (id), key);
  *key_id = g_steal_pointer (&id);
  return TRUE;
}

/* The key to seal with: one that blobs name already and the keyring holds, else a new one. A locked
 * or absent keyring is never a reason for a new key; a lost one is only while a person signs in
 * anew. What the lost one sealed stays, in case it comes back. */
static const guint8 *
choose_key (DaybookVault *self, char **key_id, GError **error)
{
  g_auto (GStrv) used = daybook_store_list_secret_keys (self->store);
  g_autoptr (GError) lost = NULL;
  const guint8 *key;

  for (guint i = 0; used[i] != NULL; i++)
    {
      g_clear_error (&lost);
      key = find_key (self, used[i], &lost);
      if (key != NULL)
        {
          *key_id = g_strdup (used[i]);
          return key;
        }
      if (!g_error_matches (lost, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED))
        break;
    }
  if (lost != NULL
      && (!self->for_person || !g_error_matches (lost, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED)))
    {
      g_propagate_error (error, g_steal_pointer (&lost));
      return NULL;
    }
  if (self->made == NULL && !make_key (self, &self->made, error))
    return NULL;
  *key_id = g_strdup (self->made);
  return find_key (self, self->made, error);
}

/* Makes sure that secrets can be sealed, asking the person where that is allowed: before somebody
 * signs in for nothing, and outside any transaction, which a prompt would keep open. */
gboolean
daybook_vault_prepare (DaybookVault *self, GError **error)
{
  g_autofree char *key_id = NULL;

  return choose_key (self, &key_id, error) != NULL;
}

/* ---- secrets ---- */

static GBytes *
daybook_vault_get (DaybookSecrets *secrets, const char *name, GError **error)
{
  DaybookVault *self = DAYBOOK_VAULT (secrets);
  g_autofree char *key_id = NULL;
  g_autoptr (GBytes) blob = daybook_store_get_secret (self->store, name, &key_id, error);
  const guint8 *key;

  if (blob == NULL)
    return NULL;
  key = find_key (self, key_id, error);
  return key != NULL ? daybook_seal_open (key, name, blob, error) : NULL;
}

/* In a transaction: another worker may change the key between our choice and our writing, and what
 * is sealed with the old one then is lost. */
static gboolean
put_in_transaction (DaybookVault *self,
                    const char *name,
                    gint64 grant_id,
                    gint64 epoch,
                    GBytes *value,
                    GError **error)
{
  gboolean may_prompt = self->may_prompt;
  g_autofree char *key_id = NULL;
  g_autoptr (GBytes) blob = NULL;
  const guint8 *key;

  self->may_prompt = FALSE;
  key = choose_key (self, &key_id, error);
  self->may_prompt = may_prompt;
  if (key == NULL)
    return FALSE;
  blob = daybook_seal_close (key, name, value, error);
  return blob != NULL
         && daybook_store_put_secret (self->store, name, grant_id, epoch, key_id, blob, error);
}

static gboolean
daybook_vault_put (DaybookSecrets *secrets,
                   const char *name,
                   gint64 grant_id,
                   gint64 epoch,
                   GBytes *value,
                   GError **error)
{
  DaybookVault *self = DAYBOOK_VAULT (secrets);

  if (!daybook_vault_prepare (self, error) || !daybook_store_begin (self->store, error))
    return FALSE;
  if (put_in_transaction (self, name, grant_id, epoch, value, error))
    return daybook_store_commit (self->store, error);
  daybook_store_rollback (self->store);
  return FALSE;
}

static void
daybook_vault_secrets_init (DaybookSecretsInterface *iface)
{
  iface->get = daybook_vault_get;
  iface->put = daybook_vault_put;
}

/* What a lost key sealed stays as it is. */
static gboolean
reseal (DaybookVault *self, const char *name, const guint8 *key, const char *key_id, GError **error)
{
  g_autofree char *old_id = NULL;
  g_autoptr (GBytes) old = daybook_store_get_secret (self->store, name, &old_id, error);
  g_autoptr (GBytes) value = NULL;
  g_autoptr (GBytes) blob = NULL;
  g_autoptr (GError) local = NULL;
  const guint8 *old_key;

  if (old == NULL)
    return FALSE;
  old_key = find_key (self, old_id, &local);
  if (old_key == NULL)
    {
      if (g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  value = daybook_seal_open (old_key, name, old, error);
  blob = value != NULL ? daybook_seal_close (key, name, value, error) : NULL;
  return blob != NULL && daybook_store_reseal_secret (self->store, name, key_id, blob, error);
}

static gboolean
reseal_all (DaybookVault *self, const guint8 *key, const char *key_id, char ***old, GError **error)
{
  g_autoptr (GPtrArray) names = NULL;

  if (!daybook_store_begin (self->store, error))
    return FALSE;
  *old = daybook_store_list_secret_keys (self->store);
  names = daybook_store_list_secrets (self->store);
  for (guint i = 0; i < names->len; i++)
    {
      if (!reseal (self, names->pdata[i], key, key_id, error))
        {
          daybook_store_rollback (self->store);
          return FALSE;
        }
    }
  return daybook_store_commit (self->store, error);
}

/* Seals everything anew with a new key, in one transaction, then takes the old keys out of the
 * keyring: older backups' secrets are noise from then on. */
gboolean
daybook_vault_rotate_key (DaybookVault *self, GError **error)
{
  g_auto (GStrv) old = NULL;
  g_autofree char *key_id = NULL;

  if (!make_key (self, &key_id, error))
    return FALSE;
  if (!reseal_all (self, g_hash_table_lookup (self->keys, key_id), key_id, &old, error))
    {
      g_hash_table_remove (self->keys, key_id);
      daybook_keyring_forget (key_id, NULL);
      return FALSE;
    }
  g_free (self->made);
  self->made = g_steal_pointer (&key_id);
  for (guint i = 0; old[i] != NULL; i++)
    {
      g_hash_table_remove (self->keys, old[i]);
      if (!daybook_keyring_forget (old[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Crypto-shredding: takes every key of Daybook out of the keyring. */
gboolean
daybook_vault_forget_keys (GError **error)
{
  return daybook_keyring_forget (NULL, error);
}

static void
daybook_vault_finalize (GObject *object)
{
  DaybookVault *self = DAYBOOK_VAULT (object);

  g_hash_table_unref (self->keys);
  g_free (self->made);
  g_object_unref (self->store);
  G_OBJECT_CLASS (daybook_vault_parent_class)->finalize (object);
}

static void
daybook_vault_class_init (DaybookVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_vault_finalize;
}

static void
daybook_vault_init (DaybookVault *self)
{
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, key_free);
}

/* The vault of @store's secrets. @interactive: the keyring may ask the person, once. */
DaybookVault *
daybook_vault_new (DaybookStore *store, gboolean interactive)
{
  DaybookVault *self = g_object_new (DAYBOOK_TYPE_VAULT, NULL);

  self->store = g_object_ref (store);
  self->for_person = interactive;
  self->may_prompt = interactive;
  return self;
}
