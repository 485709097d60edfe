/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* The place of a large part of a window. The part is made when it is seen for the first time, or when somebody
 * asks for it, and then stays: what is never looked at costs neither time nor memory.
 *
 * Properties: child-type (of the part: a widget with the property "workspace"), workspace.
 * Signal "made" (GtkWidget *child): it is there now, to connect to. */
#define DAYBOOK_TYPE_LAZY_BIN (daybook_lazy_bin_get_type ())
G_DECLARE_FINAL_TYPE (DaybookLazyBin, daybook_lazy_bin, DAYBOOK, LAZY_BIN, AdwBin)

GType daybook_lazy_bin_get_child_type (DaybookLazyBin *self);
GtkWidget *daybook_lazy_bin_get (DaybookLazyBin *self);
GtkWidget *daybook_lazy_bin_peek (DaybookLazyBin *self);

G_END_DECLS
