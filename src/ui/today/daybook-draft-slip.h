/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "today/daybook-day-event.h"
#include "today/daybook-slip.h"

G_BEGIN_DECLS

/* What will be logged and is not yet: the selected meeting, or a span that the person draws. */
#define DAYBOOK_TYPE_DRAFT_SLIP (daybook_draft_slip_get_type ())
G_DECLARE_FINAL_TYPE (DaybookDraftSlip, daybook_draft_slip, DAYBOOK, DRAFT_SLIP, DaybookSlip)

GtkWidget *daybook_draft_slip_new (void);
void daybook_draft_slip_propose (DaybookDraftSlip *self,
                                 DaybookDayEvent *event,
                                 const char *project,
                                 const char *color,
                                 gint64 duration);
void daybook_draft_slip_draw (DaybookDraftSlip *self,
                              const char *title, /* (nullable) */
                              const char *project, /* (nullable) */
                              const char *color,
                              gint64 from,
                              gint64 to);

G_END_DECLS
