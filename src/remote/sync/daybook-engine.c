/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-engine.h"

#include <json-glib/json-glib.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "store/daybook-events.h"
#include "sync/daybook-account-state.h"
#include "sync/daybook-applier.h"
#include "sync/daybook-expander.h"
#include "sync/daybook-grant-credentials.h"
#include "sync/daybook-source-list.h"

#define SOURCES_MAX_AGE ((gint64) 24 * 60 * 60) /* the list of sources is asked for once a day */

struct _DaybookEngine
{
  GObject parent_instance;

  DaybookStore *store; /* (owned) */
  DaybookRunExchangeFunc run;
  DaybookFillContextFunc fill_context;
  DaybookKeepAddressFunc keep_address; /* (nullable) */
  gpointer data;
  GDestroyNotify destroy;
};

G_DEFINE_FINAL_TYPE (DaybookEngine, daybook_engine, G_TYPE_OBJECT)

enum
{
  SIGNAL_RUN_STARTED,
  SIGNAL_RUN_PROGRESS,
  SIGNAL_RUN_FINISHED,
  SIGNAL_ACCOUNT_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* One account's errand. */
typedef struct
{
  /* Input */
  DaybookEngine *engine;
  DaybookAccount *account; /* (owned) */
  DaybookGrant *grant;     /* (owned) */
  DaybookProvider *provider;
  const DaybookProviderInfo *info;
  const DaybookSyncOptions *options;
  GCancellable *cancellable;

  /* In progress */
  DaybookProviderContext context;
  DaybookExchangeCost listing; /* of the list of sources, until a run takes it */

  /* Output */
  GError *failure; /* (owned) (nullable) the first one: what the account's state says */
  gint64 retry_at;
} Errand;

/* One source of it. */
typedef struct
{
  Errand *errand;
  DaybookSource *source;
  DaybookSyncRun *run;
  DaybookApplier *applier;
  DaybookExchange *exchange;
  gboolean held;
  GError *error; /* (owned) (nullable) of the store while items arrived */
} Round;

static gint64
monotonic_ms (DaybookEngine *self)
{
  return daybook_clock_monotonic (daybook_store_get_clock (self->store)) / 1000;
}

static DaybookExchange *
new_exchange (DaybookEngine *self)
{
  guint64 seed = ((guint64) g_random_int () << 32) | g_random_int ();

  return daybook_exchange_new (daybook_store_now (self->store), seed);
}

static void
add_cost (DaybookSyncRun *run, const DaybookExchangeCost *cost)
{
  run->requests += cost->requests;
  run->bytes += cost->bytes;
  run->quota_units += cost->quota_units;
  run->retries += cost->retries;
}

/* @run NULL: the next run of the errand bears the cost. */
/* What an exchange wants to be remembered, in the settings of the grant. Where credentials may go is settled when one
 * signs in, and by nothing that a service says later. */
static gboolean
keep_settings (Errand *errand, DaybookExchange *exchange, GError **error)
{
  const char *known = errand->grant->settings != NULL ? errand->grant->settings : "{}";
  GHashTable *kept = daybook_exchange_get_kept_settings (exchange);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *settings = NULL;
  GHashTableIter iter;
  gpointer key, value;

  if (g_hash_table_size (kept) == 0)
    return TRUE;
  root = json_from_string (known, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_clear_pointer (&root, json_node_unref);
      root = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (root, json_object_new ());
    }
  g_hash_table_iter_init (&iter, kept);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      if (!g_str_equal (key, DAYBOOK_ORIGINS_SETTING))
        json_object_set_string_member (json_node_get_object (root), key, value);
    }
  settings = json_to_string (root, FALSE);
  if (g_str_equal (settings, known))
    return TRUE;
  g_free (errand->grant->settings);
  errand->grant->settings = g_steal_pointer (&settings);
  return daybook_store_update_grant (errand->engine->store, errand->grant, error);
}

