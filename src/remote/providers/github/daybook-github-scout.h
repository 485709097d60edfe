/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* Which repositories something has happened in: two requests, however many there are. */
void daybook_github_scout_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange);

G_END_DECLS
