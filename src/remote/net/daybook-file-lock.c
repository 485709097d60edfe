/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-file-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "base/daybook-error.h"

#define PATIENCE_SECONDS 60 /* longer than any refresh may take */
#define ACCOUNT_PATIENCE_SECONDS (15 * 60) /* as long as most first syncs */
#define LOOK_MICROS 100000  /* between two looks whether it is free */

struct _DaybookFileLock
{
  int fd;
};

typedef struct
{
  DaybookTimers *timers;  /* (owned) */
  DaybookFileLock *lock; /* (owned) (nullable) open, not held yet */
  gint64 give_up_at;      /* monotonic microseconds */
  guint pause_id;
  GSource *cancelled; /* (owned) (nullable) */
} Wait;

static void
wait_free (gpointer data)
{
  Wait *self = data;

  daybook_timers_remove (self->timers, self->pause_id);
  if (self->cancelled != NULL)
    {
      g_source_destroy (self->cancelled);
      g_source_unref (self->cancelled);
    }
  daybook_file_lock_release (self->lock);
  g_object_unref (self->timers);
  g_free (self);
}

/* TRUE: held. FALSE without @error: somebody else holds it. */
static gboolean
try_lock (DaybookFileLock *self, GError **error)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int result;

  do
    result = fcntl (self->fd, F_OFD_SETLK, &lock);
  while (result < 0 && errno == EINTR);
  if (result == 0)
    return TRUE;
  if (errno != EAGAIN && errno != EACCES)
    g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                 _ ("A file in Daybook’s data folder cannot be locked: %s."), g_strerror (errno));
  return FALSE;
}

static void look (gpointer data);

static void
end (GTask *task, GError *error)
{
  Wait *self = g_task_get_task_data (task);

  daybook_timers_remove (self->timers, self->pause_id);
  self->pause_id = 0;
  if (self->cancelled != NULL)
    g_source_destroy (self->cancelled);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_steal_pointer (&self->lock),
                           (GDestroyNotify) daybook_file_lock_release);
  g_object_unref (task);
}

static gboolean
on_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  end (data, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, _ ("Canceled.")));
  return G_SOURCE_REMOVE;
}

static void
look (gpointer data)
{
  GTask *task = data;
  Wait *self = g_task_get_task_data (task);
  DaybookClock *clock = daybook_timers_get_clock (self->timers);
  GError *error = NULL;

  self->pause_id = 0;
  if (try_lock (self->lock, &error) || error != NULL)
    {
      end (task, error);
      return;
    }
  if (daybook_clock_monotonic (clock) >= self->give_up_at)
    {
      end (task,
           g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                                _ ("Another Daybook program is still busy with this account.")));
      return;
    }
  self->pause_id = daybook_timers_add_pause (self->timers, LOOK_MICROS, look, task);
}

static DaybookFileLock *
open_lock (const char *folder, const char *what, gint64 id, GError **error)
{
  g_autofree char *locks = g_build_filename (folder, "locks", NULL);
  g_autofree char *name = g_strdup_printf ("%s-%" G_GINT64_FORMAT, what, id);
  g_autofree char *path = g_build_filename (locks, name, NULL);
  DaybookFileLock *self;
  int fd;

  /* The file stays: unlinking it would let two processes hold "the" lock. */
  if (g_mkdir_with_parents (locks, 0700) != 0
      || (fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0600)) < 0)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                   _ ("A file in Daybook’s data folder cannot be opened: %s."), g_strerror (errno));
      return NULL;
    }
  self = g_new0 (DaybookFileLock, 1);
  self->fd = fd;
  return self;
}

static void
acquire (const char *folder,
         const char *what,
         gint64 id,
         int patience_seconds,
         DaybookTimers *timers,
         GCancellable *cancellable,
         GTask *task)
{
  Wait *self = g_new0 (Wait, 1);
  GError *error = NULL;

  g_task_set_task_data (task, self, wait_free);
  self->timers = g_object_ref (timers);
  self->give_up_at = daybook_clock_monotonic (daybook_timers_get_clock (timers))
                     + patience_seconds * G_USEC_PER_SEC;
  self->lock = open_lock (folder, what, id, &error);
  if (self->lock == NULL)
    {
      end (task, error);
      return;
    }
  if (g_cancellable_is_cancelled (cancellable))
    {
      on_cancelled_cb (cancellable, task);
      return;
    }
  if (cancellable != NULL)
    {
      self->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->cancelled, G_SOURCE_FUNC (on_cancelled_cb), task, NULL);
      g_source_attach (self->cancelled, g_main_context_get_thread_default ());
    }
  look (task);
}

/* Waits until the lock of @grant_id under @folder (where the database lies) is free, for a minute
 * at most, and takes it. */
void
daybook_file_lock_take_grant_async (const char *folder,
                                    gint64 grant_id,
                                    DaybookTimers *timers,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);

  g_task_set_source_tag (task, daybook_file_lock_take_grant_async);
  acquire (folder, "grant", grant_id, PATIENCE_SECONDS, timers, cancellable, task);
}

/* The same for the lock of an account, for a quarter of an hour. */
void
daybook_file_lock_take_account_async (const char *folder,
                                      gint64 account_id,
                                      DaybookTimers *timers,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data)
{
  GTask *task = g_task_new (NULL, NULL, callback, data);

  g_task_set_source_tag (task, daybook_file_lock_take_account_async);
  acquire (folder, "account", account_id, ACCOUNT_PATIENCE_SECONDS, timers, cancellable, task);
}

/* (transfer full) */
DaybookFileLock *
daybook_file_lock_take_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Lets go. NULL is fine. */
void
daybook_file_lock_release (DaybookFileLock *self)
{
  if (self == NULL)
    return;
  /* Closing the last descriptor of the open file description releases it. */
  close (self->fd);
  g_free (self);
}
