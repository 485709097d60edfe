/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-http-try.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "net/daybook-body.h"
#include "net/daybook-net-error.h"
#include "net/daybook-origin.h"

#define PIECE_SIZE (64 * 1024)
#define SILENCE 60    /* seconds without an answer's head, for requests with a minimum rate */
#define RATE_GRACE 10 /* seconds of body before its rate counts */
#define RATE_STEP 5   /* seconds between two looks at it */
#define MAX_ERROR_BODY (64 * 1024) /* of an unsuccessful answer to a chunked request */
#define MAX_HEADERS 200

typedef struct
{
  /* Input */
  DaybookTimers *timers; /* (owned) */
  GCancellable *outer;   /* (owned) (nullable) the caller's */
  DaybookHttpTryFlags flags;
  char *url; /* (owned) */
  gboolean is_head;
  gboolean chunked;
  gsize max_body;
  guint min_rate;
  guint deadline;
  DaybookHttpChunkFunc chunk_func;
  gpointer chunk_data;

  /* In progress */
  SoupMessage *message;      /* (owned) */
  GInputStream *stream;      /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned) ends this try alone */
  gulong outer_id;
  GError *verdict;     /* (owned) (nullable) why this try was ended */
  DaybookBody *body;   /* (owned) (nullable) */
  gint64 body_started; /* monotonic microseconds */
  guint deadline_id;
  guint silence_id;
  guint rate_id;

  /* Output */
  DaybookHttpResponse *response; /* (owned) (nullable) */
  DaybookHttpTryFacts facts;
} Try;

static void
try_free (gpointer data)
{
  Try *self = data;

  daybook_timers_remove (self->timers, self->deadline_id);
  daybook_timers_remove (self->timers, self->silence_id);
  daybook_timers_remove (self->timers, self->rate_id);
  g_clear_object (&self->timers);
  g_clear_object (&self->outer);
  g_clear_object (&self->message);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->verdict);
  g_clear_pointer (&self->body, daybook_body_free);
  g_clear_pointer (&self->response, daybook_http_response_free);
  g_free (self->url);
  g_free (self);
}

/* Ends the try for @error, the first one of which counts. (transfer full) */
static void
condemn (Try *self, GError *error)
{
  if (self->verdict != NULL)
    {
      g_error_free (error);
      return;
    }
  self->verdict = error;
  g_cancellable_cancel (self->cancellable);
}

static void
on_deadline_cb (gpointer data)
{
  Try *self = data;

  self->deadline_id = 0;
  self->facts.timed_out = TRUE;
  condemn (self, g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK,
                              _ ("The answer took longer than %u seconds."), self->deadline));
}

static void
on_silence_cb (gpointer data)
{
  Try *self = data;
  g_autoptr (GError) timed_out = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "");

  self->silence_id = 0;
  self->facts.timed_out = TRUE;
  condemn (self, daybook_net_error_for_failure (timed_out, self->url));
}

static void
on_rate_cb (gpointer data)
{
  Try *self = data;
  DaybookClock *clock = daybook_timers_get_clock (self->timers);
  gint64 elapsed = (daybook_clock_monotonic (clock) - self->body_started) / G_USEC_PER_SEC;

  self->rate_id = 0;
  if (elapsed >= RATE_GRACE
      && daybook_body_get_received (self->body) < (guint64) elapsed * self->min_rate)
    {
      self->facts.timed_out = TRUE;
      condemn (self, g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK,
                                          _ ("The answer came too slowly.")));
      return;
    }
  self->rate_id
      = daybook_timers_add_deadline (self->timers, RATE_STEP * G_USEC_PER_SEC, on_rate_cb, self);
}

/* Whether a connection to @address may be used. The address is the one really connected to, so a
 * name that leads somewhere else today than yesterday changes nothing (reliability.md section 2,
 * row 11). */
