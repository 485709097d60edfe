/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copies of the database, and back. */
#include "store/daybook-backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store/daybook-store-private.h"

/* Makes sure that the file, or the folder's list of names, is on the disk. */
static gboolean
sync_path (const char *path, int flags)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | flags);
  gboolean synced;

  if (fd < 0)
    return FALSE;
  synced = fsync (fd) == 0;
  close (fd);
  return synced;
}

/* Opens a copy for reading, nothing else. NULL with an error when it is none of ours or damaged. */
static sqlite3 *
open_copy (const char *file, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (file, "/", FALSE);
  /* Nobody writes to a copy; without this a folder that may not be written to would be an obstacle. */
  g_autofree char *uri = g_strconcat ("file:", escaped, "?immutable=1", NULL);
  sqlite3 *db = NULL;
  sqlite3_stmt *query = NULL;
  gboolean ours = FALSE;
  gboolean sound = FALSE;
  struct stat info;

  /* Whoever opens a pipe waits for somebody to write into it. */
  if (stat (file, &info) == 0 && S_ISREG (info.st_mode)
      && sqlite3_open_v2 (uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
    {
      sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
      sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
      if (sqlite3_prepare_v2 (db, "SELECT (SELECT application_id FROM pragma_application_id) = ?1"
                                  "   AND (SELECT user_version FROM pragma_user_version) BETWEEN 1 AND ?2",
                              -1, &query, NULL)
          == SQLITE_OK)
        {
          sqlite3_bind_int (query, 1, DAYBOOK_APPLICATION_ID);
          sqlite3_bind_int (query, 2, daybook_store_latest_schema ());
          ours = sqlite3_step (query) == SQLITE_ROW && sqlite3_column_int (query, 0) == 1;
        }
      sqlite3_finalize (query);
      query = NULL;
      if (ours && sqlite3_prepare_v2 (db, "PRAGMA integrity_check (1)", -1, &query, NULL) == SQLITE_OK)
        sound = sqlite3_step (query) == SQLITE_ROW
                && g_strcmp0 ((const char *) sqlite3_column_text (query, 0), "ok") == 0;
      sqlite3_finalize (query);
    }
  if (sound)
    return db;
  sqlite3_close (db);
  if (access (file, R_OK) != 0)
    daybook_store_set_file_error (error, _("“%s” cannot be read"), file);
  else if (!ours)
    g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                 _("“%s” is not a backup that this version of Daybook can read."), file);
  else
    g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, _("The backup “%s” is damaged."), file);
  return NULL;
}

/* Whether @file is a whole, undamaged database of Daybook. */
gboolean
daybook_backup_verify (const char *file, GError **error)
{
  sqlite3 *db = open_copy (file, error);

  if (db == NULL)
    return FALSE;
  sqlite3_close (db);
  return TRUE;
}

/* Whoever writes a copy holds this lock, so that it is not taken for what a killed process left. It stands far
 * behind the bytes that SQLite locks in the same file. */
static gboolean
lock_as_writer (int fd)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = (off_t) 1 << 40, .l_len = 1 };

  return fcntl (fd, F_OFD_SETLK, &lock) == 0;
}

/* The file goes last: while it is there the others are found. */
static void
unlink_with_journals (const char *file)
{
  static const char *const suffixes[] = { "-journal", "-wal", "-shm", "" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (file, suffixes[i], NULL);

      g_unlink (name);
    }
}

/* @lock: to be closed when the copy has its name. */
static gboolean
write_copy (DaybookStore *self, const char *temporary, int *lock, GError **error)
{
  g_autoptr (DaybookStatement) query = NULL;

  unlink_with_journals (temporary);
  /* VACUUM INTO accepts an empty file, and leaves its mode alone. */
  *lock = open (temporary, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (*lock < 0)
    return daybook_store_set_file_error (error, _("The backup “%s” cannot be written"), temporary);
  /* Without locks nobody deletes it either. */
  lock_as_writer (*lock);
  query = daybook_store_prepare_composed (self, "VACUUM INTO ?");
  daybook_statement_bind_text (query, temporary);
  if (!daybook_statement_run (query, error))
    return FALSE;
  if (!sync_path (temporary, 0))
    return daybook_store_set_file_error (error, _("The backup “%s” cannot be written"), temporary);
  return daybook_backup_verify (temporary, error);
}

gboolean
daybook_store_backup (DaybookStore *self, const char *file, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_autofree char *temporary = g_strdup_printf ("%s.%d" DAYBOOK_BACKUP_UNFINISHED, file, (int) getpid ());
  int lock = -1;
  gboolean written;

  if (self->depth > 0)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, "backup inside a transaction");
      return FALSE;
    }
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return daybook_store_set_file_error (error, _("The folder “%s” cannot be made"), folder);
  written = write_copy (self, temporary, &lock, error);
  if (written && g_rename (temporary, file) != 0)
    written = daybook_store_set_file_error (error, _("The backup “%s” cannot be written"), file);
  if (written)
    sync_path (folder, O_DIRECTORY);
  else
    unlink_with_journals (temporary);
  if (lock >= 0)
    close (lock);
  return written;
}

