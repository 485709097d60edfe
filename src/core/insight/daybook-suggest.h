/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "records/daybook-activity.h"
#include "records/daybook-event.h"
#include "records/daybook-suggestion.h"

G_BEGIN_DECLS

/* The built-in engine: what one item asks of the person, by the sentences of what was written (daybook-intent.h), by
 * dates, by who wrote it and to whom. No network, no store, nothing is learned here. */
typedef struct
{
  gint64 now;
  DaybookZone *zone;    /* the person's */
  const char *identity; /* who the person is where the item comes from; NULL unknown */
} DaybookSuggestContext;

/* The judgement, also where nothing has to be done (confidence below DAYBOOK_SUGGESTION_SHOWN). Fills everything but
 * id, version of the item and what is decided. (transfer full) */
DaybookSuggestion *daybook_suggest_for_activity (const DaybookActivity *activity, const DaybookSuggestContext *context);
/* Whether a meeting wants to be prepared. */
DaybookSuggestion *daybook_suggest_for_event (const DaybookEvent *event, const DaybookSuggestContext *context);

G_END_DECLS
