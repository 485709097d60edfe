/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-workspace.h"
#include "store/daybook-accounts.h"
#include "sync-log/daybook-run-item.h"

G_BEGIN_DECLS

/* The sync log as a GListModel of DaybookRunItem, newest first, read page by page on the store's thread and kept
 * up to date. Rows that stay are the same objects.
 *
 * Signal "changed": the first page of what is asked for was read, or could not be. */
#define DAYBOOK_TYPE_RUN_LIST (daybook_run_list_get_type ())
G_DECLARE_FINAL_TYPE (DaybookRunList, daybook_run_list, DAYBOOK, RUN_LIST, GObject)

/* What is asked for. */
typedef struct
{
  gint64 account_id;  /* 0 = all */
  const char *status; /* as in DaybookRunFilter */
  const char *text;
  gint64 from_at;
} DaybookRunQuestion;

DaybookRunList *daybook_run_list_new (DaybookWorkspace *workspace);
void daybook_run_list_ask (DaybookRunList *self, const DaybookRunQuestion *question);
void daybook_run_list_load_more (DaybookRunList *self);
const char *daybook_run_list_get_problem (DaybookRunList *self);

G_END_DECLS
