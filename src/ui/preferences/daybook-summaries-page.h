/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Preferences, Summaries: who writes them, the model, what it is never sent, and when one is made by itself. */
#define DAYBOOK_TYPE_SUMMARIES_PAGE (daybook_summaries_page_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSummariesPage, daybook_summaries_page, DAYBOOK, SUMMARIES_PAGE, AdwPreferencesPage)

void daybook_summaries_page_set_workspace (DaybookSummariesPage *self, DaybookWorkspace *workspace);

G_END_DECLS
