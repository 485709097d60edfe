/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-timers.h"

typedef struct
{
  DaybookTimers *timers; /* (unowned) */
  guint id;
  gboolean pause;
  gint64 wait; /* microseconds asked for */
  gint64 due;  /* monotonic microseconds */
  DaybookTimerFunc func;
  gpointer data;
  GSource *source; /* (owned) (nullable) of the main loop, unless virtual */
} Timer;

struct _DaybookTimers
{
  GObject parent_instance;

  DaybookClock *clock;   /* (owned) */
  GMainContext *context; /* (owned) */
  gboolean is_virtual;
  GList *timers; /* Timer (owned), by due time, then by id */
  GSource *idle; /* (owned) (nullable) virtual: goes on to the next pause */
  guint last_id;
  gint64 paused; /* microseconds asked for by pauses that have ended */
};

G_DEFINE_FINAL_TYPE (DaybookTimers, daybook_timers, G_TYPE_OBJECT)

static void
timer_free (gpointer data)
{
  Timer *timer = data;

  if (timer->source != NULL)
    {
      g_source_destroy (timer->source);
      g_source_unref (timer->source);
    }
  g_free (timer);
}

static void
clear_idle (DaybookTimers *self)
{
  if (self->idle == NULL)
    return;
  g_source_destroy (self->idle);
  g_clear_pointer (&self->idle, g_source_unref);
}

static void
daybook_timers_finalize (GObject *object)
{
  DaybookTimers *self = DAYBOOK_TIMERS (object);

  clear_idle (self);
  g_list_free_full (self->timers, timer_free);
  g_object_unref (self->clock);
  g_main_context_unref (self->context);
  G_OBJECT_CLASS (daybook_timers_parent_class)->finalize (object);
}

static void
daybook_timers_class_init (DaybookTimersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_timers_finalize;
}

static void
daybook_timers_init (DaybookTimers *self)
{
  self->context = g_main_context_ref_thread_default ();
}

/* Timers of the main loop. (transfer full) */
DaybookTimers *
daybook_timers_new (DaybookClock *clock)
{
  DaybookTimers *self = g_object_new (DAYBOOK_TYPE_TIMERS, NULL);

  self->clock = g_object_ref (clock);
  return self;
}

/* Timers that move @clock, a fixed one, instead of waiting. (transfer full) */
DaybookTimers *
daybook_timers_new_virtual (DaybookClock *clock)
{
  DaybookTimers *self = daybook_timers_new (clock);

  self->is_virtual = TRUE;
  return self;
}

DaybookClock *
daybook_timers_get_clock (DaybookTimers *self)
{
  return self->clock;
}

static int
compare_timers (gconstpointer a, gconstpointer b)
{
  const Timer *left = a;
  const Timer *right = b;

  if (left->due != right->due)
    return left->due < right->due ? -1 : 1;
  return left->id < right->id ? -1 : left->id > right->id;
}

static void
fire (DaybookTimers *self, GList *link)
{
  g_autoptr (DaybookTimers) alive = g_object_ref (self);
  Timer *timer = link->data;
  DaybookTimerFunc func = timer->func;
  gpointer data = timer->data;

  self->timers = g_list_delete_link (self->timers, link);
  timer_free (timer);
  func (data);
}

static gboolean
on_source_ready_cb (gpointer data)
{
  Timer *timer = data;
  DaybookTimers *self = timer->timers;

  if (timer->pause)
    self->paused += timer->wait;
  fire (self, g_list_find (self->timers, timer));
  return G_SOURCE_REMOVE;
}

static void
fire_due (DaybookTimers *self)
{
  g_autoptr (DaybookTimers) alive = g_object_ref (self);

  while (self->timers != NULL)
    {
      Timer *first = self->timers->data;

      if (first->due > daybook_clock_monotonic (self->clock))
        break;
      fire (self, self->timers);
    }
}

/* Nothing else is left to do: the next pause may end. */
static gboolean
on_idle_cb (gpointer data)
{
  DaybookTimers *self = data;
  g_autoptr (DaybookTimers) alive = g_object_ref (self);

  for (GList *l = self->timers; l != NULL; l = l->next)
    {
      Timer *timer = l->data;

      if (timer->pause)
        {
          gint64 micros = MAX (timer->due - daybook_clock_monotonic (self->clock), 0);

          self->paused += micros;
          daybook_timers_advance (self, micros);
          return G_SOURCE_CONTINUE;
        }
    }
  clear_idle (self);
  return G_SOURCE_REMOVE;
}

static guint
add (DaybookTimers *self, gboolean pause, gint64 micros, DaybookTimerFunc func, gpointer data)
{
  Timer *timer = g_new0 (Timer, 1);

  timer->timers = self;
  timer->id = ++self->last_id;
  timer->pause = pause;
  timer->func = func;
  timer->data = data;
  timer->wait = micros;
  timer->due = daybook_clock_monotonic (self->clock) + micros;
  if (self->is_virtual)
    {
      if (pause && self->idle == NULL)
        {
          self->idle = g_idle_source_new ();
          g_source_set_priority (self->idle, G_PRIORITY_LOW);
          g_source_set_callback (self->idle, on_idle_cb, self, NULL);
          g_source_attach (self->idle, self->context);
        }
    }
  else
    {
      timer->source = g_timeout_source_new (MIN ((micros + 999) / 1000, G_MAXINT));
      g_source_set_callback (timer->source, on_source_ready_cb, timer, NULL);
      g_source_attach (timer->source, self->context);
    }
  self->timers = g_list_insert_sorted (self->timers, timer, compare_timers);
  return timer->id;
}

/* Calls @func when @micros microseconds have passed. Returns an id, never 0. */
guint
daybook_timers_add_pause (DaybookTimers *self, gint64 micros, DaybookTimerFunc func, gpointer data)
{
  return add (self, TRUE, micros, func, data);
}

/* Calls @func when @micros microseconds have passed and nobody removed it before. Returns an id,
 * never 0. */
guint
daybook_timers_add_deadline (DaybookTimers *self,
                             gint64 micros,
                             DaybookTimerFunc func,
                             gpointer data)
{
  return add (self, FALSE, micros, func, data);
}

/* Forgets a timer. Does nothing for one that was called already, and for 0. */
void
daybook_timers_remove (DaybookTimers *self, guint id)
{
  for (GList *l = self->timers; l != NULL; l = l->next)
    {
      Timer *timer = l->data;

      if (timer->id == id)
        {
          self->timers = g_list_delete_link (self->timers, l);
          timer_free (timer);
          return;
        }
    }
}

/* Lets time pass on the clock of a virtual set and calls what has become due, in order. */
void
daybook_timers_advance (DaybookTimers *self, gint64 micros)
{
  g_return_if_fail (self->is_virtual);
  daybook_clock_advance_micros (self->clock, micros);
  fire_due (self);
}

/* Microseconds spent in pauses so far. */
gint64
daybook_timers_get_paused (DaybookTimers *self)
{
  return self->paused;
}