/* Deletes @file, which a backup or a restore began to write, unless somebody writes it still. */
void
daybook_backup_drop_unfinished (const char *file)
{
  int lock = open (file, O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

  if (lock < 0)
    return;
  if (lock_as_writer (lock))
    unlink_with_journals (file);
  close (lock);
}

/* Restoring ----------------------------------------------------------------------------------------- */

/* What a copy must not bring back: positions in the services' lists of changes, which have moved on, runs of
 * processes that are no more, leave to send to a model, which may be another's or have been taken back, and the debt to
 * delete older copies, among which is now what the person comes from. */
static const char settle_sql[]
    = "UPDATE source SET cursor = NULL, cursor_params = NULL, resume = NULL, owed = NULL;"
      "DELETE FROM round_seen;"
      "UPDATE sync_run SET status = 'interrupted', worker_pid = NULL WHERE status IN ('queued', 'running');"
      "UPDATE account SET retry_at = NULL, next_sync_at = NULL, scout_cursor = NULL, scout_params = NULL;"
      "DELETE FROM setting WHERE key GLOB '.model_agreed_*' OR key = '" DAYBOOK_OLDER_COPIES_NOTE "';";

/* What waited to go out when the copy was made may have gone out since, or been taken back: it waits for the person's
 * word. One try counts as begun, so that what the person wants next is told to a service that may know the former. */
static gboolean
park_outbox (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) park = daybook_store_prepare (self,
    "UPDATE outbox SET parked = 1, attempts = MAX (attempts, 1), last_error = ? WHERE NOT parked");

  if (!daybook_store_execute (self,
                              "UPDATE task SET remote_state = 'failed'"
                              " WHERE id IN (SELECT task_id FROM outbox WHERE NOT parked)",
                              error))
    return FALSE;
  daybook_statement_bind_text (park, _("It comes from a backup and may have been sent since then."));
  return daybook_statement_run (park, error);
}

/* Writes the copy's pages over the open database's, in one transaction: other programs that have it open see
 * the one or the other, and go on. */
static gboolean
copy_pages (DaybookStore *self, sqlite3 *copy, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (self->db, "main", copy, "main");
  int code;

  if (backup == NULL)
    return daybook_store_set_error (self, sqlite3_extended_errcode (self->db), error);
  for (int tries = 0;; tries++)
    {
      code = sqlite3_backup_step (backup, -1);
      if ((code != SQLITE_BUSY && code != SQLITE_LOCKED) || tries >= 100)
        break;
      g_usleep (50 * 1000);
    }
  sqlite3_backup_finish (backup);
  /* The statements know the schema that was. */
  g_hash_table_remove_all (self->statements);
  return code == SQLITE_DONE || daybook_store_set_error (self, code, error);
}

static char *
name_beside (const char *path, const char *what, DaybookClock *clock)
{
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (daybook_clock_now (clock));
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%dT%H%M%SZ");

  return g_strdup_printf ("%s.%s-%s", path, what, stamp);
}

/* Moves a database that cannot be opened out of the way, its WAL with it. */
static gboolean
move_aside (const char *path, const char *to, GError **error)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  g_autofree char *wal_to = g_strconcat (to, "-wal", NULL);
  g_autofree char *shm = g_strconcat (path, "-shm", NULL);

  if (g_rename (path, to) != 0)
    return daybook_store_set_file_error (error, _("“%s” cannot be moved"), path);
  g_rename (wal, wal_to);
  g_unlink (shm);
  return TRUE;
}

/* A database beside the one that is in use, in which a copy is made ready. What a killed process leaves of it goes
 * with the next maintenance, as an unfinished backup does. */
typedef struct
{
  char *path;          /* (owned) */
  int lock;            /* says that it is in use; -1: not made */
  DaybookStore *store; /* (owned) (nullable) */
} Staging;

