/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Repairing: what can be derived is made anew; a broken file is replaced by the newest good backup, and the
 * time entries that can still be read in it are carried over. */
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "base/daybook-error.h"
#include "store/daybook-backup-private.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-events-private.h"
#include "store/daybook-store-private.h"
#include "store/daybook-tasks-private.h"

static void
tell (GPtrArray *done, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
tell (GPtrArray *done, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (done, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static gboolean
file_is_sound (DaybookStore *self)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare_composed (self, "PRAGMA integrity_check (1)");

  return daybook_statement_next (query) && g_strcmp0 (daybook_statement_take_text (query), "ok") == 0;
}

/* The index ----------------------------------------------------------------------------------------- */

static gboolean
index_all_events (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT " DAYBOOK_EVENT_COLUMNS " FROM event e WHERE e.kind <> 3");

  while (daybook_statement_next (query))
    {
      g_autoptr (DaybookEvent) event = daybook_event_read (query);

      if (!daybook_store_index_event (self, event, event->id, error))
        return FALSE;
    }
  return daybook_statement_finish (query, error);
}

static gboolean
index_all_activities (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT id FROM activity");

  while (daybook_statement_next (query))
    {
      g_autoptr (DaybookActivity) activity
          = daybook_store_get_activity (self, daybook_statement_take_int (query), error);

      if (activity == NULL || !daybook_store_index_activity (self, activity, activity->id, error))
        return FALSE;
    }
  return daybook_statement_finish (query, error);
}

static gboolean
index_all_entries (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT id FROM time_entry");

  while (daybook_statement_next (query))
    {
      if (!daybook_store_index_entry (self, daybook_statement_take_int (query), error))
        return FALSE;
    }
  return daybook_statement_finish (query, error);
}

static gboolean
index_all_tasks (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, "SELECT id FROM task");

  while (daybook_statement_next (query))
    {
      if (!daybook_store_index_task (self, daybook_statement_take_int (query), error))
        return FALSE;
    }
  return daybook_statement_finish (query, error);
}

static gboolean
rebuild_index (DaybookStore *self, GPtrArray *done, GError **error)
{
  daybook_store_drop_words (self);
  if (!daybook_store_execute (self, "INSERT INTO search (search) VALUES ('delete-all')", error)
      || !index_all_events (self, error) || !index_all_activities (self, error) || !index_all_entries (self, error)
      || !index_all_tasks (self, error))
    return FALSE;
  tell (done, "%s", _("Made the search index anew"));
  return TRUE;
}

/* Rows ---------------------------------------------------------------------------------------------- */

static gboolean
drop_orphans (DaybookStore *self, GPtrArray *done, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "DELETE FROM event WHERE kind = 3 AND generation = 9223372036854775807"
    "   AND (series_id IS NULL OR series_id NOT IN (SELECT id FROM event WHERE kind = 1))");
  int n;

  if (!daybook_statement_run (query, error))
    return FALSE;
  n = sqlite3_changes (self->db);
  if (n > 0)
    tell (done, ngettext ("Deleted %d occurrence without a series", "Deleted %d occurrences without a series", n), n);
  return TRUE;
}

/* What was altered outside is what the person has now: it is kept as it is, told, and sealed. */
static gboolean
seal_anew (DaybookStore *self, GPtrArray *done, GError **error)
{
  g_autoptr (GArray) unsound = daybook_store_list_unsound_entries (self, error);

  if (unsound == NULL)
    return FALSE;
  for (guint i = 0; i < unsound->len; i++)
    {
      gint64 id = g_array_index (unsound, gint64, i);
      g_autofree char *text_id = daybook_id_format (DAYBOOK_KIND_ENTRY, id);

      if (!daybook_store_seal_entry (self, id, error))
        return FALSE;
      tell (done, _("Kept the time entry %s as it is now: look at it, it was altered outside Daybook"), text_id);
    }
  return TRUE;
}

/* Figures kept beside the rows that they count. */
static gboolean
count_anew (DaybookStore *self, GError **error)
{
  return daybook_store_execute (self,
                                "UPDATE source SET item_count = (SELECT COUNT (*) FROM event e"
                                " WHERE e.source_id = source.id AND e.generation <> 9223372036854775807)"
                                " + (SELECT COUNT (*) FROM activity v WHERE v.source_id = source.id)",
                                error);
}

static gboolean
mend (DaybookStore *self, GPtrArray *done, GError **error)
{
  return count_anew (self, error) && drop_orphans (self, done, error) && seal_anew (self, done, error) && rebuild_index (self, done, error);
}

/* A broken file ------------------------------------------------------------------------------------- */

#define READ_AT_ONCE (1 << 20) /* bytes */