static gboolean
run_exchange (Errand *errand, DaybookExchange *exchange, DaybookSyncRun *run, GError **error)
{
  DaybookEngine *self = errand->engine;
  DaybookExchangeCost cost = { 0 };
  gboolean ran = self->run (exchange, &errand->context, errand->info, &cost, errand->cancellable, self->data, error);

  if (run != NULL)
    add_cost (run, &cost);
  else
    errand->listing = cost;
  if (!ran)
    return FALSE;
  if (daybook_exchange_get_moved_address (exchange) != NULL && self->keep_address != NULL
      && !self->keep_address (&errand->context, daybook_exchange_get_moved_address (exchange), self->data, error))
    return FALSE;
  if (!keep_settings (errand, exchange, error))
    return FALSE;
  if (daybook_exchange_get_retry_at (exchange) != 0)
    errand->retry_at = MAX (errand->retry_at, daybook_exchange_get_retry_at (exchange));
  if (daybook_exchange_get_error (exchange) != NULL)
    {
      g_propagate_error (error, g_error_copy (daybook_exchange_get_error (exchange)));
      return FALSE;
    }
  return TRUE;
}

/* ---- the list of sources ---- */

static gboolean
refresh_sources (Errand *errand, GError **error)
{
  DaybookEngine *self = errand->engine;
  g_autoptr (DaybookExchange) exchange = new_exchange (self);

  if (!daybook_provider_list_sources (errand->provider, &errand->context, exchange))
    return TRUE;
  if (!run_exchange (errand, exchange, NULL, error))
    return FALSE;
  if (!daybook_store_begin (self->store, error))
    return FALSE;
  errand->account->sources_at = daybook_store_now (self->store);
  if (!daybook_merge_sources (self->store, errand->account, daybook_exchange_get_sources (exchange), error)
      || !daybook_store_set_account_state (self->store, errand->account, error))
    {
      daybook_store_rollback (self->store);
      return FALSE;
    }
  return daybook_store_commit (self->store, error);
}

/* ---- one source ---- */

static void
on_items_cb (DaybookExchange *exchange, gpointer data)
{
  Round *round = data;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) items = NULL;

  /* The last batch is written with the cursor, in run_round (). */
  if (daybook_exchange_is_done (exchange))
    return;
  items = daybook_exchange_take_items (exchange, &next);
  if (items == NULL)
    return;
  if (!daybook_applier_apply (round->applier, items, next, &round->error))
    {
      daybook_exchange_abort (exchange, g_error_copy (round->error));
      return;
    }
  g_signal_emit (round->errand->engine, signals[SIGNAL_RUN_PROGRESS], 0, round->run, (gint64) 0);
}

static void
remember_known (const char *external_id, const char *etag, guint64 hash, gpointer data)
{
  GHashTable *known = data;
  DaybookKnown *entry = g_new0 (DaybookKnown, 1);

  entry->etag = g_strdup (etag);
  entry->hash = hash;
  g_hash_table_replace (known, g_strdup (external_id), entry);
}

static void
known_free (gpointer data)
{
  DaybookKnown *known = data;

  g_free (known->etag);
  g_free (known);
}

typedef struct
{
  DaybookStore *store;
  gint64 source_id;
} KnownEvents;

static DaybookEvent *
get_known_event (const char *external_id, gpointer data)
{
  const KnownEvents *known = data;

  return daybook_store_get_known_event (known->store, known->source_id, external_id);
}

static gboolean
offer_known (Round *round, KnownEvents *events, GError **error)
{
  DaybookEngine *self = round->errand->engine;

  events->store = self->store;
  events->source_id = round->source->id;
  daybook_exchange_set_known_event_func (round->exchange, get_known_event, events);
  if ((round->errand->info->capabilities & DAYBOOK_CAPABILITY_COMPARES) != 0)
    {
      g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);

      if (!daybook_store_foreach_known (self->store, round->source->id, remember_known, known, error))
        return FALSE;
      daybook_exchange_set_known (round->exchange, g_steal_pointer (&known));
    }
  return TRUE;
}

static gboolean
is_range (const DaybookSyncOptions *options)
{
  return options->from < options->to;
}

