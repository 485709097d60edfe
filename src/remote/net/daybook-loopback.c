/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-loopback.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-loopback-page.h"
#include "net/daybook-loopback-request.h"
#include "net/daybook-secret-text.h"

#define MAX_CONNECTIONS 32
#define SECONDS 10

struct _DaybookLoopback
{
  GObject parent_instance;

  GSocketService *service; /* (owned) (nullable) */
  DaybookTimers *timers;   /* (owned) */
  char *authority;         /* (owned) what Host must say */
  char *path;              /* (owned) */
  char *redirect_uri;      /* (owned) */
  DaybookLoopbackFunc func;
  gpointer data;
  GPtrArray *visits; /* Visit (unowned): they end themselves */
};

G_DEFINE_FINAL_TYPE (DaybookLoopback, daybook_loopback, G_TYPE_OBJECT)

/* One connection. */
typedef struct
{
  DaybookLoopback *loopback;     /* (unowned) (nullable) NULL when it has gone */
  DaybookTimers *timers;         /* (owned) */
  GSocketConnection *connection; /* (owned) */
  GCancellable *cancellable;     /* (owned) */
  guint deadline_id;
  gboolean answered; /* a page is being made or written */
  char *page;        /* (owned) (nullable) */
  gsize size;
  char head[DAYBOOK_LOOPBACK_MAX_HEAD];
} Visit;

static void
visit_free (Visit *self)
{
  daybook_timers_remove (self->timers, self->deadline_id);
  if (self->loopback != NULL)
    g_ptr_array_remove_fast (self->loopback->visits, self);
  g_object_unref (self->timers);
  g_object_unref (self->connection);
  g_object_unref (self->cancellable);
  /* The head held a code. */
  explicit_bzero (self->head, sizeof self->head);
  g_free (self->page);
  g_free (self);
}

static void
on_closed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_io_stream_close_finish (G_IO_STREAM (source), result, NULL);
  visit_free (data);
}

static void
leave (Visit *self)
{
  g_io_stream_close_async (G_IO_STREAM (self->connection), G_PRIORITY_DEFAULT, NULL, on_closed_cb,
                           self);
}

static void
on_deadline_cb (gpointer data)
{
  Visit *self = data;

  self->deadline_id = 0;
  g_cancellable_cancel (self->cancellable);
}

static void
on_drained_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Visit *self = data;
  g_autoptr (GBytes) rest
      = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);

  if (rest != NULL && g_bytes_get_size (rest) > 0)
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), DAYBOOK_LOOPBACK_MAX_HEAD,
                                     G_PRIORITY_DEFAULT, self->cancellable, on_drained_cb, self);
  else
    leave (self);
}

static void
on_written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Visit *self = data;

  /* Closing on unread input would reset the connection under the page: let the browser close first,
   * for as long as the deadline allows. */
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL)
      || !g_socket_shutdown (g_socket_connection_get_socket (self->connection), FALSE, TRUE, NULL))
    leave (self);
  else
    g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                                     DAYBOOK_LOOPBACK_MAX_HEAD, G_PRIORITY_DEFAULT,
                                     self->cancellable, on_drained_cb, self);
}

static void
answer (Visit *self, DaybookLoopbackVerdict verdict, char *query)
{
  DaybookLoopbackPage page = DAYBOOK_LOOPBACK_PAGE_FOREIGN;

  self->answered = TRUE;
  if (verdict == DAYBOOK_LOOPBACK_ANSWER && self->loopback != NULL)
    {
      g_autoptr (DaybookLoopback) alive = g_object_ref (self->loopback);

      page = self->loopback->func (self->loopback, query, self->loopback->data);
    }
  daybook_secret_text_free (query);
  self->page = daybook_loopback_page_new (verdict, page);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (self->connection)),
                                   self->page, strlen (self->page), G_PRIORITY_DEFAULT,
                                   self->cancellable, on_written_cb, self);
}

static void read_more (Visit *self);

static void
on_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Visit *self = data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);
  DaybookLoopbackVerdict verdict;
  char *query = NULL;

  /* A connection made in advance that is not used, a page left early, ten seconds over. */
  if (n <= 0 || self->loopback == NULL)
    {
      leave (self);
      return;
    }
  self->size += n;
  verdict = daybook_loopback_judge (self->head, self->size, self->loopback->authority,
                                    self->loopback->path, &query);
  if (verdict == DAYBOOK_LOOPBACK_MORE)
    read_more (self);
  else
    answer (self, verdict, query);
}

static void
read_more (Visit *self)
{
  g_input_stream_read_async (g_io_stream_get_input_stream (G_IO_STREAM (self->connection)),
                             self->head + self->size, sizeof self->head - self->size,
                             G_PRIORITY_DEFAULT, self->cancellable, on_read_cb, self);
}

