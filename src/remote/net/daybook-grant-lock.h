/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "net/daybook-timers.h"

G_BEGIN_DECLS

/* The lock of one grant: whoever changes its tokens (a refresh, a disconnect) holds it, across all
 * workers. It is an open file description lock on a file of its own in the data folder, so it goes
 * with the process that holds it, however that ends. */
typedef struct _DaybookGrantLock DaybookGrantLock;

/* The same of one account: whoever syncs it holds it, so that two rounds never write one source between each
 * other's batches (an agent that came back while a worker of its predecessor still runs; a worker by hand). */
void daybook_account_lock_acquire_async (const char *folder,
                                         gint64 account_id,
                                         DaybookTimers *timers,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);

void daybook_grant_lock_acquire_async (const char *folder,
                                       gint64 grant_id,
                                       DaybookTimers *timers,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data);
DaybookGrantLock *daybook_grant_lock_acquire_finish (GAsyncResult *result, GError **error);
void daybook_grant_lock_release (DaybookGrantLock *self);

G_END_DECLS
