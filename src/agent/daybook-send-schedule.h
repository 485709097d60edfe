/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-job-queue.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Lets a worker tell services what waits in the outbox, when it is due and there is a network. No timer runs while
 * nothing waits. */
#define DAYBOOK_TYPE_SEND_SCHEDULE (daybook_send_schedule_get_type ())
G_DECLARE_FINAL_TYPE (DaybookSendSchedule, daybook_send_schedule, DAYBOOK, SEND_SCHEDULE, GObject)

DaybookSendSchedule *daybook_send_schedule_new (DaybookStore *store, DaybookJobQueue *queue);
void daybook_send_schedule_set_online (DaybookSendSchedule *self, gboolean online);
void daybook_send_schedule_wake (DaybookSendSchedule *self);
/* Somebody wrote into the outbox, or the agent has just begun. */
void daybook_send_schedule_look (DaybookSendSchedule *self);

G_END_DECLS
