/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* Addresses of GitHub's API. All text is (transfer full). */
char *daybook_github_address_check (const char *text, GError **error);
char *daybook_github_address_get_api (const DaybookProviderContext *context);
char *daybook_github_address_get_label (const DaybookProviderContext *context, const char *login);
char *daybook_github_address_follow (const char *api_url, const char *location);
gboolean daybook_github_address_get_next (const char *api_url, const DaybookHttpResponse *response, char **next,
                                          GError **error);
char *daybook_github_address_get_repository (const char *repository_url);

G_END_DECLS
