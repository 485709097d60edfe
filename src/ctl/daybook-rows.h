/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "daybook-output.h"
#include "records/daybook-account.h"
#include "records/daybook-activity.h"
#include "records/daybook-entry.h"
#include "records/daybook-event.h"
#include "records/daybook-project.h"
#include "records/daybook-source.h"
#include "records/daybook-sync-run.h"

G_BEGIN_DECLS

/* How each noun reads in JSON (interfaces.md, daybookctl) and which of its members make a table. */
void daybook_row_run (JsonBuilder *builder, const DaybookSyncRun *run);
void daybook_row_event (JsonBuilder *builder, const DaybookEvent *event);
void daybook_row_activity (JsonBuilder *builder, const DaybookActivity *activity);
void daybook_row_entry (JsonBuilder *builder, const DaybookEntry *entry);
void daybook_row_client (JsonBuilder *builder, const DaybookClient *client);
void daybook_row_project (JsonBuilder *builder, const DaybookProject *project);
void daybook_row_person (JsonBuilder *builder, const DaybookPerson *person);

extern const DaybookColumn daybook_columns_accounts[];
extern const DaybookColumn daybook_columns_sources[];
extern const DaybookColumn daybook_columns_runs[];
extern const DaybookColumn daybook_columns_entries[];

/* Prints all of @rows (DaybookX), each through @add. */
typedef void (*DaybookRowFunc) (JsonBuilder *builder, gconstpointer row);
void daybook_rows_print (DaybookCtl *ctl, GPtrArray *rows, DaybookRowFunc add, const DaybookColumn *columns,
                         const char *empty);
void daybook_rows_print_one (DaybookCtl *ctl, gconstpointer row, DaybookRowFunc add);

/* These say what of them is not there, too, so they need the store to be open. */
void daybook_rows_print_accounts (DaybookCtl *ctl, GPtrArray *accounts, const char *empty);
void daybook_rows_print_account (DaybookCtl *ctl, const DaybookAccount *account);
void daybook_rows_print_sources (DaybookCtl *ctl, GPtrArray *sources, const char *empty);
void daybook_rows_print_source (DaybookCtl *ctl, const DaybookSource *source, GPtrArray *quarantined);

G_END_DECLS
