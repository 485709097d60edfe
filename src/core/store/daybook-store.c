/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store as an object: its life, its transactions and how SQLite's errors become ours. Opening
 * stands in daybook-store-open.c. */
#include "store/daybook-store.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-store-private.h"

G_DEFINE_FINAL_TYPE (DaybookStore, daybook_store, G_TYPE_OBJECT)

static void
forget_transaction (DaybookStore *self)
{
  self->depth = 0;
  self->broken = FALSE;
  self->has_event_keys = -1;
  self->has_quarantine = -1;
  self->quarantine_source = 0;
  self->duration_source = 0;
  self->created_source = 0;
  self->counted_source = 0;
  self->item_delta = 0;
  g_clear_pointer (&self->change, daybook_change_log_free);
}

static void
daybook_store_finalize (GObject *object)
{
  DaybookStore *self = DAYBOOK_STORE (object);

  g_clear_pointer (&self->watch, daybook_watch_free);
  g_clear_pointer (&self->change, daybook_change_log_free);
  g_clear_pointer (&self->round, daybook_round_free);
  daybook_store_drop_words (self);
  daybook_store_free_tokenizer (self);
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->rollback, sqlite3_finalize);
  /* Closing rolls back what was not committed, and the last connection folds the WAL into the file. */
  g_clear_pointer (&self->db, sqlite3_close_v2);
  g_clear_pointer (&self->zone, daybook_zone_unref);
  g_clear_pointer (&self->zone_name, g_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (daybook_store_parent_class)->finalize (object);
}

static void
daybook_store_class_init (DaybookStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_store_finalize;

  g_signal_new ("changed", DAYBOOK_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_store_init (DaybookStore *self)
{
  self->statements
      = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) daybook_statement_free);
  forget_transaction (self);
}

DaybookStore *
daybook_store_open (const char *path, DaybookStoreFlags flags, DaybookClock *clock, GError **error)
{
  g_autoptr (DaybookStore) self = g_object_new (DAYBOOK_TYPE_STORE, NULL);

  self->path = path != NULL ? g_canonicalize_filename (path, NULL) : daybook_store_default_path ();
  self->flags = flags;
  self->clock = clock != NULL ? g_object_ref (clock) : daybook_clock_new ();
  if (!daybook_store_open_connection (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

DaybookStore *
daybook_store_new_empty (DaybookClock *clock, GError **error)
{
  g_autoptr (DaybookStore) self = g_object_new (DAYBOOK_TYPE_STORE, NULL);

  self->path = daybook_store_default_path ();
  self->clock = g_object_ref (clock);
  if (!daybook_store_open_memory (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Absolute. */
const char *
daybook_store_get_path (DaybookStore *self)
{
  return self->path;
}

DaybookClock *
daybook_store_get_clock (DaybookStore *self)
{
  return self->clock;
}

gint64
daybook_store_now (DaybookStore *self)
{
  return daybook_clock_now (self->clock);
}

/* Also TRUE when writing was asked for and the file or its folder does not allow it. */
gboolean
daybook_store_is_read_only (DaybookStore *self)
{
  return self->read_only;
}

/* Errors ------------------------------------------------------------------------------------------ */

/* Called where a statement fails: whatever the caller makes of it, the transaction cannot go on. After
 * SQLITE_FULL a COMMIT may succeed with half of what was written (reliability.md, 0.9). */
void
daybook_store_note_failure (DaybookStore *self, int code)
{
  int primary = code & 0xff;

  self->busy = primary == SQLITE_BUSY || primary == SQLITE_LOCKED;
  if (self->depth > 0)
    self->broken = TRUE;
}

/* Whether the last error was another process holding the database: trying again may help. */
gboolean
daybook_store_is_busy (DaybookStore *self)
{
  return self->busy;
}

/* The one place that says what an SQLite code means. Always returns FALSE. */
gboolean
daybook_store_set_error (DaybookStore *self, int code, GError **error)
{
  /* The file that programs share their view of the WAL in could not grow: that is a full disk, too. */
  if (code == SQLITE_IOERR_SHMSIZE)
    code = SQLITE_FULL;
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_DISK_FULL,
                           _("The disk is full, so nothing was saved. Free some space and try again."));
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                           _("Another program is writing to Daybook’s database. Try again."));
      break;
    case SQLITE_READONLY:
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("Daybook may not write to its database. Look at the permissions of “%s”."), self->path);
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("Daybook’s database “%s” is damaged. Run “daybookctl check --repair”."), self->path);
      break;
    case SQLITE_CONSTRAINT:
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
                           _("The change does not fit what is stored by now, so nothing was saved."));
      break;
    case SQLITE_TOOBIG:
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                           _("A text is too long for the database, so nothing was saved."));
      break;
    case SQLITE_CANTOPEN:
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("Daybook’s database “%s” cannot be opened."), self->path);
      break;
    case SQLITE_IOERR:
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("The disk failed under Daybook’s database “%s” (code %d)."), self->path, code);
      break;
    default:
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _("Daybook’s database answered with error %d: %s"), code, sqlite3_errstr (code));
      break;
    }
  return FALSE;
}

gboolean
daybook_store_check_version (DaybookStore *self, const char *exists_sql, gint64 id, const char *name, GError **error)
{
  g_autoptr (DaybookStatement) query = NULL;
  gint64 exists = 0;

  if (sqlite3_changes (self->db) == 1)
    return TRUE;
  query = daybook_store_prepare (self, exists_sql);
  daybook_statement_bind_int (query, id);
  if (!daybook_statement_run_for_int (query, &exists, error))
    return FALSE;
  if (exists)
    g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFLICT,
                 _("“%s” was changed elsewhere meanwhile. Look at it again before you change it."), name);
  else
    g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NOT_FOUND, _("“%s” was deleted meanwhile."), name);
  return FALSE;
}

