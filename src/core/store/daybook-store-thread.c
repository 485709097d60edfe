/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/daybook-store-thread.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "store/daybook-store-private.h"

/* All in microseconds. */
#define FIRST_PAUSE (10 * 1000)
#define LONGEST_PAUSE (320 * 1000)
#define PATIENCE (5 * G_USEC_PER_SEC)

/* What the thread works with. It outlives the object when a function is still running as that goes. */
typedef struct
{
  gatomicrefcount references;
  char *path;
  DaybookClock *clock;     /* (owned) */
  GMainContext *context;   /* (owned) the thread's */
  GMainLoop *loop;         /* (owned) */
  GMainContext *creator;   /* (owned) where "changed" goes */
  GWeakRef object;         /* the DaybookStoreThread */
  DaybookStore *store;     /* (owned) (nullable) the thread's alone */
  const char *closed;      /* (nullable) why it is not opened until daybook_store_thread_reopen (); untranslated */
} Worker;

struct _DaybookStoreThread
{
  GObject parent_instance;

  Worker *worker; /* (owned) */
  GThread *thread;
};

/* One function to run. */
typedef struct
{
  Worker *worker; /* (owned) */
  DaybookStoreFunc func;
  gpointer data;
  GDestroyNotify data_free;
  GDestroyNotify result_free;
} Errand;

G_DEFINE_FINAL_TYPE (DaybookStoreThread, daybook_store_thread, G_TYPE_OBJECT)

static guint changed_signal;

static Worker *
worker_ref (Worker *worker)
{
  g_atomic_ref_count_inc (&worker->references);
  return worker;
}

static void
worker_unref (Worker *worker)
{
  if (!g_atomic_ref_count_dec (&worker->references))
    return;
  g_weak_ref_clear (&worker->object);
  g_clear_object (&worker->clock);
  g_main_loop_unref (worker->loop);
  g_main_context_unref (worker->context);
  g_main_context_unref (worker->creator);
  g_free (worker->path);
  g_free (worker);
}

static void
errand_free (Errand *errand)
{
  if (errand->data_free != NULL)
    errand->data_free (errand->data);
  worker_unref (errand->worker);
  g_free (errand);
}

/* On the thread ------------------------------------------------------------------------------------- */

static gboolean
on_forward_changed_cb (gpointer data)
{
  Worker *worker = data;
  g_autoptr (DaybookStoreThread) self = g_weak_ref_get (&worker->object);

  if (self != NULL)
    g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
on_store_changed_cb (DaybookStore *store, gpointer data)
{
  Worker *worker = data;

  g_main_context_invoke_full (worker->creator, G_PRIORITY_DEFAULT, on_forward_changed_cb, worker_ref (worker),
                              (GDestroyNotify) worker_unref);
}

/* Also tried again later when it failed: the disk may have been full, the file may have been mended. */
static gboolean
ensure_store (Worker *worker, GError **error)
{
  /* What is written to a file that was taken away is lost, and a new one may get into the way of who took it. */
  if (worker->store != NULL && !daybook_store_is_there (worker->store))
    {
      on_store_changed_cb (worker->store, worker);
      g_clear_object (&worker->store);
      worker->closed = N_("The database was deleted or replaced by another program.");
    }
  if (worker->store != NULL)
    return TRUE;
  if (worker->closed != NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE, _(worker->closed));
      return FALSE;
    }
  worker->store = daybook_store_open (worker->path, DAYBOOK_STORE_QUICK, worker->clock, error);
  if (worker->store == NULL)
    return FALSE;
  g_signal_connect (worker->store, "changed", G_CALLBACK (on_store_changed_cb), worker);
  /* Without a watch everything works but changes of others show late. */
  daybook_store_watch (worker->store, NULL);
  return TRUE;
}

