/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"
#include "records/daybook-sync-run.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Syncs accounts: joins the store, the providers and whoever talks to the network.
 *
 * The engine is a worker's: one errand, one account, one thread, and nothing else to do meanwhile. So
 * its functions run to their end while the main context iterates inside (HTTP is asynchronous below
 * them; timers, signals and cancellation are served), and read from top to bottom.
 *
 * Signals: "run-started" (DaybookSyncRun), "run-progress" (DaybookSyncRun, gint64 total or 0),
 * "run-finished" (DaybookSyncRun), "account-changed" (DaybookAccount). */
#define DAYBOOK_TYPE_ENGINE (daybook_engine_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEngine, daybook_engine, DAYBOOK, ENGINE, GObject)

/* What running an exchange cost. */
typedef struct
{
  gint64 requests;
  gint64 bytes;
  gint64 quota_units;
  gint64 retries;
} DaybookExchangeCost;

/* Runs @exchange to its end for @context's account: net's transport in a worker, recorded bytes in a
 * test. Returns when the exchange is done, TRUE however it ended; FALSE only when it could not be run. */
typedef gboolean (*DaybookRunExchangeFunc) (DaybookExchange *exchange,
                                            const DaybookProviderContext *context,
                                            const DaybookProviderInfo *info,
                                            DaybookExchangeCost *cost,
                                            GCancellable *cancellable,
                                            gpointer data,
                                            GError **error);

/* Fills in what a provider is told beside account and grant: endpoint, client id, secret address. The
 * strings must live until the next call. KEYRING_LOCKED and the like end the errand. */
typedef gboolean (*DaybookFillContextFunc) (DaybookProviderContext *context,
                                            const DaybookProviderInfo *info,
                                            gpointer data,
                                            GError **error);

/* The address an account was connected with moved for good: keeps the new one, a secret like the old. */
typedef gboolean (*DaybookKeepAddressFunc) (const DaybookProviderContext *context,
                                            const char *address,
                                            gpointer data,
                                            GError **error);

DaybookEngine *daybook_engine_new (DaybookStore *store,
                                   DaybookRunExchangeFunc run,
                                   DaybookFillContextFunc fill_context,
                                   DaybookKeepAddressFunc keep_address,
                                   gpointer data,
                                   GDestroyNotify destroy);

typedef struct
{
  const char *trigger; /* manual schedule push start */
  gboolean full;
  const gint64 *sources; /* of this account; NULL: all that are switched on */
  gsize n_sources;
  DaybookDay from; /* Load Earlier: only days [from, to), without a sweep; from == to: the usual round */
  DaybookDay to;
} DaybookSyncOptions;

gboolean daybook_engine_sync_account (DaybookEngine *self,
                                      gint64 account_id,
                                      const DaybookSyncOptions *options,
                                      GCancellable *cancellable,
                                      GError **error);
G_END_DECLS
