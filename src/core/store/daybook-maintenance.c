/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keeps the database well: daily backups, retention, checks, repairs, and its end. */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/daybook-error.h"
#include "store/daybook-audit.h"
#include "store/daybook-backup-private.h"
#include "store/daybook-entries-private.h"
#include "store/daybook-events-private.h"
#include "store/daybook-search-private.h"
#include "store/daybook-search-terms.h"
#include "store/daybook-store-private.h"

#define KEEP_BACKUPS 7
#define KEEP_RUNS (90 * DAYBOOK_DAY_SECONDS)
#define CHECK_EVERY (7 * DAYBOOK_DAY_SECONDS)
#define MAX_PROBLEMS 20
#define LEAST_ROOM (1024 * 1024) /* bytes */
#define WAL_PATIENCE (2 * G_USEC_PER_SEC) /* beside that of a single try */
#define DAILY_PREFIX "daybook-"

/* Whether there is room beside the database for what a sync may bring. Yes where the file system does not say. */
gboolean
daybook_store_has_room (DaybookStore *self)
{
  struct statvfs found;

  return statvfs (daybook_store_get_path (self), &found) != 0
         || (guint64) found.f_bavail * found.f_frsize >= LEAST_ROOM;
}

/* The WAL ------------------------------------------------------------------------------------------- */

gboolean
daybook_store_truncate_wal (DaybookStore *self, GError **error)
{
  gint64 give_up = g_get_monotonic_time () + WAL_PATIENCE;

  for (;;)
    {
      g_autoptr (DaybookStatement) query
          = daybook_store_prepare_composed (self, "PRAGMA wal_checkpoint (TRUNCATE)");
      gboolean busy = FALSE;

      /* A reader elsewhere makes it answer busy instead of failing. */
      if (daybook_statement_next (query))
        busy = daybook_statement_take_int (query) != 0;
      if (!daybook_statement_finish (query, error))
        return FALSE;
      if (!busy)
        return TRUE;
      if (g_get_monotonic_time () > give_up)
        break;
      g_usleep (20 * 1000);
    }
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                       _("Another program keeps reading the database. What was deleted is gone from it, but its "
                         "traces on the disk go only with the next maintenance."));
  return FALSE;
}

/* Backups ------------------------------------------------------------------------------------------- */

static int
compare_names_newest_first (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) b, *(const char *const *) a);
}

static GPtrArray *
list_files (const char *folder, const char *prefix, const char *suffix)
{
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_prefix (name, prefix) && g_str_has_suffix (name, suffix))
        g_ptr_array_add (files, g_build_filename (folder, name, NULL));
    }
  g_ptr_array_sort (files, compare_names_newest_first);
  return files;
}

/* The daily backups of the database at @path, newest first. */
GPtrArray *
daybook_backup_list (const char *path)
{
  g_autofree char *folder = daybook_store_get_backup_folder (path);

  return list_files (folder, DAILY_PREFIX, ".db");
}

GPtrArray *
daybook_store_list_backups (DaybookStore *self)
{
  return daybook_backup_list (self->path);
}

/* backups/daybook-2026-11-21.db, by the local day. */
char *
daybook_store_name_daily_backup (DaybookStore *self)
{
  g_autofree char *folder = daybook_store_get_backup_folder (self->path);
  DaybookDay today = daybook_zone_get_day (daybook_store_get_zone (self), daybook_store_now (self));
  char day[DAYBOOK_DAY_TEXT_SIZE];
  g_autofree char *name = g_strconcat (DAILY_PREFIX, daybook_day_write (today, day), ".db", NULL);

  return g_build_filename (folder, name, NULL);
}

