/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-insights-model.h"

struct _DaybookInsightsModel
{
  GObject parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookReloadGate *gate;     /* (owned) */
  GCancellable *cancellable;   /* (owned) */
  DaybookPeriod period;
  DaybookDay anchor;           /* a day of it: where Day, Week and Month lead */
  DaybookDay today;            /* when the period was found last */
  DaybookInsights *insights;   /* (owned) (nullable) until they were read */
};

G_DEFINE_FINAL_TYPE (DaybookInsightsModel, daybook_insights_model, G_TYPE_OBJECT)

enum
{
  MOVED,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gpointer
read_insights (DaybookStore *store, gpointer data, GError **error)
{
  return daybook_insights_read (store, data, error);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (DaybookInsightsModel) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookInsights) insights = daybook_workspace_read_finish (self->workspace, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (insights == NULL)
    {
      /* What is shown stays: another program is writing, and its change comes as one more signal. */
      g_message ("The insights cannot be read: %s", error->message);
    }
  else if (insights->period.type == self->period.type && insights->period.from == self->period.from
           && insights->period.to == self->period.to)
    {
      g_clear_pointer (&self->insights, daybook_insights_free);
      self->insights = g_steal_pointer (&insights);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  daybook_reload_gate_end (self->gate);
}

static void
read_again (gpointer model)
{
  DaybookInsightsModel *self = model;

  if (daybook_workspace_get_store (self->workspace) == NULL)
    return;
  daybook_reload_gate_begin (self->gate);
  daybook_workspace_read_async (self->workspace, read_insights, g_memdup2 (&self->period, sizeof self->period), g_free,
                                (GDestroyNotify) daybook_insights_free, self->cancellable, on_read_cb, g_object_ref (self));
}

static void
set_period (DaybookInsightsModel *self, DaybookPeriod period)
{
  gboolean moved = period.type != self->period.type || period.from != self->period.from || period.to != self->period.to;
  gboolean counts_more = period.counted_to != self->period.counted_to;

  self->period = period;
  self->today = daybook_workspace_get_today (self->workspace);
  if (moved)
    g_signal_emit (self, signals[MOVED], 0);
  if (moved || counts_more)
    daybook_reload_gate_invalidate (self->gate);
}

static DaybookPeriod
find_period (DaybookInsightsModel *self, DaybookSummaryType type, DaybookDay day)
{
  DaybookDay today = daybook_workspace_get_today (self->workspace);

  if (type == DAYBOOK_SUMMARY_RANGE)
    return daybook_period_for_range (self->period.from, self->period.to, today);
  return daybook_period_around (type, CLAMP (day, DAYBOOK_DAY_MIN + 400, DAYBOOK_DAY_MAX - 400), today);
}

static void
daybook_insights_model_dispose (GObject *object)
{
  g_cancellable_cancel (DAYBOOK_INSIGHTS_MODEL (object)->cancellable);
  G_OBJECT_CLASS (daybook_insights_model_parent_class)->dispose (object);
}

static void
daybook_insights_model_finalize (GObject *object)
{
  DaybookInsightsModel *self = DAYBOOK_INSIGHTS_MODEL (object);

  g_clear_pointer (&self->insights, daybook_insights_free);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->gate);
  g_clear_object (&self->workspace);
  G_OBJECT_CLASS (daybook_insights_model_parent_class)->finalize (object);
}

static void
daybook_insights_model_class_init (DaybookInsightsModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = daybook_insights_model_dispose;
  object_class->finalize = daybook_insights_model_finalize;
  signals[MOVED] =
    g_signal_new ("moved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CHANGED] =
    g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
daybook_insights_model_init (DaybookInsightsModel *self)
{
  self->cancellable = g_cancellable_new ();
}

/* This week, until something else is asked for. */
DaybookInsightsModel *
daybook_insights_model_new (DaybookWorkspace *workspace)
{
  DaybookInsightsModel *self = g_object_new (DAYBOOK_TYPE_INSIGHTS_MODEL, NULL);

  self->workspace = g_object_ref (workspace);
  self->anchor = self->today = daybook_workspace_get_today (workspace);
  self->period = find_period (self, DAYBOOK_SUMMARY_WEEKLY, self->anchor);
  self->gate = daybook_reload_gate_new (workspace, read_again, self);
  daybook_reload_gate_set_active (self->gate, FALSE);
  daybook_reload_gate_invalidate (self->gate);
  return self;
}

/* (transfer none) When the period is read: closed at first. */
DaybookReloadGate *
daybook_insights_model_get_gate (DaybookInsightsModel *self)
{
  return self->gate;
}

/* (transfer none) (nullable) May still be of the period before. */
const DaybookInsights *
daybook_insights_model_get_insights (DaybookInsightsModel *self)
{
  return self->insights;
}

const DaybookPeriod *
daybook_insights_model_get_period (DaybookInsightsModel *self)
{
  return &self->period;
}

/* A range begins as what was looked at before. */
void
daybook_insights_model_set_type (DaybookInsightsModel *self, DaybookSummaryType type)
{
  if (type == self->period.type)
    return;
  /* From a range that today lies in, and from any period, the way leads to the day that was looked at last. */
  if (self->period.type == DAYBOOK_SUMMARY_RANGE && (self->anchor < self->period.from || self->anchor >= self->period.to))
    self->anchor = self->period.from;
  set_period (self, find_period (self, type, self->anchor));
}

/* The period of the present kind that @day lies in; a range begins with it. */
void
daybook_insights_model_go_to (DaybookInsightsModel *self, DaybookDay day)
{
  self->anchor = day;
  if (self->period.type == DAYBOOK_SUMMARY_RANGE)
    daybook_insights_model_set_range (self, day, day + (self->period.to - self->period.from));
  else
    set_period (self, find_period (self, self->period.type, day));
}

/* @step periods on (or back). */
void
daybook_insights_model_step (DaybookInsightsModel *self, int step)
{
  DaybookDay length = self->period.to - self->period.from;

  if (self->period.type == DAYBOOK_SUMMARY_MONTHLY)
    daybook_insights_model_go_to (self, daybook_day_add_months (self->period.from, step));
  else if (self->period.type == DAYBOOK_SUMMARY_RANGE)
    daybook_insights_model_set_range (self, self->period.from + step * length, self->period.to + step * length);
  else
    daybook_insights_model_go_to (self, self->anchor + step * length);
}

/* Days [@from, @to); no more of them than a summary can be of. */
void
daybook_insights_model_set_range (DaybookInsightsModel *self, DaybookDay from, DaybookDay to)
{
  DaybookDay today = daybook_workspace_get_today (self->workspace);

  from = CLAMP (from, DAYBOOK_DAY_MIN + 400, DAYBOOK_DAY_MAX - 400);
  to = CLAMP (to, from + 1, from + DAYBOOK_PERIOD_MAX_DAYS);
  if (today >= from && today < to)
    self->anchor = today;
  set_period (self, daybook_period_for_range (from, to, today));
}

/* Another day may have begun: who looks at the day, week or month of today goes on doing so. */
void
daybook_insights_model_follow_today (DaybookInsightsModel *self)
{
  DaybookDay today = daybook_workspace_get_today (self->workspace);

  if (today == self->today)
    return;
  if (self->anchor == self->today)
    self->anchor = today;
  set_period (self, find_period (self, self->period.type, self->anchor));
}
