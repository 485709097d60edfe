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

/* A service that refuses the first looks at it, and then has no collection yet. */
typedef struct
{
  guint refusals;
  guint asked;
  GMainLoop *loop;
  GMainContext *context;
} Stumbling;

static void
on_service_call (GDBusConnection *bus,
                 const char *sender,
                 const char *path,
                 const char *interface,
                 const char *method,
                 GVariant *parameters,
                 GDBusMethodInvocation *invocation,
                 gpointer data)
{
  Stumbling *self = data;

  self->asked++;
  if (self->refusals > 0)
    {
      self->refusals--;
      g_dbus_method_invocation_return_dbus_error (
          invocation, "org.freedesktop.DBus.Error.UnknownObject", "No such collection, just now");
      return;
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/"));
}

static gpointer
serve (gpointer data)
{
  static const GDBusInterfaceVTable calls = { .method_call = on_service_call };
  Stumbling *self = data;
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (
      "<node><interface name='org.freedesktop.Secret.Service'><method name='ReadAlias'><arg type='s'/>"
      "<arg type='o' direction='out'/></method></interface></node>",
      NULL);
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GVariant) owned = NULL;

  g_main_context_push_thread_default (self->context);
  bus = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);
  g_assert_cmpuint (g_dbus_connection_register_object (bus, "/org/freedesktop/secrets", node->interfaces[0],
                                                       &calls, self, NULL, NULL),
                    !=, 0);
  owned = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.secrets", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (owned);
  g_main_loop_run (self->loop);
  g_dbus_connection_close_sync (bus, NULL, NULL);
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

static void
assert_found (guint refusals, int code, guint asked)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (context, FALSE);
  Stumbling self = { .refusals = refusals, .loop = loop, .context = context };
  GThread *thread = g_thread_new ("keyring", serve, &self);
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;

  for (gboolean there = FALSE; !there;)
    {
      g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
          bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner",
          g_variant_new ("(s)", "org.freedesktop.secrets"), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

      g_variant_get (answer, "(b)", &there);
    }
  g_assert_false (daybook_keyring_check (FALSE, &error));
  g_assert_error (error, DAYBOOK_ERROR, code);
  g_main_loop_quit (loop);
  g_thread_join (thread);
  g_assert_cmpuint (self.asked, ==, asked);
}

/* One that answers with an error and is of use a moment later is not absent. */
static void
test_stumbling (void)
{
  assert_found (2, DAYBOOK_ERROR_KEYRING_LOCKED, 3);
}

/* One that refuses for good is said to be of no use; nobody waits for ever. */
static void
test_broken (void)
{
  assert_found (1000, DAYBOOK_ERROR_KEYRING_ABSENT, 4);
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
      g_test_add_func ("/keyring/stumbling", test_stumbling);
      g_test_add_func ("/keyring/broken", test_broken);
    }
  return g_test_run ();
}
