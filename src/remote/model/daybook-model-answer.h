/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a model wrote is text from outside like any other, and much of what it was given was written by others: it may
 * fill a closed form and nothing more. */

char *daybook_model_answer_find_json (const char *text);
gboolean daybook_model_text_is_plain (const char *text, gsize most_characters);
char *daybook_model_text_clean (const char *text);
gboolean daybook_model_text_has_own_number (const char *text, const char *const *given);
gboolean daybook_model_text_has_own_number_word (const char *text, const char *const *given);

G_END_DECLS
