/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "today/daybook-day-model.h"
#include "today/daybook-log-form.h"

G_BEGIN_DECLS

/* A span of a day that is about to be logged: what it was, and for whom. Property "workspace".
 * Signals: "log"; "changed": the form changed; "cancelled". */
#define DAYBOOK_TYPE_DRAFT_PANEL (daybook_draft_panel_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDraftPanel, daybook_draft_panel, DAYBOOK, DRAFT_PANEL, AdwBin)

void daybook_draft_panel_show (DaybookDraftPanel *self, DaybookDayModel *model, gint64 from, gint64 to);
DaybookLogForm *daybook_draft_panel_get_form (DaybookDraftPanel *self);
gint64 daybook_draft_panel_get_from (DaybookDraftPanel *self);

G_END_DECLS
