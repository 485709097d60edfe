/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-folder.h"

#include <glib/gstdio.h>
#include <locale.h>

#include "week-seed.h"

char *
data_folder_enter (void)
{
  char *folder = g_dir_make_tmp ("daybook-data-XXXXXX", NULL);

  g_assert_nonnull (folder);
  setlocale (LC_ALL, "C.UTF-8");
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_setenv ("DAYBOOK_NOW", "=2026-11-19T14:40:00Z", TRUE);
  g_setenv ("TZ", "Europe/Berlin", TRUE);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
  return folder;
}

void
data_folder_leave (char *folder)
{
  g_rmdir (folder);
  g_free (folder);
}

DaybookStore *
data_folder_open (void)
{
  g_autoptr (DaybookClock) clock = daybook_clock_new_fixed (WEEK_SEED_NOW);
  g_autoptr (GError) error = NULL;
  DaybookStore *store = daybook_store_open (NULL, DAYBOOK_STORE_READ_WRITE, clock, &error);

  g_assert_no_error (error);
  return store;
}

void
data_folder_fill (DataFolderFill fill)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookStore) store = data_folder_open ();

  g_assert_true (fill (store, &error));
  g_assert_no_error (error);
}

gboolean
data_folder_is_open (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/fd", name, NULL);
      g_autofree char *target = g_file_read_link (path, NULL);

      if (target != NULL && g_str_has_prefix (target, folder))
        return TRUE;
    }
  return FALSE;
}

void
data_folder_clear (const char *parent)
{
  g_autofree char *folder = g_build_filename (parent, "daybook", NULL);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  while (data_folder_is_open (folder))
    {
      /* What is under way in the store's thread holds on to it, and is told here. */
      if (!g_main_context_iteration (NULL, FALSE))
        g_thread_yield ();
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0)
        g_rmdir (path);
    }
  g_rmdir (folder);
}
