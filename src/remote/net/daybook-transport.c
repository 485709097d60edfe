/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-transport-private.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "daybook-config.h"
#include "net/daybook-origin.h"
#include "providers/daybook-http-error.h"

#define MAX_PER_ORIGIN 4 /* Graph allows four at once (providers.md 4.3); others more */
#define MAX_CONNECTIONS 10
#define IDLE_SECONDS 60  /* that an unused connection is kept */
#define JITTER_SECONDS 2 /* design.md section 6, "Retries" */
#define MAX_WAIT_SECONDS 30
#define WORTH_TELLING 300 /* seconds of clock skew */

typedef struct
{
  guint in_flight;
  GQueue waiting; /* DaybookFlight (unowned) */
} Host;

typedef struct
{
  guint64 spent;
  guint units; /* per @seconds; 0 = not limited */
  guint seconds;
  double level;    /* units that may be spent now; below zero they are owed */
  gint64 level_at; /* monotonic microseconds */
} Bucket;

struct _DaybookTransport
{
  GObject parent_instance;

  DaybookTimers *timers; /* (owned) */
  SoupSession *session;  /* (owned) */
  GHashTable *hosts;     /* (owned) origin -> Host (owned) */
  GHashTable *buckets;   /* (owned) name -> Bucket (owned) */
  GRand *random;         /* (owned) jitter, never secrets */
  gint64 skew;           /* seconds the services' clocks are ahead of ours */
  gboolean told_skew;
};

G_DEFINE_FINAL_TYPE (DaybookTransport, daybook_transport, G_TYPE_OBJECT)

static void
host_free (gpointer data)
{
  Host *host = data;

  g_queue_clear (&host->waiting);
  g_free (host);
}

static void
daybook_transport_finalize (GObject *object)
{
  DaybookTransport *self = DAYBOOK_TRANSPORT (object);

  soup_session_abort (self->session);
  g_object_unref (self->session);
  g_object_unref (self->timers);
  g_hash_table_unref (self->hosts);
  g_hash_table_unref (self->buckets);
  g_rand_free (self->random);
  G_OBJECT_CLASS (daybook_transport_parent_class)->finalize (object);
}

static void
daybook_transport_class_init (DaybookTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_transport_finalize;
}

static void
daybook_transport_init (DaybookTransport *self)
{
  /* No timeout of libsoup's: it is per read, a drip runs past it. Every try has its own limits. */
  self->session = soup_session_new_with_options (
      "user-agent", "Daybook/" DAYBOOK_VERSION, "timeout", 0, "idle-timeout", IDLE_SECONDS,
      "max-conns", MAX_CONNECTIONS, "max-conns-per-host", MAX_CONNECTIONS, NULL);
  /* Both done by ourselves: net/daybook-body.h, net/daybook-credentials.h. */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_CONTENT_DECODER);
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);
  self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, host_free);
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->random = g_rand_new ();
}

/* A transport on the thread-default main context, which is also @timers'. @authorities: who may
 * vouch for servers in place of the system's list, for a company's own authority; NULL the
 * system's. (transfer full) */
DaybookTransport *
daybook_transport_new (DaybookTimers *timers, GTlsDatabase *authorities)
{
  DaybookTransport *self = g_object_new (DAYBOOK_TYPE_TRANSPORT, NULL);

  self->timers = g_object_ref (timers);
  if (authorities != NULL)
    soup_session_set_tls_database (self->session, authorities);
  return self;
}

DaybookTimers *
daybook_transport_get_timers (DaybookTransport *self)
{
  return self->timers;
}

DaybookClock *
daybook_transport_get_clock (DaybookTransport *self)
{
  return daybook_timers_get_clock (self->timers);
}

SoupSession *
daybook_transport_get_session (DaybookTransport *self)
{
  return self->session;
}

/* ---- connections per origin ---- */

static Host *
get_host (DaybookTransport *self, const char *origin)
{
  Host *host = g_hash_table_lookup (self->hosts, origin);

  if (host == NULL)
    {
      host = g_new0 (Host, 1);
      g_queue_init (&host->waiting);
      g_hash_table_insert (self->hosts, g_strdup (origin), host);
    }
  return host;
}

