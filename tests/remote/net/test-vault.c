/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealing and the vault over libsecret's file backend, which is the keyring in a sandbox; what a
 * real keyring's states do to it is in test-keyring.c. */

#include "net/daybook-vault.h"

#include <glib/gstdio.h>
#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-seal.h"
#include "store/daybook-accounts.h"

#define NAME "grant/7/google/tokens"

/* libsecret 0.20.5 forgets the ETag of its file at every write, with no frame of its own to name in
 * a suppression. The cipher and the vault over another keyring are in test-keyring.c, leaks and
 * all. */
int __lsan_is_turned_off (void);

int
__lsan_is_turned_off (void)
{
  return 1;
}

static const guint8 key[DAYBOOK_KEY_SIZE] = "0123456789abcdef0123456789abcdef";
static const guint8 other_key[DAYBOOK_KEY_SIZE] = "0123456789abcdef0123456789abcdeg";

static GBytes *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *hex != '\0'; hex += 2)
    {
      guint8 byte = g_ascii_xdigit_value (hex[0]) * 16 + g_ascii_xdigit_value (hex[1]);

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

typedef struct
{
  const char *key;
  const char *nonce;
  const char *associated;
  const char *plain;
  const char *sealed; /* ciphertext and tag */
} Vector;

#define ZEROS_32 "0000000000000000000000000000000000000000000000000000000000000000"
#define KEY_15 "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
#define PLAIN_16                                                                                   \
  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"                               \
  "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
#define SEALED_16                                                                                  \
  "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"                               \
  "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"

/* Test cases 13 to 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), which NIST took
 * over. */
static const Vector vectors[] = {
  { ZEROS_32, "000000000000000000000000", "", "", "530f8afbc74536b9a963b4f1c4cb738b" },
  { ZEROS_32, "000000000000000000000000", "", "00000000000000000000000000000000",
    "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919" },
  { KEY_15, "cafebabefacedbaddecaf888", "", PLAIN_16 "1aafd255",
    SEALED_16 "898015adb094dac5d93471bdec1a502270e3cc6c" },
  { KEY_15, "cafebabefacedbaddecaf888", "feedfacedeadbeeffeedfacedeadbeefabaddad2", PLAIN_16,
    SEALED_16 "76fc6ece0f4e1768cddf8853bb2d551b" },
};

static gboolean
decrypt (const Vector *vector, GBytes *associated, GBytes *sealed)
{
  g_autoptr (GBytes) bytes = from_hex (vector->key);
  g_autoptr (GBytes) nonce = from_hex (vector->nonce);
  g_autoptr (GBytes) plain = from_hex (vector->plain);
  g_autofree guint8 *out = g_malloc (g_bytes_get_size (plain) + 1);

  if (!daybook_seal_run_cipher (FALSE, g_bytes_get_data (bytes, NULL),
                                g_bytes_get_data (nonce, NULL), associated,
                                g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed), out))
    return FALSE;
  g_assert_cmpmem (out, g_bytes_get_size (plain), g_bytes_get_data (plain, NULL),
                   g_bytes_get_size (plain));
  return TRUE;
}

static void
test_vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      const Vector *vector = &vectors[i];
      g_autoptr (GBytes) bytes = from_hex (vector->key);
      g_autoptr (GBytes) nonce = from_hex (vector->nonce);
      g_autoptr (GBytes) associated = from_hex (vector->associated);
      g_autoptr (GBytes) plain = from_hex (vector->plain);
      g_autoptr (GBytes) sealed = from_hex (vector->sealed);
      g_autofree guint8 *out = g_malloc (g_bytes_get_size (sealed));

      g_assert_true (daybook_seal_run_cipher (
          TRUE, g_bytes_get_data (bytes, NULL), g_bytes_get_data (nonce, NULL), associated,
          g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), out));
      g_assert_cmpmem (out, g_bytes_get_size (sealed), g_bytes_get_data (sealed, NULL),
                       g_bytes_get_size (sealed));
      g_assert_true (decrypt (vector, associated, sealed));
    }
}

/* Every other tag, nearly: each bit flipped, all zeros, all ones, cut off, and with other
 * associated data. (What Wycheproof's invalid cases are made of.) */
static void
test_wrong_tags (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GBytes) associated = from_hex (vectors[i].associated);
      g_autoptr (GBytes) more = from_hex ("00");
      g_autoptr (GBytes) sealed = from_hex (vectors[i].sealed);
      gsize size = g_bytes_get_size (sealed);

      g_assert_false (decrypt (&vectors[i], more, sealed));
      for (gsize bit = 0; bit < 8 * size + 2; bit++)
        {
          guint8 *copy = g_memdup2 (g_bytes_get_data (sealed, NULL), size);
          g_autoptr (GBytes) changed = g_bytes_new_take (copy, size);

          if (bit < 8 * size)
            copy[bit / 8] ^= 1 << (bit % 8);
          else
            memset (copy + size - DAYBOOK_SEAL_TAG_SIZE, bit == 8 * size ? 0 : 0xff,
                    DAYBOOK_SEAL_TAG_SIZE);
          g_assert_false (decrypt (&vectors[i], associated, changed));
        }
      for (gsize cut = 0; cut < size; cut++)
        {
          g_autoptr (GBytes) part = g_bytes_new_from_bytes (sealed, 0, cut);

          g_assert_false (decrypt (&vectors[i], associated, part));
        }
    }
}

