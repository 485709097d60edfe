/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/* The words of a search, and where they stand in a text: compared as the index compares, without case and
 * accents, the last one by its beginning. */
char **daybook_search_words_new (const char *query);
PangoAttrList *daybook_search_words_emphasize (const char *const *words, const char *text);

G_END_DECLS
