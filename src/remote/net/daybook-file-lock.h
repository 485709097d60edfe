/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/daybook-timers.h"

G_BEGIN_DECLS

/* A lock across all workers: an open file description lock on a file of its own in the data folder, so it goes
 * with the process that holds it, however that ends. (owned): daybook_file_lock_release (). */
typedef struct _DaybookFileLock DaybookFileLock;

/* Of one account: whoever syncs it holds it, so that two rounds never write one source between each
 * other's batches (an agent that came back while a worker of its predecessor still runs; a worker by hand). */
void daybook_file_lock_take_account_async (const char *folder,
                                           gint64 account_id,
                                           DaybookTimers *timers,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data);

/* Of one grant: whoever changes its tokens (a refresh, a disconnect) holds it. */
void daybook_file_lock_take_grant_async (const char *folder,
                                         gint64 grant_id,
                                         DaybookTimers *timers,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);
DaybookFileLock *daybook_file_lock_take_finish (GAsyncResult *result, GError **error);
void daybook_file_lock_release (DaybookFileLock *self);

G_END_DECLS
