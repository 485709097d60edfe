/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-clock.h"

G_BEGIN_DECLS

/* How net waits. A pause is a wait that has to be over before something goes on (a retry, pacing, a
 * poll); a deadline is one that should not come at all. In programs both are timeouts of the main
 * loop. In tests nobody sleeps: with a virtual set over a fixed clock a pause moves the clock to
 * its end as soon as the main loop is idle, and a deadline comes only when the clock has passed it.
 *
 * Functions are called once, on the thread-default main context of daybook_timers_new(). */
#define DAYBOOK_TYPE_TIMERS (daybook_timers_get_type ())
G_DECLARE_FINAL_TYPE (DaybookTimers, daybook_timers, DAYBOOK, TIMERS, GObject)

typedef void (*DaybookTimerFunc) (gpointer data);

DaybookTimers *daybook_timers_new (DaybookClock *clock);
DaybookTimers *daybook_timers_new_virtual (DaybookClock *clock);
/* (transfer none) */
DaybookClock *daybook_timers_get_clock (DaybookTimers *self);

guint
daybook_timers_add_pause (DaybookTimers *self, gint64 micros, DaybookTimerFunc func, gpointer data);
guint daybook_timers_add_deadline (DaybookTimers *self,
                                   gint64 micros,
                                   DaybookTimerFunc func,
                                   gpointer data);
void daybook_timers_remove (DaybookTimers *self, guint id);

void daybook_timers_advance (DaybookTimers *self, gint64 micros);
gint64 daybook_timers_get_paused (DaybookTimers *self);

G_END_DECLS
