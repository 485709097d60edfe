/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One source: its rounds, what they bring, and the run that is written of it. */
#include "base/daybook-error.h"
#include "insight/daybook-suggester.h"
#include "store/daybook-accounts.h"
#include "store/daybook-events.h"
#include "sync/daybook-applier.h"
#include "sync/daybook-engine-private.h"
#include "sync/daybook-expander.h"

/* One source of an errand. */
typedef struct
{
  DaybookEngineErrand *errand;
  DaybookSource *source;
  DaybookSyncRun *run;
  DaybookApplier *applier;
  DaybookExchange *exchange;
  gboolean held;
  GError *error; /* (owned) (nullable) of the store while items arrived */
} Round;

/* The first batch of a marked run makes it one that is seen while it lasts. */
static gboolean
write_batch (Round *round, GPtrArray *items, const char *next, GError **error)
{
  DaybookStore *store = daybook_engine_get_store (round->errand->engine);

  if (round->run->id != 0)
    return daybook_applier_apply (round->applier, items, next, error);
  if (!daybook_store_begin (store, error))
    return FALSE;
  if (daybook_store_begin_run (store, round->run, error) == 0
      || !daybook_applier_apply (round->applier, items, next, error))
    {
      daybook_store_rollback (store);
      round->run->id = 0;
      return FALSE;
    }
  if (!daybook_store_commit (store, error))
    {
      round->run->id = 0;
      return FALSE;
    }
  daybook_store_unmark_run (store);
  return TRUE;
}

static void
on_items_cb (DaybookExchange *exchange, gpointer data)
{
  Round *round = data;
  g_autofree char *next = NULL;
  g_autoptr (GPtrArray) items = NULL;

  /* The last batch is written with the cursor, in run_round (). */
  if (daybook_exchange_is_done (exchange))
    return;
  /* What is known is what was stored before this round: it is read now, if it was not yet. */
  daybook_exchange_get_known_table (exchange);
  if (daybook_exchange_is_done (exchange))
    return;
  items = daybook_exchange_take_items (exchange, &next);
  if (items == NULL)
    return;
  if (!write_batch (round, items, next, &round->error))
    {
      daybook_exchange_abort (exchange, g_error_copy (round->error));
      return;
    }
  daybook_engine_tell_progress (round->errand->engine, round->run, daybook_exchange_get_expected (exchange));
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

static GHashTable *
read_known (gpointer data, GError **error)
{
  const Round *round = data;
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);

  if (!daybook_store_foreach_known (daybook_engine_get_store (round->errand->engine), round->source->id, remember_known, known, error))
    return NULL;
  return g_steal_pointer (&known);
}

static DaybookEvent *
get_known_event (const char *external_id, gpointer data)
{
  const Round *round = data;

  return daybook_store_get_known_event (daybook_engine_get_store (round->errand->engine), round->source->id, external_id);
}

static void
offer_known (Round *round)
{
  daybook_exchange_set_known_event_func (round->exchange, get_known_event, round);
  if ((round->errand->info->capabilities & DAYBOOK_CAPABILITY_COMPARES) != 0)
    daybook_exchange_set_known_func (round->exchange, read_known, round);
}

static DaybookApplier *
new_applier (Round *round, gboolean full)
{
  const DaybookSyncOptions *options = round->errand->options;
  DaybookStore *store = daybook_engine_get_store (round->errand->engine);

  if (daybook_engine_is_range (options))
    return daybook_applier_new_for_range (store, round->source, round->errand->info, options->from, options->to, round->run);
  return daybook_applier_new (store, round->source, round->errand->info, full, round->run);
}

/* The last batch waits for the run's end, to be one transaction with it. */
static gboolean
write_last_batch (Round *round, GPtrArray *items, GError **error)
{
  DaybookStore *store = daybook_engine_get_store (round->errand->engine);

  if (!daybook_store_begin (store, error))
    return FALSE;
  if (!daybook_applier_finish (round->applier, items, daybook_exchange_get_cursor (round->exchange),
                               daybook_exchange_is_full (round->exchange), &round->held, error))
    {
      daybook_store_rollback (store);
      return FALSE;
    }
  round->errand->writing = TRUE;
  return TRUE;
}

