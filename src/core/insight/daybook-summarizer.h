/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "insight/daybook-material.h"

G_BEGIN_DECLS

/* The built-in engine: it writes what mattered from what was measured, without asking anybody. The same material gives
 * the same words; only what the week has said already (@used, pattern names) is said otherwise. */
DaybookSummary *daybook_summarize_material (DaybookMaterial *material, GHashTable *used);

/* A summary of @period by the built-in engine, not stored. */
DaybookSummary *daybook_summarize (DaybookStore *store, const DaybookPeriod *period, GError **error);

/* Says in @self, a built-in summary, why it is not the model's that was wanted. */
void daybook_summary_explain (DaybookSummary *self, const GError *why);

/* A summary that was made within the last hour is as good as a new one. */
#define DAYBOOK_SUMMARY_FRESH_SECONDS 3600
gboolean daybook_summary_is_fresh (const DaybookSummary *self, gint64 now);

guint daybook_count_words (const char *text);

/* The prose is at least and at most so many words, where there is enough to tell. */
#define DAYBOOK_SUMMARY_LEAST_WORDS 40
#define DAYBOOK_SUMMARY_MOST_WORDS 120

G_END_DECLS
