/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A kept-alive connection that is dead when the next request goes over it: libsoup sends the request again
 * by itself. Here what comes over an old connection, an answer or its end, is there before the client looks
 * for it for the first time, as it comes about by chance on a busy machine. */

#include "fixture.h"

#include <gio/gnetworking.h>

#include "net/daybook-transport-private.h"

typedef enum
{
  DEATH_CLOSED, /* as a server ends idle connections */
  DEATH_RESET   /* as a crashed one, or a firewall, does */
} Death;

/* A server that keeps two connections open and lets the first request after that die. */
typedef struct
{
  Death death;
  GMutex lock;
  GCond both_came;
  guint n_pair; /* requests of the pair that have come */
  gboolean died;
  GHashTable *sockets; /* of the client: GSocket (owned) by libsoup's number of the connection */
  GHashTable *used;    /* numbers of the connections that a request went over */
} Case;

static void
reset (GIOStream *connection)
{
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection));
  struct linger now = { 1, 0 };

  g_assert_cmpint (setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &now, sizeof now), ==, 0);
  g_socket_close (socket, NULL);
}

static gboolean
answer_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  Case *self = data;
  gboolean dies;

  g_mutex_lock (&self->lock);
  if (g_str_equal (request->path, "/pair"))
    {
      /* Neither is answered before both have come: that takes two connections. */
      self->n_pair++;
      g_cond_broadcast (&self->both_came);
      while (self->n_pair < 2)
        g_cond_wait (&self->both_came, &self->lock);
      dies = FALSE;
    }
  else
    {
      dies = !self->died;
      self->died = TRUE;
    }
  g_mutex_unlock (&self->lock);

  if (!dies)
    return fake_reply (connection, 200, "", "hello");
  if (self->death == DEATH_RESET)
    reset (connection);
  return FALSE;
}

static void
on_network_event_cb (SoupMessage *message, GSocketClientEvent event, GIOStream *connection, gpointer data)
{
  Case *self = data;

  if (event == G_SOCKET_CLIENT_CONNECTED)
    g_hash_table_insert (self->sockets, GSIZE_TO_POINTER (soup_message_get_connection_id (message)),
                         g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection))));
}

/* libsoup looks for an answer right after this. */
static void
on_wrote_body_cb (SoupMessage *message, gpointer data)
{
  Case *self = data;
  gsize id = soup_message_get_connection_id (message);
  GSocket *socket = g_hash_table_lookup (self->sockets, GSIZE_TO_POINTER (id));
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (socket);
  /* The server takes new connections on in the main loop that stands still here. */
  if (g_hash_table_add (self->used, GSIZE_TO_POINTER (id)))
    return;
  g_socket_condition_wait (socket, G_IO_IN, NULL, &error);
  g_assert_no_error (error);
}

static void
on_request_queued_cb (SoupSession *session, SoupMessage *message, gpointer data)
{
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event_cb), data);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body_cb), data);
}

static void
ask (Fixture *self, FakeServer *server, const char *path)
{
  g_autofree char *url = fake_server_get_url (server, path);

  fixture_ask (self, "GET", url);
}

static void
test_dead_connection (Fixture *self, gconstpointer data)
{
  Case what = { GPOINTER_TO_INT (data) };
  g_autoptr (GHashTable) sockets = g_hash_table_new_full (NULL, NULL, NULL, g_object_unref);
  g_autoptr (GHashTable) used = g_hash_table_new (NULL, NULL);
  g_autoptr (FakeServer) server = NULL;

  what.sockets = sockets;
  what.used = used;
  g_mutex_init (&what.lock);
  g_cond_init (&what.both_came);
  server = fake_server_new (answer_cb, &what, NULL);
  fixture_set_server (self, server);
  g_signal_connect (daybook_transport_get_session (self->transport), "request-queued",
                    G_CALLBACK (on_request_queued_cb), &what);

  self->expected = 2;
  daybook_exchange_set_window (self->exchange, 2);
  ask (self, server, "/pair");
  ask (self, server, "/pair");
  fixture_assert_run (self);
  g_assert_cmpuint (fake_server_count_connections (server), ==, 2);

  g_object_unref (self->exchange);
  self->exchange = daybook_exchange_new (FIXTURE_NOW, 1);
  g_ptr_array_set_size (self->responses, 0);
  self->over = FALSE;
  self->expected = 1;
  ask (self, server, "/hello");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 hello");

  /* One that died, and not the other old one but a new one: */
  g_assert_cmpuint (fake_server_count_requests (server), ==, 4);
  g_assert_cmpuint (fake_server_count_connections (server), ==, 3);
  /* The request was sent again below the transport, which counts no second try. */
  g_assert_cmpuint (self->counters.requests, ==, 1);
  g_assert_cmpuint (self->counters.retries, ==, 0);

  g_clear_pointer (&server, fake_server_free);
  g_mutex_clear (&what.lock);
  g_cond_clear (&what.both_came);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/transport-restart/closed-connection", Fixture, GINT_TO_POINTER (DEATH_CLOSED), fixture_set_up,
              test_dead_connection, fixture_tear_down);
  g_test_add ("/transport-restart/reset-connection", Fixture, GINT_TO_POINTER (DEATH_RESET), fixture_set_up,
              test_dead_connection, fixture_tear_down);
  return g_test_run ();
}
