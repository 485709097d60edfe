/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"
#include "store/daybook-store.h"

G_BEGIN_DECLS

/* Services of one family share one consent: Google Calendar and Gmail of one person are two accounts on one grant. */

gboolean daybook_family_is_shared (const DaybookProviderInfo *info);
GPtrArray *daybook_family_list_accounts (DaybookStore *store, const DaybookProviderInfo *info, const char *identity,
                                         gint64 except);
char *daybook_family_guess_person (DaybookStore *store, const DaybookProviderInfo *info);

/* Scopes are text with spaces between. */
char *daybook_scopes_join (const char *some, const char *more);
char *daybook_scopes_without (const char *scopes, const char *spare);
gboolean daybook_scopes_cover (const char *granted, const char *wanted);

G_END_DECLS
