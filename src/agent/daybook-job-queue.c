/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-job-queue.h"

#include "base/daybook-error.h"

#define MAX_RUNNING 2
#define MAX_JOBS 200
#define LINGER_SECONDS 60

/* What each errand may use: generous for real work, an end for a hang or a bomb. Sign-in waits for a
 * person; a copy of a big database takes its time. */
static const struct
{
  const char *kind;
  DaybookJobLimits limits;
} limits[] = {
  { "sync", { .cpu_seconds = 300, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 30 * 60 } },
  { "connect", { .cpu_seconds = 120, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 20 * 60 } },
  { "reconnect", { .cpu_seconds = 120, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 20 * 60 } },
  { "disconnect", { .cpu_seconds = 300, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 10 * 60 } },
  { "expand", { .cpu_seconds = 300, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 10 * 60 } },
  { "secret", { .cpu_seconds = 10, .address_space = G_GUINT64_CONSTANT (1) << 30, .wall_seconds = 120 } },
  { "models", { .cpu_seconds = 60, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 12 * 60 } },
  { "preview", { .cpu_seconds = 60, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 10 * 60 } },
  { "summarize", { .cpu_seconds = 120, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 25 * 60 } },
  { "suggest", { .cpu_seconds = 120, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 25 * 60 } },
  { "send", { .cpu_seconds = 60, .address_space = G_GUINT64_CONSTANT (2) << 30, .wall_seconds = 10 * 60 } },
  { "maintain", { .cpu_seconds = 900, .address_space = G_GUINT64_CONSTANT (4) << 30, .wall_seconds = 60 * 60 } },
};

struct _DaybookJobQueue
{
  GObject parent_instance;

  GDBusConnection *bus; /* (owned) (nullable) */
  GPtrArray *jobs;      /* (owned) DaybookJob, oldest first */
  guint last_number;
  gboolean closed;       /* everything was cancelled: nothing more begins */
  GHashTable *lingering; /* (owned) timeout ids of ended jobs */
};

G_DEFINE_FINAL_TYPE (DaybookJobQueue, daybook_job_queue, G_TYPE_OBJECT)

enum
{
  SIGNAL_JOB_ENDED,
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  DaybookJobQueue *queue;
  DaybookJob *job; /* (owned) */
} Linger;

static void
linger_free (gpointer data)
{
  Linger *linger = data;

  g_object_unref (linger->job);
  g_free (linger);
}

static gboolean
on_linger_over_cb (gpointer data)
{
  Linger *linger = data;
  DaybookJobQueue *self = linger->queue;

  g_hash_table_remove (self->lingering, linger->job);
  daybook_job_unexport (linger->job);
  g_ptr_array_remove (self->jobs, linger->job);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static gboolean
account_is_busy (DaybookJobQueue *self, DaybookJob *job)
{
  const char *subject = daybook_job_get_subject (job);

  if (*subject == '\0')
    return FALSE;
  for (guint i = 0; i < self->jobs->len; i++)
    {
      DaybookJob *other = self->jobs->pdata[i];

      if (other != job && daybook_job_is_running (other) && g_str_equal (daybook_job_get_subject (other), subject))
        return TRUE;
    }
  return FALSE;
}

static guint
count_running (DaybookJobQueue *self)
{
  guint running = 0;

  for (guint i = 0; i < self->jobs->len; i++)
    {
      /* A sign-in waits for a person: it must not keep the others from syncing. */
      const char *kind = daybook_job_get_kind (self->jobs->pdata[i]);

      if (daybook_job_is_running (self->jobs->pdata[i]) && !g_str_equal (kind, "connect")
          && !g_str_equal (kind, "reconnect"))
        running++;
    }
  return running;
}

static void
start_waiting (DaybookJobQueue *self)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_copy (self->jobs, (GCopyFunc) g_object_ref, NULL);

  g_ptr_array_set_free_func (jobs, g_object_unref);
  for (guint i = 0; !self->closed && i < jobs->len && count_running (self) < MAX_RUNNING; i++)
    {
      DaybookJob *job = jobs->pdata[i];

      if (!daybook_job_is_running (job) && !daybook_job_has_ended (job) && !account_is_busy (self, job))
        daybook_job_start (job);
    }
}