/* The bytes of the open database as they lie on the disk, read through the connection's own descriptor: closing any other
 * one would take away the locks by which other programs know that the file and its WAL are in use. */
static gboolean
read_file (DaybookStore *self, char **data, gsize *length, GError **error)
{
  sqlite3_file *file = NULL;
  sqlite3_int64 size = 0;
  int code = sqlite3_file_control (self->db, "main", SQLITE_FCNTL_FILE_POINTER, &file);

  if (code == SQLITE_OK)
    code = file->pMethods->xFileSize (file, &size);
  *data = code == SQLITE_OK ? g_try_malloc ((gsize) size + 1) : NULL;
  for (sqlite3_int64 at = 0, n; code == SQLITE_OK && *data != NULL && at < size; at += n)
    {
      n = MIN (size - at, READ_AT_ONCE);
      code = file->pMethods->xRead (file, *data + at, (int) n, at);
    }
  *length = (gsize) size;
  return code == SQLITE_OK && *data != NULL
         ? TRUE
         : daybook_store_set_error (self, code == SQLITE_OK ? SQLITE_NOMEM : code, error);
}

static gboolean
keep (const char *to, const char *data, gsize length, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (g_file_set_contents_full (to, data, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, &failure))
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR,
                       g_error_matches (failure, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? DAYBOOK_ERROR_DISK_FULL
                                                                                   : DAYBOOK_ERROR_STORAGE,
                       failure->message);
  return FALSE;
}

/* Copies the bytes as they are: whoever wants to try more finds them. */
static gboolean
keep_damaged (DaybookStore *self, GPtrArray *done, GError **error)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (daybook_store_now (self));
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");
  g_autofree char *to = g_strconcat (self->path, ".damaged-", stamp, NULL);
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *wal_to = g_strconcat (to, "-wal", NULL);
  g_autofree char *data = NULL;
  g_autofree char *wal_data = NULL;
  gsize length, wal_length;

  if (!read_file (self, &data, &length, error) || !keep (to, data, length, error))
    return FALSE;
  /* Nobody locks the WAL itself. */
  if (g_file_get_contents (wal, &wal_data, &wal_length, NULL) && !keep (wal_to, wal_data, wal_length, error))
    return FALSE;
  tell (done, _("Kept the damaged database as %s"), to);
  return TRUE;
}

/* More row numbers than a broken page hides, also one of the inner ones: beyond that nothing more is found. */
#define UNREADABLE_MAX 50000

/* The number of the first entry after @after, 0 when there is none. FALSE: it would stand in what cannot be read. */
static gboolean
find_next_entry (DaybookStore *self, gint64 after, gint64 *id)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare (self, "SELECT id FROM time_entry WHERE id > ? ORDER BY id LIMIT 1");

  *id = 0;
  daybook_statement_bind_int (query, after);
  return daybook_statement_run_for_int (query, id, NULL);
}

/* The sound entries that can still be read, each sought by itself: a scan would end at the first broken page. How many there
 * are is nowhere asked, since that may be broken, too. */
static GPtrArray *
salvage_entries (DaybookStore *self)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_entry_free);
  gint64 id = 0;
  int unreadable = 0;

  while (unreadable <= UNREADABLE_MAX && id < DAYBOOK_ID_MAX)
    {
      DaybookEntry *entry;
      gboolean sound = FALSE;
      gint64 next;

      if (!find_next_entry (self, id, &next))
        {
          unreadable++;
          id++;
          continue;
        }
      if (next == 0)
        break;
      unreadable = 0;
      id = next;
      if (!daybook_store_entry_is_sound (self, id, &sound, NULL) || !sound)
        continue;
      entry = daybook_store_get_entry (self, id, NULL);
      if (entry != NULL)
        g_ptr_array_add (entries, entry);
    }
  return entries;
}

static gboolean
row_exists (DaybookStore *self, const char *sql, gint64 id)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, sql);
  gint64 exists = 0;

  daybook_statement_bind_int (query, id);
  daybook_statement_run_for_int (query, &exists, NULL);
  return exists != 0;
}

