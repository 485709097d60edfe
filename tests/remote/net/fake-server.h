/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An HTTP/1.1 server for tests on a free port of 127.0.0.1, in threads of its own: a handler may
 * write any bytes it likes, well formed or not. */
typedef struct _FakeServer FakeServer;

typedef struct
{
  guint number; /* 1 for the first request to the server */
  char *method;
  char *path; /* with the query */
  char *head; /* everything up to the empty line, as it came */
  GBytes *body;
} FakeRequest;

/* Answers one request on @connection. Returns whether the connection may be used again. */
typedef gboolean (*FakeHandler) (const FakeRequest *request, GIOStream *connection, gpointer data);

FakeServer *fake_server_new (FakeHandler handler, gpointer data, GTlsCertificate *certificate);
void fake_server_free (FakeServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FakeServer, fake_server_free)

guint fake_server_get_port (FakeServer *self);
char *fake_server_get_url (FakeServer *self, const char *path); /* http(s)://127.0.0.1:PORT/PATH */
guint fake_server_count_connections (FakeServer *self);
guint fake_server_count_requests (FakeServer *self);
guint64 fake_server_count_bytes (FakeServer *self); /* read from all connections, after TLS */
char *fake_server_get_heads (FakeServer *self);     /* of all requests */

char *fake_request_get_header (const FakeRequest *request, const char *name);
gboolean fake_write (GIOStream *connection, const char *text);
gboolean fake_write_bytes (GIOStream *connection, const void *bytes, gsize size);
gboolean fake_reply (GIOStream *connection, guint status, const char *headers, const char *body);

G_END_DECLS
