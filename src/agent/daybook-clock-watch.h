/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Calls @func on the default main context whenever the wall clock jumps: it was set, or the computer
 * woke up. Costs nothing in between. */
typedef struct _DaybookClockWatch DaybookClockWatch;

DaybookClockWatch *daybook_clock_watch_new (void (*func) (gpointer data), gpointer data);
void daybook_clock_watch_free (DaybookClockWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookClockWatch, daybook_clock_watch_free)

G_END_DECLS
