/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* The audit log: connects, disconnects, approvals, remote writes, model calls. Append-only by triggers,
 * and each row carries the SHA-256 of the row before and of itself, so that a later edit of the file
 * shows. Ids and counts only, never text from outside. */

typedef struct
{
  gint64 id;
  gint64 at;
  char *actor;   /* person agent worker ctl */
  char *action;  /* account.connect, entry.approve, ... */
  char *subject; /* id of a row */
  char *detail;  /* JSON object */
} DaybookAuditRow;

void daybook_audit_row_free (DaybookAuditRow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookAuditRow, daybook_audit_row_free)

/* Newest first; @limit 0 = all. */
GPtrArray *daybook_store_list_audit (DaybookStore *self, int limit, int offset, GError **error);
/* The chain's end, 32 bytes, and its row's @id (nullable); NULL while the log is empty: what the vault key
 * seals. */
GBytes *daybook_store_get_audit_head (DaybookStore *self, gint64 *id);
/* The chain's link in the row @id, NULL where there is no such row. */
GBytes *daybook_store_get_audit_chain (DaybookStore *self, gint64 id);
/* The id of the first row that does not fit the chain, 0 when all do, -1 on errors. */
gint64 daybook_store_verify_audit (DaybookStore *self, GError **error);

G_END_DECLS
