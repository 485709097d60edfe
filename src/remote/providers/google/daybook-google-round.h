/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

#define DAYBOOK_GOOGLE_MAX_PAGE_SIZE 2500

/* One round of a calendar: all of its pages. @page_size is what a full round begins with. */
void daybook_google_round_start (const DaybookProviderContext *context, const DaybookSource *source,
                                 const DaybookPullOptions *options, int page_size, DaybookExchange *exchange);

G_END_DECLS
