/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/daybook-suggestion-prompt.h"

G_BEGIN_DECLS

/* Writes into @suggestion, which holds the built-in judgement, what a model said of the item. INVALID_RESPONSE, and nothing
 * is written: the answer cannot be used. */
gboolean daybook_suggestion_answer_read (const char *text, const DaybookSuggestionPrompt *prompt, DaybookSuggestion *suggestion,
                                         GError **error);

G_END_DECLS
