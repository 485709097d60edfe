/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* Where the time of day comes from. Whoever asks what time it is takes a clock from its maker; only
 * the mains call daybook_clock_get_default(). */
#define DAYBOOK_TYPE_CLOCK (daybook_clock_get_type ())
G_DECLARE_FINAL_TYPE (DaybookClock, daybook_clock, DAYBOOK, CLOCK, GObject)

DaybookClock *daybook_clock_get_default (void);
DaybookClock *daybook_clock_new (void);
DaybookClock *daybook_clock_new_fixed (gint64 instant);
DaybookClock *daybook_clock_new_for_text (const char *text, GError **error);

gint64 daybook_clock_now (DaybookClock *self);
gint64 daybook_clock_now_micros (DaybookClock *self);
gint64 daybook_clock_monotonic (DaybookClock *self);

void daybook_clock_set (DaybookClock *self, gint64 instant);
void daybook_clock_advance (DaybookClock *self, gint64 seconds);
void daybook_clock_advance_micros (DaybookClock *self, gint64 micros);

G_END_DECLS
