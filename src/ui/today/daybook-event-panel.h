/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "today/daybook-day-model.h"
#include "today/daybook-log-form.h"

G_BEGIN_DECLS

/* Everything about one meeting, and logging it. Property "workspace".
 * Signals: "log": the person wants it as the form says; "changed": the form changed; "show-entry"
 * (gint64): the entry that was made of it. */
#define DAYBOOK_TYPE_EVENT_PANEL (daybook_event_panel_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEventPanel, daybook_event_panel, DAYBOOK, EVENT_PANEL, AdwBin)

void daybook_event_panel_show (DaybookEventPanel *self, DaybookDayModel *model, DaybookDayEvent *event);
DaybookLogForm *daybook_event_panel_get_form (DaybookEventPanel *self);
gboolean daybook_event_panel_can_log (DaybookEventPanel *self);

G_END_DECLS
