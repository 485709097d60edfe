/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/daybook-expander.h"

#include "base/daybook-error.h"
#include "store/daybook-accounts.h"
#include "sync/daybook-recurrence.h"

struct _DaybookExpander
{
  DaybookStore *store;           /* (owned) */
  DaybookSource *source;         /* (borrowed) */
  DaybookRecurrence *recurrence; /* (owned) keeps its memory from series to series */
  DaybookZone *local;            /* (owned) */
  GArray *instances;             /* (owned) DaybookInstance */
  GArray *occurrences;           /* (owned) DaybookOccurrence */
  DaybookDay from;
  DaybookDay to;
  gboolean is_window; /* the source's own, which the source notes */
  gint64 created;
  gint64 deleted;
};

/* @source is the caller's and must outlive the expander. */
DaybookExpander *
daybook_expander_new (DaybookStore *store, DaybookSource *source)
{
  DaybookExpander *self = g_new0 (DaybookExpander, 1);
  DaybookDay today;

  self->store = g_object_ref (store);
  self->source = source;
  self->recurrence = daybook_recurrence_new ();
  self->local = daybook_zone_ref (daybook_store_get_zone (store));
  self->instances = g_array_new (FALSE, FALSE, sizeof (DaybookInstance));
  self->occurrences = g_array_new (FALSE, FALSE, sizeof (DaybookOccurrence));
  today = daybook_zone_get_day (self->local, daybook_store_now (store));
  self->from = today - source->window_back_days;
  self->to = today + source->window_ahead_days + 1;
  self->is_window = TRUE;
  return self;
}

/* Of the days [@from, @to) instead of the source's window: what Load Earlier brings in. */
DaybookExpander *
daybook_expander_new_for_range (DaybookStore *store, DaybookSource *source, DaybookDay from, DaybookDay to)
{
  DaybookExpander *self = daybook_expander_new (store, source);

  self->from = from;
  self->to = to;
  self->is_window = FALSE;
  return self;
}

void
daybook_expander_free (DaybookExpander *self)
{
  if (self == NULL)
    return;
  g_object_unref (self->store);
  daybook_recurrence_free (self->recurrence);
  daybook_zone_unref (self->local);
  g_array_unref (self->instances);
  g_array_unref (self->occurrences);
  g_free (self);
}

/* The window: days [from, to). */
DaybookDay
daybook_expander_get_from (DaybookExpander *self)
{
  return self->from;
}

DaybookDay
daybook_expander_get_to (DaybookExpander *self)
{
  return self->to;
}

/* The zone a series repeats in: its own; a floating one's is where the person is. */
static DaybookZone *
find_zone (DaybookExpander *self, const DaybookEvent *master)
{
  DaybookZone *zone = NULL;

  if (master->zone_flags != 0)
    return daybook_zone_ref (self->local);
  if (master->time_zone != NULL)
    zone = daybook_zone_lookup (master->time_zone);
  return zone != NULL ? zone : daybook_zone_ref (daybook_zone_get_utc ());
}

static DaybookZone *
find_zone_by_name (const char *name, gpointer data)
{
  return daybook_zone_lookup (name);
}

static void
start_series (DaybookExpander *self, const DaybookEvent *master)
{
  g_autoptr (DaybookZone) zone = NULL;

  if (master->all_day)
    {
      daybook_recurrence_start_all_day (self->recurrence, (DaybookDay) (master->range_start / DAYBOOK_DAY_SECONDS));
      return;
    }
  zone = find_zone (self, master);
  daybook_recurrence_start (self->recurrence, zone,
                            master->start_wall != DAYBOOK_INSTANT_NONE
                                ? master->start_wall
                                : daybook_zone_to_wall (zone, master->range_start));
}

/* The window in the terms of @master: instants, or midnights as wall time. */
static DaybookRange
window_of (DaybookExpander *self, const DaybookEvent *master)
{
  if (master->all_day)
    return (DaybookRange){ .start = daybook_wall_from_day (self->from), .end = daybook_wall_from_day (self->to) };
  return (DaybookRange){ .start = daybook_zone_get_day_start (self->local, self->from),
                         .end = daybook_zone_get_day_start (self->local, self->to) };
}

/* The same, and as much earlier as one that began before it may reach into it, by the lines that have been read. */
static DaybookRange
reach_of (DaybookExpander *self, const DaybookEvent *master)
{
  DaybookRange window = window_of (self, master);
  gint64 length = MAX (master->range_end - master->range_start, 0);

  window.start -= MAX (length, daybook_recurrence_get_longest_period (self->recurrence));
  return window;
}

/* Instances that the service described itself take the place of what the rule says. */
static gboolean
exclude_exceptions (DaybookExpander *self, const DaybookEvent *master, GError **error)
{
  g_autoptr (GArray) starts = daybook_store_list_exception_starts (self->store, master->id, error);

  if (starts == NULL)
    return FALSE;
  for (guint i = 0; i < starts->len; i++)
    daybook_recurrence_exclude (self->recurrence, g_array_index (starts, gint64, i));
  return TRUE;
}

