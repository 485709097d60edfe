/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ipc/daybook-worker-line.h"
#include "model/daybook-model.h"
#include "store/daybook-store.h"
#include "store/daybook-suggestions.h"
#include "sync/daybook-services.h"

G_BEGIN_DECLS

/* Characters of an argument that an error repeats. */
#define DAYBOOK_WORKER_BRIEF 20

/* What every errand is given. What it needs of the network and the vault is made when first asked for. */
typedef struct
{
  DaybookStore *store;       /* (owned) */
  DaybookServices *services; /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) cancelled by SIGTERM */
  gboolean interactive;      /* a keyring prompt is allowed */
  gboolean verbose;
} DaybookWorker;

/* (transfer none) Opened, or put together, when it is asked for the first time. Errors: STORAGE, DISK_FULL, CONFIG. */
DaybookStore *daybook_worker_get_store (DaybookWorker *self, GError **error);
DaybookServices *daybook_worker_get_services (DaybookWorker *self, GError **error);

/* A text id or a prefix of one, as daybook_store_resolve (). */
gboolean
daybook_worker_resolve (DaybookWorker *self, DaybookKind kind, const char *text, gint64 *number, GError **error);
gboolean daybook_worker_read_secret (char **secret, GError **error);
gboolean daybook_worker_seal_audit (DaybookWorker *self, GError **error);

/* The model that the person set up, with its key. @needs_name: not to list those that there are. */
DaybookModel *daybook_worker_open_model (DaybookWorker *self, gboolean needs_name, GError **error);
/* FALSE: @text names nothing. @item NULL: it is over, or nobody may judge it. */
gboolean daybook_worker_find_item (DaybookWorker *self, const char *text, DaybookUnjudged **item, GError **error);
gboolean daybook_worker_suggest_after_sync (DaybookWorker *self, gint64 account_id, GError **error);

/* Lines of what happens to runs and accounts, printed while @engine works. */
void daybook_worker_follow_engine (DaybookEngine *engine);
void daybook_worker_print_account (gint64 account_id);

/* One errand; @run gets the words after its name. */
#define DAYBOOK_ERRAND(name) gboolean daybook_errand_##name (DaybookWorker *worker, int argc, char **argv, GError **error)

DAYBOOK_ERRAND (connect);
DAYBOOK_ERRAND (disconnect);
DAYBOOK_ERRAND (erase);
DAYBOOK_ERRAND (expand);
DAYBOOK_ERRAND (maintain);
DAYBOOK_ERRAND (models);
DAYBOOK_ERRAND (preview);
DAYBOOK_ERRAND (providers);
DAYBOOK_ERRAND (reconnect);
DAYBOOK_ERRAND (secret);
DAYBOOK_ERRAND (send);
DAYBOOK_ERRAND (suggest);
DAYBOOK_ERRAND (summarize);
DAYBOOK_ERRAND (sync);

gboolean daybook_errand_parse (DaybookWorker *worker,
                               const char *name,
                               const GOptionEntry *entries,
                               int *argc,
                               char ***argv,
                               GError **error);

G_END_DECLS
