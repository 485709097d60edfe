/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Full text over everything; takes the focus when search is switched on (action win.search switches it off). */
#define DAYBOOK_TYPE_SEARCH_VIEW (daybook_search_view_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSearchView, daybook_search_view, DAYBOOK, SEARCH_VIEW, AdwBin)

void daybook_search_view_set_text (DaybookSearchView *self, const char *text);

G_END_DECLS
