/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-job-queue.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* What is done once a day, whatever accounts there are: windows slide, the store is maintained, yesterday is summed
 * up. */
typedef struct _DaybookDailyErrands DaybookDailyErrands;

DaybookDailyErrands *daybook_daily_errands_new (DaybookStore *store, DaybookJobQueue *queue);
void daybook_daily_errands_free (DaybookDailyErrands *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookDailyErrands, daybook_daily_errands_free)

void daybook_daily_errands_run (DaybookDailyErrands *self);
gboolean daybook_daily_errands_note_end (DaybookDailyErrands *self, DaybookJob *job);
gint64 daybook_daily_errands_get_next (DaybookDailyErrands *self);

G_END_DECLS
