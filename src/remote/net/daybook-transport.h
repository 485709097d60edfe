/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-credentials.h"
#include "net/daybook-timers.h"
#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* DaybookTransport: the one place that does client HTTP. It runs exchanges, any number at a time,
 * on the thread-default main context it was made on:
 *
 * - A request goes to https addresses, to http ones of this computer, or to the one file: address
 * the context names. While signing in (adds_origins) it also looks up where a service is (dns:, RFC
 * 4501). It reaches a local network only when its maker says so or the context's own
 *   addresses are written as lying there, and carries credentials only to the origins of the
 * context; an exchange that asks for anything else fails and nothing is sent.
 * - Bodies are bounded while they stream, tries are bounded in time and pace (DaybookRequest says
 * how).
 * - Redirects, and every status that a provider may know better (403, 404, 409, 410, 412, ...), are
 *   responses. The transport deals with 401 and what a request's is_unauthorized() takes for one (one
 *   refresh, one more try, then AUTH_REQUIRED), 408, 429, 500, 502, 503, 504 and broken connections: three tries in all, full jitter from 2 s, never
 * a wait above 30 s, then the exchange fails. Retry-After is honoured; above 30 s the exchange
 * fails with RATE_LIMITED and its retry_at is set. What may have been acted on is sent again only
 * when the request is repeatable.
 * - When a run returns, ended or cancelled, nothing of it is left running. */
#define DAYBOOK_TYPE_TRANSPORT (daybook_transport_get_type ())
G_DECLARE_FINAL_TYPE (DaybookTransport, daybook_transport, DAYBOOK, TRANSPORT, GObject)

/* Called after each response was handed to @exchange: the time to take and store items. Whoever
 * cannot store them ends the exchange with daybook_exchange_abort(). */
typedef void (*DaybookTransportProgressFunc) (DaybookExchange *exchange, gpointer data);

/* For whom an exchange is run. Copied; all may be NULL or zero. */
typedef struct
{
  DaybookCredentials *credentials; /* of the grant */
  const char *api_url;             /* an origin that may be asked and told the credentials */
  const char *origins;             /* more of them, space separated */
  gboolean adds_origins;           /* identify: the exchange may add to them (its setting `origins`) as it learns */
  const char *file_url;            /* the only file: address that may be read */
  DaybookTransportProgressFunc progress;
  gpointer progress_data;
} DaybookTransportContext;

typedef struct
{
  guint requests; /* tries that went out */
  guint retries;  /* of these, not the first of their request */
  guint64 bytes;  /* of bodies, as they came over the network */
  guint64 quota_units;
} DaybookTransportCounters;

DaybookTransport *daybook_transport_new (DaybookTimers *timers, GTlsDatabase *authorities);
/* (transfer none) */
DaybookTimers *daybook_transport_get_timers (DaybookTransport *self);
DaybookClock *daybook_transport_get_clock (DaybookTransport *self);
void daybook_transport_limit_bucket (DaybookTransport *self,
                                     const char *bucket,
                                     guint units,
                                     guint seconds);
guint64 daybook_transport_get_bucket_units (DaybookTransport *self, const char *bucket);
gint64 daybook_transport_get_clock_skew (DaybookTransport *self);

void daybook_transport_run_async (DaybookTransport *self,
                                  DaybookExchange *exchange,
                                  const DaybookTransportContext *context,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
gboolean daybook_transport_run_finish (DaybookTransport *self,
                                       GAsyncResult *result,
                                       DaybookTransportCounters *counters,
                                       GError **error);

G_END_DECLS
