/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-applier.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-zone.h"
#include "store/daybook-accounts.h"
#include "store/daybook-events.h"
#include "sync/daybook-expander.h"

struct _DaybookApplier
{
  DaybookStore *store;       /* (owned) */
  DaybookSource *source;     /* (borrowed) kept in step with its row */
  const DaybookProviderInfo *info;
  DaybookSyncRun *run;       /* (borrowed) counts go here */
  DaybookExpander *expander; /* (owned) of the source's window */
  DaybookExpander *earlier;  /* (owned) (nullable) of the range that is loaded beside it: no sweep, no cursor, no resume */
  DaybookPullOptions options;
  char *cursor;              /* (owned) (nullable) what options.cursor points to */
  char *resume;              /* (owned) (nullable) what options.resume points to */
  gint64 generation;
  gint64 stale_generation;   /* of a round that is not gone on with */
  gint64 started_at;
  GHashTable *touched;       /* (owned) set of gint64: masters to expand after the batch */
  GPtrArray *missing;        /* (owned) external ids that the round says it misses */
};

/* resume is {"generation": n, "started_at": instant, "next": text, "params": text, "from": day}. */
static gboolean
read_resume (DaybookApplier *self)
{
  static const char *const fields[] = { "generation", "started_at", "next", "params", "from", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  g_autofree char *next = NULL;
  g_autofree char *params = NULL;
  gint64 generation = 0;
  gint64 started_at = 0;
  gint64 from = G_MAXINT64;
  int field;

  if (self->source->resume == NULL)
    return FALSE;
  reader = daybook_json_reader_new_for_data (self->source->resume, strlen (self->source->resume));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        generation = daybook_json_reader_read_int_or (reader, 0);
      else if (field == 1)
        started_at = daybook_json_reader_read_int_or (reader, 0);
      else if (field == 2)
        daybook_json_reader_read_string_into (reader, &next);
      else if (field == 3)
        daybook_json_reader_read_string_into (reader, &params);
      else
        from = daybook_json_reader_read_int_or (reader, from);
    }
  self->stale_generation = generation;
  if (!daybook_json_reader_finish (reader, NULL) || next == NULL || g_strcmp0 (params, self->info->cursor_params) != 0
      || generation < self->source->generation || self->options.from < from
      || ABS (daybook_store_now (self->store) - started_at) > DAYBOOK_RESUME_MAX_AGE)
    return FALSE;
  self->generation = generation;
  self->started_at = started_at;
  self->resume = g_steal_pointer (&next);
  return TRUE;
}

static char *
write_resume (DaybookApplier *self, const char *next)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_int (builder, "generation", self->generation);
  daybook_json_add_int (builder, "started_at", self->started_at);
  daybook_json_add_text (builder, "next", next);
  daybook_json_add_text (builder, "params", self->info->cursor_params);
  daybook_json_add_int (builder, "from", self->options.from);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* A cursor is good for the parameters it was made with and for a window that reaches no further
 * back than the range that was asked for with it: where a person widened the window, it would never
 * tell of what lies before. */
static gboolean
cursor_is_good (DaybookApplier *self)
{
  return self->source->cursor != NULL && g_strcmp0 (self->source->cursor_params, self->info->cursor_params) == 0
         && daybook_store_source_covers (self->store, self->source->id, self->options.from);
}

static void
choose_round (DaybookApplier *self, gboolean force_full)
{
  gboolean resumes = read_resume (self) && !force_full;

  if (resumes)
    {
      self->options.resume = self->resume;
    }
  else
    {
      /* What a round that was given up has seen may have gone since: it must not count as seen in this one. */
      self->generation = MAX (self->source->generation, self->stale_generation) + 1;
      self->started_at = daybook_store_now (self->store);
    }
  if (!force_full && cursor_is_good (self))
    self->cursor = g_strdup (self->source->cursor);
  self->options.cursor = self->cursor;
  self->options.full = force_full;
}

static void
choose_window (DaybookApplier *self)
{
  DaybookZone *zone = daybook_store_get_zone (self->store);

  self->options.zone = zone;
  self->options.from = daybook_expander_get_from (self->expander);
  self->options.from_at = daybook_zone_get_day_start (zone, self->options.from);
  if ((self->info->capabilities & DAYBOOK_CAPABILITY_EXPANDS) != 0)
    {
      self->options.to = daybook_expander_get_to (self->expander);
      self->options.to_at = daybook_zone_get_day_start (zone, self->options.to);
    }
  else
    {
      /* Open ahead: an incremental cursor never tells of an old event that merely slides in. */
      self->options.to = G_MAXINT32;
      self->options.to_at = G_MAXINT64;
    }
}

