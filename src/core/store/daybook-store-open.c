/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening: the folder and the file are ours alone, the connection has the settings and limits of
 * reliability.md section 5 whatever the system's SQLite starts with. */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store/daybook-store-private.h"

#define BUSY_TIMEOUT_MS 5000
#define QUICK_BUSY_TIMEOUT_MS 50
#define MIGRATION_TIMEOUT_MS (60 * 1000)
#define HEAP_LIMIT ((gint64) 256 << 20)

/* journal_mode is asked for by itself: it answers instead of failing. VACUUM switches temp_store. */
static const char pragmas_sql[] = "PRAGMA synchronous = FULL;"
                                  "PRAGMA foreign_keys = ON;"
                                  "PRAGMA trusted_schema = OFF;"
                                  "PRAGMA secure_delete = ON;"
                                  "PRAGMA cell_size_check = ON;"
                                  "PRAGMA mmap_size = 0;"
                                  "PRAGMA temp_store = MEMORY;"
                                  "PRAGMA journal_size_limit = 16777216;";

/* A batch of a large calendar changes more pages than fit into the usual 2 MB, most of them of indices in no order of
 * time: they would be written, read and written again before it commits. */
static const char much_sql[] = "PRAGMA cache_size = -8192;";

/* $XDG_DATA_HOME/daybook/daybook.db. Free with g_free(). */
char *
daybook_store_default_path (void)
{
  return g_build_filename (g_get_user_data_dir (), "daybook", "daybook.db", NULL);
}

/* Where backups of the database at @path lie. Free with g_free(). */
char *
daybook_store_get_backup_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  return g_build_filename (folder, "backups", NULL);
}

/* What errno says of @path; @format has one %s for it. Returns FALSE. */
gboolean
daybook_store_set_file_error (GError **error, const char *format, const char *path)
{
  int saved = errno;
  g_autofree char *what = g_strdup_printf (format, path);

  g_set_error (error, DAYBOOK_ERROR, saved == ENOSPC ? DAYBOOK_ERROR_DISK_FULL : DAYBOOK_ERROR_STORAGE,
               "%s: %s", what, g_strerror (saved));
  return FALSE;
}

/* The folder is a real one and this user's own: in anybody else's the file could be swapped. The default
 * folder is closed to others even when it was made with a lax umask. */
static gboolean
check_folder (DaybookStore *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *default_path = daybook_store_default_path ();
  struct stat info;

  if (!self->read_only && g_mkdir_with_parents (folder, 0700) != 0)
    return daybook_store_set_file_error (error, _("The folder “%s” cannot be made"), folder);
  if (lstat (folder, &info) != 0)
    return daybook_store_set_file_error (error, _("The folder “%s” cannot be read"), folder);
  if (!S_ISDIR (info.st_mode) || info.st_uid != geteuid ())
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("The folder “%s” is a link or belongs to somebody else. Daybook keeps its data only "
                     "in a folder of your own."),
                   folder);
      return FALSE;
    }
  if ((info.st_mode & 077) != 0 && g_str_equal (self->path, default_path))
    chmod (folder, 0700);
  return TRUE;
}

/* Makes the file before SQLite can, which would take the umask; -wal and -shm get the file's mode. What is
 * there is looked at but never opened: closing any descriptor of it would take away the fcntl locks that
 * other connections of this process hold, and the next program to leave would delete the WAL under them. */
static gboolean
check_file (DaybookStore *self, GError **error)
{
  struct stat info;

  if (lstat (self->path, &info) != 0)
    {
      int fd;

      if (errno == ENOENT && self->read_only)
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("There is no database at “%s” yet."),
                       self->path);
          return FALSE;
        }
      fd = errno == ENOENT ? open (self->path, O_CLOEXEC | O_NOFOLLOW | O_RDWR | O_CREAT | O_EXCL, 0600) : -1;
      if (fd >= 0)
        close (fd);
      else if (errno != EEXIST)
        return daybook_store_set_file_error (error, _("The database “%s” cannot be opened"), self->path);
      if (lstat (self->path, &info) != 0)
        return daybook_store_set_file_error (error, _("The database “%s” cannot be opened"), self->path);
    }
  if (!S_ISREG (info.st_mode) || info.st_uid != geteuid ())
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("The database “%s” is no file of your own."), self->path);
      return FALSE;
    }
  if (access (self->path, R_OK) != 0)
    return daybook_store_set_file_error (error, _("The database “%s” cannot be opened"), self->path);
  if (!self->read_only && access (self->path, W_OK) != 0)
    self->read_only = TRUE;
  if ((info.st_mode & 077) != 0 && !self->read_only)
    {
      static const char *const suffixes[] = { "", "-wal", "-shm" };

      for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
        {
          g_autofree char *name = g_strconcat (self->path, suffixes[i], NULL);

          chmod (name, 0600);
        }
    }
  /* A folder that may not be written to cannot hold a WAL. */
  if (!self->read_only)
    {
      g_autofree char *folder = g_path_get_dirname (self->path);

      self->read_only = access (folder, W_OK) != 0;
    }
  return TRUE;
}

