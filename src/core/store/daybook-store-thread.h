/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* A thread with a store of its own, for programs whose main thread must not wait for the disk: the windows do
 * all their reading and writing here. Functions run one after the other, in the order they were asked for.
 *
 * While another program writes, a function is tried again with growing pauses for up to five seconds; only
 * then is its error told. It may therefore run more than once: it should do nothing but use the store and
 * make its result, and leave its data as it found them.
 *
 * The file is made, or backed up and brought up to date, when the thread begins; what is run meanwhile waits for it.
 * Where that failed it is tried again for whatever is run.
 *
 * Signal "changed" (no arguments): as DaybookStore::changed, delivered on the main context in which the
 * thread was made. */
#define DAYBOOK_TYPE_STORE_THREAD (daybook_store_thread_get_type ())
G_DECLARE_FINAL_TYPE (DaybookStoreThread, daybook_store_thread, DAYBOOK, STORE_THREAD, GObject)

/* Runs on the thread. Returns the result, freed by run_async's @result_free; on errors sets @error. */
typedef gpointer (*DaybookStoreFunc) (DaybookStore *store, gpointer data, GError **error);

DaybookStoreThread *daybook_store_thread_new (const char *path, DaybookClock *clock);

void daybook_store_thread_run_async (DaybookStoreThread *self, DaybookStoreFunc func, gpointer data,
                                     GDestroyNotify data_free, GDestroyNotify result_free,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gpointer daybook_store_thread_run_finish (DaybookStoreThread *self, GAsyncResult *result, GError **error);

/* Before the file is taken away. */
void daybook_store_thread_close_async (DaybookStoreThread *self, GAsyncReadyCallback callback, gpointer user_data);
void daybook_store_thread_close_finish (DaybookStoreThread *self, GAsyncResult *result);
void daybook_store_thread_reopen (DaybookStoreThread *self);

G_END_DECLS
