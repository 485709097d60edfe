/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* Key of the setting for @page_size, items a page. */
#define DAYBOOK_MICROSOFT_PAGE_SIZE "page-size"

void daybook_microsoft_round_start (const DaybookProviderContext *context, const DaybookSource *source,
                                    const DaybookPullOptions *options, int page_size, DaybookExchange *exchange);

G_END_DECLS
