/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "net/daybook-transport.h"

G_BEGIN_DECLS

/* An exchange that is being run. */
typedef struct
{
  GTask *task;                     /* (owned) returns when the run ends */
  DaybookTransport *transport;     /* (owned) */
  DaybookExchange *exchange;       /* (owned) */
  DaybookCredentials *credentials; /* (owned) (nullable) */
  char *api_origin;                /* (owned) (nullable) */
  char *origins;                   /* (owned) (nullable) */
  gboolean adds_origins;
  char *file_url;                  /* (owned) (nullable) */
  DaybookTransportProgressFunc progress;
  gpointer progress_data;
  GCancellable *cancellable; /* (owned) ends every flight of this run */
  GSource *cancelled_source; /* (owned) (nullable) watches the caller's cancellable */
  GPtrArray *flights;        /* DaybookFlight (unowned): they end themselves */
  gboolean pumping;
  DaybookTransportCounters counters;
} DaybookRun;

void daybook_run_pump (DaybookRun *self);
void daybook_run_abort (DaybookRun *self, GError *error);

/* One request of a run from being asked to being answered, over all its tries (daybook-flight.c).
 */
typedef struct _DaybookFlight DaybookFlight;

void daybook_flight_start (DaybookRun *run, DaybookRequest *request);
void daybook_flight_stop (DaybookFlight *self);
void daybook_flight_go (DaybookFlight *self);

/* What flights use of the transport. */
SoupSession *daybook_transport_get_session (DaybookTransport *self);
gboolean
daybook_transport_take_slot (DaybookTransport *self, const char *origin, DaybookFlight *flight);
void daybook_transport_give_slot (DaybookTransport *self, const char *origin);
void
daybook_transport_leave_queue (DaybookTransport *self, const char *origin, DaybookFlight *flight);
gint64 daybook_transport_spend (DaybookTransport *self, const char *bucket, guint cost);
gint64 daybook_transport_jitter (DaybookTransport *self, guint tries);
void daybook_transport_note_date (DaybookTransport *self, const char *date);

G_END_DECLS
