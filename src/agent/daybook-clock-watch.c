/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-clock-watch.h"

#include <glib-unix.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

struct _DaybookClockWatch
{
  int fd;
  guint source;
  void (*func) (gpointer data);
  gpointer data;
};

/* A timer far away that the kernel cancels when CLOCK_REALTIME changes discontinuously, which a
 * resume from suspend is, too (timerfd_create (2), TFD_TIMER_CANCEL_ON_SET). */
static gboolean
arm (int fd)
{
  struct itimerspec far_away = { 0 };

  far_away.it_value.tv_sec = (time_t) 1 << 34;
  return timerfd_settime (fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &far_away, NULL) == 0;
}

static gboolean
on_readable_cb (int fd, GIOCondition condition, gpointer data)
{
  DaybookClockWatch *self = data;
  guint64 expirations;

  /* Fails with ECANCELED: that is the message. */
  if (read (fd, &expirations, sizeof expirations) < 0)
    arm (fd);
  self->func (self->data);
  return G_SOURCE_CONTINUE;
}

/* Free with daybook_clock_watch_free(). Where the kernel cannot tell, nothing is ever called. */
DaybookClockWatch *
daybook_clock_watch_new (void (*func) (gpointer data), gpointer data)
{
  DaybookClockWatch *self = g_new0 (DaybookClockWatch, 1);

  self->func = func;
  self->data = data;
  self->fd = timerfd_create (CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
  if (self->fd >= 0 && arm (self->fd))
    self->source = g_unix_fd_add (self->fd, G_IO_IN, on_readable_cb, self);
  return self;
}

void
daybook_clock_watch_free (DaybookClockWatch *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}
