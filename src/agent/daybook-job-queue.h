/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-job.h"

G_BEGIN_DECLS

/* The jobs there are: at most two run at once, never two of one account; ended ones stay on the bus
 * for a minute. Signals: "job-ended" (DaybookJob), "changed" (the list of jobs). */
#define DAYBOOK_TYPE_JOB_QUEUE (daybook_job_queue_get_type ())
G_DECLARE_FINAL_TYPE (DaybookJobQueue, daybook_job_queue, DAYBOOK, JOB_QUEUE, GObject)

DaybookJobQueue *daybook_job_queue_new (GDBusConnection *bus);
DaybookJob *daybook_job_queue_make (DaybookJobQueue *self, const char *kind, const char *subject);
gboolean daybook_job_queue_submit (DaybookJobQueue *self, DaybookJob *job, GError **error);
DaybookJob *daybook_job_queue_find (DaybookJobQueue *self, const char *kind, const char *subject);
GPtrArray *daybook_job_queue_list (DaybookJobQueue *self);
gboolean daybook_job_queue_is_idle (DaybookJobQueue *self);
void daybook_job_queue_close (DaybookJobQueue *self);

G_END_DECLS