/* No-op while there is none. */
static gboolean
replace_backups (DaybookStore *self, GError **error)
{
  g_autofree char *folder = daybook_store_get_backup_folder (self->path);
  g_autofree char *data_folder = g_path_get_dirname (self->path);
  g_autofree char *base = g_path_get_basename (self->path);
  g_autofree char *beside = g_strconcat (base, ".", NULL);
  g_autoptr (GPtrArray) copies = list_files (folder, "", "");
  g_autoptr (GPtrArray) kept_aside = list_files (data_folder, beside, "");
  g_autofree char *fresh = daybook_store_name_daily_backup (self);

  if (copies->len + kept_aside->len == 0)
    return TRUE;
  if (!daybook_store_backup (self, fresh, error))
    {
      g_prefix_error (error, "%s ", _("Older backups still hold what was deleted, since no new one could be made."));
      return FALSE;
    }
  for (guint i = 0; i < copies->len; i++)
    {
      if (!g_str_equal (copies->pdata[i], fresh))
        g_unlink (copies->pdata[i]);
    }
  for (guint i = 0; i < kept_aside->len; i++)
    g_unlink (kept_aside->pdata[i]);
  return TRUE;
}

gboolean
daybook_store_owe_older_copies (DaybookStore *self, GError **error)
{
  return daybook_store_set_note (self, DAYBOOK_OLDER_COPIES_NOTE, "yes", error);
}

gboolean
daybook_store_drop_older_copies (DaybookStore *self, GError **error)
{
  g_autofree char *owed = daybook_store_get_note (self, DAYBOOK_OLDER_COPIES_NOTE);

  return g_strcmp0 (owed, "yes") != 0
         || (replace_backups (self, error) && daybook_store_set_note (self, DAYBOOK_OLDER_COPIES_NOTE, "no", error));
}

/* Checking ------------------------------------------------------------------------------------------ */