/* @source and @run are the caller's and must outlive the applier; their fields are kept in step. */
DaybookApplier *
daybook_applier_new (DaybookStore *store,
                     DaybookSource *source,
                     const DaybookProviderInfo *info,
                     gboolean force_full,
                     DaybookSyncRun *run)
{
  DaybookApplier *self = g_new0 (DaybookApplier, 1);

  self->store = g_object_ref (store);
  self->source = source;
  self->info = info;
  self->run = run;
  self->expander = daybook_expander_new (store, source);
  self->touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->missing = g_ptr_array_new_with_free_func (g_free);
  choose_window (self);
  choose_round (self, force_full);
  return self;
}

/* Load Earlier: days [@from, @to) are asked for once, whatever the window is. What is found is added, nothing is swept,
 * and cursor, window and an interrupted round of the source stay as they are. Begun again when it is interrupted. */
DaybookApplier *
daybook_applier_new_for_range (DaybookStore *store,
                               DaybookSource *source,
                               const DaybookProviderInfo *info,
                               DaybookDay from,
                               DaybookDay to,
                               DaybookSyncRun *run)
{
  DaybookApplier *self = g_new0 (DaybookApplier, 1);
  DaybookZone *zone = daybook_store_get_zone (store);

  self->store = g_object_ref (store);
  self->source = source;
  self->info = info;
  self->run = run;
  self->expander = daybook_expander_new (store, source);
  self->earlier = daybook_expander_new_for_range (store, source, from, to);
  self->touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->missing = g_ptr_array_new_with_free_func (g_free);
  /* A round that was interrupted has marked its rows with the next generation, and will sweep those without it. */
  read_resume (self);
  g_clear_pointer (&self->resume, g_free);
  self->generation = MAX (source->generation, self->stale_generation);
  self->started_at = daybook_store_now (store);
  self->options.zone = zone;
  self->options.from = from;
  self->options.from_at = daybook_zone_get_day_start (zone, from);
  self->options.to = to;
  self->options.to_at = daybook_zone_get_day_start (zone, to);
  self->options.full = TRUE;
  return self;
}

void
daybook_applier_free (DaybookApplier *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->store);
  daybook_expander_free (self->expander);
  daybook_expander_free (self->earlier);
  g_hash_table_unref (self->touched);
  g_ptr_array_unref (self->missing);
  g_free (self->cursor);
  g_free (self->resume);
  g_free (self);
}

/* What to ask the provider for: window, cursor, where to go on. */
const DaybookPullOptions *
daybook_applier_get_options (DaybookApplier *self)
{
  return &self->options;
}

static void
touch (DaybookApplier *self, gint64 master_id)
{
  gint64 *key;

  if (master_id == 0)
    return;
  key = g_new (gint64, 1);
  *key = master_id;
  g_hash_table_add (self->touched, key);
}

static void
count (DaybookApplier *self, DaybookChange change)
{
  switch (change)
    {
    case DAYBOOK_CHANGE_CREATED:
      self->run->created++;
      break;
    case DAYBOOK_CHANGE_UPDATED:
      self->run->updated++;
      break;
    case DAYBOOK_CHANGE_DELETED:
      self->run->deleted++;
      break;
    case DAYBOOK_CHANGE_NONE:
      self->run->unchanged++;
      break;
    }
}

static gboolean
put_event (DaybookApplier *self, DaybookEvent *event, GError **error)
{
  DaybookChange change;
  gint64 id;

  event->source_id = self->source->id;
  if (!daybook_store_put_event (self->store, event, self->generation, &change, &id, error))
    return FALSE;
  count (self, change);
  if (change == DAYBOOK_CHANGE_NONE)
    return TRUE;
  if (event->kind == DAYBOOK_EVENT_MASTER)
    touch (self, id);
  else if (event->kind == DAYBOOK_EVENT_EXCEPTION)
    touch (self, daybook_store_get_series_of (self->store, id));
  return TRUE;
}

static gboolean
put_activity (DaybookApplier *self, DaybookActivity *activity, GError **error)
{
  DaybookChange change;
  gint64 id;

  activity->source_id = self->source->id;
  if (!daybook_store_put_activity (self->store, activity, self->generation, &change, &id, error))
    return FALSE;
  count (self, change);
  return TRUE;
}

static gboolean
delete_item (DaybookApplier *self, const char *external_id, GError **error)
{
  g_autoptr (DaybookEvent) known = daybook_store_get_known_event (self->store, self->source->id, external_id);
  DaybookChange change;

  if (known != NULL && known->kind == DAYBOOK_EVENT_MASTER
      && (self->info->capabilities & DAYBOOK_CAPABILITY_EXPANDS) != 0)
    {
      /* Its occurrences are the service's own, told of in the window alone. */
      count (self, DAYBOOK_CHANGE_DELETED);
      return daybook_store_end_series (self->store, self->source->id, external_id, self->options.from_at,
                                       self->options.to_at, error);
    }
  if (!daybook_store_delete_item (self->store, self->source->id, external_id, &change, error))
    return FALSE;
  count (self, change);
  /* Without its exception the instance is what the rule says again. */
  if (known != NULL && known->kind == DAYBOOK_EVENT_EXCEPTION)
    touch (self, known->series_id);
  return TRUE;
}

