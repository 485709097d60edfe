/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-engine-private.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-account-state.h"
#include "sync/daybook-grant-credentials.h"
#include "sync/daybook-source-list.h"
#include "sync/daybook-unkept-texts.h"

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

gint64
daybook_engine_get_monotonic_ms (DaybookEngine *self)
{
  return daybook_clock_monotonic (daybook_store_get_clock (self->store)) / 1000;
}

DaybookExchange *
daybook_engine_new_exchange (DaybookEngine *self)
{
  guint64 seed = ((guint64) g_random_int () << 32) | g_random_int ();

  return daybook_exchange_new (daybook_store_now (self->store), seed);
}

static void
add_cost (DaybookExchangeCost *sum, const DaybookExchangeCost *cost)
{
  sum->requests += cost->requests;
  sum->bytes += cost->bytes;
  sum->quota_units += cost->quota_units;
  sum->retries += cost->retries;
}

/* @run bears what the errand has spent so far. */
static void
bill (DaybookEngineErrand *errand, DaybookSyncRun *run)
{
  run->requests += errand->unbilled.requests;
  run->bytes += errand->unbilled.bytes;
  run->quota_units += errand->unbilled.quota_units;
  run->retries += errand->unbilled.retries;
  errand->unbilled = (DaybookExchangeCost) { 0 };
}