static void
on_job_ended_cb (DaybookJob *job, gpointer data)
{
  DaybookJobQueue *self = data;
  Linger *linger = g_new0 (Linger, 1);
  guint id;

  linger->queue = self;
  linger->job = g_object_ref (job);
  id = g_timeout_add_seconds_full (G_PRIORITY_LOW, LINGER_SECONDS, on_linger_over_cb, linger, linger_free);
  g_hash_table_insert (self->lingering, job, GUINT_TO_POINTER (id));
  g_signal_emit (self, signals[SIGNAL_JOB_ENDED], 0, job);
  start_waiting (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
daybook_job_queue_dispose (GObject *object)
{
  DaybookJobQueue *self = DAYBOOK_JOB_QUEUE (object);
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->lingering);
  while (g_hash_table_iter_next (&iter, NULL, &id))
    g_source_remove (GPOINTER_TO_UINT (id));
  g_hash_table_remove_all (self->lingering);
  for (guint i = 0; i < self->jobs->len; i++)
    {
      g_signal_handlers_disconnect_by_data (self->jobs->pdata[i], self);
      daybook_job_unexport (self->jobs->pdata[i]);
    }
  g_ptr_array_set_size (self->jobs, 0);
  g_clear_object (&self->bus);
  G_OBJECT_CLASS (daybook_job_queue_parent_class)->dispose (object);
}

static void
daybook_job_queue_finalize (GObject *object)
{
  DaybookJobQueue *self = DAYBOOK_JOB_QUEUE (object);

  g_ptr_array_unref (self->jobs);
  g_hash_table_unref (self->lingering);
  G_OBJECT_CLASS (daybook_job_queue_parent_class)->finalize (object);
}

static void
daybook_job_queue_class_init (DaybookJobQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = daybook_job_queue_dispose;
  object_class->finalize = daybook_job_queue_finalize;
  signals[SIGNAL_JOB_ENDED] = g_signal_new ("job-ended", DAYBOOK_TYPE_JOB_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 1, DAYBOOK_TYPE_JOB);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", DAYBOOK_TYPE_JOB_QUEUE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
daybook_job_queue_init (DaybookJobQueue *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->lingering = g_hash_table_new (NULL, NULL);
}

/* @bus NULL: jobs are not shown to anybody. */
DaybookJobQueue *
daybook_job_queue_new (GDBusConnection *bus)
{
  DaybookJobQueue *self = g_object_new (DAYBOOK_TYPE_JOB_QUEUE, NULL);

  g_set_object (&self->bus, bus);
  return self;
}

/* A new job of @kind with that kind's limits, not submitted yet. (transfer full) */
DaybookJob *
daybook_job_queue_make (DaybookJobQueue *self, const char *kind, const char *subject)
{
  DaybookJob *job = daybook_job_new (++self->last_number, kind, subject);

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      if (g_str_equal (limits[i].kind, kind))
        daybook_job_set_limits (job, &limits[i].limits);
    }
  return job;
}

/* Takes @job (transfer full) and starts it when its turn comes. RATE_LIMITED when too many wait, CANCELLED when nothing
 * begins any more. */
gboolean
daybook_job_queue_submit (DaybookJobQueue *self, DaybookJob *job, GError **error)
{
  if (self->closed)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, "The agent is about to end.");
      g_object_unref (job);
      return FALSE;
    }
  if (self->jobs->len >= MAX_JOBS)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_RATE_LIMITED,
                           "Too many errands are waiting; try again in a minute.");
      g_object_unref (job);
      return FALSE;
    }
  if (self->bus != NULL && !daybook_job_export (job, self->bus, error))
    {
      g_object_unref (job);
      return FALSE;
    }
  g_ptr_array_add (self->jobs, job);
  g_signal_connect (job, "ended", G_CALLBACK (on_job_ended_cb), self);
  start_waiting (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return TRUE;
}

/* A job of that kind and subject that has not ended, to be joined; NULL. (transfer none) */
DaybookJob *
daybook_job_queue_find (DaybookJobQueue *self, const char *kind, const char *subject)
{
  for (guint i = 0; i < self->jobs->len; i++)
    {
      DaybookJob *job = self->jobs->pdata[i];

      if (!daybook_job_has_ended (job) && !daybook_job_was_cancelled (job)
          && g_str_equal (daybook_job_get_kind (job), kind) && g_str_equal (daybook_job_get_subject (job), subject))
        return job;
    }
  return NULL;
}

/* Jobs that have not ended. (transfer container) */
GPtrArray *
daybook_job_queue_list (DaybookJobQueue *self)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->jobs->len; i++)
    {
      if (!daybook_job_has_ended (self->jobs->pdata[i]))
        g_ptr_array_add (list, self->jobs->pdata[i]);
    }
  return list;
}

gboolean
daybook_job_queue_is_idle (DaybookJobQueue *self)
{
  g_autoptr (GPtrArray) list = daybook_job_queue_list (self);

  return list->len == 0;
}

/* Cancels what there is and takes nothing more: what came meanwhile would keep the agent from ending. */
void
daybook_job_queue_close (DaybookJobQueue *self)
{
  g_autoptr (GPtrArray) list = daybook_job_queue_list (self);

  self->closed = TRUE;
  for (guint i = 0; i < list->len; i++)
    daybook_job_cancel (list->pdata[i]);
}
