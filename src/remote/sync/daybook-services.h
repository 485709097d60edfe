/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-credentials.h"
#include "net/daybook-file-lock.h"
#include "net/daybook-oauth.h"
#include "net/daybook-secrets.h"
#include "net/daybook-transport.h"
#include "providers/daybook-service-config.h"
#include "store/daybook-store.h"
#include "sync/daybook-engine.h"

G_BEGIN_DECLS

/* What a worker's errands share: the transport, the vault, providers.ini and the engine over them, put
 * together once. Everything runs to its end while the main context iterates inside (see the engine). */
#define DAYBOOK_TYPE_SERVICES (daybook_services_get_type ())
G_DECLARE_FINAL_TYPE (DaybookServices, daybook_services, DAYBOOK, SERVICES, GObject)

DaybookServices *daybook_services_new (DaybookStore *store, gboolean interactive);
DaybookServices *daybook_services_new_with_timers (DaybookStore *store, gboolean interactive, DaybookTimers *timers);
/* All (transfer none), and there for as long as the services. */
DaybookStore *daybook_services_get_store (DaybookServices *self);
DaybookEngine *daybook_services_get_engine (DaybookServices *self);
DaybookTransport *daybook_services_get_transport (DaybookServices *self);
DaybookServiceConfig *daybook_services_get_config (DaybookServices *self);
DaybookSecrets *daybook_services_get_secrets (DaybookServices *self);
gint64 daybook_services_get_retry_at (DaybookServices *self);

DaybookOAuthClient *daybook_services_new_oauth_client (DaybookServices *self,
                                                       const DaybookProviderInfo *info,
                                                       GError **error);
gboolean daybook_services_fill_context (DaybookServices *self,
                                        DaybookProviderContext *context,
                                        const DaybookProviderInfo *info,
                                        GError **error);
gboolean daybook_services_run (DaybookServices *self,
                               DaybookExchange *exchange,
                               const DaybookProviderContext *context,
                               DaybookCredentials *credentials,
                               DaybookExchangeCost *cost,
                               GCancellable *cancellable,
                               GError **error);

gboolean daybook_services_run_for_account (DaybookServices *self,
                                           DaybookExchange *exchange,
                                           const DaybookProviderContext *context,
                                           const DaybookProviderInfo *info,
                                           DaybookExchangeCost *cost,
                                           GCancellable *cancellable,
                                           GError **error);
gboolean daybook_services_run_identify (DaybookServices *self,
                                        DaybookExchange *exchange,
                                        const DaybookProviderContext *context,
                                        DaybookCredentials *credentials,
                                        GCancellable *cancellable,
                                        GError **error);

gboolean daybook_services_prepare_vault (DaybookServices *self, GError **error);
DaybookFileLock *daybook_services_lock_account (DaybookServices *self,
                                                gint64 account_id,
                                                GCancellable *cancellable,
                                                GError **error);
DaybookFileLock *daybook_services_lock_grant (DaybookServices *self,
                                              gint64 grant_id,
                                              GCancellable *cancellable,
                                              GError **error);
/* Once the vault is prepared. Errors: USAGE (a name that is not for people to use) and those of the vault. */
gboolean daybook_services_set_secret (DaybookServices *self,
                                      const char *name,
                                      const char *value,
                                      GCancellable *cancellable,
                                      GError **error);
gboolean daybook_services_rotate_key (DaybookServices *self, GCancellable *cancellable, GError **error);
gboolean daybook_services_forget_keys (GCancellable *cancellable, GError **error);

G_END_DECLS
