/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* The sign-in that Google's services share. */
extern const DaybookOAuthInfo daybook_google_oauth;

#define DAYBOOK_GOOGLE_SCOPE "https://www.googleapis.com/auth/"

void daybook_google_revoke (DaybookProvider *provider, const DaybookProviderContext *context, const char *token,
                            DaybookExchange *exchange);

G_END_DECLS
