/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "records/daybook-sync-run.h"

G_BEGIN_DECLS

/* One run of the log as a row binds to it. It stays the same object while the run goes on or is folded.
 *
 * Properties: expanded (read and write). Signal: "changed", the run says something else. */
#define DAYBOOK_TYPE_RUN_ITEM (daybook_run_item_get_type ())
G_DECLARE_FINAL_TYPE (DaybookRunItem, daybook_run_item, DAYBOOK, RUN_ITEM, GObject)

DaybookRunItem *daybook_run_item_new (DaybookSyncRun *run /* (transfer full) */);
const DaybookSyncRun *daybook_run_item_get_run (DaybookRunItem *self);
void daybook_run_item_take_run (DaybookRunItem *self, DaybookSyncRun *run /* (transfer full) */);
gboolean daybook_run_item_is_expanded (DaybookRunItem *self);
void daybook_run_item_set_expanded (DaybookRunItem *self, gboolean expanded);

G_END_DECLS