static gboolean
replace_series (DaybookApplier *self, const char *external_id, GError **error)
{
  gint64 deleted = 0;

  if (!daybook_store_forget_instances (self->store, self->source->id, external_id, self->generation,
                                       self->options.from_at, self->options.to_at, &deleted, error))
    return FALSE;
  self->run->deleted += deleted;
  return TRUE;
}

static gboolean
apply_item (DaybookApplier *self, DaybookItem *item, GError **error)
{
  if (item->op != DAYBOOK_ITEM_MISSING)
    self->run->fetched++;
  switch (item->op)
    {
    case DAYBOOK_ITEM_UPSERT:
    case DAYBOOK_ITEM_PATCH:
      return item->event != NULL ? put_event (self, item->event, error) : put_activity (self, item->activity, error);
    case DAYBOOK_ITEM_SEEN:
      self->run->unchanged++;
      return daybook_store_see_item (self->store, self->source->id, item->external_id, self->generation, error);
    case DAYBOOK_ITEM_TOMBSTONE:
      return delete_item (self, item->external_id, error);
    case DAYBOOK_ITEM_MISSING:
      g_ptr_array_add (self->missing, g_steal_pointer (&item->external_id));
      return TRUE;
    case DAYBOOK_ITEM_REPLACE_SERIES:
      return replace_series (self, item->external_id, error);
    case DAYBOOK_ITEM_QUARANTINE:
      /* What was known of it stays: it is there, only unreadable. */
      return daybook_store_see_item (self->store, self->source->id, item->external_id, self->generation, error)
             && daybook_store_quarantine (self->store, self->source->id, item->external_id, item->etag, item->reason,
                                          error);
    }
  return TRUE;
}

