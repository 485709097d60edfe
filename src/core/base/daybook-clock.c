/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-clock.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"

struct _DaybookClock
{
  GObject parent_instance;

  /* All in microseconds. A fixed clock stands at @offset; a running one shows the system's time
   * plus @offset. @elapsed is what a fixed clock was advanced by: its monotonic time. */
  gboolean fixed;
  gint64 offset;
  gint64 elapsed;
};

G_DEFINE_FINAL_TYPE (DaybookClock, daybook_clock, G_TYPE_OBJECT)

static void
daybook_clock_class_init (DaybookClockClass *klass)
{
}

static void
daybook_clock_init (DaybookClock *self)
{
}

/* The system's clock. (transfer full) */
DaybookClock *
daybook_clock_new (void)
{
  return g_object_new (DAYBOOK_TYPE_CLOCK, NULL);
}

/* A clock that stands at @instant until daybook_clock_set() or daybook_clock_advance(). (transfer
 * full) */
DaybookClock *
daybook_clock_new_fixed (gint64 instant)
{
  DaybookClock *self = daybook_clock_new ();

  self->fixed = TRUE;
  self->offset = instant * G_USEC_PER_SEC;
  return self;
}

/* The clock that the environment variable DAYBOOK_NOW describes, for tests that move days:
 *
 *   2026-11-23T09:00:00Z    runs on from that moment, which is when this is called
 *   =2026-11-23T09:00:00Z   stands still there
 *   +60d  -7d               the system's clock, so many days later or earlier
 *
 * NULL or "" is the system's clock. (transfer full) */
DaybookClock *
daybook_clock_new_for_text (const char *text, GError **error)
{
  gboolean fixed;
  gint64 instant;

  if (text == NULL || *text == '\0')
    return daybook_clock_new ();
  if ((*text == '+' || *text == '-') && g_ascii_isdigit (text[1]))
    {
      char *end = NULL;
      gint64 days = g_ascii_strtoll (text, &end, 10);

      if (g_str_equal (end, "d") && ABS (days) < 36525)
        {
          DaybookClock *self = daybook_clock_new ();

          self->offset = days * DAYBOOK_DAY_SECONDS * G_USEC_PER_SEC;
          return self;
        }
    }
  fixed = *text == '=';
  if (daybook_instant_parse (text + fixed, -1, &instant))
    {
      DaybookClock *self = daybook_clock_new_fixed (instant);

      if (!fixed)
        {
          self->fixed = FALSE;
          self->offset -= g_get_real_time ();
        }
      return self;
    }
  g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_CONFIG,
               _ ("DAYBOOK_NOW is “%s”: write a time such as 2026-11-23T09:00:00Z, or +60d"), text);
  return NULL;
}

/* The clock of this process: the system's, unless DAYBOOK_NOW says otherwise (a text that does not
 * parse is one warning). (transfer none) */
DaybookClock *
daybook_clock_get_default (void)
{
  static DaybookClock *clock;

  if (g_once_init_enter (&clock))
    {
      g_autoptr (GError) error = NULL;
      DaybookClock *made = daybook_clock_new_for_text (g_getenv ("DAYBOOK_NOW"), &error);

      if (made == NULL)
        {
          g_warning ("%s", error->message);
          made = daybook_clock_new ();
        }
      g_once_init_leave (&clock, made);
    }
  return clock;
}

/* Microseconds since 1970-01-01T00:00:00Z. */
gint64
daybook_clock_now_micros (DaybookClock *self)
{
  return self->offset + (self->fixed ? 0 : g_get_real_time ());
}

/* The current instant. */
gint64
daybook_clock_now (DaybookClock *self)
{
  gint64 micros = daybook_clock_now_micros (self);

  return micros / G_USEC_PER_SEC - (micros % G_USEC_PER_SEC < 0);
}

/* Microseconds that never go back, for durations and deadlines; unrelated to the time of day. */
gint64
daybook_clock_monotonic (DaybookClock *self)
{
  return self->fixed ? self->elapsed : g_get_monotonic_time ();
}

/* Sets the time of day, also backwards; monotonic time does not move. A clock of tests. */
void
daybook_clock_set (DaybookClock *self, gint64 instant)
{
  self->offset = instant * G_USEC_PER_SEC - (self->fixed ? 0 : g_get_real_time ());
}

/* Lets @seconds pass. On a fixed clock monotonic time passes too. */
void
daybook_clock_advance (DaybookClock *self, gint64 seconds)
{
  daybook_clock_advance_micros (self, seconds * G_USEC_PER_SEC);
}

/* daybook_clock_advance() in microseconds. */
void
daybook_clock_advance_micros (DaybookClock *self, gint64 micros)
{
  self->offset += micros;
  if (self->fixed)
    self->elapsed += MAX (micros, 0);
}
