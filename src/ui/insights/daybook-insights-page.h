/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* How was it, honestly? A day, week, month or chosen range in words, figures and charts; every sentence and every total
 * leads to the rows it rests on. Implements DaybookPage. */
#define DAYBOOK_TYPE_INSIGHTS_PAGE (daybook_insights_page_get_type ())
G_DECLARE_FINAL_TYPE (DaybookInsightsPage, daybook_insights_page, DAYBOOK, INSIGHTS_PAGE, AdwBin)

G_END_DECLS
