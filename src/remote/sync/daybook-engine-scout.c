/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scout: one look at a whole account that says which of its sources there is something to pull of. */
#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-engine-private.h"
#include "sync/daybook-expander.h"

void
daybook_scout_report_clear (DaybookScoutReport *self)
{
  g_clear_pointer (&self->changed, g_hash_table_unref);
  g_clear_pointer (&self->cursor, g_free);
}

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
static gboolean
ask (DaybookEngineErrand *errand, GPtrArray *sources, const char *cursor, DaybookScoutReport *report, GError **error)
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
  if (!ok)
    return FALSE;
  g_set_object (&errand->scouted, exchange);
  report->changed = g_hash_table_ref (daybook_exchange_get_changed_sources (exchange));
  report->cursor = g_strdup (daybook_exchange_get_cursor (exchange));
  return mark_gone (errand, sources, daybook_exchange_get_gone_sources (exchange), error);
}

/* Asks for what changed in @sources. The next run bears the cost; a scout that fails is a run of the account's own. */
gboolean
daybook_engine_scout (DaybookEngineErrand *errand, GPtrArray *sources, DaybookScoutReport *report, GError **error)
{
  const gboolean usable = g_strcmp0 (errand->account->scout_params, errand->info->cursor_params) == 0;
  const char *cursor = usable ? errand->account->scout_cursor : NULL;
  gint64 start = daybook_engine_get_monotonic_ms (errand->engine);
  g_autoptr (DaybookSyncRun) run = NULL;
  g_autoptr (GError) local = NULL;

  if (ask (errand, sources, cursor, report, &local))
    return TRUE;
  if (cursor != NULL && g_error_matches (local, DAYBOOK_ERROR, DAYBOOK_ERROR_CURSOR_EXPIRED))
    {
      g_clear_error (&local);
      if (ask (errand, sources, NULL, report, &local))
        return TRUE;
    }
  run = daybook_engine_new_run (errand, NULL);
  run->duration_ms = daybook_engine_get_monotonic_ms (errand->engine) - start;
  if (daybook_engine_end_run (errand, run, local, FALSE, error))
    g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

/* What the scout named, and what it cannot know about: a round that was cut off, deletions that wait for the person,
 * a window that was widened. */
gboolean
daybook_engine_must_pull (DaybookEngineErrand *errand, const DaybookScoutReport *report, const DaybookSource *source)
{
  g_autoptr (DaybookExpander) expander = NULL;

  if (g_hash_table_contains (report->changed, source->external_id) || source->resume != NULL
      || source->state == DAYBOOK_SOURCE_HELD || source->held_count < 0)
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

/* Writes down that @sources were looked at: one transaction for all of them, which waits for the errand's end where there
 * is nothing else to do (@idle). */
gboolean
daybook_engine_leave_unchanged (DaybookEngineErrand *errand, GPtrArray *sources, gboolean idle, GError **error)
{
  DaybookStore *store = daybook_engine_get_store (errand->engine);

  if (!daybook_store_begin (store, error))
    return FALSE;
  if (!touch (errand, sources, error))
    {
      daybook_store_rollback (store);
      return FALSE;
    }
  errand->writing = idle;
  return idle || daybook_store_commit (store, error);
}

static gboolean
keep_cursor (DaybookEngineErrand *errand, const DaybookScoutReport *report, GError **error)
{
  const DaybookAccount *account = errand->account;

  if (g_strcmp0 (report->cursor, account->scout_cursor) == 0
      && g_strcmp0 (account->scout_params, errand->info->cursor_params) == 0)
    return TRUE;
  return daybook_store_set_scout_cursor (daybook_engine_get_store (errand->engine), account->id, report->cursor,
                                         errand->info->cursor_params, error);
}

/* Every source it named was pulled: the next scout goes on from here. Where there was none to pull (@idle), the look
 * itself is a run, of the account's. */
gboolean
daybook_engine_end_scout (DaybookEngineErrand *errand, const DaybookScoutReport *report, gboolean idle, GError **error)
{
  g_autoptr (DaybookSyncRun) run = NULL;

  if (!idle)
    return keep_cursor (errand, report, error);
  if (!keep_cursor (errand, report, error))
    {
      daybook_store_rollback (daybook_engine_get_store (errand->engine));
      errand->writing = FALSE;
      return FALSE;
    }
  run = daybook_engine_new_run (errand, NULL);
  g_free (run->mode);
  run->mode = g_strdup ("incremental");
  return daybook_engine_end_run (errand, run, NULL, TRUE, error);
}
