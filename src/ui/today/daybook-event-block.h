/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "today/daybook-day-event.h"
#include "today/daybook-day-item.h"

G_BEGIN_DECLS

/* A calendar event in the calendar's colour: title, time and place as far as there is room, and a mark:
 * tick = logged, ring = still to log, plus (under the pointer or with the focus) = log it. */
#define DAYBOOK_TYPE_EVENT_BLOCK (daybook_event_block_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEventBlock, daybook_event_block, DAYBOOK, EVENT_BLOCK, DaybookDayItem)

GtkWidget *daybook_event_block_new (DaybookDayEvent *event);
void daybook_event_block_set_over (DaybookEventBlock *self, gboolean over);

G_END_DECLS
