/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"
#include "records/daybook-sync-run.h"

G_BEGIN_DECLS

/* What is known of one run: the error with what to do about it, requests, bytes; Copy Details. */
#define DAYBOOK_TYPE_RUN_DETAILS (daybook_run_details_get_type ())
G_DECLARE_FINAL_TYPE (DaybookRunDetails, daybook_run_details, DAYBOOK, RUN_DETAILS, AdwBin)

GtkWidget *daybook_run_details_new (DaybookWorkspace *workspace);
void daybook_run_details_show (DaybookRunDetails *self, const DaybookSyncRun *run);

G_END_DECLS
