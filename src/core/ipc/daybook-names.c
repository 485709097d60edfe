/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ipc/daybook-names.h"

#include <string.h>

#include "base/daybook-error.h"
#include "daybook-config.h"

/* An uninstalled build names the programs it was built with in the environment. */
static char *
find_program (const char *variable, const char *name)
{
  const char *path = g_getenv (variable);

  if (path != NULL && g_path_is_absolute (path))
    return g_strdup (path);
  return g_build_filename (DAYBOOK_LIBEXECDIR, name, NULL);
}

/* Absolute path of daybook-worker: $DAYBOOK_WORKER, else the installed one. */
char *
daybook_find_worker (void)
{
  return find_program ("DAYBOOK_WORKER", "daybook-worker");
}

/* "All paths set in these environment variables must be absolute. If an implementation encounters a relative path
 * [...] it should consider the path invalid and ignore it." (XDG Base Directory Specification) GLib does not. The first
 * thing in every program, before GLib has looked. */
void
daybook_forget_relative_folders (void)
{
  static const char *const names[] = { "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_getenv (names[i]);

      if (value != NULL && !g_path_is_absolute (value))
        g_unsetenv (names[i]);
    }
}

/* $XDG_DATA_HOME/daybook: the database, its backups, locks. */
char *
daybook_data_dir (void)
{
  return g_build_filename (g_get_user_data_dir (), "daybook", NULL);
}

/* The D-Bus error name of @error's code. */
char *
daybook_dbus_error_name (const GError *error)
{
  DaybookError code = error->domain == DAYBOOK_ERROR ? (DaybookError) error->code : DAYBOOK_ERROR_INTERNAL;

  return g_strconcat (DAYBOOK_DBUS_ERROR_PREFIX, daybook_error_code_to_string (code), NULL);
}

void
daybook_dbus_return_error (GDBusMethodInvocation *invocation, const GError *error)
{
  g_autofree char *name = daybook_dbus_error_name (error);

  g_dbus_method_invocation_return_dbus_error (invocation, name, error->message);
}

/* A remote error as ours: code by its D-Bus name, message without the bus's prefix. (transfer full) */
GError *
daybook_dbus_error_strip (const GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);
  g_autoptr (GError) stripped = g_error_copy (error);
  DaybookError code = DAYBOOK_ERROR_INTERNAL;

  g_dbus_error_strip_remote_error (stripped);
  if (name != NULL && g_str_has_prefix (name, DAYBOOK_DBUS_ERROR_PREFIX))
    daybook_error_code_from_string (name + strlen (DAYBOOK_DBUS_ERROR_PREFIX), &code);
  return g_error_new_literal (DAYBOOK_ERROR, code, stripped->message);
}
