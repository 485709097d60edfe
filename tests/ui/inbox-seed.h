/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* An inbox on WEEK_SEED_NOW: four suggestions to review, two of them above 90 percent; a task that was added by itself;
 * open tasks, one of which can tell its service and one that cannot; and what was done, told, waiting and refused. */
gboolean inbox_seed_fill (DaybookStore *store, GError **error);

G_END_DECLS
