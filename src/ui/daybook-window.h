/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* The main window: pages in a view switcher, search, banners, toasts; the first run instead of all
 * that while there is nothing to show. */
#define DAYBOOK_TYPE_WINDOW (daybook_window_get_type ())
G_DECLARE_FINAL_TYPE (DaybookWindow, daybook_window, DAYBOOK, WINDOW, AdwApplicationWindow)

typedef struct _DaybookApplication DaybookApplication;

DaybookWindow *daybook_window_new (DaybookApplication *application, DaybookWorkspace *workspace);
void daybook_window_show (DaybookWindow *self, const char *what);
void daybook_window_sign_in (DaybookWindow *self, const char *account);
void daybook_window_log_time (DaybookWindow *self);
void daybook_window_search (DaybookWindow *self, const char *text);

G_END_DECLS
