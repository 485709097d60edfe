/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-zone-private.h"

#include <string.h>

#include "base/daybook-windows-zones.h"

/* The zones that a person may choose: those of zone.tab, the list of tzdata with a place for every country (a line
 * is country, coordinates, name and perhaps a comment, between tabs), each once, and UTC. A system without that file
 * offers the zones that Windows knows. */

static gboolean
add_listed (GHashTable *names)
{
  g_autofree char *path = g_build_filename (daybook_zone_get_folder (), "zone.tab", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return FALSE;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) columns = lines[i][0] != '#' ? g_strsplit (lines[i], "\t", 4) : NULL;

      if (columns != NULL && g_strv_length (columns) >= 3)
        g_hash_table_add (names, g_strdup (g_strchomp (columns[2])));
    }
  return g_hash_table_size (names) > 0;
}

static void
add_known_to_windows (GHashTable *names)
{
  guint n;
  const DaybookWindowsZone *zones = daybook_windows_zones_get_all (&n);

  for (guint i = 0; i < n; i++)
    g_hash_table_add (names, g_strdup (zones[i].iana));
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) IANA names in the order of the alphabet, for a choice. None of them is loaded yet. */
char **
daybook_zone_list_names (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  if (!add_listed (names))
    add_known_to_windows (names);
  g_hash_table_add (names, g_strdup ("UTC"));
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (found, g_strdup (name));
  g_ptr_array_sort (found, compare_names);
  g_ptr_array_add (found, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&found), FALSE);
}
