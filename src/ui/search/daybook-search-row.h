/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "search/daybook-search-item.h"

G_BEGIN_DECLS

/* A row of the results: what kind of thing, its title and a line of its text with the words that were
 * looked for in bold, when it was. Bound to one item after another while the list scrolls. */
#define DAYBOOK_TYPE_SEARCH_ROW (daybook_search_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSearchRow, daybook_search_row, DAYBOOK, SEARCH_ROW, AdwBin)

void daybook_search_row_bind (DaybookSearchRow *self, DaybookSearchItem *item, DaybookDay today);

G_END_DECLS
