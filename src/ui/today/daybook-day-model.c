/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-model.h"

#include "insight/daybook-period.h"
#include "store/daybook-accounts.h"
#include "store/daybook-entries.h"
#include "store/daybook-events.h"
#include "today/daybook-day-spans.h"
#include "today/daybook-day-zones.h"

/* What is shorter between two things is a break and nobody's business. */
#define GAP_MINIMUM (30 * 60)

struct _DaybookDayModel
{
  GObject parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookReloadGate *gate;     /* (owned) */
  DaybookDay day;
  DaybookDay shown_day; /* that the lists are of */
  gboolean show_declined;
  gboolean covered;
  guint n_calendars; /* that are switched on */
  gint64 work_from;  /* seconds of the day; equal on a day without work */
  gint64 work_to;
  DaybookZone *other_zone; /* (owned) (nullable) of somebody who travels */

  DaybookRowList *events;  /* (owned) */
  DaybookRowList *all_day; /* (owned) */
  DaybookRowList *entries; /* (owned) */
  DaybookRowList *gaps;    /* (owned) */
};

G_DEFINE_FINAL_TYPE (DaybookDayModel, daybook_day_model, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What a day is made of, as the store has it. */
typedef struct
{
  GPtrArray *sources; /* (owned) DaybookSource */
  GPtrArray *events;  /* (owned) DaybookEvent */
  GPtrArray *entries; /* (owned) DaybookEntry */
} Rows;

static void
rows_clear (Rows *rows)
{
  g_clear_pointer (&rows->sources, g_ptr_array_unref);
  g_clear_pointer (&rows->events, g_ptr_array_unref);
  g_clear_pointer (&rows->entries, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rows, rows_clear)

/* All of it or, with @error set, nothing to show. */
static gboolean
read_rows (DaybookDayModel *self, DaybookStore *store, Rows *rows, GError **error)
{
  const DaybookEventFilter events = { .from = self->day, .to = self->day + 1, .all = self->show_declined };
  const DaybookEntryFilter entries = { .from = self->day, .to = self->day + 1, .status = -1 };

  return (rows->sources = daybook_store_list_sources (store, 0, error)) != NULL
         && (rows->events = daybook_store_list_events (store, &events, error)) != NULL
         && (rows->entries = daybook_store_list_entries (store, &entries, error)) != NULL;
}

/* By id; they stay the list's. */
static GHashTable *
index_sources (GPtrArray *list)
{
  GHashTable *sources = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < list->len; i++)
    {
      DaybookSource *source = list->pdata[i];

      g_hash_table_insert (sources, &source->id, source);
    }
  return sources;
}

static int
compare_events (gconstpointer a, gconstpointer b)
{
  DaybookDayEvent *x = *(DaybookDayEvent *const *) a, *y = *(DaybookDayEvent *const *) b;
  gint64 from_x = daybook_day_event_get_from (x), from_y = daybook_day_event_get_from (y);
  gint64 id_x = daybook_day_event_get_id (x), id_y = daybook_day_event_get_id (y);

  if (from_x != from_y)
    return from_x < from_y ? -1 : 1;
  return id_x < id_y ? -1 : id_x > id_y;
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  DaybookDayEntry *x = *(DaybookDayEntry *const *) a, *y = *(DaybookDayEntry *const *) b;
  gint64 from_x = daybook_day_entry_get_from (x), from_y = daybook_day_entry_get_from (y);
  gint64 id_x = daybook_day_entry_get_id (x), id_y = daybook_day_entry_get_id (y);

  if (from_x != from_y)
    return from_x < from_y ? -1 : 1;
  return id_x < id_y ? -1 : id_x > id_y;
}

static void
show_events (DaybookDayModel *self, const Rows *rows)
{
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  g_autoptr (GHashTable) sources = index_sources (rows->sources);
  GPtrArray *timed = g_ptr_array_new_with_free_func (g_object_unref);
  GPtrArray *all_day = g_ptr_array_new_with_free_func (g_object_unref);

  self->n_calendars = 0;
  for (guint i = 0; i < rows->sources->len; i++)
    self->n_calendars += ((DaybookSource *) rows->sources->pdata[i])->enabled;
  for (guint i = 0; i < rows->events->len; i++)
    {
      const DaybookEvent *event = rows->events->pdata[i];
      const DaybookSource *source = g_hash_table_lookup (sources, &event->source_id);

      /* Declined ones are shown when asked for; those of calendars that are switched off never are. */
      if (self->show_declined && (source == NULL || !source->enabled || event->status == DAYBOOK_EVENT_CANCELLED))
        continue;
      g_ptr_array_add (event->all_day ? all_day : timed,
                       daybook_day_event_new (daybook_event_copy (event), source, self->day, zone));
    }
  g_ptr_array_sort (timed, compare_events);
  g_ptr_array_sort (all_day, compare_events);
  daybook_row_list_take (self->events, timed);
  daybook_row_list_take (self->all_day, all_day);
}

static void
show_entries (DaybookDayModel *self, const Rows *rows)
{
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->entries->len; i++)
    {
      const DaybookEntry *entry = rows->entries->pdata[i];

      if (entry->status != DAYBOOK_ENTRY_REJECTED)
        g_ptr_array_add (entries, daybook_day_entry_new (daybook_entry_copy (entry), self->day, zone));
    }
  g_ptr_array_sort (entries, compare_entries);
  daybook_row_list_take (self->entries, entries);
}

