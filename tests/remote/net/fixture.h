/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-server.h"
#include "net/daybook-transport.h"

G_BEGIN_DECLS

/* What tests of net share: a transport whose pauses take no time, exchanges that only collect what
 * comes back, and credentials that are a list of header values. */

#define FIXTURE_NOW G_GINT64_CONSTANT (1795222800) /* 2026-11-21T01:00:00Z */

#define FAKE_TYPE_CREDENTIALS (fake_credentials_get_type ())
G_DECLARE_FINAL_TYPE (FakeCredentials, fake_credentials, FAKE, CREDENTIALS, GObject)

/* @values: header values in the order in which refreshes give them out; owned by the caller. */
FakeCredentials *fake_credentials_new (const char *const *values);
guint fake_credentials_count_refreshes (FakeCredentials *self);

typedef struct
{
  DaybookClock *clock;
  DaybookTimers *timers;
  DaybookTransport *transport;
  DaybookExchange *exchange;
  DaybookTransportContext context;
  char *api_url;

  guint expected;       /* responses after which the exchange finishes */
  GPtrArray *responses; /* DaybookHttpResponse-like copies: "STATUS BODY" */
  GString *stream;      /* of chunked requests */
  guint chunks;

  GCancellable *cancellable;
  DaybookTransportCounters counters;
  GError *error;
  gboolean over;
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer unused);
void fixture_tear_down (Fixture *self, gconstpointer unused);
void fixture_replace_transport (Fixture *self, GTlsDatabase *authorities);
void fixture_set_server (Fixture *self, FakeServer *server);
DaybookRequest *fixture_ask (Fixture *self, const char *method, const char *url);
DaybookRequest *fixture_ask_stream (Fixture *self, const char *method, const char *url);
void fixture_begin (Fixture *self);
gboolean fixture_wait (Fixture *self);
gboolean fixture_run (Fixture *self);
void fixture_assert_run (Fixture *self);
void fixture_assert_error (Fixture *self, int code);
const char *fixture_get_response (Fixture *self, guint index);

G_END_DECLS
