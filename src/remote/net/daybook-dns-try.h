/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-timers.h"
#include "providers/daybook-request.h"

G_BEGIN_DECLS

/* The name service in place of a server, for services that are announced there (RFC 6764). The address is
 * `dns:_caldavs._tcp.example.com?type=SRV` or `?type=TXT` (RFC 4501). Answers 200 with a line for each record:
 * "HOST PORT" for SRV, best first (RFC 2782), the text itself for TXT; 404 where there is none; 503 when nobody
 * answers. It never fails but by being cancelled. */
void daybook_dns_try_async (const DaybookRequest *request,
                            DaybookTimers *timers,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data);
DaybookHttpResponse *daybook_dns_try_finish (GAsyncResult *result, GError **error);

G_END_DECLS
