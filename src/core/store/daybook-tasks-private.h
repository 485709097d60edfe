/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* A task's words in the search index. */
gboolean daybook_store_index_task (DaybookStore *self, gint64 id, GError **error);
gboolean daybook_store_unindex_task (DaybookStore *self, gint64 id, GError **error);

G_END_DECLS