/* FALSE when the exchange failed, too. @run NULL: the next run of the errand bears the cost. */
gboolean
daybook_engine_run_exchange (DaybookEngineErrand *errand, DaybookExchange *exchange, DaybookSyncRun *run, GError **error)
{
  DaybookEngine *self = errand->engine;
  DaybookExchangeCost cost = { 0 };
  gboolean ran = self->run (exchange, &errand->context, errand->info, &cost, errand->cancellable, self->data, error);

  add_cost (&errand->unbilled, &cost);
  if (run != NULL)
    bill (errand, run);
  if (!ran)
    return FALSE;
  if (daybook_exchange_get_moved_address (exchange) != NULL && self->keep_address != NULL
      && !self->keep_address (&errand->context, daybook_exchange_get_moved_address (exchange), self->data, error))
    return FALSE;
  if (!daybook_grant_keep_settings (self->store, errand->grant, daybook_exchange_get_kept_settings (exchange), error))
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

/* ---- runs ---- */

/* Whether these days alone are wanted, beside the window. */
gboolean
daybook_engine_is_range (const DaybookSyncOptions *options)
{
  return options->from < options->to;
}

DaybookStore *
daybook_engine_get_store (DaybookEngine *self)
{
  return self->store;
}

static const char *
status_of (DaybookEngineErrand *errand, const GError *error)
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

/* A run of @source, or of the account itself (NULL): of its list of sources, or of a scout. */
DaybookSyncRun *
daybook_engine_new_run (DaybookEngineErrand *errand, const DaybookSource *source)
{
  DaybookSyncRun *run = daybook_sync_run_new ();
  gboolean first = source != NULL ? source->cursor == NULL : errand->account->last_sync_at == DAYBOOK_INSTANT_NONE;
  gboolean full = first || errand->options->full;

  run->account_id = errand->account->id;
  run->source_id = source != NULL ? source->id : 0;
  run->provider = g_strdup (errand->info->id);
  run->mode = g_strdup (full ? "full" : "incremental");
  run->trigger = g_strdup (errand->options->trigger);
  run->status = g_strdup ("running");
  run->started_at = daybook_store_now (errand->engine->store);
  bill (errand, run);
  return run;
}

/* Writes down how the errand ended; @failure NULL = well, and nothing of it is left to be done. What the other sources
 * are like goes by the last run of each. */
static gboolean
note_end (DaybookEngineErrand *errand, const GError *failure, GError **error)
{
  DaybookStore *store = errand->engine->store;
  DaybookAccount *account = errand->account;
  g_auto (DaybookFailingSources) failing = { 0 };
  gboolean partly = FALSE;

  /* Nothing was wrong before, and nothing is now: not worth a look. */
  if (account->error_code != NULL || errand->source_failed)
    partly = daybook_store_find_failing_sources (store, account->id, &failing) && failing.n_failing < failing.n_all
             && (failing.n_failing > 0 || errand->source_failed);
  daybook_account_judge (account, failure, partly, errand->retry_at, daybook_store_now (store));
  if (failure == NULL && partly)
    daybook_account_blame (account, failing.name, failing.n_failing - 1, failing.error, failing.error_code);
  errand->noted = daybook_store_set_account_state (store, account, error);
  return errand->noted;
}

/* In one transaction with what the run's last round brought, if there is one. */
static gboolean
write_run_end (DaybookEngineErrand *errand, DaybookSyncRun *run, gboolean is_last, GError **error)
{
  DaybookStore *store = errand->engine->store;

  if (!errand->writing && !daybook_store_begin (store, error))
    return FALSE;
  errand->writing = FALSE;
  if (daybook_store_finish_run (store, run, error) && (!is_last || note_end (errand, NULL, error)))
    return daybook_store_commit (store, error);
  daybook_store_rollback (store);
  return FALSE;
}

/* Writes how @run ended; @failure NULL = well. @is_last: nothing of the errand comes after it. */
gboolean
daybook_engine_end_run (DaybookEngineErrand *errand,
                        DaybookSyncRun *run,
                        const GError *failure,
                        gboolean is_last,
                        GError **error)
{
  DaybookEngine *self = errand->engine;

  g_free (run->status);
  run->status = g_strdup (status_of (errand, failure));
  note_error (run, failure);
  if (failure != NULL && errand->retry_at != 0)
    run->retry_at = errand->retry_at;
  if (!write_run_end (errand, run, is_last && failure == NULL, error))
    return FALSE;
  daybook_store_unmark_run (self->store);
  g_signal_emit (self, signals[SIGNAL_RUN_FINISHED], 0, run);
  return TRUE;
}

void
daybook_engine_tell_started (DaybookEngine *self, DaybookSyncRun *run)
{
  g_signal_emit (self, signals[SIGNAL_RUN_STARTED], 0, run);
}

/* @total 0: not known. A guess of the service that was too low is none. */
void
daybook_engine_tell_progress (DaybookEngine *self, DaybookSyncRun *run, gint64 total)
{
  g_signal_emit (self, signals[SIGNAL_RUN_PROGRESS], 0, run, total >= run->fetched ? total : (gint64) 0);
}

/* ---- the list of sources ---- */

static gboolean
refresh_sources (DaybookEngineErrand *errand, GError **error)
{
  DaybookEngine *self = errand->engine;
  g_autoptr (DaybookExchange) exchange = daybook_engine_new_exchange (self);

  if (!daybook_provider_list_sources (errand->provider, &errand->context, exchange))
    return TRUE;
  if (!daybook_engine_run_exchange (errand, exchange, NULL, error))
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

/* ---- one account ---- */

static gboolean
is_wanted (DaybookEngineErrand *errand, const DaybookSource *source)
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

/* Pulls @sources one after another: nothing of the errand comes after them. One that fails does not keep the others,
 * unless its trouble is everybody's; the first error is told, and of which source it is where there are several. */
static gboolean
pull_sources (DaybookEngineErrand *errand, GPtrArray *sources, GError **error)
{
  g_autoptr (GError) first = NULL;
  const char *name = NULL;
  guint n_failed = 0;

  for (guint i = 0; i < sources->len; i++)
    {
      g_autoptr (GError) local = NULL;

      gboolean is_last = i == sources->len - 1 && first == NULL;

      if (daybook_engine_sync_source (errand, sources->pdata[i], is_last, &local))
        continue;
      if (!daybook_error_concerns_source (local))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      errand->source_failed = TRUE;
      if (n_failed++ > 0)
        continue;
      first = g_steal_pointer (&local);
      name = ((const DaybookSource *) sources->pdata[i])->name;
    }
  if (first == NULL)
    return TRUE;
  if (errand->n_sources > 1)
    {
      g_autofree char *text = daybook_account_name_trouble (name, n_failed - 1, first->message);

      g_set_error_literal (error, first->domain, first->code, text);
      return FALSE;
    }
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

/* Where all that is switched on has vanished at the service, or is left out since it failed again and again, an errand
 * that had nothing to do is none that went well. */
static gboolean
has_something (GPtrArray *sources, GError **error)
{
  const DaybookSource *gone = NULL;
  const DaybookSource *stopped = NULL;
  guint n_gone = 0;
  guint n_stopped = 0;

  for (guint i = 0; i < sources->len; i++)
    {
      const DaybookSource *source = sources->pdata[i];

      if (!source->enabled)
        continue;
      if (source->state == DAYBOOK_SOURCE_QUARANTINED)
        {
          if (n_stopped++ == 0)
            stopped = source;
        }
      else if (source->state != DAYBOOK_SOURCE_GONE)
        return TRUE;
      else if (n_gone++ == 0)
        gone = source;
    }
  if (gone == NULL && stopped == NULL)
    return TRUE;
  g_propagate_error (error, stopped != NULL ? daybook_account_new_stopped_error (stopped->name, n_stopped - 1)
                                            : daybook_account_new_gone_error (gone->name, n_gone - 1));
  return FALSE;
}

/* The account's service says first which of @sources there is something to pull of. */
static gboolean
sync_scouted (DaybookEngineErrand *errand, GPtrArray *sources, GError **error)
{
  g_autoptr (DaybookExchange) scouted = daybook_engine_scout (errand, sources, error);
  g_autoptr (GPtrArray) changed = g_ptr_array_new ();
  g_autoptr (GPtrArray) unchanged = g_ptr_array_new ();

  if (scouted == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    {
      DaybookSource *source = sources->pdata[i];

      if (source->state != DAYBOOK_SOURCE_GONE)
        g_ptr_array_add (daybook_engine_must_pull (errand, scouted, source) ? changed : unchanged, source);
    }
  /* The scout may have found out. */
  if (!has_something (sources, error))
    return FALSE;
  if (!daybook_engine_note_scout (errand, scouted, changed, unchanged, error))
    return FALSE;
  return changed->len > 0 ? pull_sources (errand, changed, error) : daybook_engine_end_idle (errand, error);
}

static gboolean
sync_sources (DaybookEngineErrand *errand, GError **error)
{
  g_autoptr (GPtrArray) all = daybook_store_list_sources (errand->engine->store, errand->account->id, error);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  if (all == NULL)
    return FALSE;
  errand->n_sources = all->len;
  if (errand->options->sources == NULL && !has_something (all, error))
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      if (is_wanted (errand, all->pdata[i]))
        g_ptr_array_add (wanted, all->pdata[i]);
    }
  return daybook_engine_wants_scout (errand) ? sync_scouted (errand, wanted, error) : pull_sources (errand, wanted, error);
}

/* Once a day; a person who asks for what had vanished may know that it is back. */
static gboolean
sources_are_due (DaybookEngineErrand *errand)
{
  gint64 at = errand->account->sources_at;
  gboolean is_lost = g_strcmp0 (errand->account->error_code, daybook_error_code_to_string (DAYBOOK_ERROR_GONE)) == 0;

  return errand->options->full || at == DAYBOOK_INSTANT_NONE
         || (is_lost && g_strcmp0 (errand->options->trigger, "manual") == 0)
         || daybook_store_now (errand->engine->store) - at >= SOURCES_MAX_AGE;
}

static gboolean
begin_errand (DaybookEngineErrand *errand, gint64 account_id, GError **error)
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
end_errand (DaybookEngineErrand *errand)
{
  g_clear_pointer (&errand->account, daybook_account_free);
  g_clear_pointer (&errand->grant, daybook_grant_free);
}

/* A list that failed is in the log, too: no source had its turn. */
static gboolean
list_sources (DaybookEngineErrand *errand, GError **error)
{
  gint64 start = daybook_engine_get_monotonic_ms (errand->engine);
  g_autoptr (GError) local = NULL;
  g_autoptr (DaybookSyncRun) run = NULL;

  if (refresh_sources (errand, &local))
    return TRUE;
  run = daybook_engine_new_run (errand, NULL);
  run->duration_ms = daybook_engine_get_monotonic_ms (errand->engine) - start;
  if (daybook_engine_end_run (errand, run, local, FALSE, error))
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* A token or password that was refused stays refused: asking with it again and again may lock the person out of the
 * service. A person may ask with a token; a password waits for the next sign-in. */
static gboolean
may_try (DaybookEngineErrand *errand, GError **error)
{
  const char *way = errand->grant->sign_in;
  gboolean by_hand = g_strcmp0 (errand->options->trigger, "manual") == 0;

  if (errand->account->status != DAYBOOK_ACCOUNT_NEEDS_SIGN_IN
      || !(g_strcmp0 (way, "password") == 0 || (g_strcmp0 (way, "token") == 0 && !by_hand)))
    return TRUE;
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                       errand->account->last_error != NULL ? errand->account->last_error
                                                           : _ ("The service does not accept the sign-in. Sign in again."));
  return FALSE;
}

static gboolean
run_errand (DaybookEngineErrand *errand, GError **error)
{
  DaybookEngine *self = errand->engine;

  if (!may_try (errand, error))
    return FALSE;
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
  DaybookEngineErrand errand = { .engine = self, .options = options, .cancellable = cancellable };
  g_autoptr (GError) local = NULL;

  if (!begin_errand (&errand, account_id, error))
    {
      end_errand (&errand);
      return FALSE;
    }
  if (daybook_unkept_texts_forget (self->store, errand.info, errand.account, &local))
    run_errand (&errand, &local);
  if (local != NULL)
    note_end (&errand, local, NULL);
  else if (!errand.noted)
    note_end (&errand, NULL, &local);
  if (errand.noted)
    g_signal_emit (self, signals[SIGNAL_ACCOUNT_CHANGED], 0, errand.account);
  end_errand (&errand);
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
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
