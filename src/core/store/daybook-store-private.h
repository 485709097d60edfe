/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the files of store/ share, and what its tests look into. */

#include <sqlite3.h>

#include "store/daybook-statement.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

typedef struct _DaybookWatch DaybookWatch;     /* daybook-watch.c */
typedef struct _DaybookChangeLog DaybookChangeLog; /* daybook-journal.c */
typedef struct _DaybookRound DaybookRound;     /* daybook-sync-round.c */
typedef struct _DaybookWordQueue DaybookWordQueue; /* daybook-search-index.c */

struct _DaybookStore
{
  GObject parent_instance;

  sqlite3 *db;
  char *path;
  guint64 device, inode; /* of the file at @path when it was opened */
  DaybookClock *clock; /* (owned) */
  DaybookStoreFlags flags;
  gboolean read_only;
  gboolean as_it_is; /* opened as a file that nobody changes, since the disk is full: reading works, no more */
  GHashTable *statements; /* (owned) the text's address to DaybookStatement */
  sqlite3_stmt *rollback; /* (owned) prepared beforehand: it must not fail for want of memory */

  int depth;       /* of nested begin and commit */
  gboolean broken; /* the transaction met an error: it can only be rolled back */
  gboolean stuck;  /* the rollback itself failed: what SQLite shows must not be read */
  gboolean busy;   /* the last error was another process writing */
  gint64 changes_before; /* rows changed by this connection before the transaction */

  DaybookChangeLog *change; /* (owned) (nullable) between begin_change and commit */
  gint64 written_change;    /* what daybook_store_take_written_change() tells next, 0: none */
  DaybookWatch *watch;      /* (owned) (nullable) */
  DaybookRound *round;      /* (owned) (nullable) what a full round saw */
  DaybookWordQueue *words;  /* (owned) (nullable) for the search index, until the commit */

  fts5_tokenizer tokenizer; /* the search index's, daybook-search-terms.c */
  Fts5Tokenizer *tokenizer_instance; /* (owned) (nullable) */

  DaybookZone *zone; /* (owned) (nullable) the one that zone_name stands for */
  char *zone_name;   /* (owned) (nullable) */

  /* What holds for the rest of the transaction, -1 = not asked yet. */
  int has_event_keys;
  gint64 quarantine_source; /* the source that has_quarantine speaks of */
  int has_quarantine;
  gint64 duration_source; /* the source that max_duration speaks of */
  gint64 max_duration;
  gint64 created_source; /* the source whose last put was of a new row */
  gint64 counted_source; /* the source that item_delta belongs to */
  gint64 item_delta;     /* rows it gained since its count was last written */
};

#define DAYBOOK_APPLICATION_ID 0x44617942 /* "DayB", in the file's header */

/* Opening (daybook-store-open.c, daybook-migrations.c). */
gboolean daybook_store_open_connection (DaybookStore *self, GError **error);
gboolean daybook_store_open_memory (DaybookStore *self, GError **error);
gboolean daybook_store_reopen (DaybookStore *self);
gboolean daybook_store_check_identity (DaybookStore *self, GError **error);
gboolean daybook_store_migrate (DaybookStore *self, GError **error);
gboolean daybook_store_apply_migrations (DaybookStore *self, GError **error);
void daybook_store_register_functions (DaybookStore *self);
int daybook_store_latest_schema (void);
char *daybook_store_get_backup_folder (const char *path);

/* Transactions: a writing function is
 *
 *   if (!daybook_store_enter (self, error))
 *     return FALSE;
 *   return daybook_store_leave (self, write_it (self, error), error);
 */
gboolean daybook_store_enter (DaybookStore *self, GError **error);
gboolean daybook_store_leave (DaybookStore *self, gboolean ok, GError **error);
gboolean daybook_store_execute (DaybookStore *self, const char *sql, GError **error);
gboolean daybook_store_unstick (DaybookStore *self);
void daybook_store_note_failure (DaybookStore *self, int code);
gboolean daybook_store_set_error (DaybookStore *self, int code, GError **error);
gboolean daybook_store_is_damaged (DaybookStore *self);
gboolean daybook_store_set_file_error (GError **error, const char *format, const char *path);
gboolean daybook_store_is_busy (DaybookStore *self);
/* After an UPDATE ... WHERE id = ? AND version = ?: CONFLICT or NOT_FOUND when it met no row. */
gboolean daybook_store_check_version (DaybookStore *self, const char *exists_sql, gint64 id, const char *name,
                                      GError **error);

/* The change watch (daybook-watch.c). */
void daybook_watch_free (DaybookWatch *watch);
void daybook_watch_note_own_change (DaybookWatch *watch);

/* Undo (daybook-journal.c): remembers a row as it is before this transaction first changes it. No-op
 * outside daybook_store_begin_change(). */
gboolean daybook_store_journal_touch (DaybookStore *self, const char *table, gint64 id, GError **error);
gboolean daybook_store_journal_touch_key (DaybookStore *self, const char *table, const char *key, GError **error);
void daybook_change_log_free (DaybookChangeLog *log);
gboolean daybook_store_write_change (DaybookStore *self, GError **error);
void daybook_store_note_written_change (DaybookStore *self);

/* Full rounds (daybook-sync-round.c). */
void daybook_round_free (DaybookRound *round);
gboolean daybook_store_flush_round (DaybookStore *self, GError **error);

/* Sources that may come back (daybook-departed.c). */
gboolean daybook_store_remember_departed (DaybookStore *self, gint64 account_id, GError **error);
gint64 daybook_store_find_departed (DaybookStore *self, gint64 account_id, const char *external_id);

/* The search index (daybook-search-index.c). */
void daybook_word_queue_free (DaybookWordQueue *queue);
gboolean daybook_store_flush_words (DaybookStore *self, GError **error);
void daybook_store_drop_words (DaybookStore *self);
void daybook_store_free_tokenizer (DaybookStore *self);

/* Runs under way. A process is its pid with its start time above it; 0: there is none (daybook-runs.c). */
gint64 daybook_process_identify (pid_t pid);
gboolean daybook_process_is_alive (gint64 process);
/* daybook-run-marks.c */
gboolean daybook_store_end_dead_marks (DaybookStore *self, GArray *sources, GError **error);

/* How many items a source has (daybook-item-counts.c). */
gboolean daybook_store_count_item (DaybookStore *self, gint64 source_id, int delta, GError **error);
gboolean daybook_store_flush_counts (DaybookStore *self, GError **error);

/* Notes that are no settings: when maintenance last ran, ... (daybook-settings.c) */
char *daybook_store_get_note (DaybookStore *self, const char *name);
gboolean daybook_store_set_note (DaybookStore *self, const char *name, const char *value, GError **error);

G_END_DECLS
