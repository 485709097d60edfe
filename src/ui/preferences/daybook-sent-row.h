/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"
#include "store/daybook-model-terms.h"

G_BEGIN_DECLS

/* What the model is sent for one use: whether the person agreed to it, and a button to look at it. */
#define DAYBOOK_TYPE_SENT_ROW (daybook_sent_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSentRow, daybook_sent_row, DAYBOOK, SENT_ROW, AdwActionRow)

void daybook_sent_row_update (DaybookSentRow *self, DaybookWorkspace *workspace, DaybookModelUse use);

G_END_DECLS