static gboolean
on_incoming_cb (GSocketService *service,
                GSocketConnection *connection,
                GObject *source,
                gpointer data)
{
  DaybookLoopback *self = data;
  Visit *visit;

  /* One too many: dropped, which closes it. */
  if (self->visits->len >= MAX_CONNECTIONS)
    return TRUE;
  visit = g_new0 (Visit, 1);
  visit->loopback = self;
  visit->timers = g_object_ref (self->timers);
  visit->connection = g_object_ref (connection);
  visit->cancellable = g_cancellable_new ();
  visit->deadline_id
      = daybook_timers_add_deadline (self->timers, SECONDS * G_USEC_PER_SEC, on_deadline_cb, visit);
  g_ptr_array_add (self->visits, visit);
  read_more (visit);
  return TRUE;
}

static void
daybook_loopback_finalize (GObject *object)
{
  DaybookLoopback *self = DAYBOOK_LOOPBACK (object);

  daybook_loopback_close (self);
  /* A page that is on its way still arrives; connections that said nothing end here. */
  for (guint i = 0; i < self->visits->len; i++)
    {
      Visit *visit = self->visits->pdata[i];

      visit->loopback = NULL;
      if (!visit->answered)
        g_cancellable_cancel (visit->cancellable);
    }
  g_ptr_array_unref (self->visits);
  g_object_unref (self->timers);
  g_free (self->authority);
  g_free (self->path);
  g_free (self->redirect_uri);
  G_OBJECT_CLASS (daybook_loopback_parent_class)->finalize (object);
}

static void
daybook_loopback_class_init (DaybookLoopbackClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_loopback_finalize;
}

static void
daybook_loopback_init (DaybookLoopback *self)
{
  self->visits = g_ptr_array_new ();
}

static gboolean
listen_on (DaybookLoopback *self, const char *address, guint16 port, guint16 *bound, GError **error)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (inet, port);
  g_autoptr (GSocketAddress) effective = NULL;

  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted,
                                      G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL, &effective,
                                      error))
    return FALSE;
  *bound = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (effective));
  return TRUE;
}

/* Listens on 127.0.0.1 at the first free one of @ports (ended by 0; NULL: whatever is free) for
 * requests to http://@host:PORT@path, where @host is "127.0.0.1" or "localhost". @func is called
 * for each that a person's browser makes there with a query. Errors: NETWORK where nothing is free.
 */
DaybookLoopback *
daybook_loopback_new (const char *host,
                      const guint16 *ports,
                      const char *path,
                      DaybookTimers *timers,
                      DaybookLoopbackFunc func,
                      gpointer data,
                      GError **error)
{
  static const guint16 any[] = { 0 };
  g_autoptr (DaybookLoopback) self = g_object_new (DAYBOOK_TYPE_LOOPBACK, NULL);
  gboolean listening = FALSE;
  guint16 bound = 0;

  self->timers = g_object_ref (timers);
  self->path = g_strdup (path);
  self->func = func;
  self->data = data;
  /* Not accepting yet: adding an address to a service that does drops the next connection. */
  self->service = g_object_new (G_TYPE_SOCKET_SERVICE, "active", FALSE, NULL);
  if (ports == NULL || ports[0] == 0)
    listening = listen_on (self, "127.0.0.1", any[0], &bound, NULL);
  else
    for (gsize i = 0; ports[i] != 0 && !listening; i++)
      listening = listen_on (self, "127.0.0.1", ports[i], &bound, NULL);
  if (!listening)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK,
                           _ ("The port that the browser has to come back to is in use."));
      return NULL;
    }
  /* Browsers take localhost for ::1 first: do not leave that to somebody else. Without IPv6, or
   * when it is taken, they come to 127.0.0.1, and PKCE makes a code worthless to others. */
  if (g_str_equal (host, "localhost"))
    {
      guint16 same;

      listen_on (self, "::1", bound, &same, NULL);
    }
  self->authority = g_strdup_printf ("%s:%u", host, bound);
  /* Registered without a path, it is given without one: some services compare letter by letter. */
  self->redirect_uri = g_strdup_printf ("http://%s%s", self->authority, g_str_equal (path, "/") ? "" : path);
  g_signal_connect (self->service, "incoming", G_CALLBACK (on_incoming_cb), self);
  g_socket_service_start (self->service);
  return g_steal_pointer (&self);
}

/* What to give the service as redirect_uri. */
const char *
daybook_loopback_get_redirect_uri (DaybookLoopback *self)
{
  return self->redirect_uri;
}

/* Takes no more connections. Those that are open may still be answered. */
void
daybook_loopback_close (DaybookLoopback *self)
{
  if (self->service == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_clear_object (&self->service);
}
