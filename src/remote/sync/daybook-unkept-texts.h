/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

gboolean daybook_unkept_texts_forget (DaybookStore *store, const DaybookProviderInfo *info, const DaybookAccount *account,
                                      GError **error);

G_END_DECLS
