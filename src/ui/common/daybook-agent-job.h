/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One errand of the agent (interface Job1). Its signals are heard from before the agent's answer names
 * it, so that no prompt is missed.
 *
 * Properties: path, kind, state, subject (account id or ""), done, total (0 = not known), url and code
 * (the last prompt, NULL before), message (why it failed, NULL else).
 * Signal "finished" (DaybookAgentJob): once; then get_error() and get_result() tell how. */
#define DAYBOOK_TYPE_AGENT_JOB (daybook_agent_job_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAgentJob, daybook_agent_job, DAYBOOK, AGENT_JOB, GObject)

/* All (transfer none). State: queued running done failed cancelled. */
const char *daybook_agent_job_get_path (DaybookAgentJob *self);
const char *daybook_agent_job_get_kind (DaybookAgentJob *self);
const char *daybook_agent_job_get_state (DaybookAgentJob *self);
const char *daybook_agent_job_get_subject (DaybookAgentJob *self);
guint64 daybook_agent_job_get_done (DaybookAgentJob *self);
guint64 daybook_agent_job_get_total (DaybookAgentJob *self);
const char *daybook_agent_job_get_url (DaybookAgentJob *self);
const char *daybook_agent_job_get_code (DaybookAgentJob *self);
gint64 daybook_agent_job_get_code_expires (DaybookAgentJob *self);
/* Whether it is done, failed or cancelled; the error (nullable) is of DAYBOOK_ERROR. */
gboolean daybook_agent_job_is_finished (DaybookAgentJob *self);
const GError *daybook_agent_job_get_error (DaybookAgentJob *self);
GVariant *daybook_agent_job_get_result (DaybookAgentJob *self);
void daybook_agent_job_cancel (DaybookAgentJob *self);

/* For the client alone. */
DaybookAgentJob *daybook_agent_job_new (GDBusConnection *bus, const char *path);
void daybook_agent_job_update (DaybookAgentJob *self, GVariant *properties /* a{sv} */);
void daybook_agent_job_prompt (DaybookAgentJob *self, const char *url, const char *code);
void daybook_agent_job_finish (DaybookAgentJob *self, const char *error, GVariant *result /* a{sv} */);

G_END_DECLS
