/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-transport-private.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "base/daybook-link.h"
#include "net/daybook-dns-try.h"
#include "net/daybook-file-try.h"
#include "net/daybook-http-try.h"
#include "net/daybook-net-error.h"
#include "net/daybook-origin.h"
#include "providers/daybook-http-error.h"

#define MAX_TRIES 3
#define MAX_WAIT_SECONDS 30

struct _DaybookFlight
{
  DaybookRun *run;         /* (unowned) lives until its last flight has ended */
  DaybookRequest *key;     /* (unowned) the exchange's: names the request, may be gone already */
  DaybookRequest *request; /* (owned) a copy of it */
  char *origin;            /* (owned) (nullable: a file, or the name service) */
  DaybookHttpTryFlags flags;
  gboolean has_credential;

  char *authorization; /* (owned) (nullable) */
  char *refused;       /* (owned) (nullable) an authorization that got a 401 */
  gboolean renewed;    /* a 401 was answered with another authorization once */
  guint tries;         /* that went out, not counting one more after a 401 */
  guint pause_id;
  gboolean queued;
  gboolean in_slot;
  gboolean streamed; /* part of a body was handed over: no way back */
};

static void step_authorize (DaybookFlight *self);

/* Ends the flight. The run goes on with the exchange's next request, or ends. */
static void
end (DaybookFlight *self)
{
  DaybookRun *run = self->run;

  daybook_timers_remove (daybook_transport_get_timers (run->transport), self->pause_id);
  if (self->queued)
    daybook_transport_leave_queue (run->transport, self->origin, self);
  if (self->in_slot)
    daybook_transport_give_slot (run->transport, self->origin);
  g_ptr_array_remove (run->flights, self);
  daybook_request_free (self->request);
  g_free (self->origin);
  daybook_credentials_wipe (self->authorization);
  daybook_credentials_wipe (self->refused);
  g_free (self);
  daybook_run_pump (run);
}

/* Ends flight and exchange. (transfer full) */
static void
fail (DaybookFlight *self, GError *error)
{
  daybook_run_abort (self->run, error);
  end (self);
}

/* Ends a flight that only waits; one with something under way ends when that was cancelled. */
void
daybook_flight_stop (DaybookFlight *self)
{
  if (self->pause_id != 0 || self->queued)
    end (self);
}

static void
on_pause_over_cb (gpointer data)
{
  DaybookFlight *self = data;

  self->pause_id = 0;
  step_authorize (self);
}

/* Waits until the service may be asked: @micros, and for the pace of the request's bucket. */
static void
step_pause (DaybookFlight *self, gint64 micros)
{
  gint64 pace
      = daybook_transport_spend (self->run->transport, self->request->bucket, self->request->cost);

  micros = MAX (micros, pace);
  if (micros <= 0)
    {
      step_authorize (self);
      return;
    }
  self->pause_id = daybook_timers_add_pause (daybook_transport_get_timers (self->run->transport),
                                             micros, on_pause_over_cb, self);
}

static gboolean
is_look_up (const DaybookRequest *request)
{
  return g_ascii_strncasecmp (request->url, "dns:", 4) == 0;
}

/* Typed fields only: neither path nor query (an address may be a secret), no header, no body. */
static void
log_try (DaybookFlight *self, guint status, const DaybookHttpTryFacts *facts, const GError *error)
{
  g_debug ("%s %s: %s %u, %" G_GUINT64_FORMAT " bytes, try %u", self->request->method,
           self->origin != NULL ? self->origin : is_look_up (self->request) ? "dns" : "file",
           error != NULL ? daybook_error_code_to_string (error->code) : "HTTP", status,
           facts->received, self->tries);
}

static void
hand_over (DaybookFlight *self, DaybookHttpResponse *response)
{
  DaybookRun *run = self->run;

  /* A streamed body was handed over as it came. */
  if (self->streamed)
    daybook_http_response_free (response);
  else
    daybook_exchange_respond (run->exchange, self->key, response);
  if (run->progress != NULL)
    run->progress (run->exchange, run->progress_data);
  end (self);
}