static void
add_problem (GPtrArray *problems, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_problem (GPtrArray *problems, const char *format, ...)
{
  va_list arguments;

  if (problems->len >= MAX_PROBLEMS)
    return;
  va_start (arguments, format);
  g_ptr_array_add (problems, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* Runs a pragma that answers "ok" or problems. An error is a problem too: that is what is asked for. */
static gboolean
check_file (DaybookStore *self, gboolean full, GPtrArray *problems)
{
  g_autoptr (DaybookStatement) query
      = daybook_store_prepare_composed (self, full ? "PRAGMA integrity_check (10)" : "PRAGMA quick_check (10)");
  g_autoptr (GError) error = NULL;
  gboolean sound = FALSE;

  while (daybook_statement_next (query))
    {
      const char *text = daybook_statement_take_text (query);

      if (g_strcmp0 (text, "ok") == 0)
        sound = TRUE;
      else
        add_problem (problems, _("The database file is damaged: %s"), text != NULL ? text : "");
    }
  if (!daybook_statement_finish (query, &error))
    {
      add_problem (problems, "%s", error->message);
      return FALSE;
    }
  return sound;
}

static void
check_references (DaybookStore *self, GPtrArray *problems)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare_composed (self, "PRAGMA foreign_key_check");
  g_autoptr (GError) error = NULL;

  while (daybook_statement_next (query))
    {
      const char *table = daybook_statement_take_text (query);
      gint64 row = daybook_statement_take_int (query);

      add_problem (problems, _("Row %lld of %s refers to a row that is not there."), (long long) row, table);
    }
  if (!daybook_statement_finish (query, &error))
    add_problem (problems, "%s", error->message);
}

static void
check_index (DaybookStore *self, GPtrArray *problems)
{
  g_autoptr (GError) error = NULL;

  if (self->read_only)
    return;
  if (!daybook_store_execute (self, "INSERT INTO search (search) VALUES ('integrity-check')", &error))
    add_problem (problems, "%s", daybook_store_is_damaged (self) ? _("The search index is damaged.") : error->message);
}

static gboolean
take_first_word (const char *word, gsize length, gsize start, gsize end, gpointer data)
{
  *(char **) data = g_strdup_printf ("\"%.*s\"", (int) length, word);
  return FALSE;
}

/* Whether the index finds a row by the first word of its title. */
static gboolean
is_indexed (DaybookStore *self, gint64 rowid, const char *title)
{
  g_autofree char *match = NULL;
  g_autoptr (DaybookStatement) query = NULL;
  gint64 found = 0;

  daybook_store_foreach_word (self, title, take_first_word, &match);
  if (match == NULL)
    return TRUE;
  query = daybook_store_prepare (self, "SELECT 1 FROM search WHERE search MATCH ? AND rowid = ?");
  daybook_statement_bind_text (query, match);
  daybook_statement_bind_int (query, rowid);
  return !daybook_statement_run_for_int (query, &found, NULL) || found != 0;
}

/* FTS5 knows whether its index is whole, not whether it speaks of every row. What a person wrote is looked for
 * in it: no sync brings that back, and there are few of them beside what was synced. */
static void
check_index_is_complete (DaybookStore *self, GPtrArray *problems)
{
  static const struct
  {
    const char *sql;
    DaybookSearchKind kind;
  } tables[] = {
    { "SELECT id, start_at, title FROM time_entry", DAYBOOK_SEARCH_ENTRY },
    { "SELECT id, created_at, title FROM task", DAYBOOK_SEARCH_TASK },
  };
  guint n_missing = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      g_autoptr (DaybookStatement) query = daybook_store_prepare (self, tables[i].sql);

      while (daybook_statement_next (query))
        {
          gint64 id = daybook_statement_take_int (query);
          gint64 at = daybook_statement_take_int (query);
          const char *title = daybook_statement_take_text (query);

          n_missing += !is_indexed (self, daybook_search_make_rowid (tables[i].kind, id, at), title != NULL ? title : "");
        }
      /* A file that cannot be read is told by the other checks. */
      daybook_statement_finish (query, NULL);
    }
  if (n_missing > 0)
    add_problem (problems, ngettext ("The search does not find %u item.", "The search does not find %u items.", n_missing),
                 n_missing);
}

static void
check_entries (DaybookStore *self, GPtrArray *problems)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) unsound = daybook_store_list_unsound_entries (self, &error);

  if (unsound == NULL)
    {
      add_problem (problems, "%s", error->message);
      return;
    }
  for (guint i = 0; i < unsound->len; i++)
    {
      g_autofree char *id = daybook_id_format (DAYBOOK_KIND_ENTRY, g_array_index (unsound, gint64, i));

      add_problem (problems, _("The time entry %s was altered outside Daybook."), id);
    }
}

static void
check_audit (DaybookStore *self, GPtrArray *problems)
{
  g_autoptr (GError) error = NULL;
  gint64 broken = daybook_store_verify_audit (self, &error);

  if (broken < 0)
    add_problem (problems, "%s", error->message);
  else if (broken > 0)
    add_problem (problems, _("The audit log was altered at or before its row %lld."), (long long) broken);
}

/* (transfer full) Sentences; never NULL: what cannot be read is a problem, too. */
GPtrArray *
daybook_store_check (DaybookStore *self, gboolean full)
{
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_free);

  if (check_file (self, full, problems))
    {
      check_references (self, problems);
      check_index (self, problems);
      check_index_is_complete (self, problems);
    }
  check_entries (self, problems);
  check_audit (self, problems);
  return problems;
}

/* Maintenance --------------------------------------------------------------------------------------- */

static gboolean
run_with (DaybookStore *self, const char *sql, gint64 value, int *changes, GError **error)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare (self, sql);

  daybook_statement_bind_int (query, value);
  if (!daybook_statement_run (query, error))
    return FALSE;
  *changes += sqlite3_changes (self->db);
  return TRUE;
}

