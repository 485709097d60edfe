/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* The line above the pages that tells of a lasting state, the most urgent one when there are several
 * (AdwBanner needs libadwaita 1.3). Hidden while all is well. */
#define DAYBOOK_TYPE_BANNER (daybook_banner_get_type ())
G_DECLARE_FINAL_TYPE (DaybookBanner, daybook_banner, DAYBOOK, BANNER, AdwBin)

G_END_DECLS