static void
collect_occurrences (DaybookExpander *self, const DaybookEvent *master)
{
  gint64 length = master->range_end - master->range_start;

  g_array_set_size (self->occurrences, 0);
  for (guint i = 0; i < self->instances->len; i++)
    {
      const DaybookInstance *instance = &g_array_index (self->instances, DaybookInstance, i);
      DaybookOccurrence occurrence = {
        .original_start = instance->start,
        .range_start = instance->start,
        .range_end = instance->start + (instance->duration >= 0 ? instance->duration : length),
      };

      g_array_append_val (self->occurrences, occurrence);
    }
}

/* @window: those of which days were found. What is long and repeats often may have more instances than one expansion
 * gives; then those that begin in the window come before those that only reach into it. */
static void
expand_rules (DaybookExpander *self, const DaybookEvent *master, DaybookRange *window)
{
  g_autofree char *id = NULL;

  *window = reach_of (self, master);
  if (daybook_recurrence_expand (self->recurrence, window, self->instances) == DAYBOOK_EXPANSION_COMPLETE)
    return;
  *window = window_of (self, master);
  g_array_set_size (self->instances, 0);
  daybook_recurrence_expand (self->recurrence, window, self->instances);
  /* Some occurrences are missing, and no error says so. */
  id = daybook_id_format (DAYBOOK_KIND_EVENT, master->id);
  g_message ("The series %s repeats too often to be shown as a whole: %u times and no more.", id, self->instances->len);
}

/* Makes the occurrences of @master (a row: id set) inside the window what its rules say. A rule that
 * cannot be read puts the series into quarantine: it is told, the rest goes on. */
gboolean
daybook_expander_expand_series (DaybookExpander *self, const DaybookEvent *master, GError **error)
{
  g_autoptr (GError) local = NULL;
  DaybookRange window;
  gint64 created = 0;
  gint64 deleted = 0;

  g_array_set_size (self->instances, 0);
  start_series (self, master);
  window = reach_of (self, master);
  /* Without a rule it is a stand-in for a master that has not come yet. */
  if (master->rrule != NULL && !daybook_recurrence_add_lines (self->recurrence, master->rrule, -1,
                                     find_zone_by_name, NULL, &local))
    {
      if (!daybook_store_quarantine (self->store, self->source->id, master->external_id, master->etag, local->message,
                                     error))
        return FALSE;
    }
  else if (master->rrule != NULL)
    {
      if (!exclude_exceptions (self, master, error))
        return FALSE;
      expand_rules (self, master, &window);
    }
  collect_occurrences (self, master);
  if (!daybook_store_set_occurrences (self->store, master, self->occurrences, window.start, window.end, &created,
                                      &deleted, error))
    return FALSE;
  self->created += created;
  self->deleted += deleted;
  return TRUE;
}

/* The same for a master by its row; one that is gone or no master is passed over. */
gboolean
daybook_expander_expand_row (DaybookExpander *self, gint64 master_id, GError **error)
{
  g_autoptr (DaybookEvent) master = daybook_store_get_event (self->store, master_id, NULL);

  if (master == NULL || master->kind != DAYBOOK_EVENT_MASTER)
    return TRUE;
  return daybook_expander_expand_series (self, master, error);
}

static void
collect_master (const DaybookEvent *event, gpointer data)
{
  GArray *ids = data;

  g_array_append_val (ids, event->id);
}

static gboolean
expand_masters (DaybookExpander *self, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!daybook_store_foreach_master (self->store, self->source->id, collect_master, ids, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      if (!daybook_expander_expand_row (self, g_array_index (ids, gint64, i), error))
        return FALSE;
    }
  if (!self->is_window)
    return TRUE;
  self->source->expanded_from = self->from;
  self->source->expanded_to = self->to;
  return daybook_store_set_source_progress (self->store, self->source, error);
}

/* Slides the window of the whole source, in one transaction (or inside the open one). */
gboolean
daybook_expander_expand_all (DaybookExpander *self, GError **error)
{
  if (!daybook_store_begin (self->store, error))
    return FALSE;
  if (!expand_masters (self, error))
    {
      daybook_store_rollback (self->store);
      return FALSE;
    }
  return daybook_store_commit (self->store, error);
}

/* Slides the windows of every calendar, with nothing fetched: once a day, and after a zone change.
 * @changed (optional): how many occurrences came or went. */
gboolean
daybook_expand_sources (DaybookStore *store, GCancellable *cancellable, gint64 *changed, GError **error)
{
  g_autoptr (GPtrArray) sources = daybook_store_list_sources (store, 0, error);

  if (sources == NULL)
    return FALSE;
  for (guint i = 0; i < sources->len; i++)
    {
      DaybookSource *source = sources->pdata[i];
      g_autoptr (DaybookExpander) expander = NULL;

      if (g_cancellable_is_cancelled (cancellable))
        {
          g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, "The errand was cancelled.");
          return FALSE;
        }
      if (!source->enabled || g_strcmp0 (source->kind, "calendar") != 0)
        continue;
      expander = daybook_expander_new (store, source);
      if (!daybook_expander_expand_all (expander, error))
        return FALSE;
      if (changed != NULL)
        *changed += expander->created + expander->deleted;
    }
  return TRUE;
}