static void
assert_refused (const guint8 *with, const char *name, GBytes *blob)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (daybook_seal_open (with, name, blob, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
}

static void
test_blob (void)
{
  g_autoptr (GBytes) value = g_bytes_new_static ("a token", 7);
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) blob = daybook_seal_close (key, NAME, value, &error);
  g_autoptr (GBytes) again = daybook_seal_close (key, NAME, value, &error);
  g_autoptr (GBytes) nothing = daybook_seal_close (key, NAME, empty, &error);
  g_autoptr (GBytes) opened = NULL;
  g_autoptr (GBytes) opened_nothing = NULL;
  gsize size;
  const guint8 *bytes;

  g_assert_no_error (error);
  bytes = g_bytes_get_data (blob, &size);
  g_assert_cmpuint (size, ==, 1 + 12 + 7 + 16);
  g_assert_cmpuint (bytes[0], ==, 1);
  opened = daybook_seal_open (key, NAME, blob, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (opened, value));
  opened_nothing = daybook_seal_open (key, NAME, nothing, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (opened_nothing), ==, 0);

  /* Never the same nonce. */
  g_assert_false (g_bytes_equal (blob, again));

  assert_refused (other_key, NAME, blob);
  assert_refused (key, "grant/7/caldav/tokens", blob);
  assert_refused (key, "grant/8/google/tokens", blob);
  assert_refused (key, "grant/7/google/address", blob);
  for (gsize bit = 0; bit < 8 * size; bit++)
    {
      guint8 *copy = g_memdup2 (bytes, size);
      g_autoptr (GBytes) changed = g_bytes_new_take (copy, size);

      copy[bit / 8] ^= 1 << (bit % 8);
      assert_refused (key, NAME, changed);
    }
  for (gsize cut = 0; cut < size; cut++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (blob, 0, cut);

      assert_refused (key, NAME, part);
    }
}

static void
test_too_large (void)
{
  g_autoptr (GBytes) value = g_bytes_new_take (g_malloc0 (65537), 65537);
  g_autoptr (GError) error = NULL;

  g_assert_null (daybook_seal_close (key, NAME, value, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE);
}

/* ---- the vault ---- */

typedef struct
{
  char *folder;
  char *path;
  DaybookStore *store;
  gint64 grant_id;
} Setting;

static void
set_up (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookGrant) grant = daybook_grant_new ();
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("daybook-XXXXXX", &error);
  g_assert_no_error (error);
  self->path = g_build_filename (self->folder, "data", "daybook.db", NULL);
  self->store = daybook_store_open (self->path, DAYBOOK_STORE_READ_WRITE, NULL, &error);
  g_assert_no_error (error);
  grant->provider = g_strdup ("google");
  grant->identity = g_strdup ("ana@example.com");
  grant->sign_in = g_strdup ("browser");
  self->grant_id = daybook_store_add_grant (self->store, grant, &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
tear_down (Setting *self, gconstpointer unused)
{
  daybook_vault_forget_keys (NULL);
  g_object_unref (self->store);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self->path);
}

static gboolean
put_text (DaybookVault *vault, const char *name, const char *text, GError **error)
{
  g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));

  return daybook_secrets_put (DAYBOOK_SECRETS (vault), name, 0, 0, value, error);
}

static void
assert_put (DaybookVault *vault, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;

  put_text (vault, name, text, &error);
  g_assert_no_error (error);
}

static void
assert_text (DaybookVault *vault, const char *name, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = daybook_secrets_get (DAYBOOK_SECRETS (vault), name, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (value, NULL), g_bytes_get_size (value), expected,
                   strlen (expected));
}

static void
assert_get_error (DaybookVault *vault, const char *name, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (daybook_secrets_get (DAYBOOK_SECRETS (vault), name, &error));
  g_assert_error (error, DAYBOOK_ERROR, code);
}

static guint
count_keys (Setting *self)
{
  g_auto (GStrv) keys = daybook_store_list_secret_keys (self->store);

  return g_strv_length (keys);
}

static char *
only_key (Setting *self)
{
  g_auto (GStrv) keys = daybook_store_list_secret_keys (self->store);

  g_assert_cmpuint (g_strv_length (keys), ==, 1);
  return g_strdup (keys[0]);
}