/* TRUE: @flight may ask @origin now. FALSE: daybook_flight_go() is called when it may. */
gboolean
daybook_transport_take_slot (DaybookTransport *self, const char *origin, DaybookFlight *flight)
{
  Host *host = get_host (self, origin);

  if (host->in_flight < MAX_PER_ORIGIN)
    {
      host->in_flight++;
      return TRUE;
    }
  g_queue_push_tail (&host->waiting, flight);
  return FALSE;
}

void
daybook_transport_give_slot (DaybookTransport *self, const char *origin)
{
  Host *host = get_host (self, origin);
  DaybookFlight *next = g_queue_pop_head (&host->waiting);

  if (next != NULL)
    daybook_flight_go (next);
  else
    host->in_flight--;
}

void
daybook_transport_leave_queue (DaybookTransport *self, const char *origin, DaybookFlight *flight)
{
  g_queue_remove (&get_host (self, origin)->waiting, flight);
}

/* ---- cost and pace ---- */

static Bucket *
get_bucket (DaybookTransport *self, const char *name)
{
  Bucket *bucket = g_hash_table_lookup (self->buckets, name);

  if (bucket == NULL)
    {
      bucket = g_new0 (Bucket, 1);
      g_hash_table_insert (self->buckets, g_strdup (name), bucket);
    }
  return bucket;
}

/* Lets requests of @bucket cost at most @units in any @seconds, about: whoever is too early waits.
 * For quotas that are counted per person or per project and tell nothing before they are used up.
 */
void
daybook_transport_limit_bucket (DaybookTransport *self,
                                const char *bucket,
                                guint units,
                                guint seconds)
{
  Bucket *found = get_bucket (self, bucket);

  found->units = units;
  found->seconds = seconds;
  found->level = units;
  found->level_at = daybook_clock_monotonic (daybook_transport_get_clock (self));
}

/* Units that requests of @bucket have cost so far. */
guint64
daybook_transport_get_bucket_units (DaybookTransport *self, const char *bucket)
{
  return get_bucket (self, bucket)->spent;
}

/* Writes @cost down and returns how many microseconds to wait before the request may go. */
gint64
daybook_transport_spend (DaybookTransport *self, const char *name, guint cost)
{
  Bucket *bucket;
  gint64 now;
  double rate;

  if (name == NULL)
    return 0;
  bucket = get_bucket (self, name);
  bucket->spent += cost;
  if (bucket->units == 0)
    return 0;
  now = daybook_clock_monotonic (daybook_transport_get_clock (self));
  rate = (double) bucket->units / bucket->seconds / G_USEC_PER_SEC;
  bucket->level = MIN (bucket->level + (now - bucket->level_at) * rate, bucket->units) - cost;
  bucket->level_at = now;
  return bucket->level < 0 ? (gint64) (-bucket->level / rate) : 0;
}

/* Microseconds to wait after try number @tries: anything up to 2 s, 4 s, ..., 30 s ("full jitter").
 */
gint64
daybook_transport_jitter (DaybookTransport *self, guint tries)
{
  guint seconds = MIN (JITTER_SECONDS << MIN (tries - 1, 8), MAX_WAIT_SECONDS);

  return (gint64) (g_rand_double (self->random) * seconds * G_USEC_PER_SEC);
}

/* Takes note of a Date header (nullable). */
void
daybook_transport_note_date (DaybookTransport *self, const char *date)
{
  gint64 instant;

  if (date == NULL || !daybook_http_date_parse (date, &instant))
    return;
  self->skew = instant - daybook_clock_now (daybook_transport_get_clock (self));
  if (ABS (self->skew) > WORTH_TELLING && !self->told_skew)
    {
      self->told_skew = TRUE;
      g_message ("this computer's clock and the services' differ by %" G_GINT64_FORMAT " s",
                 self->skew);
    }
}

/* Seconds the clock of the service that answered last is ahead of this computer's. */
gint64
daybook_transport_get_clock_skew (DaybookTransport *self)
{
  return self->skew;
}

/* ---- runs ---- */

