/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

#define DAYBOOK_GITHUB_LOGIN "login" /* grant setting: who signed in */

char *daybook_github_get_login (const DaybookProviderContext *context);
void daybook_github_identify_start (const DaybookProviderContext *context, DaybookExchange *exchange);
void daybook_github_list_start (const DaybookProviderContext *context, DaybookExchange *exchange);

G_END_DECLS
