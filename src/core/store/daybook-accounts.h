/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-account.h"
#include "records/daybook-source.h"
#include "records/daybook-sync-run.h"
#include "store/daybook-sealed-secrets.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Grants, accounts, sources, sync runs. Lists are GPtrArray that own. */

gint64 daybook_store_add_grant (DaybookStore *self, DaybookGrant *grant, GError **error); /* sets id */
DaybookGrant *daybook_store_get_grant (DaybookStore *self, gint64 id, GError **error);
gboolean daybook_store_update_grant (DaybookStore *self, const DaybookGrant *grant, GError **error);
/* Raises the epoch: a refresh that began before can no longer write its tokens. */
gboolean daybook_store_raise_grant_epoch (DaybookStore *self, gint64 grant_id, GError **error);
/* Whether the sign-in that the account has allows to write to its service. */
gboolean daybook_store_account_may_write (DaybookStore *self, gint64 account_id);
int daybook_store_count_grant_accounts (DaybookStore *self, gint64 grant_id);

gint64 daybook_store_add_account (DaybookStore *self, DaybookAccount *account, GError **error);
DaybookAccount *daybook_store_get_account (DaybookStore *self, gint64 id, GError **error);
DaybookAccount *daybook_store_find_account (DaybookStore *self, const char *provider, const char *identity);
GPtrArray *daybook_store_list_accounts (DaybookStore *self, GError **error);
/* Writes name, settings, paused if the row's version is still account->version (else CONFLICT). */
gboolean daybook_store_edit_account (DaybookStore *self, const DaybookAccount *account, GError **error);
/* Writes what syncing learns: status, reason, retry_at, last_sync_at, sources_at, error, failures. */
gboolean daybook_store_set_account_state (DaybookStore *self, const DaybookAccount *account, GError **error);
/* Where the account's next scout goes on (@cursor NULL: from the start), and the version of its parameters. */
gboolean daybook_store_set_scout_cursor (DaybookStore *self, gint64 id, const char *cursor, const char *params, GError **error);
/* The agent's plan, apart from the state: it may be written while a worker is at work on the account. */
gboolean daybook_store_set_next_sync (DaybookStore *self, gint64 id, gint64 next_sync_at, GError **error);
/* Signing in again may give another grant, and tells the identity. */
gboolean daybook_store_set_account_grant (DaybookStore *self, gint64 id, gint64 grant_id, const char *identity,
                                          GError **error);
/* Deletes what was synced, keeps what the person approved or wrote (entries, tasks); with @keep_data the
 * account stays as `disconnected` with its rows. Secrets and epoch are the caller's (worker's) business.
 * Purges journal, optimizes the index, truncates the WAL. Counts kept rows into @kept. */
gboolean daybook_store_disconnect_account (DaybookStore *self, gint64 id, gboolean keep_data, gint64 *kept, GError **error);

gint64 daybook_store_add_source (DaybookStore *self, DaybookSource *source, GError **error);
DaybookSource *daybook_store_get_source (DaybookStore *self, gint64 id, GError **error);
DaybookSource *daybook_store_find_source (DaybookStore *self, gint64 account_id, const char *external_id);
GPtrArray *daybook_store_list_sources (DaybookStore *self, gint64 account_id /* 0 = all */, GError **error);
/* How many items a source brought: events without the occurrences that follow from a series, activities. */
gint64 daybook_store_count_source_items (DaybookStore *self, gint64 source_id);
/* How many time entries were made of an account's events: what disconnecting leaves. */
gint64 daybook_store_count_account_entries (DaybookStore *self, gint64 account_id);
/* What a person chooses: enabled, direction, visibility, project, person, window, push, settings, state; versioned. */
gboolean daybook_store_edit_source (DaybookStore *self, const DaybookSource *source, GError **error);
/* What the service says: name, owner, color, time_zone, state gone/read_only/active. */
gboolean daybook_store_refresh_source (DaybookStore *self, const DaybookSource *source, GError **error);
/* The engine's: cursor, cursor_params, resume, generation, expanded_*, last_sync_at, state, held_count. */
gboolean daybook_store_set_source_progress (DaybookStore *self, const DaybookSource *source, GError **error);
/* The engine's, too: owed. */
gboolean daybook_store_set_source_owed (DaybookStore *self, const DaybookSource *source, GError **error);
gboolean daybook_store_add_source_range (DaybookStore *self, gint64 source_id, DaybookDay from, DaybookDay to, GError **error);
/* Whether this source was asked for @day and everything after it that it was ever asked for. */
gboolean daybook_store_add_loaded_range (DaybookStore *self, gint64 source_id, DaybookDay from, DaybookDay to, GError **error);
gboolean daybook_store_source_covers (DaybookStore *self, gint64 source_id, DaybookDay day);
/* Whether every enabled source has synced [from, to). */
gboolean daybook_store_covers (DaybookStore *self, DaybookDay from, DaybookDay to);
/* The days [from, to) around @day that every enabled source of @kind ("calendar"; NULL: of any) covers without a gap;
 * FALSE: not even @day, or there is none. */
