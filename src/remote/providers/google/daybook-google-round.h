/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* Key of the setting of how many items a full round begins to ask for in a page. */
#define DAYBOOK_GOOGLE_PAGE_SIZE "page-size"
#define DAYBOOK_GOOGLE_MAX_PAGE_SIZE 2500

/* One round of a calendar: all of its pages. */
void daybook_google_round_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                                 const DaybookPullOptions *options, DaybookExchange *exchange);

G_END_DECLS
