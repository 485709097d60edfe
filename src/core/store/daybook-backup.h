/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* A consistent, verified copy (VACUUM INTO a 0600 temporary, integrity_check, fsync, rename). */
gboolean daybook_store_backup (DaybookStore *self, const char *file, GError **error);
/* Whether @file is a whole, undamaged database of Daybook. */
gboolean daybook_backup_verify (const char *file, GError **error);
/* Replaces the database at @path with the copy in @file after verifying it; the present one is kept beside
 * as daybook.db.before-restore-DATE. Nothing restored is pushed by itself: the outbox waits for the person's word, cursors are dropped. */
gboolean daybook_store_restore (const char *path, const char *file, GError **error);
/* The same into the open store; keeping what was there is the caller's business. */
gboolean daybook_store_restore_open (DaybookStore *self, const char *file, GError **error);
/* quick_check or (full) integrity_check, entry digests, audit chain. Problems as sentences; empty = sound. */
GPtrArray *daybook_store_check (DaybookStore *self, gboolean full);
/* Rebuilds the search index, drops derived rows that lost their series, reindexes; where the file itself is
 * broken, restores the newest good backup and says so. Done things as sentences. */
GPtrArray *daybook_store_repair (DaybookStore *self, GError **error);
/* For a database that is too damaged to be opened: the newest good backup takes its place, and it is kept beside.
 * A file that is not damaged but another program's, newer, or not ours to read is left alone, with an error. */
GPtrArray *daybook_store_repair_closed (const char *path, GError **error);
/* Daily: backup (keep 7) in DATA/daybook/backups, runs older than 90 days, journal beyond 50, integrity weekly. */
/* When that last went well, by whomever; DAYBOOK_INSTANT_NONE: never. */
gint64 daybook_store_get_maintained_at (DaybookStore *self);
gboolean daybook_store_maintain (DaybookStore *self, GPtrArray *done, GError **error);
/* Deletes everything in the data folder, backups included. The vault's key is the worker's business. */
gboolean daybook_store_erase (const char *path, GError **error);

G_END_DECLS