gboolean daybook_store_get_coverage (DaybookStore *self, const char *kind, DaybookDay day, DaybookDay *from, DaybookDay *to);
gboolean daybook_store_quarantine (DaybookStore *self, gint64 source_id, const char *external_id, const char *etag,
                                   const char *reason, GError **error);

/* An item that could not be read, and why. */
typedef struct
{
  char *external_id;
  char *reason;
  gint64 at;
} DaybookQuarantined;

void daybook_quarantined_free (DaybookQuarantined *self);
GPtrArray *daybook_store_list_quarantined (DaybookStore *self, gint64 source_id, int limit, GError **error);
int daybook_store_count_quarantined (DaybookStore *self, gint64 source_id);

gint64 daybook_store_begin_run (DaybookStore *self, DaybookSyncRun *run, GError **error);
/* A run that probably changes nothing is marked instead and has no row before it ends: see daybook-run-marks.c. */
gboolean daybook_store_mark_run (DaybookStore *self, DaybookSyncRun *run);
void daybook_store_unmark_run (DaybookStore *self);
/* Writes the run's end; folds an unchanged scheduled success into the row before it (repeated + 1). A run without a
 * source is the account's: a scout that found nothing to pull, or failed. */
/* What was judged after the last run of @source_id had ended: added to that. */
gboolean daybook_store_note_suggested (DaybookStore *self, gint64 source_id, int suggested, int auto_approved, GError **error);
gboolean daybook_store_finish_run (DaybookStore *self, DaybookSyncRun *run, GError **error);
/* Runs whose worker is dead become `interrupted`; their source ids in @sources. */
gboolean daybook_store_interrupt_runs (DaybookStore *self, GArray *sources /* gint64 */, GError **error);
typedef struct
{
  gint64 account_id; /* 0 = any, like every other absent value */
  gint64 source_id;
  gint64 project_id;
  const char *provider;
  const char *status; /* one or more, with spaces between */
  const char *text;   /* found in the names of account and source, in the error or its code */
  gint64 from_at; /* DAYBOOK_INSTANT_NONE = open */
  gint64 to_at;
  gint64 before_at; /* with before_id: only what comes after that run in the list, as for the next page */
  gint64 before_id;
  int limit;
  int offset;
} DaybookRunFilter;

/* How an account's sources that are synced did at their last run: which failed by trouble of their own. */
typedef struct
{
  guint n_all;
  guint n_failing;
  char *name;       /* (owned) (nullable) of the first that failed */
  char *error;      /* (owned) (nullable) what its run says */
  char *error_code; /* (owned) (nullable) */
} DaybookFailingSources;
gboolean daybook_store_find_failing_sources (DaybookStore *self, gint64 account_id, DaybookFailingSources *failing);
void daybook_failing_sources_clear (DaybookFailingSources *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookFailingSources, daybook_failing_sources_clear)

GPtrArray *daybook_store_list_runs (DaybookStore *self, const DaybookRunFilter *filter, GError **error);
gboolean daybook_store_count_runs (DaybookStore *self, const DaybookRunFilter *filter, gint64 *n, GError **error);
DaybookSyncRun *daybook_store_get_run (DaybookStore *self, gint64 id, GError **error);

G_END_DECLS
