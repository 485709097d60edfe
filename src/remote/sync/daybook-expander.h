/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "records/daybook-source.h"
#include "store/daybook-events.h"

G_BEGIN_DECLS

/* Series into days: keeps the derived occurrences of a source equal to what its masters say inside
 * the source's window, whatever was or was not fetched. The window is days [today - back, today +
 * ahead]; occurrences before it are history and stay as they are. */
typedef struct _DaybookExpander DaybookExpander;

DaybookExpander *daybook_expander_new (DaybookStore *store, DaybookSource *source);
DaybookExpander *daybook_expander_new_for_range (DaybookStore *store, DaybookSource *source, DaybookDay from, DaybookDay to);
void daybook_expander_free (DaybookExpander *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookExpander, daybook_expander_free)

DaybookDay daybook_expander_get_from (DaybookExpander *self);
DaybookDay daybook_expander_get_to (DaybookExpander *self);

gboolean daybook_expander_expand_series (DaybookExpander *self, const DaybookEvent *master, GError **error);
gboolean daybook_expander_expand_row (DaybookExpander *self, gint64 master_id, GError **error);
gboolean daybook_expander_expand_all (DaybookExpander *self, GError **error);

gboolean daybook_expand_sources (DaybookStore *store, GCancellable *cancellable, gint64 *changed, GError **error);

G_END_DECLS