/* Transactions ------------------------------------------------------------------------------------ */

/* Runs statements that need no values. */
gboolean
daybook_store_execute (DaybookStore *self, const char *sql, GError **error)
{
  int code;

  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  code = sqlite3_extended_errcode (self->db);
  daybook_store_note_failure (self, code);
  return daybook_store_set_error (self, code, error);
}

/* Whether what failed last failed because the file is damaged. */
gboolean
daybook_store_is_damaged (DaybookStore *self)
{
  int code = sqlite3_errcode (self->db) & 0xff;

  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

static gboolean
refuse_broken (GError **error)
{
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                       _("An earlier step of this change failed, so nothing was saved."));
  return FALSE;
}

static void
roll_back (DaybookStore *self)
{
  /* Some errors have rolled back already. */
  if (!sqlite3_get_autocommit (self->db))
    {
      sqlite3_step (self->rollback);
      sqlite3_reset (self->rollback);
    }
  self->stuck = !sqlite3_get_autocommit (self->db);
}

/* Without memory even a rollback can fail. Until it succeeds the rows of the dead transaction are visible
 * here, and nobody may take them for what is stored: every statement first comes by here. */
gboolean
daybook_store_unstick (DaybookStore *self)
{
  if (self->stuck)
    roll_back (self);
  return !self->stuck;
}

static void
undo_everything (DaybookStore *self)
{
  roll_back (self);
  g_clear_pointer (&self->round, daybook_round_free);
  g_clear_pointer (&self->change, daybook_change_log_free);
  daybook_store_drop_words (self);
}

/* Begins a transaction (BEGIN IMMEDIATE, so that it cannot fail half-way for want of the lock), or joins
 * the open one: only the outermost commit commits. After an error the open one is dead, and this begins
 * a new one. */
gboolean
daybook_store_begin (DaybookStore *self, GError **error)
{
  if (self->depth > 0 && !self->broken)
    {
      self->depth++;
      return TRUE;
    }
  if (self->depth > 0)
    {
      undo_everything (self);
      forget_transaction (self);
    }
  self->busy = FALSE;
  if (self->read_only)
    return daybook_store_set_error (self, self->as_it_is ? SQLITE_FULL : SQLITE_READONLY, error);
  if (!daybook_store_unstick (self))
    return daybook_store_set_error (self, SQLITE_NOMEM, error);
  if (!daybook_store_execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  forget_transaction (self);
  self->depth = 1;
  self->changes_before = sqlite3_total_changes64 (self->db);
  return TRUE;
}

/* Commits. When anything failed since daybook_store_begin(), nothing is saved and this is an error. */
gboolean
daybook_store_commit (DaybookStore *self, GError **error)
{
  if (self->depth == 0)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL, "commit without a transaction");
      return FALSE;
    }
  if (self->depth > 1)
    {
      self->depth--;
      return self->broken ? refuse_broken (error) : TRUE;
    }
  if (self->broken || sqlite3_get_autocommit (self->db))
    {
      daybook_store_rollback (self);
      return refuse_broken (error);
    }
  if ((self->change != NULL && !daybook_store_write_change (self, error))
      || (self->round != NULL && !daybook_store_flush_round (self, error))
      || !daybook_store_flush_counts (self, error) || !daybook_store_flush_words (self, error) || !daybook_store_execute (self, "COMMIT", error))
    {
      daybook_store_rollback (self);
      return FALSE;
    }
  if (self->change != NULL)
    daybook_store_note_written_change (self);
  forget_transaction (self);
  if (self->watch != NULL && sqlite3_total_changes64 (self->db) != self->changes_before)
    daybook_watch_note_own_change (self->watch);
  return TRUE;
}

/* Takes everything back, the outer transactions that this one joined included. */
void
daybook_store_rollback (DaybookStore *self)
{
  if (self->depth == 0)
    return;
  undo_everything (self);
  self->broken = TRUE;
  self->depth--;
  if (self->depth == 0)
    forget_transaction (self);
}

/* What writing functions begin with: joins the open transaction or makes one. */
gboolean
daybook_store_enter (DaybookStore *self, GError **error)
{
  if (self->depth > 0 && self->broken)
    return refuse_broken (error);
  return daybook_store_begin (self, error);
}

/* What they end with: @ok says whether to keep what was written. Returns @ok, or FALSE when keeping
 * failed. */
gboolean
daybook_store_leave (DaybookStore *self, gboolean ok, GError **error)
{
  if (ok)
    return daybook_store_commit (self, error);
  daybook_store_rollback (self);
  return FALSE;
}

/* The zone that days and wall times of people are in: the setting `time_zone`, else the computer's.
 * (transfer none), good until the setting changes. */
DaybookZone *
daybook_store_get_zone (DaybookStore *self)
{
  g_autofree char *name = daybook_store_get_setting (self, "time_zone");

  if (self->zone != NULL && g_strcmp0 (name, self->zone_name) == 0)
    return self->zone;
  g_clear_pointer (&self->zone, daybook_zone_unref);
  if (name != NULL && *name != '\0')
    self->zone = daybook_zone_lookup (name);
  if (self->zone == NULL)
    self->zone = daybook_zone_new_local ();
  g_free (self->zone_name);
  self->zone_name = g_steal_pointer (&name);
  return self->zone;
}