/* One more try after a while, if there is one left and the service cannot have acted already. */
static gboolean
may_retry (DaybookFlight *self, gboolean acted)
{
  return self->tries < MAX_TRIES && !self->streamed && (!acted || self->request->repeatable);
}

static void
retry (DaybookFlight *self, gint64 at_least)
{
  self->run->counters.retries++;
  step_pause (self, at_least + daybook_transport_jitter (self->run->transport, self->tries));
}

/* 408, 429, 500, 502, 503, 504, and what else the request's maker knows to mean "too fast". */
static void
judge_trouble (DaybookFlight *self, DaybookHttpResponse *response, gboolean throttled)
{
  DaybookExchange *exchange = self->run->exchange;
  gint64 now = daybook_clock_now (daybook_transport_get_clock (self->run->transport));
  gint64 retry_at = self->request->find_retry_at != NULL ? self->request->find_retry_at (response, now)
                                                         : daybook_http_error_get_retry_at (response, now);
  gint64 wait = retry_at != 0 ? retry_at - now : 0;
  guint status = throttled ? 429 : response->status;
  GError *error;

  if (wait <= MAX_WAIT_SECONDS && may_retry (self, status != 429 && status != 503))
    {
      daybook_http_response_free (response);
      retry (self, wait * G_USEC_PER_SEC);
      return;
    }
  error = daybook_net_error_for_status (wait > MAX_WAIT_SECONDS ? 429 : status, response->url);
  daybook_http_response_free (response);
  if (error->code == DAYBOOK_ERROR_RATE_LIMITED && self->request->throttle_notice != NULL)
    {
      g_error_free (error);
      error = g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_RATE_LIMITED, self->request->throttle_notice);
    }
  if (retry_at != 0)
    daybook_exchange_set_retry_at (exchange, retry_at);
  fail (self, error);
}

/* The token was not accepted: once more with another one, if there is one. */
static void
judge_refusal (DaybookFlight *self, DaybookHttpResponse *response)
{
  if (!self->renewed)
    {
      self->renewed = TRUE;
      self->tries--;
      self->refused = g_steal_pointer (&self->authorization);
      daybook_http_response_free (response);
      step_authorize (self);
      return;
    }
  fail (self, daybook_net_error_for_status (401, response->url));
  daybook_http_response_free (response);
}

static void
judge (DaybookFlight *self, DaybookHttpResponse *response)
{
  if (self->request->is_final != NULL && self->request->is_final (response))
    {
      hand_over (self, response);
      return;
    }
  if (self->request->is_throttled != NULL && self->request->is_throttled (response))
    {
      judge_trouble (self, response, TRUE);
      return;
    }
  if (self->request->is_unauthorized != NULL && self->request->is_unauthorized (response) && self->has_credential)
    {
      judge_refusal (self, response);
      return;
    }
  if (response->status == 500 && self->request->takes_failure)
    {
      hand_over (self, response);
      return;
    }
  switch (response->status)
    {
    case 401:
      if (!self->has_credential || self->request->credential == DAYBOOK_CREDENTIAL_CLIENT)
        break;
      if (self->request->is_challenge != NULL && self->request->is_challenge (response))
        break;
      judge_refusal (self, response);
      return;
    case 408:
    case 429:
    case 500:
    case 502:
    case 503:
    case 504:
      judge_trouble (self, response, FALSE);
      return;
    default:
      break;
    }
  hand_over (self, response);
}

static void
judge_failure (DaybookFlight *self, const DaybookHttpTryFacts *facts, GError *error)
{
  gboolean broken
      = error->code == DAYBOOK_ERROR_NETWORK || error->code == DAYBOOK_ERROR_INVALID_RESPONSE;

  if (broken && !facts->timed_out && may_retry (self, facts->sent))
    {
      g_error_free (error);
      retry (self, 0);
      return;
    }
  fail (self, error);
}

