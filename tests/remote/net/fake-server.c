/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-server.h"

#include <string.h>

#define MAX_REQUEST (1024 * 1024)

struct _FakeServer
{
  GSocketService *service;
  GCancellable *cancellable;
  FakeHandler handler;
  gpointer data;
  GTlsCertificate *certificate;
  guint port;

  GMutex lock;
  GCond idle;
  guint running;
  guint connections;
  guint requests;
  guint64 bytes;
  GString *heads;
};

static void
fake_request_clear (FakeRequest *request)
{
  g_free (request->method);
  g_free (request->path);
  g_free (request->head);
  g_clear_pointer (&request->body, g_bytes_unref);
}

char *
fake_request_get_header (const FakeRequest *request, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (request->head, "\r\n", -1);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      gsize length = strlen (name);

      if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
        return g_strdup (g_strstrip (lines[i] + length + 1));
    }
  return NULL;
}

gboolean
fake_write_bytes (GIOStream *connection, const void *bytes, gsize size)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (connection), bytes, size, NULL,
                                    NULL, NULL);
}

gboolean
fake_write (GIOStream *connection, const char *text)
{
  return fake_write_bytes (connection, text, strlen (text));
}

/* @headers: whole lines, each with its CRLF. */
gboolean
fake_reply (GIOStream *connection, guint status, const char *headers, const char *body)
{
  g_autofree char *text
      = g_strdup_printf ("HTTP/1.1 %u X\r\n%sContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", status,
                         headers, strlen (body), body);

  return fake_write (connection, text);
}

static gboolean
read_request (FakeServer *self, GIOStream *connection, GString *buffer, FakeRequest *request)
{
  GInputStream *in = g_io_stream_get_input_stream (connection);
  char *end;
  g_auto (GStrv) words = NULL;
  g_autofree char *length = NULL;
  gsize head_size, body_size;

  while ((end = strstr (buffer->str, "\r\n\r\n")) == NULL && buffer->len < MAX_REQUEST)
    {
      char piece[4096];
      gssize n = g_input_stream_read (in, piece, sizeof piece, self->cancellable, NULL);

      if (n <= 0)
        return FALSE;
      g_string_append_len (buffer, piece, n);
      g_mutex_lock (&self->lock);
      self->bytes += n;
      g_mutex_unlock (&self->lock);
    }
  if (end == NULL)
    return FALSE;
  head_size = end - buffer->str;
  request->head = g_strndup (buffer->str, head_size);
  words = g_strsplit_set (request->head, " \r\n", 3);
  if (g_strv_length (words) < 3)
    return FALSE;
  request->method = g_strdup (words[0]);
  request->path = g_strdup (words[1]);
  length = fake_request_get_header (request, "content-length");
  body_size = length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0;
  while (buffer->len < head_size + 4 + body_size)
    {
      char piece[4096];
      gssize n = g_input_stream_read (in, piece, sizeof piece, self->cancellable, NULL);

      if (n <= 0)
        return FALSE;
      g_string_append_len (buffer, piece, n);
    }
  request->body = g_bytes_new (buffer->str + head_size + 4, body_size);
  g_string_erase (buffer, 0, head_size + 4 + body_size);
  return TRUE;
}

static void
serve (FakeServer *self, GIOStream *connection)
{
  g_autoptr (GString) buffer = g_string_new (NULL);
  gboolean again = TRUE;

  while (again)
    {
      FakeRequest request = { 0 };

      again = read_request (self, connection, buffer, &request);
      if (again)
        {
          g_mutex_lock (&self->lock);
          request.number = ++self->requests;
          g_string_append_printf (self->heads, "%s\r\n\n", request.head);
          g_mutex_unlock (&self->lock);
          again = self->handler (&request, connection, self->data);
        }
      fake_request_clear (&request);
    }
}

static gboolean
on_run_cb (GThreadedSocketService *service,
           GSocketConnection *connection,
           GObject *source,
           gpointer data)
{
  FakeServer *self = data;
  g_autoptr (GIOStream) stream = NULL;

  g_mutex_lock (&self->lock);
  self->running++;
  self->connections++;
  g_mutex_unlock (&self->lock);
  if (self->certificate != NULL)
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  else
    stream = g_object_ref (G_IO_STREAM (connection));
  if (!G_IS_TLS_CONNECTION (stream)
      || g_tls_connection_handshake (G_TLS_CONNECTION (stream), self->cancellable, NULL))
    serve (self, stream);
  g_io_stream_close (stream, NULL, NULL);
  g_mutex_lock (&self->lock);
  self->running--;
  g_cond_signal (&self->idle);
  g_mutex_unlock (&self->lock);
  return TRUE;
}

/* @certificate makes it https. */
FakeServer *
fake_server_new (FakeHandler handler, gpointer data, GTlsCertificate *certificate)
{
  FakeServer *self = g_new0 (FakeServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_from_string ("127.0.0.1");
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) bound = NULL;
  g_autoptr (GError) error = NULL;

  self->handler = handler;
  self->data = data;
  g_set_object (&self->certificate, certificate);
  self->cancellable = g_cancellable_new ();
  self->heads = g_string_new (NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->idle);
  self->service = g_threaded_socket_service_new (32);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), any, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  g_signal_connect (self->service, "run", G_CALLBACK (on_run_cb), self);
  g_socket_service_start (self->service);
  return self;
}

void
fake_server_free (FakeServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->cancellable);
  g_mutex_lock (&self->lock);
  while (self->running > 0)
    g_cond_wait (&self->idle, &self->lock);
  g_mutex_unlock (&self->lock);
  g_object_unref (self->service);
  g_object_unref (self->cancellable);
  g_clear_object (&self->certificate);
  g_string_free (self->heads, TRUE);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->idle);
  g_free (self);
}

guint
fake_server_get_port (FakeServer *self)
{
  return self->port;
}

char *
fake_server_get_url (FakeServer *self, const char *path)
{
  return g_strdup_printf ("%s://127.0.0.1:%u%s", self->certificate != NULL ? "https" : "http",
                          self->port, path);
}

guint
fake_server_count_connections (FakeServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->connections;
}

guint
fake_server_count_requests (FakeServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->requests;
}

guint64
fake_server_count_bytes (FakeServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->bytes;
}

char *
fake_server_get_heads (FakeServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (self->heads->str);
}
