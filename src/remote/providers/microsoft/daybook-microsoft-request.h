/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-request.h"

G_BEGIN_DECLS

DaybookRequest *daybook_microsoft_request_new (const char *url, int page_size);
void daybook_microsoft_append_parameter (GString *url, const char *name, const char *value);
gboolean daybook_microsoft_is_own_link (const char *api_url, const char *link);

G_END_DECLS
