/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* One round of a mailbox: what came and changed since the last one, or a full look. */
void daybook_gmail_round_start (DaybookProvider *provider, const DaybookProviderContext *context,
                                const DaybookSource *source, const DaybookPullOptions *options,
                                DaybookExchange *exchange);

G_END_DECLS
