/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

DaybookPastedTokens *daybook_slack_tokens_split (const char *text, GError **error);
void daybook_slack_revoke_start (DaybookProvider *provider, const DaybookProviderContext *context, const char *token,
                                 DaybookExchange *exchange);

G_END_DECLS
