/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema's history: numbered SQL files in a GResource, each applied once, all that are due in one
 * transaction. `PRAGMA user_version` is the number of the last one. */
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "base/daybook-error.h"
#include "store/daybook-backup.h"
#include "store/daybook-store-private.h"

#define FOLDER "/io/github/daybookapp/Daybook/migrations/"

static int
compare_names (const void *a, const void *b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* Names of the migrations, oldest first: 001-base.sql, ... */
static char **
list_migrations (void)
{
  char **names = g_resources_enumerate_children (FOLDER, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  if (names == NULL)
    g_error ("The migrations are not linked in"); /* a broken build, not a broken file */
  qsort (names, g_strv_length (names), sizeof (char *), compare_names);
  return names;
}

/* The number of the schema this program knows. */
int
daybook_store_latest_schema (void)
{
  g_auto (GStrv) names = list_migrations ();

  return atoi (names[g_strv_length (names) - 1]);
}

static gboolean
read_number (DaybookStore *self, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare_composed (self, sql);

  *number = 0;
  return daybook_statement_run_for_int (query, number, error);
}

/* Refuses a file that another program or a newer Daybook wrote, before anything in it is touched. */
gboolean
daybook_store_check_identity (DaybookStore *self, GError **error)
{
  gint64 application_id, version, tables;

  /* The identity last: another program may be making the file, in one transaction. Whoever sees its tables then
   * sees whose they are. */
  if (!read_number (self, "SELECT COUNT (*) FROM sqlite_schema", &tables, error)
      || !read_number (self, "PRAGMA user_version", &version, error)
      || !read_number (self, "PRAGMA application_id", &application_id, error))
    return FALSE;
  if (application_id != DAYBOOK_APPLICATION_ID && (application_id != 0 || version != 0 || tables != 0))
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("“%s” is not a database of Daybook. Move it away or choose another file."), self->path);
      return FALSE;
    }
  if (version > daybook_store_latest_schema ())
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("“%s” was written by a newer Daybook (schema %d, this program knows %d). Update Daybook "
                     "to open it."),
                   self->path, (int) version, daybook_store_latest_schema ());
      return FALSE;
    }
  return TRUE;
}

static gboolean
apply (DaybookStore *self, const char *name, GError **error)
{
  g_autofree char *resource = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GBytes) sql = g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *version = g_strdup_printf ("PRAGMA user_version = %d", atoi (name));

  if (sql == NULL)
    return FALSE;
  /* GResource ends its data with a NUL that it does not count. */
  return daybook_store_execute (self, g_bytes_get_data (sql, NULL), error)
         && daybook_store_execute (self, version, error);
}

static gboolean
apply_all (DaybookStore *self, GError **error)
{
  g_auto (GStrv) names = list_migrations ();
  g_autofree char *identity = g_strdup_printf ("PRAGMA application_id = %d", DAYBOOK_APPLICATION_ID);
  gint64 version;

  /* Under the lock: another program may have been quicker. */
  if (!read_number (self, "PRAGMA user_version", &version, error)
      || !daybook_store_execute (self, "PRAGMA defer_foreign_keys = ON", error)
      || !daybook_store_execute (self, identity, error))
    return FALSE;
  for (guint i = 0; names[i] != NULL; i++)
    {
      if (atoi (names[i]) > version && !apply (self, names[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Brings the file to this program's schema, in one transaction and without a copy of what it was. */
gboolean
daybook_store_apply_migrations (DaybookStore *self, GError **error)
{
  return daybook_store_begin (self, error) && daybook_store_leave (self, apply_all (self, error), error);
}

/* The same where it is not done yet. A file that holds data is backed up first. */
gboolean
daybook_store_migrate (DaybookStore *self, GError **error)
{
  gint64 version;

  if (!read_number (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version == daybook_store_latest_schema ())
    return TRUE;
  if (self->read_only)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("“%s” needs an update to its form, and Daybook may not write to it."), self->path);
      return FALSE;
    }
  if (version > 0)
    {
      g_autofree char *folder = daybook_store_get_backup_folder (self->path);
      g_autofree char *name = g_strdup_printf ("before-schema-%d.db", daybook_store_latest_schema ());
      g_autofree char *file = g_build_filename (folder, name, NULL);

      if (!daybook_store_backup (self, file, error))
        return FALSE;
    }
  return daybook_store_apply_migrations (self, error);
}
