/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-error.h"
#include "providers/daybook-request.h"

G_BEGIN_DECLS

/* What a response that is no success means where its service says nothing more exact. */
DaybookError daybook_http_error_get_code (guint status);
GError *daybook_http_error_new (guint status, const char *service);
gint64 daybook_http_error_get_retry_at (const DaybookHttpResponse *response, gint64 now);
gboolean daybook_http_date_parse (const char *text, gint64 *instant);

G_END_DECLS
