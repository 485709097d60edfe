/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "data-folder.h"

#include <glib/gstdio.h>

static gboolean
is_open (const char *folder)
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

  while (is_open (folder))
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