static DaybookApplier *
new_applier (Round *round, gboolean full)
{
  const DaybookSyncOptions *options = round->errand->options;
  DaybookStore *store = round->errand->engine->store;

  if (is_range (options))
    return daybook_applier_new_for_range (store, round->source, round->errand->info, options->from, options->to, round->run);
  return daybook_applier_new (store, round->source, round->errand->info, full, round->run);
}

/* One try at a round. */
static gboolean
run_round (Round *round, gboolean full, GError **error)
{
  DaybookEngine *self = round->errand->engine;
  g_autoptr (DaybookApplier) applier = new_applier (round, full);
  g_autoptr (DaybookExchange) exchange = new_exchange (self);
  g_autoptr (GPtrArray) items = NULL;
  const DaybookPullOptions *options = daybook_applier_get_options (applier);
  KnownEvents known;
  gboolean ok;

  round->applier = applier;
  round->exchange = exchange;
  g_free (round->run->mode);
  round->run->mode = g_strdup (options->cursor == NULL ? "full" : "incremental");
  if (!offer_known (round, &known, error))
    return FALSE;
  g_signal_connect (exchange, "items", G_CALLBACK (on_items_cb), round);
  daybook_provider_pull (round->errand->provider, &round->errand->context, round->source, options, exchange);
  if (daybook_exchange_is_full (exchange))
    {
      g_free (round->run->mode);
      round->run->mode = g_strdup ("full");
    }
  ok = run_exchange (round->errand, exchange, round->run, error);
  if (g_hash_table_contains (daybook_exchange_get_gone_sources (exchange), round->source->external_id))
    {
      /* It vanished at the service: its rows stay. */
      round->source->state = DAYBOOK_SOURCE_GONE;
      daybook_store_refresh_source (self->store, round->source, NULL);
    }
  if (round->error != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, g_steal_pointer (&round->error));
      return FALSE;
    }
  if (!ok)
    {
      /* What was whole before the failure stays: the next run goes on behind it. */
      g_autofree char *next = NULL;

      items = daybook_exchange_take_items (exchange, &next);
      if (items != NULL && next != NULL && !daybook_applier_apply (applier, items, next, NULL))
        g_warning ("A batch could not be stored.");
      return FALSE;
    }
  items = daybook_exchange_take_items (exchange, NULL);
  return daybook_applier_finish (applier, items, daybook_exchange_get_cursor (exchange),
                                 daybook_exchange_is_full (exchange), &round->held, error);
}

/* What the service refused to go on from is forgotten, and a full round in a new generation follows:
 * once a run. Rows stay until that round's sweep. */
static gboolean
run_rounds (Round *round, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (DaybookApplier) applier = NULL;

  if (run_round (round, round->errand->options->full, &local))
    return TRUE;
  if (!g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_CURSOR_EXPIRED) || is_range (round->errand->options))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  applier = daybook_applier_new (round->errand->engine->store, round->source, round->errand->info, TRUE, round->run);
  return daybook_applier_forget_round (applier, error) && run_round (round, TRUE, error);
}

static const char *
status_of (Errand *errand, const GError *error)
{
  if (error == NULL)
    return "success";
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED)
      || g_cancellable_is_cancelled (errand->cancellable))
    return "cancelled";
  /* Told to come back later, with everything so far kept. */
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_RATE_LIMITED))
    return "partial";
  return "failed";
}

static void
note_error (DaybookSyncRun *run, const GError *error)
{
  if (error == NULL)
    return;
  run->error = g_strdup (error->message);
  run->error_code = g_strdup (daybook_error_code_to_string (
      error->domain == DAYBOOK_ERROR ? (DaybookError) error->code : DAYBOOK_ERROR_INTERNAL));
}

/* Slides the window of a source whose series nobody re-sent: a 304, nothing new. */
static gboolean
slide_window (Errand *errand, DaybookSource *source, GError **error)
{
  g_autoptr (DaybookExpander) expander = NULL;

  if ((errand->info->capabilities & DAYBOOK_CAPABILITY_EXPANDS) != 0)
    return TRUE;
  expander = daybook_expander_new (errand->engine->store, source);
  if (source->expanded_from == daybook_expander_get_from (expander)
      && source->expanded_to == daybook_expander_get_to (expander))
    return TRUE;
  return daybook_expander_expand_all (expander, error);
}