static gboolean
note_file (DaybookStore *self, GError **error)
{
  struct stat info;

  if (lstat (self->path, &info) != 0)
    return daybook_store_set_file_error (error, _("The database “%s” cannot be opened"), self->path);
  self->device = info.st_dev;
  self->inode = info.st_ino;
  return TRUE;
}

/* Whether the file that was opened is still the one at its path: nobody erased it or put a backup in its place. */
gboolean
daybook_store_is_there (DaybookStore *self)
{
  struct stat info;

  return lstat (self->path, &info) == 0 && info.st_dev == self->device && info.st_ino == self->inode;
}

/* How long a statement waits for another program's lock. */
static void
set_patience (DaybookStore *self)
{
  sqlite3_busy_timeout (self->db, self->flags & DAYBOOK_STORE_QUICK ? QUICK_BUSY_TIMEOUT_MS : BUSY_TIMEOUT_MS);
}

static void
configure (DaybookStore *self)
{
  static const struct
  {
    int option;
    int value;
  } options[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },
    { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    { SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
    { SQLITE_DBCONFIG_DQS_DDL, 0 },
    { SQLITE_DBCONFIG_DQS_DML, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    sqlite3_db_config (self->db, options[i].option, options[i].value, NULL);
  sqlite3_extended_result_codes (self->db, 1);
  sqlite3_limit (self->db, SQLITE_LIMIT_LENGTH, 16 << 20);
  sqlite3_limit (self->db, SQLITE_LIMIT_SQL_LENGTH, 1 << 20);
  sqlite3_limit (self->db, SQLITE_LIMIT_ATTACHED, 1); /* VACUUM needs one */
  sqlite3_limit (self->db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
  sqlite3_hard_heap_limit64 (HEAP_LIMIT);
  set_patience (self);
}

static gboolean
connect_to (DaybookStore *self, const char *name, int flags, GError **error)
{
  int code;

  g_clear_pointer (&self->rollback, sqlite3_finalize);
  g_clear_pointer (&self->db, sqlite3_close);
  code = sqlite3_open_v2 (name, &self->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
  if (code != SQLITE_OK)
    return daybook_store_set_error (self, self->db != NULL ? sqlite3_extended_errcode (self->db) : code,
                                    error);
  configure (self);
  daybook_store_register_functions (self);
  code = sqlite3_prepare_v3 (self->db, "ROLLBACK", -1, SQLITE_PREPARE_PERSISTENT, &self->rollback, NULL);
  return code == SQLITE_OK || daybook_store_set_error (self, code, error);
}

/* A WAL database in a folder where -shm can neither be found nor made is readable only under the promise
 * that nobody changes it. */
static gboolean
connect_immutable (DaybookStore *self, GError **error)
{
  g_autofree char *escaped = g_uri_escape_string (self->path, "/", FALSE);
  g_autofree char *uri = g_strconcat ("file:", escaped, "?immutable=1", NULL);

  return connect_to (self, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

/* Changing to WAL does not wait for the lock by itself. */
static gboolean
set_journal_mode (DaybookStore *self, GError **error)
{
  int tries = 0;

  for (;;)
    {
      g_autoptr (DaybookStatement) query = daybook_store_prepare_composed (self, "PRAGMA journal_mode = WAL");
      gboolean is_wal = FALSE;

      if (daybook_statement_next (query))
        is_wal = g_strcmp0 (daybook_statement_take_text (query), "wal") == 0;
      if (is_wal)
        return TRUE;
      if (((daybook_statement_get_failure (query) & 0xff) != SQLITE_BUSY
           && daybook_statement_get_failure (query) != SQLITE_IOERR_SHORT_READ)
          || ++tries > 500)
        {
          if (!daybook_statement_finish (query, error))
            return FALSE;
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                       _("The file system of “%s” does not suit a database that several programs use."),
                       self->path);
          return FALSE;
        }
      g_usleep (10 * 1000);
    }
}

/* While the last program to leave folds its WAL into a small file, a read of that file may come out short: it is tried
 * again, as a lock would be. */
static gboolean
read_header (DaybookStore *self, GError **error)
{
  for (int tries = 0;; tries++)
    {
      g_autoptr (DaybookStatement) query
          = daybook_store_prepare_composed (self, "SELECT COUNT (*) FROM sqlite_schema");

      while (daybook_statement_next (query))
        ;
      if (daybook_statement_get_failure (query) != SQLITE_IOERR_SHORT_READ || tries >= 50)
        return daybook_statement_finish (query, error);
      g_usleep (10 * 1000);
    }
}

/* Whether the file by itself holds everything that was committed. */
static gboolean
has_no_wal (DaybookStore *self)
{
  g_autofree char *name = g_strconcat (self->path, "-wal", NULL);
  struct stat info;

  return stat (name, &info) != 0 || info.st_size == 0;
}

/* Where -shm cannot be made the database can still be read: as a file that nobody changes. In a folder that
 * may not be written to that holds for good; on a full disk until there is space (daybook_store_reopen ()). */
static gboolean
read_as_it_is (DaybookStore *self, GError *failure /* (transfer full) */, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  gboolean is_full = g_error_matches (failure, DAYBOOK_ERROR, DAYBOOK_ERROR_DISK_FULL);

  if (!(is_full && has_no_wal (self)) && !(self->read_only && access (folder, W_OK) != 0))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_error_free (failure);
  self->as_it_is = is_full;
  self->read_only = TRUE;
  return connect_immutable (self, error) && read_header (self, error);
}

/* After an update several programs want the same, and one does it for all: the others wait for longer than for a write. */
static gboolean
bring_up_to_date (DaybookStore *self, GError **error)
{
  gboolean done;

  if (self->read_only)
    return daybook_store_migrate (self, error);
  sqlite3_busy_timeout (self->db, MIGRATION_TIMEOUT_MS);
  done = daybook_store_migrate (self, error);
  set_patience (self);
  return done;
}

gboolean
daybook_store_open_connection (DaybookStore *self, GError **error)
{
  GError *failure = NULL;

  self->read_only = (self->flags & DAYBOOK_STORE_READ_ONLY) != 0;
  self->as_it_is = FALSE;
  if (!check_folder (self, error) || !check_file (self, error) || !note_file (self, error))
    return FALSE;
  if (!connect_to (self, self->path, self->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, error))
    return FALSE;
  if (!read_header (self, &failure) && !read_as_it_is (self, failure, error))
    return FALSE;
  if (!daybook_store_check_identity (self, error))
    return FALSE;
  if (!daybook_store_execute (self, pragmas_sql, error)
      || ((self->flags & DAYBOOK_STORE_MUCH) != 0 && !daybook_store_execute (self, much_sql, error)))
    return FALSE;
  if (!self->read_only && !set_journal_mode (self, error))
    return FALSE;
  return bring_up_to_date (self, error);
}

gboolean
daybook_store_open_memory (DaybookStore *self, GError **error)
{
  if (!connect_to (self, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, error)
      || !daybook_store_execute (self, pragmas_sql, error) || !daybook_store_migrate (self, error))
    return FALSE;
  self->read_only = TRUE;
  return TRUE;
}

/* A database that was read as it is, since the disk was full, is opened as usual once it can be. TRUE when it
 * was; then everything may have changed. Not while a statement or a transaction is under way. */
gboolean
daybook_store_reopen (DaybookStore *self)
{
  g_autoptr (GError) error = NULL;

  daybook_store_free_tokenizer (self);
  g_hash_table_remove_all (self->statements);
  if (daybook_store_open_connection (self, &error))
    return !self->as_it_is;
  g_warning ("The database cannot be opened again: %s", error->message);
  self->as_it_is = TRUE; /* asked again later */
  return FALSE;
}
