/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Five services with six weeks of meetings, mail, messages, code and pages up to WEEK_SEED_NOW, all of them synced two
 * months back: to be put beside week_seed_fill(), whose sources are taken for synced as well. */
gboolean insights_seed_fill (DaybookStore *store, GError **error);
/* A calendar that was asked about two months and has nothing. */
gboolean insights_seed_free (DaybookStore *store, GError **error);
/* Stores the built-in summary of the week, as the agent would. */
gboolean insights_seed_write (DaybookStore *store, GError **error);

G_END_DECLS