static gboolean
retire (DaybookStore *self, GPtrArray *done, GError **error)
{
  int runs = 0;
  int ignored = 0;

  if (!daybook_store_enter (self, error))
    return FALSE;
  if (!daybook_store_leave (
        self,
        run_with (self, "DELETE FROM sync_run WHERE started_at < ?", daybook_store_now (self) - KEEP_RUNS, &runs, error)
          && run_with (self,
                       "DELETE FROM journal WHERE id <= (SELECT id FROM journal ORDER BY id DESC LIMIT 1 OFFSET ?)",
                       50, &ignored, error),
        error))
    return FALSE;
  if (runs > 0)
    g_ptr_array_add (done, g_strdup_printf (ngettext ("Deleted %d sync run older than 90 days",
                                                      "Deleted %d sync runs older than 90 days", runs),
                                            runs));
  return TRUE;
}

/* What a process that was killed left of a backup: never a backup, and as large as one. */
static gboolean
drop_unfinished (DaybookStore *self, GPtrArray *done, GError **error)
{
  g_autofree char *folder = daybook_store_get_backup_folder (self->path);
  g_autofree char *data_folder = g_path_get_dirname (self->path);
  g_autofree char *base = g_path_get_basename (self->path);
  g_autoptr (GPtrArray) backups = list_files (folder, "", DAYBOOK_BACKUP_UNFINISHED);
  g_autoptr (GPtrArray) kept_aside = list_files (data_folder, base, DAYBOOK_BACKUP_UNFINISHED);

  g_ptr_array_extend_and_steal (backups, g_steal_pointer (&kept_aside));
  for (guint i = 0; i < backups->len; i++)
    daybook_backup_drop_unfinished (backups->pdata[i]);
  return TRUE;
}

static gboolean
back_up (DaybookStore *self, GPtrArray *done, GError **error)
{
  g_autofree char *file = daybook_store_name_daily_backup (self);
  g_autoptr (GPtrArray) backups = NULL;

  if (g_file_test (file, G_FILE_TEST_EXISTS))
    return TRUE;
  if (!daybook_store_backup (self, file, error))
    return FALSE;
  g_ptr_array_add (done, g_strdup_printf (_("Made the backup %s"), file));
  backups = daybook_store_list_backups (self);
  /* The one that was just made stays, whatever days the others have from a clock that was wrong. */
  for (guint i = 0, n_kept = 1; i < backups->len; i++)
    {
      if (!g_str_equal (backups->pdata[i], file) && ++n_kept > KEEP_BACKUPS)
        g_unlink (backups->pdata[i]);
    }
  return TRUE;
}

static gboolean
check_weekly (DaybookStore *self, GPtrArray *done, GError **error)
{
  g_autofree char *last = daybook_store_get_note (self, ".checked_at");
  gint64 checked_at = last != NULL ? g_ascii_strtoll (last, NULL, 10) : 0;
  g_autofree char *now = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  /* A check in the future was made by a clock that was wrong. */
  if (checked_at > daybook_store_now (self) - CHECK_EVERY && checked_at <= daybook_store_now (self))
    return TRUE;
  problems = daybook_store_check (self, TRUE);
  if (problems->len > 0)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, "%s %s", (char *) problems->pdata[0],
                   _("Run “daybookctl check --repair”."));
      return FALSE;
    }
  g_ptr_array_add (done, g_strdup (_("Checked the whole database: it is sound")));
  now = g_strdup_printf ("%" G_GINT64_FORMAT, daybook_store_now (self));
  return daybook_store_set_note (self, ".checked_at", now, error);
}

static gint64
ask (DaybookStore *self, const char *sql)
{
  g_autoptr (DaybookStatement) query = daybook_store_prepare_composed (self, sql);
  gint64 value = 0;

  daybook_statement_run_for_int (query, &value, NULL);
  return value;
}