static void
test_round_trip (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (self->store, FALSE);
  g_autoptr (DaybookVault) later = daybook_vault_new (self->store, FALSE);
  g_autofree char *content = NULL;
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  gsize size;

  assert_get_error (vault, "model", DAYBOOK_ERROR_NOT_FOUND);
  assert_put (vault, "model", "canary-of-the-model");
  assert_put (vault, NAME, "canary-of-the-tokens");
  assert_put (vault, "model", "canary-of-the-new-model");
  assert_text (vault, "model", "canary-of-the-new-model");
  assert_text (later, "model", "canary-of-the-new-model");
  assert_text (later, NAME, "canary-of-the-tokens");
  g_assert_cmpuint (count_keys (self), ==, 1);

  g_assert_true (g_file_get_contents (self->path, &content, &size, NULL));
  g_assert_null (g_strstr_len (content, size, "canary"));
  g_clear_pointer (&content, g_free);
  if (g_file_get_contents (wal, &content, &size, NULL))
    g_assert_null (g_strstr_len (content, size, "canary"));
}

/* Two workers, each with a vault of its own, come to the same key. */
static void
test_two_vaults (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookVault) one = daybook_vault_new (self->store, FALSE);
  g_autoptr (DaybookVault) other = daybook_vault_new (self->store, FALSE);

  assert_put (one, "a", "1");
  assert_put (other, "b", "2");
  assert_put (one, "c", "3");
  g_assert_cmpuint (count_keys (self), ==, 1);
  assert_text (one, "b", "2");
}

