/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipc/daybook-keyring-state.h"

#define SECRETS_NAME "org.freedesktop.secrets"
#define TIMEOUT_MS 3000

static GVariant *
call (GDBusConnection *bus, const char *path, const char *interface, const char *method, GVariant *parameters,
      const char *reply)
{
  return g_dbus_connection_call_sync (bus, SECRETS_NAME, path, interface, method, parameters, G_VARIANT_TYPE (reply),
                                      G_DBUS_CALL_FLAGS_NONE, TIMEOUT_MS, NULL, NULL);
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

  if (bus != NULL)
    alias = call (bus, "/org/freedesktop/secrets", "org.freedesktop.Secret.Service", "ReadAlias",
                  g_variant_new ("(s)", "default"), "(o)");
  if (alias == NULL)
    return "absent";
  g_variant_get (alias, "(&o)", &path);
  if (g_str_equal (path, "/"))
    return "locked";
  property = call (bus, path, "org.freedesktop.DBus.Properties", "Get",
                   g_variant_new ("(ss)", "org.freedesktop.Secret.Collection", "Locked"), "(v)");
  if (property == NULL)
    return "absent";
  g_variant_get (property, "(v)", &value);
  return g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) && g_variant_get_boolean (value) ? "locked" : "unlocked";
}
