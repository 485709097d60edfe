/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "accounts/daybook-account-words.h"
#include "common/daybook-agent-job.h"
#include "common/daybook-row.h"
#include "common/daybook-workspace.h"
#include "records/daybook-source.h"

G_BEGIN_DECLS

/* One account as cards and its own page show it: the record, its sources, and the job of the agent that
 * works on it now.
 *
 * Signals: "changed" when the record or its sources are others; "progress" when only time went by or its
 * job went on. */
#define DAYBOOK_TYPE_ACCOUNT_ROW (daybook_account_row_get_type ())
G_DECLARE_FINAL_TYPE (DaybookAccountRow, daybook_account_row, DAYBOOK, ACCOUNT_ROW, GObject)

DaybookAccountRow *daybook_account_row_new (DaybookWorkspace *workspace,
                                            DaybookAccount *account, /* (transfer full) */
                                            GPtrArray *sources,      /* (transfer full) of DaybookSource */
                                            GArray *counts,          /* (transfer full) gint64, one a source */
                                            const char *sign_in);

const DaybookAccount *daybook_account_row_get_account (DaybookAccountRow *self);
GPtrArray *daybook_account_row_get_sources (DaybookAccountRow *self);
gint64 daybook_account_row_get_source_count (DaybookAccountRow *self, guint position);
const char *daybook_account_row_get_sign_in (DaybookAccountRow *self);
const char *daybook_account_row_get_id (DaybookAccountRow *self);

DaybookAgentJob *daybook_account_row_get_job (DaybookAccountRow *self);
void daybook_account_row_set_job (DaybookAccountRow *self, DaybookAgentJob *job);

DaybookAccountWords *daybook_account_row_describe (DaybookAccountRow *self);
char *daybook_account_row_describe_contents (DaybookAccountRow *self);
char *daybook_account_row_describe_identity (DaybookAccountRow *self);
void daybook_account_row_tick (DaybookAccountRow *self);

G_END_DECLS
