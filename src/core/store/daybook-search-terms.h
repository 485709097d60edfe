/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Private to store/. */

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* One word of a text as the search index sees it: folded (case, accents), and where it stands. Return FALSE to
 * stop. @word is not NUL-terminated. */
typedef gboolean (*DaybookWordFunc) (const char *word, gsize length, gsize start, gsize end, gpointer data);

gboolean daybook_store_foreach_word (DaybookStore *self, const char *text, DaybookWordFunc func, gpointer data);

G_END_DECLS
