/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"
#include "records/daybook-sync-run.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Writes what one round of one source delivers: each batch of items is one transaction that also
 * writes how to go on from it, the last one turns that into the cursor. Killed anywhere, the next
 * round goes on from the last batch and changes nothing twice. */
typedef struct _DaybookApplier DaybookApplier;

/* A round that was interrupted less than this ago (seconds) is resumed; an older one starts anew. */
#define DAYBOOK_RESUME_MAX_AGE 3600

/* The brake (design.md section 4): a sweep that would delete more than a fifth of the rows it looked at,
 * and at least three, or all of them, waits for the person. */
#define DAYBOOK_BRAKE_ROWS 3
#define DAYBOOK_BRAKE_SHARE 5

DaybookApplier *daybook_applier_new (DaybookStore *store,
                                     DaybookSource *source,
                                     const DaybookProviderInfo *info,
                                     gboolean force_full,
                                     DaybookSyncRun *run);
DaybookApplier *daybook_applier_new_for_range (DaybookStore *store,
                                               DaybookSource *source,
                                               const DaybookProviderInfo *info,
                                               DaybookDay from,
                                               DaybookDay to,
                                               DaybookSyncRun *run);
void daybook_applier_free (DaybookApplier *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookApplier, daybook_applier_free)

const DaybookPullOptions *daybook_applier_get_options (DaybookApplier *self);
gboolean daybook_applier_apply (DaybookApplier *self, GPtrArray *items, const char *next, GError **error);
gboolean daybook_applier_finish (DaybookApplier *self,
                                 GPtrArray *items,
                                 const char *cursor,
                                 gboolean full,
                                 gboolean *held,
                                 GError **error);
gboolean daybook_applier_forget_round (DaybookApplier *self, GError **error);

G_END_DECLS
