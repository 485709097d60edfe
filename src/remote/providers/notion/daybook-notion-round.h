/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* One round of a workspace: what was edited since the last one, or all of the window. */
void daybook_notion_round_start (DaybookProvider *provider, const DaybookProviderContext *context,
                                 const DaybookSource *source, const DaybookPullOptions *options,
                                 DaybookExchange *exchange);

G_END_DECLS
