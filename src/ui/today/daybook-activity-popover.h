/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* The single things that chips of the activity lane stand for, by time; what has a link opens in the browser. */
GtkWidget *daybook_activity_popover_new (GPtrArray *groups, guint first, guint n, DaybookZone *zone);

G_END_DECLS
