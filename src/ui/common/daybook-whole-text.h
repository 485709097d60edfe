/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void daybook_whole_text_watch (void);
char *daybook_whole_text_find (GtkWidget *widget);

G_END_DECLS
