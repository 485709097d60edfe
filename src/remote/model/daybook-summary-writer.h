/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "insight/daybook-period.h"
#include "model/daybook-model.h"

G_BEGIN_DECLS

/* Summaries by a model. Whatever goes wrong at the server, there is a summary: then it is the built-in one, and its notice
 * says why. Errors are CANCELLED, NOT_AGREED (the person has yet to see what would be sent) and those of the store. */
DaybookSummary *daybook_summary_write (DaybookStore *store, const DaybookPeriod *period, DaybookModel *model,
                                       GCancellable *cancellable, GError **error);
/* The bytes that daybook_summary_write() would send; NULL without an error: nothing would be sent. */
GBytes *daybook_summary_preview (DaybookStore *store, const DaybookPeriod *period, DaybookModel *model, GError **error);

G_END_DECLS
