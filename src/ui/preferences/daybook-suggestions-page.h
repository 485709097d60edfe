/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Preferences, Suggestions: whether tasks are suggested, from which accounts, and which are added by themselves. */
#define DAYBOOK_TYPE_SUGGESTIONS_PAGE (daybook_suggestions_page_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSuggestionsPage, daybook_suggestions_page, DAYBOOK, SUGGESTIONS_PAGE, AdwPreferencesPage)

void daybook_suggestions_page_set_workspace (DaybookSuggestionsPage *self, DaybookWorkspace *workspace);

G_END_DECLS