/* Adds what the backup is too old to hold and brings what it holds up to date. */
static gboolean
carry_over (DaybookStore *self, GPtrArray *entries, GPtrArray *done, GError **error)
{
  int n = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      DaybookEntry *entry = g_ptr_array_index (entries, i);
      g_autoptr (DaybookEntry) present = daybook_store_get_entry (self, entry->id, NULL);

      if (entry->project_id != 0 && !row_exists (self, "SELECT 1 FROM project WHERE id = ?", entry->project_id))
        entry->project_id = 0;
      if (entry->person_id != 0 && !row_exists (self, "SELECT 1 FROM person WHERE id = ?", entry->person_id))
        entry->person_id = 0;
      if (present != NULL && present->version >= entry->version)
        continue;
      if (present != NULL)
        {
          entry->version = present->version;
          if (present->status == DAYBOOK_ENTRY_INVOICED)
            continue;
          if (!daybook_store_edit_entry (self, entry, error))
            return FALSE;
        }
      else
        {
          g_autoptr (DaybookEntry) twin
              = entry->event_key != NULL ? daybook_store_find_entry_by_key (self, entry->event_key) : NULL;

          if (twin != NULL)
            continue;
          entry->event_id = 0;
          if (daybook_store_add_entry (self, entry, error) == 0)
            return FALSE;
        }
      n++;
    }
  if (n > 0)
    tell (done, ngettext ("Carried %d newer time entry over from the damaged database",
                          "Carried %d newer time entries over from the damaged database", n),
          n);
  return TRUE;
}

static gboolean
replace_file (DaybookStore *self, GPtrArray *done, GError **error)
{
  g_autoptr (GPtrArray) backups = daybook_store_list_backups (self);
  g_autoptr (GPtrArray) entries = NULL;

  for (guint i = 0; i < backups->len; i++)
    {
      const char *file = backups->pdata[i];

      if (!daybook_backup_verify (file, NULL))
        continue;
      if (!keep_damaged (self, done, error))
        return FALSE;
      entries = salvage_entries (self);
      if (!daybook_store_restore_open (self, file, error))
        return FALSE;
      tell (done, _("Restored the backup %s; everything synced since comes back with the next sync"), file);
      return carry_over (self, entries, done, error);
    }
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                       _("The database file is damaged and there is no good backup. Move it away to start anew; "
                         "keep it, its time entries may still be readable."));
  return FALSE;
}

/* NULL with an error when the repair did not come to its end. */
GPtrArray *
daybook_store_repair (DaybookStore *self, GError **error)
{
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) ignored = NULL;

  /* Broken indices look like a broken file and are mended more cheaply. */
  if (!file_is_sound (self))
    {
      if (daybook_store_execute (self, "REINDEX", &ignored) && file_is_sound (self))
        tell (done, "%s", _("Made the indices anew"));
      else if (!replace_file (self, done, error))
        return NULL;
    }
  if (!daybook_store_enter (self, error)
      || !daybook_store_leave (self, mend (self, done, error), error))
    return NULL;
  return g_steal_pointer (&done);
}

#define HEADER_SIZE 100
#define HEADER_VERSION 60
#define HEADER_APPLICATION 68

/* A whole header of another program or of a newer Daybook (SQLite file format, section 1.3). */
static gboolean
header_is_foreign (const char *path)
{
  guint8 header[HEADER_SIZE];
  FILE *file = g_fopen (path, "rbe");
  gboolean whole = file != NULL && fread (header, 1, sizeof header, file) == sizeof header;
  guint32 version, application;

  if (file != NULL)
    fclose (file);
  if (!whole || memcmp (header, "SQLite format 3", 16) != 0)
    return FALSE;
  memcpy (&version, header + HEADER_VERSION, sizeof version);
  memcpy (&application, header + HEADER_APPLICATION, sizeof application);
  return GUINT32_FROM_BE (application) != DAYBOOK_APPLICATION_ID
         || GUINT32_FROM_BE (version) > (guint32) daybook_store_latest_schema ();
}

GPtrArray *
daybook_store_repair_closed (const char *path, GError **error)
{
  g_autofree char *target = path != NULL ? g_strdup (path) : daybook_store_default_path ();
  g_autoptr (GPtrArray) backups = daybook_backup_list (target);
  g_autoptr (GPtrArray) done = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) refused = NULL;
  g_autoptr (DaybookStore) store = daybook_store_open (target, DAYBOOK_STORE_READ_WRITE, daybook_clock_get_default (), &refused);

  if (store != NULL)
    return daybook_store_repair (store, error);
  if (g_access (target, R_OK) != 0 || header_is_foreign (target) || daybook_backup_verify (target, NULL))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return NULL;
    }
  for (guint i = 0; i < backups->len; i++)
    {
      const char *file = backups->pdata[i];

      if (!daybook_backup_verify (file, NULL))
        continue;
      if (!daybook_store_restore (target, file, error))
        return NULL;
      tell (done, _("Restored the backup %s; everything synced since comes back with the next sync"), file);
      tell (done, "%s", _("The damaged database lies beside it; keep it, time entries may still be readable in it"));
      return g_steal_pointer (&done);
    }
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                       _("The database file is damaged and there is no good backup. Move it away to start anew; "
                         "keep it, its time entries may still be readable."));
  return NULL;
}
