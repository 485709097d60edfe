/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* What the pages of Preferences share: settings as rows, and changing them. */

/* Says it in the window that @widget is in. */
void daybook_preference_say (GtkWidget *widget, const char *text);
/* One step of Undo; what goes wrong is said in the window that @widget is in. Nothing is done where @value is the setting's
 * already. */
void daybook_preference_change (GtkWidget *widget, DaybookWorkspace *workspace, const char *key,
                                char *value /* (transfer full) */);

/* An int setting as one of the numbers that are offered, or the one it is. */
void daybook_preference_show_number (DaybookStore *store, AdwComboRow *row, const char *key, const int *offered, guint n);
/* A time setting, by half hours; the choice is minutes. */
void daybook_preference_show_time (DaybookStore *store, AdwComboRow *row, const char *key);
/* "09:30" for the minutes that were chosen. (transfer full) */
char *daybook_preference_format_time (gint64 minutes);

G_END_DECLS
