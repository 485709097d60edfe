/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* What happened on one day, and is it logged? */
#define DAYBOOK_TYPE_TODAY_PAGE (daybook_today_page_get_type ())
G_DECLARE_FINAL_TYPE (DaybookTodayPage, daybook_today_page, DAYBOOK, TODAY_PAGE, AdwBin)

G_END_DECLS
