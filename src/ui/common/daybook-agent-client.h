/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "base/daybook-time.h"
#include "common/daybook-agent-job.h"

G_BEGIN_DECLS

/* The agent as the windows see it. It is started by the bus when it is asked for something; that it is
 * absent is no error until then.
 *
 * Properties: available (the agent answers), online, keyring-state (NULL while unknown), next-sync
 * (instant, 0 = none), attention (strv of account ids), jobs (GListModel of DaybookAgentJob: those that
 * have not ended), sync-done and sync-total (accounts of the round that runs; 0 of 0 when none does). */
#define DAYBOOK_TYPE_AGENT_CLIENT (daybook_agent_client_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAgentClient, daybook_agent_client, DAYBOOK, AGENT_CLIENT, GObject)

DaybookAgentClient *daybook_agent_client_new (void);

/* Whether the agent answers; whether it says that there is a network. */
gboolean daybook_agent_client_is_available (DaybookAgentClient *self);
gboolean daybook_agent_client_is_online (DaybookAgentClient *self);
const char *daybook_agent_client_get_keyring_state (DaybookAgentClient *self);
/* (transfer none) DaybookAgentJob; those that ended leave by themselves. */
GListModel *daybook_agent_client_get_jobs (DaybookAgentClient *self);
DaybookAgentJob *daybook_agent_client_find_job (DaybookAgentClient *self, const char *kind, const char *subject);
/* Accounts of the round that runs. */
guint daybook_agent_client_get_sync_done (DaybookAgentClient *self);
guint daybook_agent_client_get_sync_total (DaybookAgentClient *self);

/* Every errand answers with its jobs as soon as the agent has taken it. Errors are of the domain
 * DAYBOOK_ERROR. */
void daybook_agent_client_sync_async (DaybookAgentClient *self,
                                      const char *const *targets, /* (nullable) ids; NULL = all */
                                      gboolean full,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
/* Load Earlier: days @first to @last, both included, of every account. */
void daybook_agent_client_load_async (DaybookAgentClient *self,
                                      DaybookDay first,
                                      DaybookDay last,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
void daybook_agent_client_connect_async (DaybookAgentClient *self,
                                         const char *provider,
                                         GVariant *options,  /* a{sv}, floating is sunk */
                                         const char *secret, /* (nullable) */
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);
void daybook_agent_client_reconnect_async (DaybookAgentClient *self,
                                           const char *account,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data);
void daybook_agent_client_disconnect_async (DaybookAgentClient *self,
                                            const char *account,
                                            gboolean keep_data,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer data);
/* What a model would be sent for the summary of @type (daily weekly monthly range) of the days [@from, @to); nothing is.
 * The job's result is that of D-Bus Preview. */
void daybook_agent_client_preview_async (DaybookAgentClient *self,
                                         const char *type,
                                         DaybookDay from,
                                         DaybookDay to,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer data);
/* Likewise about the item that is judged next or, where none waits, that was judged last. */
void daybook_agent_client_preview_suggestion_async (DaybookAgentClient *self,
                                                    GCancellable *cancellable,
                                                    GAsyncReadyCallback callback,
                                                    gpointer data);
/* Puts a secret into the vault; its finish is call_finish, with no job. */
void daybook_agent_client_store_secret_async (DaybookAgentClient *self,
                                              const char *name,
                                              const char *value,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer data);
/* A new summary of days @first to @last, both included; @type: daily, weekly, monthly, range; @engine (nullable): builtin
 * or model, else whom the settings name. */
void daybook_agent_client_summarize_async (DaybookAgentClient *self,
                                           const char *type,
                                           DaybookDay first,
                                           DaybookDay last,
                                           const char *engine,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer data);
/* Maintain, Expand, Models: errands without arguments. */
void daybook_agent_client_call_async (DaybookAgentClient *self,
                                      const char *method,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data);
/* (transfer full) GPtrArray of DaybookAgentJob, for all of them. */
GPtrArray *daybook_agent_client_call_finish (DaybookAgentClient *self, GAsyncResult *result, GError **error);

G_END_DECLS
