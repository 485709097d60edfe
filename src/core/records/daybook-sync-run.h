/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* One sync of one source (or of an account's list of sources: source_id 0). */
typedef struct
{
  gint64 id;
  gint64 account_id;
  gint64 source_id;
  char *provider;     /* filled in when listed, like the names */
  char *account_name;
  char *source_name;  /* NULL for an account's list of sources */
  char *mode;     /* full incremental */
  char *trigger;  /* manual schedule push start */
  char *status;   /* queued running success partial failed cancelled interrupted */
  gint64 fetched, created, updated, deleted, unchanged, suggested, auto_approved;
  gint64 requests, bytes, quota_units, retries;
  gint64 repeated; /* unchanged scheduled runs that this row stands for */
  char *error;
  char *error_code;
  gint64 retry_at;
  gint64 started_at;
  gint64 duration_ms;
} DaybookSyncRun;

DaybookSyncRun *daybook_sync_run_new (void);
DaybookSyncRun *daybook_sync_run_copy (const DaybookSyncRun *self);
void daybook_sync_run_free (DaybookSyncRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSyncRun, daybook_sync_run_free)

G_END_DECLS