/* What was shown is of another day: nothing is better than that. */
static void
show_nothing (DaybookDayModel *self)
{
  DaybookRowList *const lists[] = { self->events, self->all_day, self->entries };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    daybook_row_list_take (lists[i], g_ptr_array_new_with_free_func (g_object_unref));
}

typedef gboolean (*EventPredicate) (DaybookDayEvent *event);

/* The spans of all entries (@with_entries) and of the events that @wanted names. */
static GArray *
collect_spans (DaybookDayModel *self, gboolean with_entries, EventPredicate wanted)
{
  GArray *spans = g_array_new (FALSE, TRUE, sizeof (DaybookDaySpan));

  for (guint i = 0; with_entries && i < daybook_row_list_get_length (self->entries); i++)
    {
      DaybookDayEntry *entry = daybook_row_list_peek (self->entries, i);
      DaybookDaySpan span = { daybook_day_entry_get_from (entry), daybook_day_entry_get_to (entry), 1, 0, 1 };

      g_array_append_val (spans, span);
    }
  for (guint i = 0; i < daybook_row_list_get_length (self->events); i++)
    {
      DaybookDayEvent *event = daybook_row_list_peek (self->events, i);
      DaybookDaySpan span = { daybook_day_event_get_from (event), daybook_day_event_get_to (event), 1, 0, 1 };

      if (wanted (event))
        g_array_append_val (spans, span);
    }
  return spans;
}

/* As they are set; none on a day that is no working day. */
static void
find_working_hours (DaybookDayModel *self, DaybookStore *store)
{
  self->work_from = self->work_to = 0;
  if (!daybook_period_is_working_day (daybook_period_get_working_days (store), self->day))
    return;
  self->work_from = daybook_store_get_setting_time (store, "day_start");
  self->work_to = MAX (daybook_store_get_setting_time (store, "day_end"), self->work_from);
}

static void
find_gaps (DaybookDayModel *self)
{
  g_autoptr (GArray) spans = collect_spans (self, TRUE, daybook_day_event_explains);
  g_autoptr (GArray) gaps = daybook_day_spans_gaps ((DaybookDaySpan *) spans->data, spans->len,
                                                    self->work_from, MIN (daybook_day_model_get_now (self), self->work_to),
                                                    GAP_MINIMUM);
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  /* A day on which nothing was logged yet has no holes: it is to be logged as a whole. */
  for (guint i = 0; i < gaps->len && daybook_row_list_get_length (self->entries) > 0; i++)
    {
      const DaybookDaySpan *gap = &g_array_index (gaps, DaybookDaySpan, i);

      g_ptr_array_add (rows, daybook_day_gap_new (gap->start, gap->end));
    }
  daybook_row_list_take (self->gaps, rows);
}

