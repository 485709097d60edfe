/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-agent-client.h"
#include "common/daybook-service-catalog.h"
#include "store/daybook-store-thread.h"

G_BEGIN_DECLS

/* What the windows work on, handed to every page: the store, the agent, the time.
 *
 * Small indexed reads (up to a millisecond) are done where they are needed with the store that
 * daybook_workspace_get_store() gives; everything else, and every write, goes to the store's thread.
 *
 * Properties: agent; empty (nothing was ever connected or logged: the first run); preparing (the store is being made
 * or brought up to date and comes with the next "changed"); problem (why there is no store, or why what is shown is in
 * none any more: tried again every minute);
 * read-only; waiting (how many suggestions nobody has decided on).
 * Signals:
 *   "changed": rows changed, by us or by any process, or settings; coalesced.
 *   "minute": another minute or day began, or the clock was set.
 *   "toast" (text, gint64 change): say it; with a change other than 0 offer to undo that one. */
#define DAYBOOK_TYPE_WORKSPACE (daybook_workspace_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWorkspace, daybook_workspace, DAYBOOK, WORKSPACE, GObject)

DaybookWorkspace *daybook_workspace_new (void);

DaybookAgentClient *daybook_workspace_get_agent (DaybookWorkspace *self);
DaybookServiceCatalog *daybook_workspace_get_services (DaybookWorkspace *self);
DaybookStore *daybook_workspace_get_store (DaybookWorkspace *self);
gboolean daybook_workspace_is_preparing (DaybookWorkspace *self);
const char *daybook_workspace_get_problem (DaybookWorkspace *self);
void daybook_workspace_try_again (DaybookWorkspace *self);
void daybook_workspace_settle (DaybookWorkspace *self);
void daybook_workspace_close_async (DaybookWorkspace *self, GAsyncReadyCallback callback, gpointer data);
void daybook_workspace_reopen (DaybookWorkspace *self);
gboolean daybook_workspace_is_read_only (DaybookWorkspace *self);
gboolean daybook_workspace_is_empty (DaybookWorkspace *self);

DaybookZone *daybook_workspace_get_zone (DaybookWorkspace *self);
gint64 daybook_workspace_get_now (DaybookWorkspace *self);
gint64 daybook_workspace_get_wall (DaybookWorkspace *self);
DaybookDay daybook_workspace_get_today (DaybookWorkspace *self);

void daybook_workspace_toast (DaybookWorkspace *self, const char *text, gint64 change);
void daybook_workspace_sync_now (DaybookWorkspace *self);

/* One change of the person's, on the store's thread: everything @func writes is one step of Undo, named
 * @label ("Approve 3 entries"); NULL when @func begins and names the change itself. While another program
 * writes, @func runs again: it should do nothing but use the store and set its results in @data, which
 * nobody else touches before the callback. */
typedef gboolean (*DaybookChangeFunc) (DaybookStore *store, gpointer data, GError **error);

gboolean daybook_workspace_is_changing (DaybookWorkspace *self);
void daybook_workspace_change_async (DaybookWorkspace *self,
                                     const char *label,
                                     DaybookChangeFunc func,
                                     gpointer data,
                                     GDestroyNotify destroy,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
daybook_workspace_change_finish (DaybookWorkspace *self, GAsyncResult *result, gint64 *change, GError **error);
gpointer daybook_workspace_change_get_data (DaybookWorkspace *self, GAsyncResult *result);
void daybook_workspace_change (DaybookWorkspace *self,
                               const char *label,
                               const char *toast,
                               DaybookChangeFunc func,
                               gpointer data,
                               GDestroyNotify destroy);
void daybook_workspace_undo (DaybookWorkspace *self, gint64 change);

/* A read that may take longer than a millisecond, on the store's thread. @func returns what the callback
 * gets, to be freed with @free_result; NULL with @error set is a failure. The callback's source object is
 * the thread's: pass the workspace along. */
void daybook_workspace_read_async (DaybookWorkspace *self,
                                   DaybookStoreFunc func,
                                   gpointer data,
                                   GDestroyNotify destroy,
                                   GDestroyNotify free_result,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gpointer daybook_workspace_read_finish (DaybookWorkspace *self, GAsyncResult *result, GError **error);

G_END_DECLS
