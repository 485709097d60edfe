/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* What is decided before time is logged: project, description, duration, billable, with the amount that
 * follows. Signal "changed": any of them changed; "submitted": Enter in a field. */
#define DAYBOOK_TYPE_LOG_FORM (daybook_log_form_get_type ())
G_DECLARE_FINAL_TYPE (DaybookLogForm, daybook_log_form, DAYBOOK, LOG_FORM, AdwPreferencesGroup)

void daybook_log_form_reset (DaybookLogForm *self, const char *title, gint64 project, gint64 duration);
/* 0: no project, and no name or color (nullable) of one. Durations are seconds. */
gint64 daybook_log_form_get_project (DaybookLogForm *self);
const char *daybook_log_form_get_project_name (DaybookLogForm *self);
const char *daybook_log_form_get_color (DaybookLogForm *self);
char *daybook_log_form_dup_title (DaybookLogForm *self);
gint64 daybook_log_form_get_duration (DaybookLogForm *self);
gboolean daybook_log_form_get_billable (DaybookLogForm *self);
gboolean daybook_log_form_is_complete (DaybookLogForm *self);
void daybook_log_form_choose_project (DaybookLogForm *self);
void daybook_log_form_focus_title (DaybookLogForm *self);

G_END_DECLS
