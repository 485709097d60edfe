/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* What a full round has seen (daybook-sync-round.c). */
gboolean daybook_store_note_seen (DaybookStore *self, gint64 source_id, gint64 generation, gint64 id,
                                  gboolean is_activity, GError **error);
gboolean daybook_store_load_round (DaybookStore *self, gint64 source_id, gint64 generation, GError **error);
gboolean daybook_store_was_seen (DaybookStore *self, gint64 id, gboolean is_activity);
void daybook_store_settle_round (DaybookStore *self);
gboolean daybook_store_forget_round (DaybookStore *self, gint64 source_id, GError **error);

G_END_DECLS
