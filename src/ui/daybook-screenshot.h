/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void daybook_screenshot_prepare (GdkDisplay *display);
gboolean daybook_screenshot_save (GtkWindow *window, const char *file, GError **error);

G_END_DECLS
