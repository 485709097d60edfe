/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-request.h"

G_BEGIN_DECLS

/* A local file in place of a server, for a calendar that lies on this computer: answers 200 with
 * the content, 304 when the ETag it gave before comes back in If-None-Match, 404 where nothing is.
 */
void daybook_file_try_async (const DaybookRequest *request,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
DaybookHttpResponse *daybook_file_try_finish (GAsyncResult *result, GError **error);

G_END_DECLS
