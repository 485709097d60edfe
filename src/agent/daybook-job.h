/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ipc/daybook-worker-line.h"

G_BEGIN_DECLS

/* One errand: a worker process with limits, the lines it says, and its face on the bus (Job1).
 *
 * Signals: "line" (DaybookWorkerLine, valid during the emission), "ended". After "ended" the state is
 * done, failed or cancelled, and error, crashed and cut short are final. */
#define DAYBOOK_TYPE_JOB (daybook_job_get_type ())
G_DECLARE_FINAL_TYPE (DaybookJob, daybook_job, DAYBOOK, JOB, GObject)

/* What an errand may use. 0 = no limit. */
typedef struct
{
  guint cpu_seconds;
  guint64 address_space; /* bytes; never set under sanitizers, which reserve terabytes */
  guint wall_seconds;
} DaybookJobLimits;

DaybookJob *daybook_job_new (guint number, const char *kind, const char *subject);
/* For the worker, behind the errand's name, before the start. Never a secret: other programs see arguments. */
void daybook_job_add_argument (DaybookJob *self, const char *argument);
gboolean daybook_job_has_argument (DaybookJob *self, const char *argument);
void daybook_job_set_limits (DaybookJob *self, const DaybookJobLimits *limits);
void daybook_job_take_secret_fd (DaybookJob *self, int fd);
/* Shows it on @bus at get_path (). Errors are GDBus's. */
gboolean daybook_job_export (DaybookJob *self, GDBusConnection *bus, GError **error);
void daybook_job_unexport (DaybookJob *self);

void daybook_job_start (DaybookJob *self);
void daybook_job_cancel (DaybookJob *self);

/* Texts are (transfer none) and stay while the job does. @subject: the text id of the account, "" for none. */
const char *daybook_job_get_path (DaybookJob *self);
const char *daybook_job_get_kind (DaybookJob *self);
const char *daybook_job_get_subject (DaybookJob *self);
/* Between its start and its end. */
gboolean daybook_job_is_running (DaybookJob *self);
gboolean daybook_job_has_ended (DaybookJob *self);
gboolean daybook_job_has_crashed (DaybookJob *self);
gboolean daybook_job_was_cut_short (DaybookJob *self);
gboolean daybook_job_was_cancelled (DaybookJob *self);
/* (transfer none) (nullable) Of DAYBOOK_ERROR; NULL: it is not over, or went well. */
const GError *daybook_job_get_error (DaybookJob *self);

G_END_DECLS