static void
on_http_tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DaybookFlight *self = data;
  DaybookRun *run = self->run;
  GError *error = NULL;
  DaybookHttpTryFacts facts;
  DaybookHttpResponse *response = daybook_http_try_finish (result, &facts, &error);

  run->counters.bytes += facts.received;
  self->in_slot = FALSE;
  log_try (self, response != NULL ? response->status : 0, &facts, error);
  daybook_transport_give_slot (run->transport, self->origin);
  if (daybook_exchange_is_done (run->exchange))
    {
      /* It ended while this was on its way. */
      g_clear_pointer (&response, daybook_http_response_free);
      g_clear_error (&error);
      end (self);
      return;
    }
  if (response != NULL)
    {
      daybook_transport_note_date (run->transport,
                                   daybook_http_response_get_header (response, "date"));
      judge (self, response);
    }
  else
    {
      judge_failure (self, &facts, error);
    }
}

/* The answer of a file or of the name service. */
static void
take_local_answer (DaybookFlight *self, DaybookHttpResponse *response, GError *error)
{
  if (response != NULL)
    {
      self->run->counters.bytes += g_bytes_get_size (response->body);
      hand_over (self, response);
    }
  else
    {
      GError *mapped = daybook_net_error_for_failure (error, NULL);

      g_error_free (error);
      fail (self, mapped);
    }
}

static void
on_file_tried_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  DaybookHttpResponse *response = daybook_file_try_finish (result, &error);

  take_local_answer (data, response, error);
}

static void
on_looked_up_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GError *error = NULL;
  DaybookHttpResponse *response = daybook_dns_try_finish (result, &error);

  take_local_answer (data, response, error);
}

static gboolean
on_chunk_cb (DaybookHttpResponse *head, GBytes *chunk, gpointer data)
{
  DaybookFlight *self = data;

  self->streamed = TRUE;
  return daybook_exchange_respond_chunk (self->run->exchange, self->key, head, chunk);
}

/* The slot at the origin is taken: send. */
void
daybook_flight_go (DaybookFlight *self)
{
  DaybookRun *run = self->run;

  self->queued = FALSE;
  self->in_slot = TRUE;
  self->tries++;
  run->counters.requests++;
  run->counters.quota_units += self->request->bucket != NULL ? self->request->cost : 0;
  daybook_http_try_async (daybook_transport_get_session (run->transport),
                          daybook_transport_get_timers (run->transport), self->request,
                          self->authorization, self->flags, on_chunk_cb, self, run->cancellable,
                          on_http_tried_cb, self);
}

static void
step_send (DaybookFlight *self)
{
  if (is_look_up (self->request))
    {
      daybook_dns_try_async (self->request, daybook_transport_get_timers (self->run->transport),
                             self->run->cancellable, on_looked_up_cb, self);
    }
  else if (self->origin == NULL)
    {
      self->run->counters.requests++;
      daybook_file_try_async (self->request, self->run->cancellable, on_file_tried_cb, self);
    }
  else if (daybook_transport_take_slot (self->run->transport, self->origin, self))
    {
      daybook_flight_go (self);
    }
  else
    {
      self->queued = TRUE;
    }
}

static void
on_authorized_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DaybookFlight *self = data;
  GError *error = NULL;
  char *authorization
      = daybook_credentials_authorize_finish (DAYBOOK_CREDENTIALS (source), result, &error);

  if (authorization == NULL)
    {
      GError *mapped = daybook_net_error_for_failure (error, self->request->url);

      g_error_free (error);
      fail (self, mapped);
      return;
    }
  daybook_credentials_wipe (self->authorization);
  self->authorization = authorization;
  if (daybook_exchange_is_done (self->run->exchange))
    end (self);
  else
    step_send (self);
}

