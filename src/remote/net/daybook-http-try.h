/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "net/daybook-timers.h"
#include "providers/daybook-request.h"

G_BEGIN_DECLS

/* One try of one HTTP request: sends it, reads the answer within the request's limits (decoded
 * bytes, time in all, bytes a second), never follows a redirect, never asks for a password and
 * never talks to an address it must not. What becomes of the outcome is the transport's business.
 */

typedef enum
{
  DAYBOOK_HTTP_TRY_PLAIN = 0,
  DAYBOOK_HTTP_TRY_ALLOW_PRIVATE = 1 << 0, /* the connection may lead to a local network */
  DAYBOOK_HTTP_TRY_ONLY_LOOPBACK = 1 << 1, /* it must lead to this computer (plain http) */
} DaybookHttpTryFlags;

/* A piece of a successful answer's body to a chunked request. Return FALSE to stop reading. */
typedef gboolean (*DaybookHttpChunkFunc) (DaybookHttpResponse *head, GBytes *chunk, gpointer data);

typedef struct
{
  guint64 received;   /* body bytes that came over the network */
  gboolean sent;      /* the service may have seen the request */
  gboolean timed_out; /* a limit of the request ended it */
} DaybookHttpTryFacts;

void daybook_http_try_async (SoupSession *session,
                             DaybookTimers *timers,
                             const DaybookRequest *request,
                             const char *authorization,
                             DaybookHttpTryFlags flags,
                             DaybookHttpChunkFunc chunk_func,
                             gpointer chunk_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
DaybookHttpResponse *
daybook_http_try_finish (GAsyncResult *result, DaybookHttpTryFacts *facts, GError **error);

G_END_DECLS