static void
test_epoch (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (self->store, FALSE);
  g_autoptr (GBytes) value = g_bytes_new_static ("token", 5);
  g_autoptr (GError) error = NULL;

  daybook_secrets_put (DAYBOOK_SECRETS (vault), NAME, self->grant_id, 0, value, &error);
  g_assert_no_error (error);
  g_assert_true (daybook_store_raise_grant_epoch (self->store, self->grant_id, NULL));
  g_assert_false (
      daybook_secrets_put (DAYBOOK_SECRETS (vault), NAME, self->grant_id, 0, value, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
}

/* Whoever can write the database can move a blob, but not make it be opened. */
static void
test_moved_blob (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (self->store, FALSE);
  g_autoptr (GBytes) blob = NULL;
  g_autofree char *key_id = NULL;
  g_autoptr (GError) error = NULL;

  assert_put (vault, "grant/7/google/tokens", "token");
  blob = daybook_store_get_secret (self->store, "grant/7/google/tokens", &key_id, NULL);
  daybook_store_put_secret (self->store, "grant/8/caldav/tokens", 0, 0, key_id, blob, &error);
  g_assert_no_error (error);
  assert_get_error (vault, "grant/8/caldav/tokens", DAYBOOK_ERROR_AUTH_REQUIRED);
}

/* As after a restore on another computer: said, nothing deleted, and no new key by itself. A person
 * who signs in anew gets one; and when the old one comes back, everything opens again. */
static void
test_lost_key (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (self->store, FALSE);
  g_autoptr (DaybookVault) scheduled = daybook_vault_new (self->store, FALSE);
  g_autoptr (DaybookVault) interactive = daybook_vault_new (self->store, TRUE);
  g_autoptr (DaybookVault) after = daybook_vault_new (self->store, FALSE);
  g_autofree char *key_id = NULL;
  guint8 saved[DAYBOOK_KEY_SIZE];
  g_autoptr (GError) error = NULL;

  assert_put (vault, "old", "1");
  key_id = only_key (self);
  g_assert_true (daybook_keyring_look_up (key_id, FALSE, saved, NULL));
  g_assert_true (daybook_keyring_forget (key_id, NULL));

  assert_get_error (scheduled, "old", DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_false (put_text (scheduled, "new", "2", &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_clear_error (&error);
  g_assert_false (daybook_vault_prepare (scheduled, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
  g_clear_error (&error);
  g_assert_cmpuint (count_keys (self), ==, 1);

  assert_get_error (interactive, "old", DAYBOOK_ERROR_AUTH_REQUIRED);
  g_assert_true (daybook_vault_prepare (interactive, NULL));
  assert_put (interactive, "new", "2");
  assert_put (interactive, "newer", "3");
  g_assert_cmpuint (count_keys (self), ==, 2);
  assert_text (after, "new", "2");
  assert_text (after, "newer", "3");
  assert_get_error (after, "old", DAYBOOK_ERROR_AUTH_REQUIRED);

  g_assert_true (daybook_keyring_store (key_id, saved, NULL));
  assert_text (after, "old", "1");
}

static void
test_rotate (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (self->store, FALSE);
  g_autoptr (DaybookVault) stale = daybook_vault_new (self->store, FALSE);
  g_autoptr (DaybookVault) after = daybook_vault_new (self->store, FALSE);
  g_autoptr (GBytes) value = g_bytes_new_static ("token", 5);
  g_autofree char *old_key = NULL;
  g_autofree char *new_key = NULL;
  guint8 found[DAYBOOK_KEY_SIZE];
  g_autoptr (GError) error = NULL;

  assert_put (vault, "a", "1");
  daybook_secrets_put (DAYBOOK_SECRETS (vault), NAME, self->grant_id, 0, value, &error);
  g_assert_no_error (error);
  assert_text (stale, "a", "1");
  old_key = only_key (self);

  daybook_vault_rotate_key (vault, &error);
  g_assert_no_error (error);
  new_key = only_key (self);
  g_assert_cmpstr (new_key, !=, old_key);
  g_assert_false (daybook_keyring_look_up (old_key, FALSE, found, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND);
  g_clear_error (&error);
  assert_text (vault, "a", "1");
  assert_text (after, "a", "1");
  assert_text (after, NAME, "token");

  /* A worker that still holds the old key reads and writes with the new one. */
  assert_text (stale, "a", "1");
  assert_put (stale, "b", "2");
  g_free (old_key);
  old_key = only_key (self);
  g_assert_cmpstr (old_key, ==, new_key);
  assert_text (after, "b", "2");

  /* The blob still belongs to its grant: it goes with it. */
  g_assert_true (daybook_store_raise_grant_epoch (self->store, self->grant_id, NULL));
  g_assert_false (
      daybook_secrets_put (DAYBOOK_SECRETS (vault), NAME, self->grant_id, 0, value, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT);
}

/* One that cannot be opened stops it, and nothing has changed: the new key is used by nobody. */
static void
test_rotate_fails (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (self->store, FALSE);
  g_autoptr (DaybookVault) after = daybook_vault_new (self->store, FALSE);
  g_autoptr (GBytes) garbage = g_bytes_new_static ("garbage", 7);
  g_autofree char *old_key = NULL;
  g_autofree char *new_key = NULL;
  g_autoptr (GError) error = NULL;

  assert_put (vault, "a", "1");
  old_key = only_key (self);
  g_assert_true (daybook_store_put_secret (self->store, "b", 0, 0, old_key, garbage, NULL));
  g_assert_false (daybook_vault_rotate_key (vault, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
  assert_put (vault, "b", "2");
  new_key = only_key (self);
  g_assert_cmpstr (new_key, ==, old_key);
  assert_text (after, "a", "1");
  assert_text (after, "b", "2");
}

/* What a lost key sealed does not keep the rest from a new key. */
static void
test_rotate_with_lost (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (self->store, FALSE);
  g_autoptr (GBytes) blob = g_bytes_new_static ("whatever", 8);
  g_autoptr (GError) error = NULL;

  assert_put (vault, "a", "1");
  g_assert_true (daybook_store_put_secret (self->store, "lost", 0, 0, "gone", blob, NULL));
  daybook_vault_rotate_key (vault, &error);
  g_assert_no_error (error);
  assert_text (vault, "a", "1");
  assert_get_error (vault, "lost", DAYBOOK_ERROR_AUTH_REQUIRED);
}

static void
test_forget (Setting *self, gconstpointer unused)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (self->store, FALSE);
  g_autoptr (DaybookVault) after = daybook_vault_new (self->store, FALSE);
  g_autoptr (GError) error = NULL;

  assert_put (vault, "a", "1");
  daybook_vault_forget_keys (&error);
  g_assert_no_error (error);
  assert_get_error (after, "a", DAYBOOK_ERROR_AUTH_REQUIRED);
}

static void
add (const char *name, void (*func) (Setting *, gconstpointer))
{
  g_test_add (name, Setting, NULL, set_up, func, tear_down);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("daybook-XXXXXX", NULL);
  g_autofree char *keyring = g_build_filename (folder, "test.keyring", NULL);
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/vectors", test_vectors);
  g_test_add_func ("/seal/wrong-tags", test_wrong_tags);
  g_test_add_func ("/seal/blob", test_blob);
  g_test_add_func ("/seal/too-large", test_too_large);
  add ("/vault/round-trip", test_round_trip);
  add ("/vault/two-vaults", test_two_vaults);
  add ("/vault/epoch", test_epoch);
  add ("/vault/moved-blob", test_moved_blob);
  add ("/vault/lost-key", test_lost_key);
  add ("/vault/rotate", test_rotate);
  add ("/vault/rotate-fails", test_rotate_fails);
  add ("/vault/rotate-with-a-lost-one", test_rotate_with_lost);
  add ("/vault/forget", test_forget);
  /* libsecret looks at these once a process: the file stays, and each test takes out what it put
   * in. */
  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "password", TRUE);
  status = g_test_run ();
  remove_folder (folder);
  return status;
}