/* Gives back what deleted rows held, when that is more than a quarter of the file. */
static gboolean
shrink (DaybookStore *self, GPtrArray *done, GError **error)
{
  gint64 pages = ask (self, "PRAGMA page_count");
  gint64 unused = ask (self, "PRAGMA freelist_count");
  gboolean shrunk;

  if (unused < 1000 || unused * 4 < pages)
    return TRUE;
  /* In memory it would not fit under the heap's limit. */
  shrunk = daybook_store_execute (self, "PRAGMA temp_store = FILE", error)
           && daybook_store_execute (self, "VACUUM", error);
  daybook_store_execute (self, "PRAGMA temp_store = MEMORY", NULL);
  if (!shrunk)
    return FALSE;
  g_ptr_array_add (done, g_strdup (_("Gave back space that deleted items had held")));
  return TRUE;
}

static gboolean
drop_older_copies (DaybookStore *self, GPtrArray *done, GError **error)
{
  return daybook_store_drop_older_copies (self, error);
}

static gboolean
merge_index (DaybookStore *self, GPtrArray *done, GError **error)
{
  return daybook_store_merge_words (self, error);
}

#define MAINTAINED_NOTE ".maintained_at"

static gboolean
note_maintained (DaybookStore *self, GError **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, daybook_store_now (self));

  return daybook_store_set_note (self, MAINTAINED_NOTE, now, error);
}

gint64
daybook_store_get_maintained_at (DaybookStore *self)
{
  g_autofree char *note = daybook_store_get_note (self, MAINTAINED_NOTE);

  return note != NULL ? g_ascii_strtoll (note, NULL, 10) : DAYBOOK_INSTANT_NONE;
}

/* Every step is tried, whatever became of the others; the first error is told. A backup is made before the
 * check, since it verifies what it wrote. */
gboolean
daybook_store_maintain (DaybookStore *self, GPtrArray *done, GError **error)
{
  g_autoptr (GError) first = NULL;
  gboolean (*const steps[]) (DaybookStore *, GPtrArray *, GError **)
      = { retire, drop_unfinished, drop_older_copies, back_up, check_weekly, merge_index, shrink };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError) step_error = NULL;

      if (!steps[i] (self, done, &step_error) && first == NULL)
        first = g_steal_pointer (&step_error);
    }
  if (first == NULL)
    note_maintained (self, &first);
  daybook_store_truncate_wal (self, first == NULL ? &first : NULL);
  if (first != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }
  return TRUE;
}

/* Erasing ------------------------------------------------------------------------------------------- */

static gboolean
erase_files (GPtrArray *files, GError **error)
{
  for (guint i = 0; i < files->len; i++)
    {
      if (g_unlink (files->pdata[i]) != 0 && errno != ENOENT)
        {
          g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, _("“%s” cannot be deleted: %s"),
                       (char *) files->pdata[i], g_strerror (errno));
          return FALSE;
        }
    }
  return TRUE;
}

/* What is Daybook's in the data folder is known by name: the folder may be one that a person chose, with other things in
 * it. `backups` and `locks` are Daybook's own, with all that lies in them. */
gboolean
daybook_store_erase (const char *path, GError **error)
{
  g_autofree char *target = path != NULL ? g_canonicalize_filename (path, NULL) : daybook_store_default_path ();
  g_autofree char *folder = g_path_get_dirname (target);
  g_autofree char *base = g_path_get_basename (target);
  g_autofree char *backup_folder = daybook_store_get_backup_folder (target);
  g_autofree char *lock_folder = g_build_filename (folder, "locks", NULL);
  g_autoptr (GPtrArray) backups = list_files (backup_folder, "", "");
  g_autoptr (GPtrArray) locks = list_files (lock_folder, "", "");
  g_autoptr (GPtrArray) agent_locks = list_files (folder, "agent.lock", "");
  g_autoptr (GPtrArray) files = list_files (folder, base, "");

  if (!erase_files (files, error) || !erase_files (backups, error) || !erase_files (locks, error)
      || !erase_files (agent_locks, error))
    return FALSE;
  g_rmdir (backup_folder);
  g_rmdir (lock_folder);
  /* Stays when somebody else put something in it. */
  g_rmdir (folder);
  return TRUE;
}
