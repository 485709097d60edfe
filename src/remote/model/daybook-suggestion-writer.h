/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/daybook-model.h"
#include "store/daybook-suggestions.h"

G_BEGIN_DECLS

/* Judgements by a model. Whatever goes wrong there is one: then it is the built-in one, and its reasoning says why. Of one
 * writer at most DAYBOOK_MOST_ASKED items are asked about, and none after the server failed or the time was up. */
typedef struct _DaybookSuggestionWriter DaybookSuggestionWriter;

#define DAYBOOK_MOST_ASKED 40

/* @store and @model have to live longer. @cancellable nullable. */
DaybookSuggestionWriter *daybook_suggestion_writer_new (DaybookStore *store, DaybookModel *model, GCancellable *cancellable);
void daybook_suggestion_writer_free (DaybookSuggestionWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSuggestionWriter, daybook_suggestion_writer_free)

/* A DaybookSuggestAskFunc; @writer is one of those. */
gboolean daybook_suggestion_write (const DaybookUnjudged *item, DaybookSuggestion *suggestion, gpointer writer, GError **error);

/* The bytes that would be sent about @item; NULL without an error: none would. */
GBytes *daybook_suggestion_preview (DaybookStore *store, const DaybookUnjudged *item, DaybookModel *model, GError **error);
/* Says in @suggestion's reasoning that it is the built-in judgement, and @why (a sentence). */
void daybook_suggestion_note_builtin (DaybookSuggestion *suggestion, const char *why);

G_END_DECLS
