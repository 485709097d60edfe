/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-send-schedule.h"

#include "store/daybook-tasks.h"

#define LONGEST_SLEEP (6 * 60 * 60)
#define WAIT 60 /* after an errand that could not even begin: a locked keyring, no network */

struct _DaybookSendSchedule
{
  GObject parent_instance;

  DaybookStore *store;    /* (owned) */
  DaybookJobQueue *queue; /* (owned) */
  guint timer;
  gboolean online;
  gint64 not_before;
};

G_DEFINE_FINAL_TYPE (DaybookSendSchedule, daybook_send_schedule, G_TYPE_OBJECT)

static gboolean
on_timer_cb (gpointer data)
{
  DaybookSendSchedule *self = data;

  self->timer = 0;
  daybook_send_schedule_look (self);
  return G_SOURCE_REMOVE;
}

void
daybook_send_schedule_look (DaybookSendSchedule *self)
{
  gint64 now = daybook_store_now (self->store);
  gint64 due = daybook_store_get_next_send (self->store);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (due == DAYBOOK_INSTANT_NONE || !self->online || daybook_job_queue_find (self->queue, "send", "") != NULL)
    return;
  due = MAX (due, self->not_before);
  if (due <= now && daybook_job_queue_submit (self->queue, daybook_job_queue_make (self->queue, "send", ""), NULL))
    return;
  /* Also when the queue takes no more. */
  self->timer = g_timeout_add_seconds ((guint) (due > now ? MIN (due - now, LONGEST_SLEEP) : WAIT), on_timer_cb, self);
}

static void
on_job_ended_cb (DaybookJobQueue *queue, DaybookJob *job, gpointer data)
{
  DaybookSendSchedule *self = data;
  gboolean failed;

  if (!g_str_equal (daybook_job_get_kind (job), "send"))
    return;
  failed = daybook_job_get_error (job) != NULL || daybook_job_has_crashed (job);
  self->not_before = failed ? daybook_store_now (self->store) + WAIT : 0;
  daybook_send_schedule_look (self);
}

/* After a resume or a clock change: a timer stands still while the computer sleeps, and what was meant as a minute may
 * be a day of the clock that is now. */
void
daybook_send_schedule_wake (DaybookSendSchedule *self)
{
  self->not_before = MIN (self->not_before, daybook_store_now (self->store) + WAIT);
  daybook_send_schedule_look (self);
}

/* Back on the network nobody waits for a minute that was meant for its absence. */
void
daybook_send_schedule_set_online (DaybookSendSchedule *self, gboolean online)
{
  if (self->online == online)
    return;
  self->online = online;
  self->not_before = 0;
  daybook_send_schedule_look (self);
}

static void
daybook_send_schedule_dispose (GObject *object)
{
  DaybookSendSchedule *self = DAYBOOK_SEND_SCHEDULE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  if (self->queue != NULL)
    g_signal_handlers_disconnect_by_data (self->queue, self);
  g_clear_object (&self->store);
  g_clear_object (&self->queue);
  G_OBJECT_CLASS (daybook_send_schedule_parent_class)->dispose (object);
}

static void
daybook_send_schedule_class_init (DaybookSendScheduleClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = daybook_send_schedule_dispose;
}

static void
daybook_send_schedule_init (DaybookSendSchedule *self)
{
  self->online = TRUE;
}

DaybookSendSchedule *
daybook_send_schedule_new (DaybookStore *store, DaybookJobQueue *queue)
{
  DaybookSendSchedule *self = g_object_new (DAYBOOK_TYPE_SEND_SCHEDULE, NULL);

  g_set_object (&self->store, store);
  g_set_object (&self->queue, queue);
  g_signal_connect_swapped (store, "changed", G_CALLBACK (daybook_send_schedule_look), self);
  g_signal_connect (queue, "job-ended", G_CALLBACK (on_job_ended_cb), self);
  return self;
}
