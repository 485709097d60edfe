/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* Thirty searches a minute (providers.md 6.2); everything else has an hour's budget. */
#define DAYBOOK_GITHUB_SEARCH "github-search"

DaybookRequest *daybook_github_request_new (const char *url, const char *etag);
void daybook_github_append_parameter (GString *url, const char *name, const char *value);
gboolean daybook_github_is_throttled (const DaybookHttpResponse *response);
gint64 daybook_github_find_retry_at (const DaybookHttpResponse *response, gint64 now);
void daybook_github_fail (DaybookExchange *exchange, const DaybookHttpResponse *response);

G_END_DECLS
