/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* Key of the setting of how many items to ask for in a page. */
#define DAYBOOK_MICROSOFT_PAGE_SIZE "page-size"

void daybook_microsoft_round_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                                    const DaybookPullOptions *options, DaybookExchange *exchange);

G_END_DECLS