/* @source NULL: of the account's list of sources. */
static DaybookSyncRun *
new_run (Errand *errand, const DaybookSource *source)
{
  DaybookSyncRun *run = daybook_sync_run_new ();
  gboolean full = source == NULL || source->cursor == NULL || errand->options->full;

  run->account_id = errand->account->id;
  run->source_id = source != NULL ? source->id : 0;
  run->provider = g_strdup (errand->info->id);
  run->mode = g_strdup (full ? "full" : "incremental");
  run->trigger = g_strdup (errand->options->trigger);
  run->status = g_strdup ("running");
  run->started_at = daybook_store_now (errand->engine->store);
  add_cost (run, &errand->listing);
  errand->listing = (DaybookExchangeCost) { 0 };
  return run;
}

/* Writes how @run ended; @failure NULL = well. */
static gboolean
end_run (Errand *errand, DaybookSyncRun *run, const GError *failure, GError **error)
{
  DaybookEngine *self = errand->engine;

  g_free (run->status);
  run->status = g_strdup (status_of (errand, failure));
  note_error (run, failure);
  if (failure != NULL && errand->retry_at != 0)
    run->retry_at = errand->retry_at;
  if (!daybook_store_finish_run (self->store, run, error))
    return FALSE;
  g_signal_emit (self, signals[SIGNAL_RUN_FINISHED], 0, run);
  return TRUE;
}

static gboolean
sync_source (Errand *errand, DaybookSource *source, GError **error)
{
  DaybookEngine *self = errand->engine;
  g_autoptr (DaybookSyncRun) run = new_run (errand, source);
  g_autoptr (GError) local = NULL;
  Round round = { .errand = errand, .source = source, .run = run };
  gint64 start = monotonic_ms (self);

  if (daybook_store_begin_run (self->store, run, error) == 0)
    return FALSE;
  g_signal_emit (self, signals[SIGNAL_RUN_STARTED], 0, run);

  if (run_rounds (&round, &local))
    slide_window (errand, source, &local);
  run->duration_ms = monotonic_ms (self) - start;
  if (!end_run (errand, run, local, error))
    return FALSE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

/* ---- one account ---- */

static gboolean
is_wanted (Errand *errand, const DaybookSource *source)
{
  if (errand->options->sources != NULL)
    {
      for (gsize i = 0; i < errand->options->n_sources; i++)
        {
          if (errand->options->sources[i] == source->id)
            return TRUE;
        }
      return FALSE;
    }
  return source->enabled && source->state != DAYBOOK_SOURCE_GONE && source->state != DAYBOOK_SOURCE_QUARANTINED;
}

/* One source's trouble is its own, unless it is everybody's. */
static gboolean
ends_errand (const GError *error)
{
  return error->domain != DAYBOOK_ERROR
         || (error->code != DAYBOOK_ERROR_NOT_FOUND && error->code != DAYBOOK_ERROR_GONE
             && error->code != DAYBOOK_ERROR_FORBIDDEN && error->code != DAYBOOK_ERROR_INVALID_RESPONSE
             && error->code != DAYBOOK_ERROR_TOO_LARGE);
}

static gboolean
sync_sources (Errand *errand, GError **error)
{
  g_autoptr (GPtrArray) sources = daybook_store_list_sources (errand->engine->store, errand->account->id, error);
  g_autoptr (GError) first = NULL;

  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GError) local = NULL;

      if (!is_wanted (errand, sources->pdata[i]) || sync_source (errand, sources->pdata[i], &local))
        continue;
      if (ends_errand (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (first == NULL)
        first = g_steal_pointer (&local);
    }
  if (first != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first));
      return FALSE;
    }
  return TRUE;
}

static gboolean
sources_are_due (Errand *errand)
{
  gint64 at = errand->account->sources_at;

  return errand->options->full || at == DAYBOOK_INSTANT_NONE
         || daybook_store_now (errand->engine->store) - at >= SOURCES_MAX_AGE;
}

