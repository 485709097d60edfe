/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The vault and a real keyring service on a private bus (build-aux/private-session), in the state
 * that DAYBOOK_TEST_KEYRING names: unlocked, locked or absent. Nobody is there to answer a prompt.
 */

#include "net/daybook-vault.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-keyring.h"
#include "store/daybook-accounts.h"

static char *folder;
static DaybookStore *store;

static void
open_store (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("daybook-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (folder, "data", "daybook.db", NULL);
  store = daybook_store_open (path, DAYBOOK_STORE_READ_WRITE, NULL, &error);
  g_assert_no_error (error);
}

/* The folder lies in the private session's own and goes with it. */
static void
close_store (void)
{
  g_clear_object (&store);
  g_clear_pointer (&folder, g_free);
}

static gboolean
put_text (DaybookVault *vault, const char *name, const char *text, GError **error)
{
  g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));

  return daybook_secrets_put (DAYBOOK_SECRETS (vault), name, 0, 0, value, error);
}

static void
assert_refused (gboolean interactive, const char *name, int code)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (store, interactive);
  g_autoptr (GError) error = NULL;

  if (name != NULL)
    {
      g_assert_null (daybook_secrets_get (DAYBOOK_SECRETS (vault), name, &error));
      g_assert_error (error, DAYBOOK_ERROR, code);
      g_clear_error (&error);
    }
  g_assert_false (put_text (vault, "other", "2", &error));
  g_assert_error (error, DAYBOOK_ERROR, code);
  g_clear_error (&error);
  g_assert_false (daybook_vault_prepare (vault, &error));
  g_assert_error (error, DAYBOOK_ERROR, code);
  g_clear_error (&error);
  g_assert_false (daybook_vault_rotate_key (vault, &error));
  g_assert_error (error, DAYBOOK_ERROR, code);
}

static void
assert_text (const char *name, const char *expected)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (store, FALSE);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) value = daybook_secrets_get (DAYBOOK_SECRETS (vault), name, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (value, NULL), g_bytes_get_size (value), expected,
                   strlen (expected));
}

static GVariant *
call_service (const char *method, GVariant *parameters)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GVariant *result = g_dbus_connection_call_sync (
      bus, "org.freedesktop.secrets", "/org/freedesktop/secrets", "org.freedesktop.Secret.Service",
      method, parameters, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static void
lock_keyring (void)
{
  const char *const paths[] = { "/org/freedesktop/secrets/collection/login", NULL };
  g_autoptr (GVariant) result = call_service ("Lock", g_variant_new ("(^ao)", paths));
}

/* The key is there and the tokens are in the database; then the person locks the keyring. */
static void
test_unlocked_then_locked (void)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (store, FALSE);
  g_auto (GStrv) keys = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;

  put_text (vault, "model", "secret", &error);
  g_assert_no_error (error);
  assert_text ("model", "secret");
  daybook_vault_rotate_key (vault, &error);
  g_assert_no_error (error);
  assert_text ("model", "secret");

  lock_keyring ();
  before = g_get_monotonic_time ();
  assert_refused (FALSE, "model", DAYBOOK_ERROR_KEYRING_LOCKED);
  /* No prompt was waited for. */
  g_assert_cmpint (g_get_monotonic_time () - before, <, 5 * G_USEC_PER_SEC);
  keys = daybook_store_list_secret_keys (store);
  g_assert_cmpuint (g_strv_length (keys), ==, 1);
  g_assert_false (daybook_vault_forget_keys (&error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_KEYRING_LOCKED);

  /* A prompt that cannot be shown, or that the person dismisses, is no lost key. */
  assert_refused (TRUE, "model", DAYBOOK_ERROR_KEYRING_LOCKED);
}

/* Open, and the key is not in it. */
static void
test_lost (void)
{
  g_autoptr (DaybookVault) vault = daybook_vault_new (store, FALSE);
  g_autoptr (DaybookVault) later = daybook_vault_new (store, FALSE);
  g_autoptr (GError) error = NULL;

  put_text (vault, "model", "secret", &error);
  g_assert_no_error (error);
  daybook_vault_forget_keys (&error);
  g_assert_no_error (error);
  g_assert_null (daybook_secrets_get (DAYBOOK_SECRETS (later), "model", &error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED);
}

static void
test_locked (void)
{
  g_auto (GStrv) keys = NULL;

  assert_refused (FALSE, NULL, DAYBOOK_ERROR_KEYRING_LOCKED);
  keys = daybook_store_list_secret_keys (store);
  g_assert_cmpuint (g_strv_length (keys), ==, 0);
}

static void
test_absent (void)
{
  g_autoptr (GBytes) blob = g_bytes_new_static ("sealed", 6);
  g_autoptr (GError) error = NULL;

  g_assert_true (daybook_store_put_secret (store, "model", 0, 0, "some-key", blob, NULL));
  assert_refused (FALSE, "model", DAYBOOK_ERROR_KEYRING_ABSENT);
  assert_refused (TRUE, "model", DAYBOOK_ERROR_KEYRING_ABSENT);
  g_assert_false (daybook_vault_forget_keys (&error));
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_KEYRING_ABSENT);
}

static void
test_no_bus (void)
{
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ())
    {
      g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
      g_assert_false (daybook_keyring_check (TRUE, &error));
      g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_KEYRING_ABSENT);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
run (gconstpointer func)
{
  void (*test) (void) = func;

  open_store ();
  test ();
  close_store ();
}

int
main (int argc, char *argv[])
{
  const char *state = g_getenv ("DAYBOOK_TEST_KEYRING");

  g_test_init (&argc, &argv, NULL);
  if (g_strcmp0 (state, "unlocked") == 0)
    {
      g_test_add_data_func ("/keyring/lost", test_lost, run);
      g_test_add_data_func ("/keyring/unlocked-then-locked", test_unlocked_then_locked, run);
    }
  else if (g_strcmp0 (state, "locked") == 0)
    {
      g_test_add_data_func ("/keyring/locked", test_locked, run);
    }
  else
    {
      g_test_add_data_func ("/keyring/absent", test_absent, run);
      g_test_add_func ("/keyring/no-bus", test_no_bus);
    }
  return g_test_run ();
}
