/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "time/daybook-week-model.h"

#include "common/daybook-format.h"
#include "timekeeping/daybook-report.h"

struct _DaybookWeekModel
{
  GObject parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookReloadGate *gate;     /* (owned) */
  DaybookDay first;
  DaybookDay today;
  gboolean rounded;             /* the switch */
  DaybookTotalsFilter rounding; /* the shared setting; round_seconds 0 = none */
  gint64 filter_project;        /* DAYBOOK_WEEK_ANY_PROJECT, 0 = no project */
  DaybookDay filter_day;        /* DAYBOOK_DAY_NONE = any */

  DaybookWeek *week;                       /* (owned) (nullable) */
  DaybookRowList *days[DAYBOOK_WEEK_DAYS]; /* (owned) what the filter leaves, the newest first */
};

G_DEFINE_FINAL_TYPE (DaybookWeekModel, daybook_week_model, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const DaybookTotalsFilter exact = { .rounding = DAYBOOK_ROUND_NONE, .status = -1 };

static void
read_rounding (DaybookWeekModel *self, DaybookStore *store)
{
  g_autofree char *setting = daybook_store_get_setting (store, "rounding");

  self->rounding = exact;
  if (setting != NULL)
    daybook_report_parse_rounding (setting, &self->rounding, NULL);
}

static gboolean
is_chosen (DaybookWeekModel *self, const DaybookEntry *entry, DaybookZone *zone)
{
  return (self->filter_project == DAYBOOK_WEEK_ANY_PROJECT || entry->project_id == self->filter_project)
         && (self->filter_day == DAYBOOK_DAY_NONE
             || daybook_zone_get_day (zone, entry->start_at) == self->filter_day);
}

static void
update_lists (DaybookWeekModel *self)
{
  DaybookZone *zone = daybook_workspace_get_zone (self->workspace);
  const DaybookTotalsFilter *rounding = daybook_week_model_get_rounding (self);
  GPtrArray *days[DAYBOOK_WEEK_DAYS];

  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    days[i] = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->week->entries->len; i++)
    {
      const DaybookEntry *entry = self->week->entries->pdata[i];
      int column = daybook_zone_get_day (zone, entry->start_at) - self->first;

      if (column >= 0 && column < DAYBOOK_WEEK_DAYS && is_chosen (self, entry, zone))
        g_ptr_array_add (days[column], daybook_week_entry_new (daybook_entry_copy (entry),
                                                               daybook_report_round (rounding, entry->duration), zone));
    }
  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    daybook_row_list_take (self->days[i], days[i]);
}

