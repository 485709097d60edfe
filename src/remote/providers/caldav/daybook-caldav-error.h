/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* What a calendar server's refusals mean (providers.md 8). */
gboolean daybook_caldav_says_bad_sync_token (const DaybookHttpResponse *response);
gboolean daybook_caldav_says_not_supported (guint status);
void daybook_caldav_fail (DaybookExchange *exchange, const DaybookHttpResponse *response);
void daybook_caldav_fail_moved (DaybookExchange *exchange);

G_END_DECLS
