/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The seal over the audit log's end, against somebody who may write the file and knows how the chain is made. */
#include "sync/daybook-audit-seal.h"

#include <string.h>

#include "base/daybook-error.h"
#include "file-secrets.h"
#include "store-fixture.h"
#include "store/daybook-audit.h"

typedef struct
{
  StoreFixture store;
  FileSecrets *secrets;
} Fixture;

static void
set_up (Fixture *self, gconstpointer unused)
{
  g_autofree char *folder = NULL;

  store_fixture_set_up (&self->store, NULL);
  folder = g_build_filename (self->store.folder, "secrets", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  self->secrets = file_secrets_new (folder);
  store_fixture_run (self->store.store, "INSERT INTO secret (name, key_id, blob, set_at) VALUES ('x', 'key', x'00', 0)");
  g_assert_true (daybook_store_audit (self->store.store, "person", "account.connect", "a1", NULL, NULL));
  g_assert_true (daybook_store_audit (self->store.store, "person", "entry.approve", "t1", "{\"n\":1}", NULL));
}

static void
tear_down (Fixture *self, gconstpointer unused)
{
  g_clear_object (&self->secrets);
  self->store.tampered = TRUE;
  store_fixture_tear_down (&self->store, NULL);
}

static gboolean
renew (Fixture *self, GError **error)
{
  return daybook_audit_seal_renew (self->store.store, DAYBOOK_SECRETS (self->secrets), error);
}

static gboolean
verify (Fixture *self, GError **error)
{
  return daybook_audit_seal_verify (self->store.store, DAYBOOK_SECRETS (self->secrets), error);
}

static void
test_rewritten_log_is_found (Fixture *self, gconstpointer unused)
{
  DaybookStore *store = self->store.store;
  g_autoptr (GError) error = NULL;

  g_assert_true (renew (self, &error));
  store_fixture_run (store, "DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; DELETE FROM audit;"
                            "DELETE FROM sqlite_sequence WHERE name = 'audit'");
  g_assert_true (daybook_store_audit (store, "person", "account.connect", "a1", NULL, &error));
  g_assert_true (daybook_store_audit (store, "person", "entry.reject", "t1", "{\"n\":1}", &error));
  g_assert_true (daybook_store_audit (store, "person", "entry.approve", "t2", NULL, &error));
  g_assert_no_error (error);
  /* The chain alone is content. */
  g_assert_cmpint (daybook_store_verify_audit (store, &error), ==, 0);
  g_assert_false (verify (self, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_clear_error (&error);
  /* And what contradicts the seal is not covered by a new one. */
  g_assert_false (renew (self, &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_false (verify (self, NULL));
}

static void
test_shortened_log_is_found (Fixture *self, gconstpointer unused)
{
  g_assert_true (renew (self, NULL));
  store_fixture_run (self->store.store, "DROP TRIGGER audit_no_delete; DELETE FROM audit WHERE id = 2");
  g_assert_cmpint (daybook_store_verify_audit (self->store.store, NULL), ==, 0);
  g_assert_false (verify (self, NULL));
}

static void
test_new_rows_are_sealed_once (Fixture *self, gconstpointer unused)
{
  g_assert_true (renew (self, NULL));
  g_assert_cmpuint (file_secrets_count_writes (self->secrets), ==, 1);
  g_assert_true (renew (self, NULL));
  g_assert_cmpuint (file_secrets_count_writes (self->secrets), ==, 1);
  g_assert_true (daybook_store_audit (self->store.store, "person", "entry.approve", "t2", NULL, NULL));
  g_assert_true (verify (self, NULL));
  g_assert_true (renew (self, NULL));
  g_assert_cmpuint (file_secrets_count_writes (self->secrets), ==, 2);
  g_assert_true (verify (self, NULL));
}

static void
test_no_key_is_made_for_it (Fixture *self, gconstpointer unused)
{
  store_fixture_run (self->store.store, "DELETE FROM secret");
  g_assert_true (renew (self, NULL));
  g_assert_cmpuint (file_secrets_count_writes (self->secrets), ==, 0);
}

static void
test_locked_keyring_says_nothing (Fixture *self, gconstpointer unused)
{
  static const int codes[] = { DAYBOOK_ERROR_KEYRING_LOCKED, DAYBOOK_ERROR_KEYRING_ABSENT, DAYBOOK_ERROR_AUTH_REQUIRED };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;

      file_secrets_fail (self->secrets, codes[i]);
      g_assert_true (renew (self, &error));
      g_assert_no_error (error);
    }
  file_secrets_fail (self->secrets, DAYBOOK_ERROR_STORAGE);
  g_assert_false (renew (self, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/sync/audit-seal/rewritten-log-is-found", test_rewritten_log_is_found);
  ADD ("/sync/audit-seal/shortened-log-is-found", test_shortened_log_is_found);
  ADD ("/sync/audit-seal/new-rows-are-sealed-once", test_new_rows_are_sealed_once);
  ADD ("/sync/audit-seal/no-key-is-made-for-it", test_no_key_is_made_for_it);
  ADD ("/sync/audit-seal/locked-keyring-says-nothing", test_locked_keyring_says_nothing);
  return g_test_run ();
}
