/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-vault.h"

#include <glib/gi18n-lib.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-keyring.h"
#include "net/daybook-secret-text.h"
#include "store/daybook-secrets.h"

#define VERSION 1
#define NONCE_SIZE 12
#define TAG_SIZE 16
#define OVERHEAD (1 + NONCE_SIZE + TAG_SIZE)
#define VALUE_MAX (64 * 1024)

G_STATIC_ASSERT (DAYBOOK_VAULT_KEY_SIZE == DAYBOOK_KEY_SIZE);

struct _DaybookVault
{
  GObject parent_instance;

  DaybookStore *store; /* (owned) */
  gboolean interactive;
  GHashTable *keys;    /* (owned) key id -> 32 bytes, zeroed when freed */
  char *current;       /* (owned) (nullable) id of the key that new secrets are sealed with */
};

static void daybook_vault_secrets_init (DaybookSecretsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookVault, daybook_vault, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DAYBOOK_TYPE_SECRETS, daybook_vault_secrets_init))

/* ---- sealing ---- */

static gboolean
fail_sealed (GError **error)
{
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                       _ ("A stored secret cannot be opened: it was changed, or sealed with another key. Sign in again."));
  return FALSE;
}

static gboolean
run_cipher (const guint8 *key, const char *name, const guint8 *nonce, gboolean seal, const guint8 *in, gsize in_size,
            guint8 *out, gsize out_size)
{
  gnutls_aead_cipher_hd_t cipher;
  const gnutls_datum_t datum = { (unsigned char *) key, DAYBOOK_VAULT_KEY_SIZE };
  g_autofree char *associated = g_strdup_printf ("daybook|%s|%d", name, VERSION);
  gsize size = out_size;
  int result;

  if (gnutls_aead_cipher_init (&cipher, GNUTLS_CIPHER_AES_256_GCM, &datum) < 0)
    return FALSE;
  result = seal ? gnutls_aead_cipher_encrypt (cipher, nonce, NONCE_SIZE, associated, strlen (associated), TAG_SIZE, in,
                                              in_size, out, &size)
                : gnutls_aead_cipher_decrypt (cipher, nonce, NONCE_SIZE, associated, strlen (associated), TAG_SIZE, in,
                                              in_size, out, &size);
  gnutls_aead_cipher_deinit (cipher);
  return result >= 0 && size == out_size;
}

/* @value sealed under @name. (transfer full) */
GBytes *
daybook_vault_seal (const guint8 *key, const char *name, GBytes *value, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (value, &size);
  g_autofree guint8 *blob = NULL;

  if (size > VALUE_MAX)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE, _ ("This secret is too long to keep."));
      return NULL;
    }
  blob = g_malloc (size + OVERHEAD);
  blob[0] = VERSION;
  if (gnutls_rnd (GNUTLS_RND_NONCE, blob + 1, NONCE_SIZE) < 0
      || !run_cipher (key, name, blob + 1, TRUE, data, size, blob + 1 + NONCE_SIZE, size + TAG_SIZE))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, _ ("A secret could not be sealed."));
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&blob), size + OVERHEAD);
}

/* What was sealed under @name; AUTH_REQUIRED when a single bit, the name or the key is another. The
 * bytes are wiped when freed. (transfer full) */
GBytes *
daybook_vault_open (const guint8 *key, const char *name, GBytes *blob, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (blob, &size);
  g_autoptr (GBytes) value = NULL;
  guint8 *plain;

  if (size < OVERHEAD || data[0] != VERSION)
    {
      fail_sealed (error);
      return NULL;
    }
  value = daybook_secret_bytes_new (size - OVERHEAD, &plain);
  if (!run_cipher (key, name, data + 1, FALSE, data + 1 + NONCE_SIZE, size - 1 - NONCE_SIZE, plain, size - OVERHEAD))
    {
      fail_sealed (error);
      return NULL;
    }
  return g_steal_pointer (&value);
}

/* ---- keys ---- */

static void
key_free (gpointer data)
{
  gnutls_memset (data, 0, DAYBOOK_VAULT_KEY_SIZE);
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
  key = g_malloc (DAYBOOK_VAULT_KEY_SIZE);
  if (daybook_keyring_look_up (key_id, self->interactive, key, &local))
    {
      g_hash_table_insert (self->keys, g_strdup (key_id), key);
      return key;
    }
  key_free (key);
  /* One prompt a session: a person who dismissed it is not asked again. */
  self->interactive = FALSE;
  if (g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND))
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                         _ ("The keyring no longer holds the key to this account’s sign-in. Sign in again."));
  else
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

