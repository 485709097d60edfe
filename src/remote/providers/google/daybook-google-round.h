/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* One round of a calendar: all of its pages. */
void daybook_google_round_start (const DaybookProviderContext *context, const DaybookSource *source,
                                 const DaybookPullOptions *options, DaybookExchange *exchange);

G_END_DECLS
