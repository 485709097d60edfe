/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/daybook-model-question.h"
#include "store/daybook-suggestions.h"

G_BEGIN_DECLS

/* What a model is asked about one item: never about two at once, so that what one person writes cannot speak for another.
 * Nothing is asked of what comes from a source that is never sent, of private events, and of what rules have settled. */
typedef struct
{
  DaybookModelQuestion *question; /* (owned) */
  char *id;                       /* (owned) the item's, the only one that an answer may name */
  char *title;                    /* (owned) as sent */
  char *text;                     /* (owned) as sent */
  DaybookZone *zone;              /* the person's: what a due time without a zone means */
  gint64 written;                 /* when the item came to be */
} DaybookSuggestionPrompt;

/* NULL without an error: the item is not sent. */
DaybookSuggestionPrompt *daybook_suggestion_prompt_new (DaybookStore *store, const DaybookUnjudged *item, GError **error);
void daybook_suggestion_prompt_free (DaybookSuggestionPrompt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSuggestionPrompt, daybook_suggestion_prompt_free)

extern const char *const daybook_suggestion_kinds[];

G_END_DECLS