static const guint8 *
make_key (DaybookVault *self, char **key_id, GError **error)
{
  guint8 *key;

  if (!daybook_keyring_check (self->interactive, error))
    return NULL;
  key = g_malloc (DAYBOOK_VAULT_KEY_SIZE);
  *key_id = daybook_secret_text_new_random (9);
  if (gnutls_rnd (GNUTLS_RND_KEY, key, DAYBOOK_VAULT_KEY_SIZE) < 0 || !daybook_keyring_store (*key_id, key, error))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, _ ("No key could be made."));
      key_free (key);
      g_clear_pointer (key_id, g_free);
      return NULL;
    }
  g_hash_table_insert (self->keys, g_strdup (*key_id), key);
  g_free (self->current);
  self->current = g_strdup (*key_id);
  return key;
}

/* The key to seal with: one that blobs name already and the keyring holds; else a new one. A locked or
 * absent keyring is never a reason for a new one. */
static const guint8 *
choose_key (DaybookVault *self, char **key_id, GError **error)
{
  g_auto (GStrv) used = NULL;

  if (self->current != NULL)
    {
      *key_id = g_strdup (self->current);
      return find_key (self, self->current, error);
    }
  used = daybook_store_list_secret_keys (self->store);
  for (guint i = 0; used != NULL && used[i] != NULL; i++)
    {
      g_autoptr (GError) local = NULL;
      const guint8 *key = find_key (self, used[i], &local);

      if (key != NULL)
        {
          self->current = g_strdup (used[i]);
          *key_id = g_strdup (used[i]);
          return key;
        }
      if (!g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
    }
  return make_key (self, key_id, error);
}

/* Makes sure that secrets can be sealed, asking the person where that is allowed: before somebody signs
 * in for nothing, and outside any transaction, which a prompt would keep open. */
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
  g_autoptr (GBytes) blob = daybook_store_get_secret (self->store, name, &key_id);
  const guint8 *key;

  if (blob == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _ ("There is no such secret."));
      return NULL;
    }
  key = find_key (self, key_id, error);
  return key != NULL ? daybook_vault_open (key, name, blob, error) : NULL;
}

static gboolean
daybook_vault_put (DaybookSecrets *secrets, const char *name, gint64 grant_id, gint64 epoch, GBytes *value, GError **error)
{
  DaybookVault *self = DAYBOOK_VAULT (secrets);
  g_autofree char *key_id = NULL;
  const guint8 *key = choose_key (self, &key_id, error);
  g_autoptr (GBytes) blob = NULL;

  if (key == NULL)
    return FALSE;
  blob = daybook_vault_seal (key, name, value, error);
  return blob != NULL && daybook_store_put_secret (self->store, name, grant_id, epoch, key_id, blob, error);
}

static void
daybook_vault_secrets_init (DaybookSecretsInterface *iface)
{
  iface->get = daybook_vault_get;
  iface->put = daybook_vault_put;
}

static gboolean
reseal (DaybookVault *self, const char *name, const guint8 *key, const char *key_id, GError **error)
{
  g_autoptr (GBytes) value = daybook_vault_get (DAYBOOK_SECRETS (self), name, error);
  g_autoptr (GBytes) blob = NULL;

  if (value == NULL)
    return FALSE;
  blob = daybook_vault_seal (key, name, value, error);
  return blob != NULL && daybook_store_reseal_secret (self->store, name, key_id, blob, error);
}

static gboolean
reseal_all (DaybookVault *self, const guint8 *key, const char *key_id, GError **error)
{
  g_autoptr (GPtrArray) names = daybook_store_list_secrets (self->store);

  for (guint i = 0; i < names->len; i++)
    {
      if (!reseal (self, names->pdata[i], key, key_id, error))
        return FALSE;
    }
  return TRUE;
}

/* Seals everything anew with a new key, in one transaction, then takes the old keys out of the keyring:
 * older backups' secrets are noise from then on. */
gboolean
daybook_vault_rotate_key (DaybookVault *self, GError **error)
{
  g_auto (GStrv) old = daybook_store_list_secret_keys (self->store);
  g_autofree char *key_id = NULL;
  const guint8 *key = make_key (self, &key_id, error);

  if (key == NULL)
    return FALSE;
  if (!daybook_store_begin (self->store, error))
    return FALSE;
  if (!reseal_all (self, key, key_id, error))
    {
      daybook_store_rollback (self->store);
      daybook_keyring_forget (key_id, NULL);
      return FALSE;
    }
  if (!daybook_store_commit (self->store, error))
    return FALSE;
  for (guint i = 0; old != NULL && old[i] != NULL; i++)
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
  g_free (self->current);
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
  self->interactive = interactive;
  return self;
}
