/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* The words of a row, beside the row. What was added must be removed with the very same values: the index
 * keeps no copy of the text. */
typedef enum
{
  DAYBOOK_SEARCH_EVENT = 0,
  DAYBOOK_SEARCH_ACTIVITY = 1,
  DAYBOOK_SEARCH_ENTRY = 2,
  DAYBOOK_SEARCH_TASK = 3,
} DaybookSearchKind;

gint64 daybook_search_make_rowid (DaybookSearchKind kind, gint64 id, gint64 at);
gboolean daybook_store_index_text (DaybookStore *self, gint64 rowid, const char *title, char *body, GError **error);
gboolean daybook_store_unindex_text (DaybookStore *self, gint64 rowid, const char *title, char *body, GError **error);
gboolean daybook_store_merge_words (DaybookStore *self, GError **error);

G_END_DECLS
