/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

void daybook_slack_identify_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange);
void daybook_slack_list_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange);

G_END_DECLS
