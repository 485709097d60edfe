/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipc/daybook-keyring-state.h"

#define SECRETS_NAME "org.freedesktop.secrets"
#define TIMEOUT_MS 3000

DaybookKeyringPlace
daybook_keyring_find_place (void)
{
  const char *chosen = g_getenv ("SECRET_BACKEND");

  if (chosen != NULL)
    return g_str_equal (chosen, "file") ? DAYBOOK_KEYRING_FILE : DAYBOOK_KEYRING_SERVICE;
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP_NAME") != NULL ? DAYBOOK_KEYRING_PORTAL
                                                                                              : DAYBOOK_KEYRING_SERVICE;
}

static GVariant *
call (GDBusConnection *bus, const char *name, const char *path, const char *interface, const char *method,
      GVariant *parameters, const char *reply)
{
  return g_dbus_connection_call_sync (bus, name, path, interface, method, parameters, G_VARIANT_TYPE (reply),
                                      G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, NULL, NULL);
}

static const char *
ask_portal (GDBusConnection *bus)
{
  g_autoptr (GVariant) version
      = call (bus, DAYBOOK_SECRET_PORTAL_NAME, DAYBOOK_SECRET_PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
              g_variant_new ("(ss)", DAYBOOK_SECRET_PORTAL_INTERFACE, "version"), "(v)");

  return version != NULL ? "unlocked" : "absent";
}

/* @bus NULL: absent. A keyring whose default collection nobody has made yet counts as locked: the
 * first secret to be stored makes it, with a prompt. */
const char *
daybook_keyring_state_ask (GDBusConnection *bus)
{
  g_autoptr (GVariant) alias = NULL;
  g_autoptr (GVariant) property = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *path;

  if (daybook_keyring_find_place () == DAYBOOK_KEYRING_FILE)
    return "unlocked";
  if (bus != NULL && daybook_keyring_find_place () == DAYBOOK_KEYRING_PORTAL)
    return ask_portal (bus);
  if (bus != NULL)
    alias = call (bus, SECRETS_NAME, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "ReadAlias",
                  g_variant_new ("(s)", "default"), "(o)");
  if (alias == NULL)
    return "absent";
  g_variant_get (alias, "(&o)", &path);
  if (g_str_equal (path, "/"))
    return "locked";
  property = call (bus, SECRETS_NAME, path, "org.freedesktop.DBus.Properties", "Get",
                   g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"), "(v)");
  if (property == NULL)
    return "absent";
  g_variant_get (property, "(v)", &value);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value) ? "locked" : "unlocked";
}