static gboolean
apply_items (DaybookApplier *self, GPtrArray *items, GError **error)
{
  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      if (!apply_item (self, items->pdata[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
expand_touched (DaybookApplier *self, GError **error)
{
  GHashTableIter iter;
  gpointer id;

  if ((self->info->capabilities & DAYBOOK_CAPABILITY_EXPANDS) != 0)
    {
      g_hash_table_remove_all (self->touched);
      return TRUE;
    }
  g_hash_table_iter_init (&iter, self->touched);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      if (!daybook_expander_expand_row (self->expander, *(gint64 *) id, error))
        return FALSE;
    }
  g_hash_table_remove_all (self->touched);
  return TRUE;
}

static gboolean
write_batch (DaybookApplier *self, GPtrArray *items, const char *next, GError **error)
{
  g_autofree char *resume = next != NULL ? write_resume (self, next) : NULL;

  if (!apply_items (self, items, error) || !expand_touched (self, error))
    return FALSE;
  if (self->earlier != NULL)
    return TRUE;
  g_free (self->source->resume);
  self->source->resume = g_steal_pointer (&resume);
  return daybook_store_set_source_progress (self->store, self->source, error);
}

/* Writes one batch and where to go on from (@next, NULL: nowhere, the round would start anew). */
gboolean
daybook_applier_apply (DaybookApplier *self, GPtrArray *items, const char *next, GError **error)
{
  if (!daybook_store_begin (self->store, error))
    return FALSE;
  if (!write_batch (self, items, next, error))
    {
      daybook_store_rollback (self->store);
      return FALSE;
    }
  return daybook_store_commit (self->store, error);
}

static gboolean
must_hold (DaybookApplier *self, gint64 would_delete, gint64 overlapping)
{
  if (self->source->held_count < 0) /* the person said: delete them */
    return FALSE;
  if (would_delete == 0)
    return FALSE;
  if (would_delete == overlapping && overlapping > 1)
    return TRUE;
  return would_delete >= DAYBOOK_BRAKE_ROWS && would_delete * DAYBOOK_BRAKE_SHARE > overlapping;
}

/* What the finished round did not meet again (@full), or says that it misses. */
static gboolean
find_or_drop (DaybookApplier *self,
              gboolean full,
              gboolean really,
              gint64 *would_delete,
              gint64 *overlapping,
              GArray *series,
              GError **error)
{
  /* One more than a share of could be reached: then the brake does not grip. */
  gint64 enough = (gint64) self->missing->len * DAYBOOK_BRAKE_SHARE + 1;

  if (full)
    return daybook_store_sweep (self->store, self->source->id, self->generation, self->options.from_at,
                                self->options.to_at, really, would_delete, overlapping, error);
  return daybook_store_drop_missing (self->store, self->source->id, self->missing, self->options.from_at,
                                     self->options.to_at, enough, really, would_delete, overlapping, series, error);
}

/* Among what went may have been exceptions whose instances are what the rule says again. */
static gboolean
expand_again (DaybookApplier *self, gboolean full, const GArray *series, GError **error)
{
  if ((self->info->capabilities & DAYBOOK_CAPABILITY_EXPANDS) != 0)
    return TRUE;
  if (full)
    return daybook_expander_expand_all (self->expander, error);
  for (guint i = 0; i < series->len; i++)
    touch (self, g_array_index (series, gint64, i));
  return expand_touched (self, error);
}

/* The first round of all has written every row that there is. */
static gboolean
is_first_round (const DaybookApplier *self)
{
  return self->source->generation == 0 && self->generation == 1;
}

/* Rows that are gone at the service go, but for the brake. */
static gboolean
sweep (DaybookApplier *self, gboolean full, gboolean *held, GError **error)
{
  g_autoptr (GArray) series = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 would_delete = 0;
  gint64 overlapping = 0;

  if (!find_or_drop (self, full, FALSE, &would_delete, &overlapping, NULL, error))
    return FALSE;
  *held = must_hold (self, would_delete, overlapping);
  if (*held)
    {
      self->source->state = DAYBOOK_SOURCE_HELD;
      self->source->held_count = (int) MIN (would_delete, G_MAXINT);
      return TRUE;
    }
  self->source->held_count = 0;
  if (self->source->state == DAYBOOK_SOURCE_HELD)
    self->source->state = DAYBOOK_SOURCE_ACTIVE;
  if (would_delete == 0)
    return TRUE;
  if (!find_or_drop (self, full, TRUE, &would_delete, NULL, series, error))
    return FALSE;
  self->run->deleted += would_delete;
  return expand_again (self, full, series, error);
}

/* The series that were known before have days in the range, too. */
static gboolean
write_range_end (DaybookApplier *self, gboolean full, GError **error)
{
  if ((self->info->capabilities & DAYBOOK_CAPABILITY_EXPANDS) == 0
      && !daybook_expander_expand_all (self->earlier, error))
    return FALSE;
  return !full
         || daybook_store_add_loaded_range (self->store, self->source->id, self->options.from, self->options.to, error);
}

/* What a scout had found is here. */
static gboolean
settle_owed (DaybookApplier *self, GError **error)
{
  if (self->source->owed == NULL)
    return TRUE;
  g_clear_pointer (&self->source->owed, g_free);
  return daybook_store_set_source_owed (self->store, self->source, error);
}

static gboolean
write_end (DaybookApplier *self, GPtrArray *items, const char *cursor, gboolean full, gboolean *held, GError **error)
{
  if (!apply_items (self, items, error) || !expand_touched (self, error))
    return FALSE;
  if (self->earlier != NULL)
    return write_range_end (self, full, error);
  if (((full && !is_first_round (self)) || self->missing->len > 0) && !sweep (self, full, held, error))
    return FALSE;
  if (full
      && !daybook_store_add_source_range (self->store, self->source->id, self->options.from, self->options.to, error))
    return FALSE;
  g_clear_pointer (&self->source->resume, g_free);
  g_free (self->source->cursor);
  /* While deletions wait for the person, every round is a full one: they may all come back. */
  self->source->cursor = *held ? NULL : g_strdup (cursor);
  g_free (self->source->cursor_params);
  self->source->cursor_params = g_strdup (self->info->cursor_params);
  self->source->generation = self->generation;
  self->source->last_sync_at = daybook_store_now (self->store);
  return daybook_store_set_source_progress (self->store, self->source, error) && settle_owed (self, error);
}

/* Writes the last batch, sweeps after a full round, and stores the cursor: one transaction. @held says
 * that the brake stopped the sweep. */
gboolean
daybook_applier_finish (DaybookApplier *self,
                        GPtrArray *items,
                        const char *cursor,
                        gboolean full,
                        gboolean *held,
                        GError **error)
{
  *held = FALSE;
  if (!daybook_store_begin (self->store, error))
    return FALSE;
  if (!write_end (self, items, cursor, full, held, error))
    {
      daybook_store_rollback (self->store);
      return FALSE;
    }
  return daybook_store_commit (self->store, error);
}

/* The service refused to go on from where we were: the next round is a full one. */
gboolean
daybook_applier_forget_round (DaybookApplier *self, GError **error)
{
  g_clear_pointer (&self->source->resume, g_free);
  g_clear_pointer (&self->source->cursor, g_free);
  self->source->generation = self->generation;
  return daybook_store_set_source_progress (self->store, self->source, error);
}