static void
staging_clear (Staging *self)
{
  g_clear_object (&self->store);
  if (self->lock >= 0)
    {
      unlink_with_journals (self->path);
      close (self->lock);
    }
  g_free (self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Staging, staging_clear)

static gboolean
staging_open (Staging *self, DaybookStore *beside, GError **error)
{
  self->path = g_strdup_printf ("%s.restore.%d" DAYBOOK_BACKUP_UNFINISHED, beside->path, (int) getpid ());
  daybook_backup_drop_unfinished (self->path);
  self->lock = open (self->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
  if (self->lock < 0)
    return daybook_store_set_file_error (error, _("The database “%s” cannot be written"), self->path);
  lock_as_writer (self->lock);
  self->store = daybook_store_open (self->path, DAYBOOK_STORE_READ_WRITE, beside->clock, error);
  return self->store != NULL;
}

/* Everything in the schema that acts by itself or is read in place of a table. (transfer full) */
static char *
describe_actors (DaybookStore *self, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self,
    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY type, name");
  g_autoptr (GString) text = g_string_new (NULL);

  while (daybook_statement_next (query))
    {
      for (guint i = 0; i < 4; i++)
        g_string_append_printf (text, "%s\n", daybook_statement_take_text (query));
    }
  return daybook_statement_finish (query, error) ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

/* A file from elsewhere may hold more than @ours, which we made: a trigger of its own would go on deciding what is
 * stored. */
static gboolean
check_actors (DaybookStore *staging, const char *ours, GError **error)
{
  g_autofree char *found = describe_actors (staging, error);

  if (found == NULL || g_str_equal (ours, found))
    return found != NULL;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                       _("The backup holds triggers or views that Daybook did not make; it is not restored."));
  return FALSE;
}

/* Takes over @copy and makes of it what may be in use. @staging is empty, as we make a store. */
static gboolean
stage_copy (DaybookStore *staging, sqlite3 *copy, GError **error)
{
  g_autofree char *ours = describe_actors (staging, error);

  if (ours == NULL || !copy_pages (staging, copy, error) || !daybook_store_check_identity (staging, error)
      || !daybook_store_apply_migrations (staging, error) || !check_actors (staging, ours, error)
      || !daybook_store_begin (staging, error))
    return FALSE;
  return daybook_store_leave (staging,
                              daybook_store_execute (staging, settle_sql, error) && park_outbox (staging, error)
                                && daybook_store_audit (staging, "person", "store.restore", "", NULL, error),
                              error);
}

/* The copy goes into the open database; the caller has kept what was there. It is settled before it takes that place,
 * which is one transaction: no program, and none that starts after a crash, finds in it what would be sent again. */
gboolean
daybook_store_restore_open (DaybookStore *self, const char *file, GError **error)
{
  g_auto (Staging) staging = { .lock = -1 };
  sqlite3 *copy = open_copy (file, error);
  gboolean staged;

  if (copy == NULL)
    return FALSE;
  staged = staging_open (&staging, self, error) && stage_copy (staging.store, copy, error);
  sqlite3_close (copy);
  if (!staged || !copy_pages (self, staging.store->db, error))
    return FALSE;
  if (self->watch != NULL)
    daybook_watch_note_own_change (self->watch);
  return TRUE;
}

gboolean
daybook_store_restore (const char *path, const char *file, GError **error)
{
  g_autofree char *target = path != NULL ? g_strdup (path) : daybook_store_default_path ();
  g_autoptr (DaybookClock) clock = daybook_clock_new ();
  g_autofree char *kept = name_beside (target, "before-restore", clock);
  g_autoptr (DaybookStore) store = NULL;
  g_autoptr (GError) failure = NULL;

  /* First of all: nothing is touched for a copy that is no good. */
  if (!daybook_backup_verify (file, error))
    return FALSE;
  if (g_file_test (target, G_FILE_TEST_EXISTS))
    {
      store = daybook_store_open (target, DAYBOOK_STORE_READ_WRITE, clock, &failure);
      if (store == NULL || !daybook_store_backup (store, kept, &failure))
        {
          g_clear_object (&store);
          /* A sound one that cannot be copied now, for want of space or since it is busy, stays in its place. */
          if (g_error_matches (failure, DAYBOOK_ERROR, DAYBOOK_ERROR_DISK_FULL) || daybook_backup_verify (target, NULL))
            {
              g_propagate_error (error, g_steal_pointer (&failure));
              return FALSE;
            }
          /* Damaged: kept as it is. */
          if (!move_aside (target, kept, error))
            return FALSE;
        }
    }
  if (store == NULL)
    store = daybook_store_open (target, DAYBOOK_STORE_READ_WRITE, clock, error);
  return store != NULL && daybook_store_restore_open (store, file, error);
}