static void
find_other_zone (DaybookDayModel *self)
{
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  DaybookRange day = daybook_zone_get_day_range (zone, self->day, self->day);
  g_autoptr (DaybookZone) local = daybook_zone_new_local ();
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < daybook_row_list_get_length (self->events); i++)
    {
      const char *name = daybook_day_event_get_event (daybook_row_list_peek (self->events, i))->time_zone;

      g_ptr_array_add (names, (gpointer) (name != NULL ? name : ""));
    }
  g_ptr_array_add (names, NULL);
  g_clear_pointer (&self->other_zone, daybook_zone_unref);
  self->other_zone = daybook_day_zones_find_other (zone, local, (const char *const *) names->pdata, &day);
}

static void
reload (gpointer model)
{
  DaybookDayModel *self = model;
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_auto (Rows) rows = { 0 };
  g_autoptr (GError) error = NULL;

  if (store == NULL)
    return;
  if (read_rows (self, store, &rows, &error))
    {
      show_events (self, &rows);
      show_entries (self, &rows);
    }
  else
    {
      g_warning ("The day cannot be read: %s", error->message);
      /* What was shown stays: another program is writing, and its change comes as one more signal. */
      if (self->day == self->shown_day)
        return;
      show_nothing (self);
    }
  self->shown_day = self->day;
  find_working_hours (self, store);
  find_gaps (self);
  find_other_zone (self);
  self->covered = self->n_calendars == 0 || daybook_store_covers (store, self->day, self->day + 1);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
daybook_day_model_finalize (GObject *object)
{
  DaybookDayModel *self = DAYBOOK_DAY_MODEL (object);

  g_clear_object (&self->gate);
  g_clear_object (&self->workspace);
  g_clear_object (&self->events);
  g_clear_object (&self->all_day);
  g_clear_object (&self->entries);
  g_clear_object (&self->gaps);
  g_clear_pointer (&self->other_zone, daybook_zone_unref);
  G_OBJECT_CLASS (daybook_day_model_parent_class)->finalize (object);
}

static void
daybook_day_model_class_init (DaybookDayModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_day_model_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_day_model_init (DaybookDayModel *self)
{
  self->shown_day = DAYBOOK_DAY_NONE;
  self->events = daybook_row_list_new (DAYBOOK_TYPE_DAY_EVENT);
  self->all_day = daybook_row_list_new (DAYBOOK_TYPE_DAY_EVENT);
  self->entries = daybook_row_list_new (DAYBOOK_TYPE_DAY_ENTRY);
  self->gaps = daybook_row_list_new (DAYBOOK_TYPE_DAY_GAP);
}

DaybookDayModel *
daybook_day_model_new (DaybookWorkspace *workspace, DaybookDay day)
{
  DaybookDayModel *self = g_object_new (DAYBOOK_TYPE_DAY_MODEL, NULL);

  self->workspace = g_object_ref (workspace);
  self->day = day;
  self->gate = daybook_reload_gate_new (workspace, reload, self);
  reload (self);
  return self;
}

/* (transfer none) When the day is read again. */
DaybookReloadGate *
daybook_day_model_get_gate (DaybookDayModel *self)
{
  return self->gate;
}

/* (transfer none) */
DaybookWorkspace *
daybook_day_model_get_workspace (DaybookDayModel *self)
{
  return self->workspace;
}

DaybookDay
daybook_day_model_get_day (DaybookDayModel *self)
{
  return self->day;
}

void
daybook_day_model_set_day (DaybookDayModel *self, DaybookDay day)
{
  g_return_if_fail (DAYBOOK_IS_DAY_MODEL (self));

  if (self->day == day || day < DAYBOOK_DAY_MIN || day > DAYBOOK_DAY_MAX)
    return;
  self->day = day;
  reload (self);
}

gboolean
daybook_day_model_is_today (DaybookDayModel *self)
{
  return self->day == daybook_workspace_get_today (self->workspace);
}

/* Whether meetings that were declined stand in the day too. */
void
daybook_day_model_set_show_declined (DaybookDayModel *self, gboolean show)
{
  g_return_if_fail (DAYBOOK_IS_DAY_MODEL (self));

  if (self->show_declined == show)
    return;
  self->show_declined = show;
  reload (self);
}

DaybookRowList *
daybook_day_model_get_events (DaybookDayModel *self)
{
  return self->events;
}

DaybookRowList *
daybook_day_model_get_all_day (DaybookDayModel *self)
{
  return self->all_day;
}

DaybookRowList *
daybook_day_model_get_entries (DaybookDayModel *self)
{
  return self->entries;
}

DaybookRowList *
daybook_day_model_get_gaps (DaybookDayModel *self)
{
  return self->gaps;
}

/* The present moment as a second of this day: below 0 before it, DAYBOOK_DAY_SECONDS and more after it. */
gint64
daybook_day_model_get_now (DaybookDayModel *self)
{
  return daybook_workspace_get_wall (self->workspace) - daybook_wall_from_day (self->day);
}

/* How long at least one meeting took. */
gint64
daybook_day_model_get_meeting_time (DaybookDayModel *self)
{
  g_autoptr (GArray) spans = collect_spans (self, FALSE, daybook_day_event_is_attended);

  return daybook_day_spans_union ((DaybookDaySpan *) spans->data, spans->len);
}

gint64
daybook_day_model_get_logged_time (DaybookDayModel *self)
{
  gint64 sum = 0;

  for (guint i = 0; i < daybook_row_list_get_length (self->entries); i++)
    sum += daybook_day_entry_get_entry (daybook_row_list_peek (self->entries, i))->duration;
  return sum;
}

gint64
daybook_day_model_get_gap_time (DaybookDayModel *self)
{
  gint64 sum = 0;

  for (guint i = 0; i < daybook_row_list_get_length (self->gaps); i++)
    {
      DaybookDayGap *gap = daybook_row_list_peek (self->gaps, i);

      sum += daybook_day_gap_get_to (gap) - daybook_day_gap_get_from (gap);
    }
  return sum;
}

/* (transfer container) The meetings that can be logged and are over, by start. */
GPtrArray *
daybook_day_model_list_unlogged (DaybookDayModel *self)
{
  GPtrArray *unlogged = g_ptr_array_new ();
  gint64 now = daybook_day_model_get_now (self);

  for (guint i = 0; i < daybook_row_list_get_length (self->events); i++)
    {
      DaybookDayEvent *event = daybook_row_list_peek (self->events, i);

      if (daybook_day_event_is_loggable (event) && daybook_day_event_get_to (event) <= now)
        g_ptr_array_add (unlogged, event);
    }
  return unlogged;
}

guint
daybook_day_model_count_unlogged (DaybookDayModel *self)
{
  g_autoptr (GPtrArray) unlogged = daybook_day_model_list_unlogged (self);

  return unlogged->len;
}

/* Whether every calendar was asked about this day. */
gboolean
daybook_day_model_is_covered (DaybookDayModel *self)
{
  return self->covered;
}

/* Whether there is any calendar at all. */
gboolean
daybook_day_model_has_calendars (DaybookDayModel *self)
{
  return self->n_calendars > 0;
}

/* Seconds of the day; both the same on a day without work. */
void
daybook_day_model_get_working_hours (DaybookDayModel *self, gint64 *from, gint64 *to)
{
  *from = self->work_from;
  *to = self->work_to;
}

/* (transfer none) (nullable) The zone whose hours a person who travels wants beside the day's own. */
DaybookZone *
daybook_day_model_get_other_zone (DaybookDayModel *self)
{
  return self->other_zone;
}

/* The moment at which the day's clock shows @second_of_day. */
gint64
daybook_day_model_to_instant (DaybookDayModel *self, gint64 second_of_day)
{
  return daybook_zone_to_instant (daybook_workspace_get_zone (self->workspace),
                                  daybook_wall_from_day (self->day) + second_of_day);
}
