/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

typedef struct
{
  int judged;
  int suggested;     /* new ones that are shown */
  int auto_approved; /* of these, made tasks at once */
} DaybookSuggestCounts;

/* Judges with the built-in engine what a source (0: all) brought and nobody has judged, and stores it. Where the
 * setting suggest_auto allows, what is surer than suggest_threshold becomes a task under "Added automatically",
 * at most DAYBOOK_AUTO_APPROVE_LIMIT a time: never more than that, whatever a message says. */
#define DAYBOOK_AUTO_APPROVE_LIMIT 20
gboolean daybook_suggest_new (DaybookStore *store, gint64 source_id, DaybookSuggestCounts *counts, GError **error);

G_END_DECLS
