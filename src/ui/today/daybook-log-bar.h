/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "today/daybook-day-model.h"

G_BEGIN_DECLS

/* The line to log time with words: "2.5 hours: Client meeting". Says under itself what it understood. On
 * today the entry ends now; on another day it follows what is logged there. Properties: workspace;
 * compact (no project and no button: Enter logs). */
#define DAYBOOK_TYPE_LOG_BAR (daybook_log_bar_get_type ())
G_DECLARE_FINAL_TYPE (DaybookLogBar, daybook_log_bar, DAYBOOK, LOG_BAR, AdwBin)

void daybook_log_bar_set_model (DaybookLogBar *self, DaybookDayModel *model);
void daybook_log_bar_set_compact (DaybookLogBar *self, gboolean compact);

G_END_DECLS
