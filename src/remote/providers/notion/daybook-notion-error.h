/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* What Notion says when it refuses something: the member `code`, which names it more exactly than the status. */
char *daybook_notion_error_read_code (const DaybookHttpResponse *response);
void daybook_notion_fail (DaybookExchange *exchange, const DaybookHttpResponse *response);

DaybookRequest *daybook_notion_request_new (const char *method, const char *url);

G_END_DECLS
