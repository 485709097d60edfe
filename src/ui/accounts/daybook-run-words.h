/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "records/daybook-sync-run.h"

G_BEGIN_DECLS

/* What a sync did, in words. New strings. */
char *daybook_run_words_describe (const DaybookSyncRun *run);
char *daybook_run_words_when (const DaybookSyncRun *run, gint64 now, DaybookZone *zone);
char *daybook_run_words_time (const DaybookSyncRun *run, gint64 now, DaybookZone *zone);
char *daybook_run_words_state (const DaybookSyncRun *run, gint64 now, DaybookZone *zone);
const char *daybook_run_words_mode (const DaybookSyncRun *run);
char *daybook_run_words_count (const DaybookSyncRun *run);
char *daybook_run_words_changes (const DaybookSyncRun *run);
char *daybook_run_words_redact (const char *text);
char *daybook_run_words_report (const DaybookSyncRun *run);
char *daybook_run_words_duration (const DaybookSyncRun *run);
const char *daybook_run_words_get_icon (const DaybookSyncRun *run);
const char *daybook_run_words_get_style_class (const DaybookSyncRun *run);

G_END_DECLS
