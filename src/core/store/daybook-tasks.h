/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-task.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Tasks: what a person has to do, and where "done" travels. Every writing function is one change of the journal, or
 * part of an open one. */

/* Returns the new row's number, also in task->id; 0 on errors. */
gint64 daybook_store_add_task (DaybookStore *self, DaybookTask *task, GError **error);
DaybookTask *daybook_store_get_task (DaybookStore *self, gint64 id, GError **error);
/* @status -1: any. Open ones first, by due time, then by age. */
GPtrArray *daybook_store_list_tasks (DaybookStore *self, int status, GError **error);
/* Those done since @since, the last first, at most @limit. */
GPtrArray *daybook_store_list_done_tasks (DaybookStore *self, gint64 since, int limit, GError **error);
/* Writes status and done_at, and into the outbox what the service has to be told: in one transaction. Setting the
 * status it has already changes nothing. */
gboolean daybook_store_set_task_done (DaybookStore *self, gint64 id, gboolean done, GError **error);

/* ---- the outbox ---- */

/* A pair of done and reopen within so many seconds costs no request. */
#define DAYBOOK_OUTBOX_DELAY 10
/* After so many tries without success a row is parked. */
#define DAYBOOK_OUTBOX_TRIES 5

typedef struct
{
  gint64 id;
  gint64 account_id;
  gint64 source_id;
  gint64 task_id;
  char *kind;   /* mail.done, mail.reopen, notification.done */
  char *target; /* what it is done to: external id of the mail; owner/repository#number */
  char *body;   /* JSON */
  char *key;    /* idempotency key */
  gboolean parked;
  int attempts;
  gint64 next_attempt_at;
  char *last_error;
  gint64 created_at;
} DaybookOutboxRow;
void daybook_outbox_row_free (DaybookOutboxRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookOutboxRow, daybook_outbox_row_free)

/* @account_id 0: all. @due: only what may be tried now. Oldest first. */
GPtrArray *daybook_store_list_outbox (DaybookStore *self, gint64 account_id, gboolean due, GError **error);
gint64 daybook_store_count_outbox (DaybookStore *self);
/* When something is due next; DAYBOOK_INSTANT_NONE: nothing waits. */
gint64 daybook_store_get_next_send (DaybookStore *self);
/* Accounts (gint64) that have something due now. */
GArray *daybook_store_list_send_accounts (DaybookStore *self, GError **error);
/* A try begins: from now on the service may have done it, whatever becomes of us. @wanted FALSE: the person wants something
 * else by now than when @row was read, so that it must not be sent. */
gboolean daybook_store_begin_send (DaybookStore *self, DaybookOutboxRow *row, gboolean *wanted, GError **error);
/* The service said yes to the row as it was when the try began. What the person wants by now may be something else:
 * then the row stays and says that. */
gboolean daybook_store_finish_send (DaybookStore *self, const DaybookOutboxRow *row, GError **error);
/* It did not work: tried again at @retry_at. What may pass by itself (@may_pass: no network, a limit) is tried for as long as it
 * takes; anything else is parked after DAYBOOK_OUTBOX_TRIES tries. */
gboolean daybook_store_fail_send (DaybookStore *self, const DaybookOutboxRow *row, const char *message, gint64 retry_at,
                                  gboolean may_pass, GError **error);
gboolean daybook_store_retry_send (DaybookStore *self, gint64 id, GError **error);
/* The task stays done here, only the service is not told. */
gboolean daybook_store_cancel_send (DaybookStore *self, gint64 id, GError **error);

/* After the person's word on a task was written by something that knows only rows (undo). */
gboolean daybook_store_settle_task (DaybookStore *self, gint64 id, GError **error);
/* After what accounts may do changed: what is parked stays so until the person says Retry. */
gboolean daybook_store_settle_open_tasks (DaybookStore *self, GError **error);

G_END_DECLS
