/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* Sets up @exchange for one round of a calendar. */
void daybook_caldav_round_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                                 const DaybookPullOptions *options, DaybookExchange *exchange);

G_END_DECLS