static gboolean
check_address (Try *self, GSocketAddress *address)
{
  GInetAddress *inet;

  /* A proxy of the person's own choice connects for us, and decides. */
  if (address == NULL || G_IS_PROXY_ADDRESS (address) || !G_IS_INET_SOCKET_ADDRESS (address))
    return TRUE;
  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address));
  if ((self->flags & DAYBOOK_HTTP_TRY_ONLY_LOOPBACK) != 0 && !g_inet_address_get_is_loopback (inet))
    {
      condemn (self,
               g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_TLS,
                                    _ ("The address is not encrypted (http). Nothing was sent.")));
      return FALSE;
    }
  if ((self->flags & DAYBOOK_HTTP_TRY_ALLOW_PRIVATE) == 0 && !daybook_inet_address_is_public (inet))
    {
      condemn (self, g_error_new_literal (
                         DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                         _ ("The address leads into a local network. Nothing was sent.")));
      return FALSE;
    }
  return TRUE;
}

static void
on_network_event_cb (SoupMessage *message,
                     GSocketClientEvent event,
                     GIOStream *connection,
                     gpointer data)
{
  Try *self = data;
  g_autoptr (GSocketAddress) address = NULL;

  if (event != G_SOCKET_CLIENT_CONNECTING || !G_IS_SOCKET_CONNECTION (connection))
    return;
  address = g_socket_connection_get_remote_address (G_SOCKET_CONNECTION (connection), NULL);
  /* GIO looks at the cancellable only after it has connected. */
  if (!check_address (self, address))
    g_socket_close (g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)), NULL);
}

/* A connection that was kept open may have been made for somebody who is allowed more. */
static void
on_starting_cb (SoupMessage *message, gpointer data)
{
  Try *self = data;

  check_address (self, soup_message_get_remote_address (message));
}

static void
on_wrote_headers_cb (SoupMessage *message, gpointer data)
{
  Try *self = data;

  self->facts.sent = TRUE;
}

/* libsoup itself sends an idempotent request again whose kept-alive connection turns out to be
 * dead. If that fails at the first look and another idle connection then answers at the first look,
 * two results of one message wait in the main loop: the failure, which finishes the message, and
 * the answer, for which libsoup asks the finished message and crashes (run_until_read_done() in
 * soup-session.c, 3.2.3 and later). A new connection takes a turn of the main loop, in which the
 * failure has been seen and dropped. And where one idle connection is dead, the others are suspect.
 */
static void
on_restarted_cb (SoupMessage *message, gpointer data)
{
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
}

static void
on_outer_cancelled_cb (GCancellable *outer, gpointer data)
{
  g_cancellable_cancel (data);
}

static void
on_closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Try *self = g_task_get_task_data (task);

  /* A stream that was ended before its end cannot be closed well; it is closed. */
  g_input_stream_close_finish (G_INPUT_STREAM (source), result, NULL);
  g_clear_object (&self->stream);
  if (self->verdict != NULL)
    g_task_return_error (task, g_steal_pointer (&self->verdict));
  else
    g_task_return_pointer (task, g_steal_pointer (&self->response),
                           (GDestroyNotify) daybook_http_response_free);
}

/* The one end of every try: takes everything off that could call back, then returns. */
static void
end (GTask *task, GError *error)
{
  Try *self = g_task_get_task_data (task);

  g_cancellable_disconnect (self->outer, self->outer_id);
  self->outer_id = 0;
  daybook_timers_remove (self->timers, self->deadline_id);
  daybook_timers_remove (self->timers, self->silence_id);
  daybook_timers_remove (self->timers, self->rate_id);
  self->deadline_id = self->silence_id = self->rate_id = 0;
  g_signal_handlers_disconnect_by_data (self->message, self);
  if (self->body != NULL)
    self->facts.received = daybook_body_get_received (self->body);
  if (error != NULL && self->verdict == NULL)
    self->verdict = daybook_net_error_for_failure (error, self->url);
  g_clear_error (&error);

  if (self->stream == NULL)
    {
      if (self->verdict != NULL)
        g_task_return_error (task, g_steal_pointer (&self->verdict));
      else
        g_task_return_pointer (task, g_steal_pointer (&self->response),
                               (GDestroyNotify) daybook_http_response_free);
      g_object_unref (task);
      return;
    }
  /* Closing would read on for a while, and dropping the stream would even block: end the
   * connection. */
  if (self->verdict != NULL)
    g_cancellable_cancel (self->cancellable);
  g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, self->cancellable, on_closed_cb,
                              task);
}

