/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipc/daybook-keyring-state.h"

#define SECRETS_NAME "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"
#define TIMEOUT_MS 5000

DaybookKeyringPlace
daybook_keyring_find_place (void)
{
  if (g_strcmp0 (g_getenv ("SECRET_BACKEND"), "file") == 0)
    return DAYBOOK_KEYRING_FILE;
  if (g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP_NAME") != NULL)
    return DAYBOOK_KEYRING_PORTAL;
  return DAYBOOK_KEYRING_SERVICE;
}

static GVariant *
call (GDBusConnection *bus,
      const char *name,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *parameters,
      const char *reply,
      GError **error)
{
  return g_dbus_connection_call_sync (bus, name, path, interface, method, parameters, G_VARIANT_TYPE (reply),
                                      G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, NULL, error);
}

gboolean
daybook_keyring_ask_service (GDBusConnection *bus, gboolean *is_open, GError **error)
{
  g_autoptr (GVariant) alias = NULL;
  g_autoptr (GVariant) property = NULL;
  g_autoptr (GVariant) value = NULL;
  const char *path;

  alias = call (bus, SECRETS_NAME, SECRETS_PATH, "org.freedesktop.Secret.Service", "ReadAlias",
                g_variant_new ("(s)", "default"), "(o)", error);
  if (alias == NULL)
    return FALSE;
  g_variant_get (alias, "(&o)", &path);
  *is_open = FALSE;
  if (g_str_equal (path, "/"))
    return TRUE;
  property = call (bus, SECRETS_NAME, path, "org.freedesktop.DBus.Properties", "Get",
                   g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"), "(v)", error);
  if (property == NULL)
    return FALSE;
  g_variant_get (property, "(v)", &value);
  *is_open = !g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) || !g_variant_get_boolean (value);
  return TRUE;
}

static gboolean
has_portal (GDBusConnection *bus)
{
  g_autoptr (GVariant) version
      = call (bus, DAYBOOK_SECRET_PORTAL_NAME, DAYBOOK_SECRET_PORTAL_PATH, "org.freedesktop.DBus.Properties", "Get",
              g_variant_new ("(ss)", DAYBOOK_SECRET_PORTAL_INTERFACE, "version"), "(v)", NULL);

  return version != NULL;
}

/* @bus NULL: absent. */
const char *
daybook_keyring_state_ask (GDBusConnection *bus)
{
  DaybookKeyringPlace place = daybook_keyring_find_place ();
  gboolean is_open;

  if (place == DAYBOOK_KEYRING_FILE)
    return "unlocked";
  if (bus == NULL)
    return "absent";
  if (place == DAYBOOK_KEYRING_PORTAL)
    return has_portal (bus) ? "unlocked" : "absent";
  if (!daybook_keyring_ask_service (bus, &is_open, NULL))
    return "absent";
  return is_open ? "unlocked" : "locked";
}