static gboolean
begin_errand (Errand *errand, gint64 account_id, GError **error)
{
  DaybookStore *store = errand->engine->store;

  errand->account = daybook_store_get_account (store, account_id, error);
  if (errand->account == NULL)
    return FALSE;
  errand->grant = daybook_store_get_grant (store, errand->account->grant_id, error);
  if (errand->grant == NULL)
    return FALSE;
  errand->provider = daybook_registry_find (errand->account->provider);
  if (errand->provider == NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG,
                   "This version of Daybook does not know the service “%s”.", errand->account->provider);
      return FALSE;
    }
  errand->info = daybook_provider_get_info (errand->provider);
  errand->context.account = errand->account;
  errand->context.grant = errand->grant;
  return TRUE;
}

static void
end_errand (Errand *errand)
{
  g_clear_pointer (&errand->account, daybook_account_free);
  g_clear_pointer (&errand->grant, daybook_grant_free);
}

/* A list that failed is in the log, too: no source had its turn. */
static gboolean
list_sources (Errand *errand, GError **error)
{
  gint64 start = monotonic_ms (errand->engine);
  g_autoptr (GError) local = NULL;
  g_autoptr (DaybookSyncRun) run = NULL;

  if (refresh_sources (errand, &local))
    return TRUE;
  run = new_run (errand, NULL);
  run->duration_ms = monotonic_ms (errand->engine) - start;
  if (end_run (errand, run, local, error))
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
run_errand (Errand *errand, GError **error)
{
  DaybookEngine *self = errand->engine;

  if (self->fill_context != NULL && !self->fill_context (&errand->context, errand->info, self->data, error))
    return FALSE;
  if (sources_are_due (errand) && !list_sources (errand, error))
    return FALSE;
  return sync_sources (errand, error);
}

/* Syncs an account's sources one after another and notes how it went in the account's row. Fails with
 * the first error that concerns the whole account, else the first of a source. */
gboolean
daybook_engine_sync_account (DaybookEngine *self,
                             gint64 account_id,
                             const DaybookSyncOptions *options,
                             GCancellable *cancellable,
                             GError **error)
{
  Errand errand = { .engine = self, .options = options, .cancellable = cancellable };
  g_autoptr (GError) local = NULL;

  if (!begin_errand (&errand, account_id, error))
    {
      end_errand (&errand);
      return FALSE;
    }
  run_errand (&errand, &local);
  daybook_account_judge (errand.account, local, errand.retry_at, daybook_store_now (self->store));
  if (daybook_store_set_account_state (self->store, errand.account, local == NULL ? error : NULL))
    g_signal_emit (self, signals[SIGNAL_ACCOUNT_CHANGED], 0, errand.account);
  end_errand (&errand);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  return TRUE;
}

static void
daybook_engine_finalize (GObject *object)
{
  DaybookEngine *self = DAYBOOK_ENGINE (object);

  if (self->destroy != NULL)
    self->destroy (self->data);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (daybook_engine_parent_class)->finalize (object);
}

static void
daybook_engine_class_init (DaybookEngineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_engine_finalize;
  signals[SIGNAL_RUN_STARTED] = g_signal_new ("run-started", DAYBOOK_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                              NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_RUN_PROGRESS] = g_signal_new ("run-progress", DAYBOOK_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                               NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT64);
  signals[SIGNAL_RUN_FINISHED] = g_signal_new ("run-finished", DAYBOOK_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                               NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_ACCOUNT_CHANGED] = g_signal_new ("account-changed", DAYBOOK_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL,
                                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
daybook_engine_init (DaybookEngine *self)
{
}

DaybookEngine *
daybook_engine_new (DaybookStore *store,
                    DaybookRunExchangeFunc run,
                    DaybookFillContextFunc fill_context,
                    DaybookKeepAddressFunc keep_address,
                    gpointer data,
                    GDestroyNotify destroy)
{
  DaybookEngine *self = g_object_new (DAYBOOK_TYPE_ENGINE, NULL);

  g_set_object (&self->store, store);
  self->run = run;
  self->fill_context = fill_context;
  self->keep_address = keep_address;
  self->data = data;
  self->destroy = destroy;
  return self;
}
