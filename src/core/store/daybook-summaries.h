/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-summary.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Summaries: one for each (type, from, to). They quote what was synced, so all of them go when an account does. */

/* Takes the place of an earlier one; sets id and created_at. */
gboolean daybook_store_put_summary (DaybookStore *self, DaybookSummary *summary, GError **error);
/* NULL without an error: there is none. */
DaybookSummary *daybook_store_find_summary (DaybookStore *self, DaybookSummaryType type, DaybookDay from, DaybookDay to,
                                            GError **error);
/* Names of the sentence patterns that summaries of the ISO week of @from used, but for the one of (type, from, to):
 * a set of char*. (transfer full) */
GHashTable *daybook_store_list_patterns (DaybookStore *self, DaybookSummaryType type, DaybookDay from, DaybookDay to,
                                         GError **error);
G_END_DECLS