static void
run_free (gpointer data)
{
  DaybookRun *self = data;

  if (self->cancelled_source != NULL)
    {
      g_source_destroy (self->cancelled_source);
      g_source_unref (self->cancelled_source);
    }
  g_object_unref (self->transport);
  g_object_unref (self->exchange);
  g_clear_object (&self->credentials);
  g_free (self->api_origin);
  g_free (self->origins);
  g_free (self->file_url);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->flights);
  g_free (self);
}

static void
end_if_over (DaybookRun *self)
{
  g_autoptr (GTask) task = NULL;
  const GError *error;

  if (self->pumping || self->task == NULL || self->flights->len > 0
      || !daybook_exchange_is_done (self->exchange))
    return;
  /* The task frees this run. */
  task = g_steal_pointer (&self->task);
  if (self->cancelled_source != NULL)
    {
      g_source_destroy (self->cancelled_source);
      g_clear_pointer (&self->cancelled_source, g_source_unref);
    }
  error = daybook_exchange_get_error (self->exchange);
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

/* Starts what the exchange asks for; ends what is left when it is done. */
void
daybook_run_pump (DaybookRun *self)
{
  DaybookRequest *request;

  if (self->pumping || self->task == NULL)
    return;
  self->pumping = TRUE;
  while ((request = daybook_exchange_next_request (self->exchange)) != NULL)
    daybook_flight_start (self, request);
  if (daybook_exchange_is_done (self->exchange) && self->flights->len > 0)
    {
      g_autoptr (GPtrArray) flights = g_ptr_array_copy (self->flights, NULL, NULL);

      g_cancellable_cancel (self->cancellable);
      /* Those in the middle of something end when that was cancelled; those that only wait end now.
       */
      for (guint i = 0; i < flights->len; i++)
        daybook_flight_stop (flights->pdata[i]);
    }
  self->pumping = FALSE;
  end_if_over (self);
}

/* Ends the exchange with @error (transfer full). */
void
daybook_run_abort (DaybookRun *self, GError *error)
{
  daybook_exchange_abort (self->exchange, error);
}

static gboolean
on_cancelled_cb (GCancellable *cancellable, gpointer data)
{
  DaybookRun *self = data;

  daybook_run_abort (
      self, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_CANCELLED, _ ("Canceled.")));
  daybook_run_pump (self);
  return G_SOURCE_REMOVE;
}

/* Runs @exchange to its end. Its requests, handlers and the progress function are called on the
 * transport's main context. */
void
daybook_transport_run_async (DaybookTransport *self,
                             DaybookExchange *exchange,
                             const DaybookTransportContext *context,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data)
{
  GTask *task = g_task_new (self, NULL, callback, data);
  DaybookRun *run = g_new0 (DaybookRun, 1);

  g_task_set_source_tag (task, daybook_transport_run_async);
  g_task_set_task_data (task, run, run_free);
  run->task = task;
  run->transport = g_object_ref (self);
  run->exchange = g_object_ref (exchange);
  g_set_object (&run->credentials, context->credentials);
  run->api_origin = context->api_url != NULL ? daybook_origin_of (context->api_url) : NULL;
  run->origins = g_strdup (context->origins);
  run->adds_origins = context->adds_origins;
  run->file_url = g_strdup (context->file_url);
  run->progress = context->progress;
  run->progress_data = context->progress_data;
  run->cancellable = g_cancellable_new ();
  run->flights = g_ptr_array_new ();
  if (cancellable != NULL)
    {
      run->cancelled_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (run->cancelled_source, G_SOURCE_FUNC (on_cancelled_cb), run, NULL);
      g_source_attach (run->cancelled_source, g_main_context_get_thread_default ());
      if (g_cancellable_is_cancelled (cancellable))
        {
          on_cancelled_cb (cancellable, run);
          return;
        }
    }
  daybook_run_pump (run);
}

/* TRUE when the exchange finished well, else its error. @counters (nullable) is filled in either
 * way. */
gboolean
daybook_transport_run_finish (DaybookTransport *self,
                              GAsyncResult *result,
                              DaybookTransportCounters *counters,
                              GError **error)
{
  const DaybookRun *run = g_task_get_task_data (G_TASK (result));

  if (counters != NULL)
    *counters = run->counters;
  return g_task_propagate_boolean (G_TASK (result), error);
}