/* libsoup tells of a body that is shorter than announced; this holds whatever it does. */
static gboolean
is_whole (Try *self, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  guint status = self->response->status;

  if (!daybook_body_end (self->body, error))
    return FALSE;
  if (!self->is_head && status != 204 && status != 304
      && soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && (guint64) soup_message_headers_get_content_length (headers)
             != daybook_body_get_received (self->body))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK,
                           _ ("The answer was cut short."));
      return FALSE;
    }
  return TRUE;
}

/* Hands on what has been decoded. FALSE: no more is wanted. */
static gboolean
hand_over (Try *self)
{
  g_autoptr (GBytes) piece = daybook_body_take (self->body);

  if (g_bytes_get_size (piece) == 0)
    return TRUE;
  return self->chunk_func (self->response, piece, self->chunk_data);
}

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Try *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) piece
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  gsize size;
  const guint8 *bytes;

  if (piece == NULL)
    {
      end (task, error);
      return;
    }
  bytes = g_bytes_get_data (piece, &size);
  if (size == 0)
    {
      if (!is_whole (self, &error))
        {
          end (task, error);
          return;
        }
      if (self->chunked)
        {
          if (hand_over (self))
            self->chunk_func (self->response, NULL, self->chunk_data);
        }
      else
        {
          g_bytes_unref (self->response->body);
          self->response->body = daybook_body_take (self->body);
        }
      end (task, NULL);
      return;
    }
  if (!daybook_body_add (self->body, bytes, size, &error))
    {
      end (task, error);
      return;
    }
  if (self->chunked && !hand_over (self))
    {
      g_cancellable_cancel (self->cancellable);
      end (task, NULL);
      return;
    }
  g_input_stream_read_bytes_async (self->stream, PIECE_SIZE, G_PRIORITY_DEFAULT, self->cancellable,
                                   on_read_cb, task);
}

static gboolean
read_head (Try *self, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;
  guint n_headers = 0;

  self->response
      = daybook_http_response_new (soup_message_get_status (self->message), self->url, NULL);
  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (++n_headers > MAX_HEADERS)
        {
          g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                               _ ("The answer is larger than Daybook accepts."));
          return FALSE;
        }
      /* Nobody here keeps cookies. */
      if (g_ascii_strcasecmp (name, "set-cookie") != 0)
        daybook_http_response_add_header (self->response, name, value);
    }

  if (self->chunked && (self->response->status < 200 || self->response->status > 299))
    {
      self->chunked = FALSE;
      self->max_body = MIN (self->max_body, MAX_ERROR_BODY);
    }
  self->body = daybook_body_new (
      daybook_http_response_get_header (self->response, "content-encoding"), self->max_body, error);
  if (self->body == NULL)
    return FALSE;
  if (!self->is_head && soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && (guint64) soup_message_headers_get_content_length (headers)
             > self->max_body + DAYBOOK_BODY_SLACK)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE,
                           _ ("The answer is larger than Daybook accepts."));
      return FALSE;
    }
  return TRUE;
}

static void
on_sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Try *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->stream = soup_session_send_finish (SOUP_SESSION (source), result, &error);
  if (self->stream == NULL || !read_head (self, &error))
    {
      end (task, error);
      return;
    }
  daybook_timers_remove (self->timers, self->silence_id);
  self->silence_id = 0;
  self->body_started = daybook_clock_monotonic (daybook_timers_get_clock (self->timers));
  if (self->min_rate > 0)
    self->rate_id
        = daybook_timers_add_deadline (self->timers, RATE_STEP * G_USEC_PER_SEC, on_rate_cb, self);
  g_input_stream_read_bytes_async (self->stream, PIECE_SIZE, G_PRIORITY_DEFAULT, self->cancellable,
                                   on_read_cb, task);
}

/* A token of RFC 9110 section 5.6.2. */
static gboolean
is_token (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_header_value (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if ((guchar) *p < 0x20 || *p == 0x7f)
        return FALSE;
    }
  return TRUE;
}

