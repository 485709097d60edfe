/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scout: one look at a whole account that says which of its sources there is something to pull of. */
#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-engine-private.h"
#include "sync/daybook-expander.h"

/* Whoever names sources or days, or wants everything looked at anew, gets that. */
gboolean
daybook_engine_wants_scout (DaybookEngineErrand *errand)
{
  return (errand->info->capabilities & DAYBOOK_CAPABILITY_SCOUT) != 0 && !errand->options->full
         && errand->options->sources == NULL && !daybook_engine_is_range (errand->options);
}

static gboolean
mark_gone (DaybookEngineErrand *errand, GPtrArray *sources, GHashTable *gone, GError **error)
{
  for (guint i = 0; i < sources->len; i++)
    {
      DaybookSource *source = sources->pdata[i];

      if (!g_hash_table_contains (gone, source->external_id))
        continue;
      source->state = DAYBOOK_SOURCE_GONE;
      if (!daybook_store_refresh_source (daybook_engine_get_store (errand->engine), source, error))
        return FALSE;
    }
  return TRUE;
}

/* One try. */
static DaybookExchange *
ask (DaybookEngineErrand *errand, GPtrArray *sources, const char *cursor, GError **error)
{
  g_autoptr (DaybookExchange) exchange = daybook_engine_new_exchange (errand->engine);
  gboolean ok;

  errand->context.scout_cursor = cursor;
  errand->context.sources = sources;
  if (!daybook_provider_scout (errand->provider, &errand->context, exchange))
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INTERNAL, "%s cannot be scouted.", errand->info->id);
  ok = daybook_engine_run_exchange (errand, exchange, NULL, error);
  errand->context.scout_cursor = NULL;
  errand->context.sources = NULL;
  if (!ok || !mark_gone (errand, sources, daybook_exchange_get_gone_sources (exchange), error))
    return NULL;
  return g_steal_pointer (&exchange);
}

/* Asks for what changed in @sources. The next run bears the cost; a scout that fails (NULL) is a run of the account's
 * own. (transfer full) */
DaybookExchange *
daybook_engine_scout (DaybookEngineErrand *errand, GPtrArray *sources, GError **error)
{
  const gboolean usable = g_strcmp0 (errand->account->scout_params, errand->info->cursor_params) == 0;
  const char *cursor = usable ? errand->account->scout_cursor : NULL;
  gint64 start = daybook_engine_get_monotonic_ms (errand->engine);
  g_autoptr (DaybookSyncRun) run = NULL;
  g_autoptr (GError) local = NULL;
  DaybookExchange *scouted = ask (errand, sources, cursor, &local);

  if (scouted == NULL && cursor != NULL && g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_CURSOR_EXPIRED))
    {
      g_clear_error (&local);
      scouted = ask (errand, sources, NULL, &local);
    }
  if (scouted != NULL)
    return scouted;
  run = daybook_engine_new_run (errand, NULL);
  run->duration_ms = daybook_engine_get_monotonic_ms (errand->engine) - start;
  if (daybook_engine_end_run (errand, run, local, FALSE, error))
    g_propagate_error (error, g_steal_pointer (&local));
  return NULL;
}

/* What the scout named, or an earlier one whose find no pull has brought (it failed, or was cut off), and what it cannot
 * know about: a round that was cut off, deletions that wait for the person, a window that was widened. */
gboolean
daybook_engine_must_pull (DaybookEngineErrand *errand, DaybookExchange *scouted, const DaybookSource *source)
{
  g_autoptr (DaybookExpander) expander = NULL;

  if (g_hash_table_contains (daybook_exchange_get_changed_sources (scouted), source->external_id)
      || source->resume != NULL || source->state == DAYBOOK_SOURCE_HELD || source->held_count < 0)
    return TRUE;
  if (source->owed != NULL
      && !g_hash_table_contains (daybook_exchange_get_postponed_sources (scouted), source->external_id))
    return TRUE;
  if (source->cursor == NULL)
    return FALSE;
  if (g_strcmp0 (source->cursor_params, errand->info->cursor_params) != 0)
    return TRUE;
  expander = daybook_expander_new (daybook_engine_get_store (errand->engine), (DaybookSource *) source);
  return !daybook_store_source_covers (daybook_engine_get_store (errand->engine), source->id,
                                       daybook_expander_get_from (expander));
}

/* Nothing new there: they are as good as synced now, but for those that never were. */
static gboolean
touch (DaybookEngineErrand *errand, GPtrArray *sources, GError **error)
{
  DaybookStore *store = daybook_engine_get_store (errand->engine);

  for (guint i = 0; i < sources->len; i++)
    {
      DaybookSource *source = sources->pdata[i];

      if (source->last_sync_at == DAYBOOK_INSTANT_NONE)
        continue;
      source->last_sync_at = daybook_store_now (store);
      if (!daybook_store_set_source_progress (store, source, error) || !daybook_engine_slide_window (errand, source, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
keep_cursor (DaybookEngineErrand *errand, DaybookExchange *scouted, GError **error)
{
  const DaybookAccount *account = errand->account;
  const char *cursor = daybook_exchange_get_cursor (scouted);

  if (g_strcmp0 (cursor, account->scout_cursor) == 0
      && g_strcmp0 (account->scout_params, errand->info->cursor_params) == 0)
    return TRUE;
  return daybook_store_set_scout_cursor (daybook_engine_get_store (errand->engine), account->id, cursor,
                                         errand->info->cursor_params, error);
}

/* What was found in @sources is theirs to bring from now on. */
static gboolean
owe (DaybookEngineErrand *errand, DaybookExchange *scouted, GPtrArray *sources, GError **error)
{
  GHashTable *named = daybook_exchange_get_changed_sources (scouted);

  for (guint i = 0; i < sources->len; i++)
    {
      DaybookSource *source = sources->pdata[i];
      const char *hint = daybook_exchange_get_hint (scouted, source->external_id);

      if (!g_hash_table_contains (named, source->external_id))
        continue;
      g_free (source->owed);
      source->owed = g_strdup (hint != NULL ? hint : "");
      if (!daybook_store_set_source_owed (daybook_engine_get_store (errand->engine), source, error))
        return FALSE;
    }
  return TRUE;
}

/* Writes down what the scout found, in one transaction: @unchanged were looked at, @changed owe what it named, and
 * the next scout goes on from here, however the pulls go. Where there is nothing to pull it waits for the errand's end. */
gboolean
daybook_engine_note_scout (DaybookEngineErrand *errand,
                           DaybookExchange *scouted,
                           GPtrArray *changed,
                           GPtrArray *unchanged,
                           GError **error)
{
  DaybookStore *store = daybook_engine_get_store (errand->engine);

  if (!daybook_store_begin (store, error))
    return FALSE;
  if (!touch (errand, unchanged, error) || !owe (errand, scouted, changed, error) || !keep_cursor (errand, scouted, error))
    {
      daybook_store_rollback (store);
      return FALSE;
    }
  errand->writing = changed->len == 0;
  return errand->writing || daybook_store_commit (store, error);
}

/* There was nothing to pull: the look itself is a run, of the account's. */
gboolean
daybook_engine_end_idle (DaybookEngineErrand *errand, GError **error)
{
  g_autoptr (DaybookSyncRun) run = daybook_engine_new_run (errand, NULL);

  g_free (run->mode);
  run->mode = g_strdup ("incremental");
  return daybook_engine_end_run (errand, run, NULL, TRUE, error);
}