static void
reload (gpointer model)
{
  DaybookWeekModel *self = model;
  DaybookStore *store = daybook_workspace_get_store (self->workspace);
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookWeek) week = NULL;

  if (store == NULL)
    return;
  read_rounding (self, store);
  self->today = daybook_workspace_get_today (self->workspace);
  week = daybook_week_load (store, self->first, daybook_week_model_get_rounding (self), &error);
  if (week == NULL)
    {
      /* What was shown stays: another program is writing, and its change comes as one more signal. */
      g_warning ("The week cannot be read: %s", error->message);
      return;
    }
  daybook_week_free (self->week);
  self->week = g_steal_pointer (&week);
  update_lists (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_minute_cb (DaybookWorkspace *workspace, DaybookWeekModel *self)
{
  if (daybook_workspace_get_today (workspace) != self->today)
    daybook_reload_gate_invalidate (self->gate);
}

static void
daybook_week_model_finalize (GObject *object)
{
  DaybookWeekModel *self = DAYBOOK_WEEK_MODEL (object);

  g_clear_object (&self->gate);
  g_clear_object (&self->workspace);
  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    g_clear_object (&self->days[i]);
  g_clear_pointer (&self->week, daybook_week_free);
  G_OBJECT_CLASS (daybook_week_model_parent_class)->finalize (object);
}

static void
daybook_week_model_class_init (DaybookWeekModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_week_model_finalize;

  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_week_model_init (DaybookWeekModel *self)
{
  self->rounded = TRUE;
  self->rounding = exact;
  self->filter_project = DAYBOOK_WEEK_ANY_PROJECT;
  self->filter_day = DAYBOOK_DAY_NONE;
  for (int i = 0; i < DAYBOOK_WEEK_DAYS; i++)
    self->days[i] = daybook_row_list_new (DAYBOOK_TYPE_WEEK_ENTRY);
}

/* Shows the week of today, whose first day is the locale's. */
DaybookWeekModel *
daybook_week_model_new (DaybookWorkspace *workspace)
{
  DaybookWeekModel *self = g_object_new (DAYBOOK_TYPE_WEEK_MODEL, NULL);

  self->workspace = g_object_ref (workspace);
  self->today = daybook_workspace_get_today (workspace);
  self->first = daybook_day_get_week_start (self->today, daybook_format_first_weekday ());
  self->gate = daybook_reload_gate_new (workspace, reload, self);
  g_signal_connect_object (workspace, "minute", G_CALLBACK (on_minute_cb), self, 0);
  reload (self);
  return self;
}

/* (transfer none) */
DaybookWorkspace *
daybook_week_model_get_workspace (DaybookWeekModel *self)
{
  return self->workspace;
}

/* (transfer none) When the week is read again. */
DaybookReloadGate *
daybook_week_model_get_gate (DaybookWeekModel *self)
{
  return self->gate;
}

/* Shows the week that @day lies in, all of it. */
void
daybook_week_model_show_day (DaybookWeekModel *self, DaybookDay day)
{
  g_return_if_fail (DAYBOOK_IS_WEEK_MODEL (self));

  self->first = daybook_day_get_week_start (CLAMP (day, DAYBOOK_DAY_MIN + 7, DAYBOOK_DAY_MAX - 7),
                                            daybook_format_first_weekday ());
  self->filter_project = DAYBOOK_WEEK_ANY_PROJECT;
  self->filter_day = DAYBOOK_DAY_NONE;
  reload (self);
}

DaybookDay
daybook_week_model_get_first (DaybookWeekModel *self)
{
  return self->first;
}

DaybookDay
daybook_week_model_get_today (DaybookWeekModel *self)
{
  return self->today;
}

/* 0 to 6, -1 in any other week. */
int
daybook_week_model_get_today_column (DaybookWeekModel *self)
{
  int column = self->today - self->first;

  return column >= 0 && column < DAYBOOK_WEEK_DAYS ? column : -1;
}

void
daybook_week_model_set_rounded (DaybookWeekModel *self, gboolean rounded)
{
  g_return_if_fail (DAYBOOK_IS_WEEK_MODEL (self));

  if (self->rounded == rounded)
    return;
  self->rounded = rounded;
  reload (self);
}

/* Whether what is shown is rounded. */
gboolean
daybook_week_model_is_rounded (DaybookWeekModel *self)
{
  return self->rounded && self->rounding.round_seconds > 0;
}

/* What the shared setting asks for; 0 = nothing is ever rounded. */
int
daybook_week_model_get_rounding_minutes (DaybookWeekModel *self)
{
  return self->rounding.round_seconds / 60;
}

/* (transfer none) As the page shows it now; only the rounding of it counts. */
const DaybookTotalsFilter *
daybook_week_model_get_rounding (DaybookWeekModel *self)
{
  return self->rounded ? &self->rounding : &exact;
}

/* Lists only entries of @project_id (0: of none) on @day; DAYBOOK_WEEK_ANY_PROJECT and DAYBOOK_DAY_NONE:
 * any. The sums stay those of the week. */
void
daybook_week_model_set_filter (DaybookWeekModel *self, gint64 project_id, DaybookDay day)
{
  g_return_if_fail (DAYBOOK_IS_WEEK_MODEL (self));

  if (self->filter_project == project_id && self->filter_day == day)
    return;
  self->filter_project = project_id;
  self->filter_day = day;
  if (self->week == NULL)
    return;
  update_lists (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Whether there is a filter. */
gboolean
daybook_week_model_get_filter (DaybookWeekModel *self, gint64 *project_id, DaybookDay *day)
{
  if (project_id != NULL)
    *project_id = self->filter_project;
  if (day != NULL)
    *day = self->filter_day;
  return self->filter_project != DAYBOOK_WEEK_ANY_PROJECT || self->filter_day != DAYBOOK_DAY_NONE;
}

/* (transfer none) (nullable) Until the next "changed". */
const DaybookWeek *
daybook_week_model_get_week (DaybookWeekModel *self)
{
  return self->week;
}

/* (transfer none) DaybookWeekEntry of one day, the newest first. */
DaybookRowList *
daybook_week_model_get_day_entries (DaybookWeekModel *self, int column)
{
  g_return_val_if_fail (column >= 0 && column < DAYBOOK_WEEK_DAYS, NULL);

  return self->days[column];
}

/* (transfer none) (nullable) The row of an entry that is listed. */
DaybookWeekEntry *
daybook_week_model_find (DaybookWeekModel *self, gint64 id)
{
  DaybookWeekEntry *row = NULL;

  g_return_val_if_fail (DAYBOOK_IS_WEEK_MODEL (self), NULL);

  for (int i = 0; i < DAYBOOK_WEEK_DAYS && row == NULL; i++)
    row = daybook_row_list_find (self->days[i], id, NULL);
  return row;
}
