/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* What will be billed: the week by project, and its entries. */
#define DAYBOOK_TYPE_TIME_PAGE (daybook_time_page_get_type ())
G_DECLARE_FINAL_TYPE (DaybookTimePage, daybook_time_page, DAYBOOK, TIME_PAGE, AdwBin)

G_END_DECLS