/* NULL for what cannot be sent: a broken address, or a header with a line break in it. */
static SoupMessage *
make_message (const DaybookRequest *request, const char *authorization)
{
  g_autoptr (GUri) uri = g_uri_parse (request->url, SOUP_HTTP_URI_FLAGS, NULL);
  g_autoptr (SoupMessage) message = NULL;
  SoupMessageHeaders *headers;

  if (uri == NULL || !is_token (request->method))
    return NULL;
  message = soup_message_new_from_uri (request->method, uri);
  if (message == NULL)
    return NULL;
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  headers = soup_message_get_request_headers (message);
  for (guint i = 0; i + 1 < request->headers->len; i += 2)
    {
      const char *name = request->headers->pdata[i];
      const char *value = request->headers->pdata[i + 1];

      if (!is_token (name) || !is_header_value (value))
        return NULL;
      /* Credentials have one way in, and it is not this. */
      if (g_ascii_strcasecmp (name, "authorization") == 0
          || g_ascii_strcasecmp (name, "cookie") == 0
          || g_ascii_strcasecmp (name, "proxy-authorization") == 0)
        return NULL;
      soup_message_headers_append (headers, name, value);
    }
  soup_message_headers_replace (headers, "Accept-Encoding", "gzip");
  if (authorization != NULL)
    {
      if (!is_header_value (authorization))
        return NULL;
      soup_message_headers_replace (headers, "Authorization", authorization);
    }
  if (request->body != NULL)
    soup_message_set_request_body_from_bytes (message, request->content_type, request->body);
  return g_steal_pointer (&message);
}

/* Sends @request, whose address must have passed the transport's checks. @authorization (nullable)
 * is the header's value. @chunk_func is called for pieces of successful answers to chunked
 * requests, and once with NULL at the end. Returns any status there is; errors are DAYBOOK_ERROR.
 */
void
daybook_http_try_async (SoupSession *session,
                        DaybookTimers *timers,
                        const DaybookRequest *request,
                        const char *authorization,
                        DaybookHttpTryFlags flags,
                        DaybookHttpChunkFunc chunk_func,
                        gpointer chunk_data,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data)
{
  GTask *task = g_task_new (session, NULL, callback, data);
  Try *self = g_new0 (Try, 1);

  g_task_set_source_tag (task, daybook_http_try_async);
  g_task_set_task_data (task, self, try_free);
  self->timers = g_object_ref (timers);
  g_set_object (&self->outer, cancellable);
  self->flags = flags;
  self->url = g_strdup (request->url);
  self->is_head = g_str_equal (request->method, "HEAD");
  self->chunked = request->chunked;
  self->max_body = request->max_body;
  self->min_rate = request->min_rate;
  self->deadline = request->deadline;
  self->chunk_func = chunk_func;
  self->chunk_data = chunk_data;
  self->cancellable = g_cancellable_new ();
  self->message = make_message (request, authorization);
  if (self->message == NULL)
    {
      g_task_return_new_error (task, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                               _ ("What the service gave cannot be asked for."));
      g_object_unref (task);
      return;
    }

  g_signal_connect (self->message, "network-event", G_CALLBACK (on_network_event_cb), self);
  g_signal_connect (self->message, "starting", G_CALLBACK (on_starting_cb), self);
  g_signal_connect (self->message, "wrote-headers", G_CALLBACK (on_wrote_headers_cb), self);
  g_signal_connect (self->message, "restarted", G_CALLBACK (on_restarted_cb), self);
  if (cancellable != NULL)
    self->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled_cb),
                                            g_object_ref (self->cancellable), g_object_unref);
  if (self->deadline > 0)
    self->deadline_id = daybook_timers_add_deadline (timers, self->deadline * G_USEC_PER_SEC,
                                                     on_deadline_cb, self);
  if (self->min_rate > 0)
    self->silence_id
        = daybook_timers_add_deadline (timers, SILENCE * G_USEC_PER_SEC, on_silence_cb, self);
  soup_session_send_async (session, self->message, G_PRIORITY_DEFAULT, self->cancellable,
                           on_sent_cb, task);
}

/* (transfer full). @facts (nullable) is filled in for errors too. */
DaybookHttpResponse *
daybook_http_try_finish (GAsyncResult *result, DaybookHttpTryFacts *facts, GError **error)
{
  Try *self = g_task_get_task_data (G_TASK (result));

  if (facts != NULL)
    *facts = self->facts;
  return g_task_propagate_pointer (G_TASK (result), error);
}