/* One try at a round. TRUE leaves a transaction open. */
static gboolean
run_round (Round *round, gboolean full, GError **error)
{
  DaybookEngine *self = round->errand->engine;
  g_autoptr (DaybookApplier) applier = new_applier (round, full);
  g_autoptr (DaybookExchange) exchange = daybook_engine_new_exchange (self);
  g_autoptr (GPtrArray) items = NULL;
  DaybookPullOptions options = *daybook_applier_get_options (applier);
  gboolean ok;

  round->applier = applier;
  round->exchange = exchange;
  g_free (round->run->mode);
  round->run->mode = g_strdup (options.cursor == NULL ? "full" : "incremental");
  if (round->source->owed != NULL && *round->source->owed != '\0' && !daybook_engine_is_range (round->errand->options))
    options.hint = round->source->owed;
  offer_known (round);
  g_signal_connect (exchange, "items", G_CALLBACK (on_items_cb), round);
  daybook_provider_pull (round->errand->provider, &round->errand->context, round->source, &options, exchange);
  if (daybook_exchange_is_full (exchange))
    {
      g_free (round->run->mode);
      round->run->mode = g_strdup ("full");
    }
  ok = daybook_engine_run_exchange (round->errand, exchange, round->run, error);
  if (g_hash_table_contains (daybook_exchange_get_gone_sources (exchange), round->source->external_id))
    {
      /* It vanished at the service: its rows stay. */
      round->source->state = DAYBOOK_SOURCE_GONE;
      daybook_store_refresh_source (daybook_engine_get_store (self), round->source, NULL);
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
      if (items != NULL && next != NULL && !write_batch (round, items, next, NULL))
        g_warning ("A batch could not be stored.");
      return FALSE;
    }
  items = daybook_exchange_take_items (exchange, NULL);
  return write_last_batch (round, items, error);
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
  if (!g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_CURSOR_EXPIRED) || daybook_engine_is_range (round->errand->options))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  applier = daybook_applier_new (daybook_engine_get_store (round->errand->engine), round->source, round->errand->info, TRUE, round->run);
  return daybook_applier_forget_round (applier, error) && run_round (round, TRUE, error);
}

/* Slides the window of a source whose series nobody re-sent: a 304, nothing new. */
gboolean
daybook_engine_slide_window (DaybookEngineErrand *errand, DaybookSource *source, GError **error)
{
  g_autoptr (DaybookExpander) expander = NULL;

  if ((errand->info->capabilities & DAYBOOK_CAPABILITY_EXPANDS) != 0)
    return TRUE;
  expander = daybook_expander_new (daybook_engine_get_store (errand->engine), source);
  if (source->expanded_from == daybook_expander_get_from (expander)
      && source->expanded_to == daybook_expander_get_to (expander))
    return TRUE;
  return daybook_expander_expand_all (expander, error);
}

/* What was brought is judged at once; by a model only when the account's lock is free again (the worker). What was synced
 * stays when that does not work. */
static void
suggest (DaybookEngineErrand *errand, const DaybookSource *source)
{
  DaybookStore *store = daybook_engine_get_store (errand->engine);
  g_autofree char *by = daybook_store_get_setting (store, "suggest_engine");
  DaybookSuggestCounts before = errand->suggested;
  g_autoptr (GError) error = NULL;

  if (g_str_equal (by, "model"))
    return;
  if (!daybook_suggest_new (store, source->id, &errand->suggested, &error)
      || !daybook_store_note_suggested (store, source->id, errand->suggested.suggested - before.suggested,
                                        errand->suggested.auto_approved - before.auto_approved, &error))
    g_warning ("What was synced could not be judged: %s", error->message);
}

/* A person who asked wants to see it run, and so does whoever waits for a first sync. The others mostly find nothing
 * new, and are written down once. */
static gboolean
begin_run (DaybookEngineErrand *errand, DaybookSyncRun *run, GError **error)
{
  DaybookStore *store = daybook_engine_get_store (errand->engine);
  gboolean quiet = g_strcmp0 (run->trigger, "manual") != 0 && g_strcmp0 (run->mode, "incremental") == 0;

  return (quiet && daybook_store_mark_run (store, run)) || daybook_store_begin_run (store, run, error) != 0;
}

/* TRUE leaves a transaction open. */
static gboolean
run_whole_round (Round *round, GError **error)
{
  DaybookEngineErrand *errand = round->errand;

  if (!run_rounds (round, error))
    return FALSE;
  if (daybook_engine_slide_window (errand, round->source, error))
    return TRUE;
  daybook_store_rollback (daybook_engine_get_store (errand->engine));
  errand->writing = FALSE;
  return FALSE;
}

/* Writes a run of its own. @is_last: the errand ends with it, when it ends well. */
gboolean
daybook_engine_sync_source (DaybookEngineErrand *errand, DaybookSource *source, gboolean is_last, GError **error)
{
  DaybookEngine *self = errand->engine;
  g_autoptr (DaybookSyncRun) run = daybook_engine_new_run (errand, source);
  g_autoptr (GError) local = NULL;
  Round round = { .errand = errand, .source = source, .run = run };
  gint64 start = daybook_engine_get_monotonic_ms (self);

  if (!begin_run (errand, run, error))
    return FALSE;
  daybook_engine_tell_started (self, run);

  run_whole_round (&round, &local);
  run->duration_ms = daybook_engine_get_monotonic_ms (self) - start;
  if (!daybook_engine_end_run (errand, run, local, is_last, error))
    return FALSE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  suggest (errand, source);
  return TRUE;
}
