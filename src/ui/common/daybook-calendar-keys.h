/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void daybook_calendar_keys_add (GtkCalendar *calendar, gpointer owner);

G_END_DECLS