static gpointer
run (Worker *worker, Errand *errand, GCancellable *cancellable, GError **error)
{
  gint64 give_up = g_get_monotonic_time () + PATIENCE;
  gulong pause = FIRST_PAUSE;

  for (;;)
    {
      g_autoptr (GError) local_error = NULL;
      gpointer result = NULL;
      gboolean busy = FALSE;

      if (ensure_store (worker, &local_error))
        {
          worker->store->busy = FALSE;
          result = errand->func (worker->store, errand->data, &local_error);
          busy = local_error != NULL && daybook_store_is_busy (worker->store);
          if (local_error != NULL)
            daybook_store_rollback (worker->store);
        }
      if (local_error == NULL)
        return result;
      if (!busy || g_get_monotonic_time () + (gint64) pause > give_up || g_cancellable_is_cancelled (cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
      g_usleep (pause);
      pause = MIN (pause * 2, LONGEST_PAUSE);
    }
}

static gboolean
on_run_cb (gpointer data)
{
  GTask *task = data;
  Errand *errand = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  gpointer result;

  if (g_task_return_error_if_cancelled (task))
    return G_SOURCE_REMOVE;
  result = run (errand->worker, errand, g_task_get_cancellable (task), &error);
  if (error != NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, result, errand->result_free);
  return G_SOURCE_REMOVE;
}

static gboolean
on_close_cb (gpointer data)
{
  GTask *task = data;
  Worker *worker = g_task_get_task_data (task);

  g_clear_object (&worker->store);
  worker->closed = N_("The database is closed.");
  g_task_return_boolean (task, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
on_reopen_cb (gpointer data)
{
  Worker *worker = data;

  /* Taken away, and nobody asked the thread for anything since: that is found out now, and not at the next errand. */
  if (worker->store != NULL && !daybook_store_is_there (worker->store))
    g_clear_object (&worker->store);
  worker->closed = NULL;
  ensure_store (worker, NULL);
  return G_SOURCE_REMOVE;
}

static gpointer
thread_main (gpointer data)
{
  Worker *worker = data;

  g_main_context_push_thread_default (worker->context);
  /* At once, so that the first question finds it open and changes are seen from the start. */
  ensure_store (worker, NULL);
  g_main_loop_run (worker->loop);
  g_clear_object (&worker->store);
  g_main_context_pop_thread_default (worker->context);
  worker_unref (worker);
  return NULL;
}

static gboolean
on_quit_cb (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_REMOVE;
}

/* The object ---------------------------------------------------------------------------------------- */

/* Behind what was asked for already. */
static void
run_on_thread (DaybookStoreThread *self, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  GSource *source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, self->worker->context);
  g_source_unref (source);
}

static void
daybook_store_thread_dispose (GObject *object)
{
  DaybookStoreThread *self = DAYBOOK_STORE_THREAD (object);

  if (self->thread != NULL)
    {
      /* Writes are not lost when the window closes. */
      run_on_thread (self, on_quit_cb, g_main_loop_ref (self->worker->loop), (GDestroyNotify) g_main_loop_unref);
      if (self->thread != g_thread_self ())
        g_thread_join (self->thread);
      else
        g_thread_unref (self->thread);
      self->thread = NULL;
    }
  g_clear_pointer (&self->worker, worker_unref);
  G_OBJECT_CLASS (daybook_store_thread_parent_class)->dispose (object);
}

static void
daybook_store_thread_class_init (DaybookStoreThreadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = daybook_store_thread_dispose;

  changed_signal = g_signal_new ("changed", DAYBOOK_TYPE_STORE_THREAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
daybook_store_thread_init (DaybookStoreThread *self)
{
}

/* Opens the store at @path (NULL = the default) on a new thread. A failure shows as the error of whatever is
 * run. Giving the object up waits for the functions already asked for. */
DaybookStoreThread *
daybook_store_thread_new (const char *path, DaybookClock *clock)
{
  DaybookStoreThread *self = g_object_new (DAYBOOK_TYPE_STORE_THREAD, NULL);
  Worker *worker = g_new0 (Worker, 1);

  g_atomic_ref_count_init (&worker->references);
  worker->path = g_strdup (path);
  worker->clock = clock != NULL ? g_object_ref (clock) : daybook_clock_new ();
  worker->context = g_main_context_new ();
  worker->loop = g_main_loop_new (worker->context, FALSE);
  worker->creator = g_main_context_ref_thread_default ();
  g_weak_ref_init (&worker->object, self);
  self->worker = worker;
  self->thread = g_thread_new ("store", thread_main, worker_ref (worker));
  return self;
}

/* Runs @func on the thread. @data_free and @result_free (nullable) may be called on any thread. A function
 * that has begun is not interrupted by @cancellable. */
void
daybook_store_thread_run_async (DaybookStoreThread *self,
                                DaybookStoreFunc func,
                                gpointer data,
                                GDestroyNotify data_free,
                                GDestroyNotify result_free,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);

  errand->worker = worker_ref (self->worker);
  errand->func = func;
  errand->data = data;
  errand->data_free = data_free;
  errand->result_free = result_free;
  g_task_set_source_tag (task, daybook_store_thread_run_async);
  g_task_set_task_data (task, errand, (GDestroyNotify) errand_free);
  /* A write that was made is not reported as cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  run_on_thread (self, on_run_cb, task, g_object_unref);
}

gpointer
daybook_store_thread_run_finish (DaybookStoreThread *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Closes the store behind what was asked for already. What is asked for later fails, and makes no new file, until
 * daybook_store_thread_reopen (). */
void
daybook_store_thread_close_async (DaybookStoreThread *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, daybook_store_thread_close_async);
  g_task_set_task_data (task, worker_ref (self->worker), (GDestroyNotify) worker_unref);
  run_on_thread (self, on_close_cb, task, g_object_unref);
}

void
daybook_store_thread_close_finish (DaybookStoreThread *self, GAsyncResult *result)
{
  g_return_if_fail (g_task_is_valid (result, self));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

/* Opens it again when it was closed, or was found to be taken away. */
void
daybook_store_thread_reopen (DaybookStoreThread *self)
{
  run_on_thread (self, on_reopen_cb, worker_ref (self->worker), (GDestroyNotify) worker_unref);
}
