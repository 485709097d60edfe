/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-suggestion.h"
#include "store/daybook-store.h"
#include "store/daybook-suggestions.h"

G_BEGIN_DECLS

/* Added to from call to call: what belongs together (a sync of several sources) shares one. */
typedef struct
{
  int judged;
  int suggested;     /* new ones that are shown */
  int auto_approved; /* of these, made tasks at once */
} DaybookSuggestCounts;

/* Judges with the built-in engine what a source (0: all) brought and nobody has judged, and stores it. Where the
 * setting suggest_auto allows, what is surer than suggest_threshold becomes a task under "Added automatically",
 * until @counts has DAYBOOK_AUTO_APPROVE_LIMIT of them: never more than that, whatever a message says. */
#define DAYBOOK_AUTO_APPROVE_LIMIT 20
gboolean daybook_suggest_new (DaybookStore *store, gint64 source_id, DaybookSuggestCounts *counts, GError **error);

/* Asks another engine about @item: @suggestion holds the built-in judgement, and whatever of it is not replaced
 * stays. No transaction is open meanwhile: it may take its time. FALSE ends it all (cancelled); an engine's own
 * trouble does not. */
typedef gboolean (*DaybookSuggestAskFunc) (const DaybookUnjudged *item, DaybookSuggestion *suggestion, gpointer data,
                                           GError **error);

/* Likewise with @ask. What it is sure of becomes a task by itself only where the built-in engine, too, thinks that
 * something is asked. Each item is stored at once: what was asked is not asked again when this ends early. */
gboolean daybook_suggest_new_with (DaybookStore *store, gint64 source_id, DaybookSuggestAskFunc ask, gpointer data,
                                   DaybookSuggestCounts *counts, GError **error);

/* Just these items (DaybookUnjudged), also where they were judged before. @ask nullable. */
gboolean daybook_suggest_items (DaybookStore *store, GPtrArray *items, DaybookSuggestAskFunc ask, gpointer data,
                                DaybookSuggestCounts *counts, GError **error);

G_END_DECLS
