/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-job-queue.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Decides when which account is synced, when windows slide and when the store is maintained, and puts
 * the jobs into the queue. One timer, for what is due next; nothing runs in between. */
#define DAYBOOK_TYPE_SCHEDULER (daybook_scheduler_get_type ())
G_DECLARE_FINAL_TYPE (DaybookScheduler, daybook_scheduler, DAYBOOK, SCHEDULER, GObject)

DaybookScheduler *daybook_scheduler_new (DaybookStore *store, DaybookJobQueue *queue);
void daybook_scheduler_start (DaybookScheduler *self);
void daybook_scheduler_set_online (DaybookScheduler *self, gboolean online);
void daybook_scheduler_wake (DaybookScheduler *self);
void daybook_scheduler_run_due (DaybookScheduler *self);
gint64 daybook_scheduler_get_next (DaybookScheduler *self);
/* One sync that is asked for. */
typedef struct
{
  const char *const *targets; /* sources of the account; NULL all */
  const char *trigger;        /* manual schedule push start */
  gboolean full;
  gboolean interactive;
  const char *from; /* (nullable) days from and to, both inclusive: these alone (Load Earlier) */
  const char *to;
} DaybookSyncRequest;

DaybookJob *daybook_scheduler_sync (DaybookScheduler *self,
                                    gint64 account_id,
                                    const DaybookSyncRequest *request,
                                    GError **error);

G_END_DECLS