/* The choke point: nothing else puts credentials on a request, and daybook_flight_start() has seen
 * that this one goes where it may carry them. Before a slot is taken, since a refresh may need one.
 */
static void
step_authorize (DaybookFlight *self)
{
  if (!self->has_credential)
    {
      step_send (self);
      return;
    }
  daybook_credentials_authorize_async (self->run->credentials, self->request->credential,
                                       self->refused, self->run->cancellable, on_authorized_cb,
                                       self);
}

/* What a sign-in has learned of where its account lives. */
static const char *
kept_origins (DaybookExchange *exchange)
{
  return g_hash_table_lookup (daybook_exchange_get_kept_settings (exchange), "origins");
}

/* Whether the request may go where it wants to, and with what. */
static GError *
check_target (DaybookFlight *self)
{
  DaybookRun *run = self->run;
  DaybookRequest *request = self->request;
  g_autofree char *checked = NULL;
  g_autofree char *host = NULL;
  gboolean ours;

  if (g_ascii_strncasecmp (request->url, "file:", 5) == 0)
    {
      if (g_strcmp0 (request->url, run->file_url) == 0 && !self->has_credential
          && g_str_equal (request->method, "GET"))
        return NULL;
      return g_error_new_literal (
          DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
          _ ("The service points to a file on this computer. It was not read."));
    }
  if (is_look_up (request))
    {
      if (run->adds_origins && !self->has_credential && g_str_equal (request->method, "GET"))
        return NULL;
      return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                                  _ ("Only a sign-in asks where a service is. Nothing was sent."));
    }
  checked = daybook_link_check (request->url);
  if (checked == NULL)
    return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                                _ ("That is no address that Daybook can ask."));
  g_free (request->url);
  request->url = g_steal_pointer (&checked);
  self->origin = daybook_origin_of (request->url);
  host = daybook_origin_get_host (self->origin);
  ours = g_strcmp0 (self->origin, run->api_origin) == 0
         || daybook_origin_list_contains (run->origins, self->origin)
         || (run->adds_origins && daybook_origin_list_contains (kept_origins (run->exchange), self->origin));

  if (self->has_credential && !ours)
    return g_error_new (
        DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
        _ ("The service points to %s, where the sign-in does not belong. Nothing was sent."), host);
  if (g_str_has_prefix (self->origin, "http:"))
    {
      if (!daybook_link_host_is_loopback (host))
        return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_TLS,
                            _ ("The address at %s is not encrypted (http). Nothing was sent."),
                            host);
      self->flags |= DAYBOOK_HTTP_TRY_ONLY_LOOPBACK;
    }
  if (request->allow_private || (ours && daybook_host_is_private (host)))
    self->flags |= DAYBOOK_HTTP_TRY_ALLOW_PRIVATE;
  else if (daybook_host_is_private (host))
    return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                        _ ("The service points to %s, in a local network. Nothing was sent."),
                        host);
  return NULL;
}

/* Takes on @request of the run's exchange, which stays the exchange's. */
void
daybook_flight_start (DaybookRun *run, DaybookRequest *request)
{
  DaybookFlight *self = g_new0 (DaybookFlight, 1);
  gint64 now = daybook_clock_now (daybook_transport_get_clock (run->transport));
  GError *error;
  gint64 pause = 0;

  self->run = run;
  self->key = request;
  self->request = daybook_request_copy (request);
  self->has_credential = request->credential != DAYBOOK_CREDENTIAL_NONE;
  g_ptr_array_add (run->flights, self);

  error = check_target (self);
  if (error == NULL && self->has_credential && run->credentials == NULL)
    error = g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                                 _ ("Nobody is signed in."));
  if (error != NULL)
    {
      fail (self, error);
      return;
    }
  if (self->request->not_before > now)
    pause = (self->request->not_before - now) * G_USEC_PER_SEC;
  pause = MAX (pause, (gint64) self->request->delay * G_USEC_PER_SEC);
  step_pause (self, pause);
}
