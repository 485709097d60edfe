/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-account.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

gboolean daybook_merge_sources (DaybookStore *store, DaybookAccount *account, GPtrArray *sources, GError **error);

G_END_DECLS
