/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of reliability.md section 2 that stand against the transport: bombs (1), redirects and
 * foreign addresses (8, 9), bad certificates (10), addresses of local services (11), slow servers,
 * and logs (24). */

#include "fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/daybook-error.h"
#include "certificates.h"

#define MIB (1024 * 1024)

/* ---- log of everything this program says, at any verbosity ---- */

static GString *log_text;
static GMutex log_lock;

static GLogWriterOutput
on_log_cb (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  g_mutex_lock (&log_lock);
  for (gsize i = 0; i < n_fields; i++)
    {
      if (fields[i].length < 0)
        g_string_append_printf (log_text, "%s=%s\n", fields[i].key, (const char *) fields[i].value);
    }
  g_mutex_unlock (&log_lock);
  return G_LOG_WRITER_HANDLED;
}

/* ---- bodies ---- */

static GBytes *
gzip (const char *text, gsize size)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GInputStream) plain = g_memory_input_stream_new_from_data (text, size, NULL);
  g_autoptr (GInputStream) packed = g_converter_input_stream_new (plain, G_CONVERTER (compressor));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (out, packed, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

typedef struct
{
  GBytes *body;
  const char *headers;
  gsize cut;        /* bytes of the body that are sent, in one chunk */
  gboolean chunked; /* and whether its end is told */
} Served;

static gboolean
serve_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  const Served *served = data;
  g_autofree char *head = NULL;

  if (served->chunked)
    head = g_strdup_printf ("HTTP/1.1 200 X\r\n%sTransfer-Encoding: chunked\r\n\r\n%zx\r\n",
                            served->headers, served->cut);
  else
    head = g_strdup_printf ("HTTP/1.1 200 X\r\n%sContent-Length: %zu\r\n\r\n", served->headers,
                            g_bytes_get_size (served->body));
  fake_write (connection, head);
  fake_write_bytes (connection, g_bytes_get_data (served->body, NULL), served->cut);
  if (!served->chunked)
    return served->cut == g_bytes_get_size (served->body);
  fake_write (connection, "\r\n");
  return FALSE;
}

static FakeServer *
serve (Fixture *self, Served *served)
{
  FakeServer *server = fake_server_new (serve_cb, served, NULL);

  fixture_set_server (self, server);
  return server;
}

static DaybookRequest *
ask (Fixture *self, FakeServer *server, const char *path)
{
  g_autofree char *url = fake_server_get_url (server, path);

  return fixture_ask (self, "GET", url);
}

static void
test_gzip (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) body = gzip ("hello hello hello hello", 23);
  Served served = { body, "Content-Encoding: gzip\r\n", g_bytes_get_size (body), FALSE };
  g_autoptr (FakeServer) server = serve (self, &served);

  ask (self, server, "/")->max_body = 23;
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 hello hello hello hello");
  g_assert_cmpuint (self->counters.bytes, ==, g_bytes_get_size (body));
}

/* libsoup's decoder takes a gzip body that ends early for a whole one. */
static void
test_gzip_cut_at_every_byte (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) body = gzip ("BEGIN:VCALENDAR", 15);
  Served served = { body, "Content-Encoding: gzip\r\n", 0, TRUE };
  g_autoptr (FakeServer) server = serve (self, &served);

  for (served.cut = 1; served.cut < g_bytes_get_size (body); served.cut++)
    {
      g_object_unref (self->exchange);
      self->exchange = daybook_exchange_new (FIXTURE_NOW, 1);
      self->over = FALSE;
      ask (self, server, "/");
      g_assert_false (fixture_run (self));
      fixture_assert_error (self, DAYBOOK_ERROR_NETWORK);
      g_clear_error (&self->error);
    }
}

/* Row 1: 306 KB that unfold to 314 MB, and a body that says it is large. */
static void
test_gzip_bomb (Fixture *self, gconstpointer unused)
{
  g_autofree char *zeros = g_malloc0 (64 * MIB);
  g_autoptr (GBytes) body = gzip (zeros, 64 * MIB);
  Served served = { body, "Content-Encoding: gzip\r\n", g_bytes_get_size (body), FALSE };
  g_autoptr (FakeServer) server = serve (self, &served);

  ask (self, server, "/");
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_TOO_LARGE);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
}

static void
test_not_gzip (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("hello, I am not packed", 22);
  Served served = { body, "Content-Encoding: gzip\r\n", 22, FALSE };
  g_autoptr (FakeServer) server = serve (self, &served);

  ask (self, server, "/");
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_gzip_with_more_behind (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) packed = gzip ("hello", 5);
  GByteArray *bytes = g_bytes_unref_to_array (g_steal_pointer (&packed));
  g_autoptr (GBytes) body = NULL;
  Served served = { NULL, "Content-Encoding: gzip\r\n", 0, FALSE };
  g_autoptr (FakeServer) server = NULL;

  g_byte_array_append (bytes, (const guint8 *) "more", 4);
  body = g_byte_array_free_to_bytes (bytes);
  served.body = body;
  served.cut = g_bytes_get_size (body);
  server = serve (self, &served);
  ask (self, server, "/");
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_unknown_encoding (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("hello", 5);
  Served served = { body, "Content-Encoding: br\r\n", 5, FALSE };
  g_autoptr (FakeServer) server = serve (self, &served);

  ask (self, server, "/");
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_INVALID_RESPONSE);
}

static void
test_announced_too_large (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (2 * MIB), 2 * MIB);
  Served served = { body, "", 2 * MIB, FALSE };
  g_autoptr (FakeServer) server = serve (self, &served);

  ask (self, server, "/")->max_body = MIB;
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_TOO_LARGE);
  g_assert_cmpuint (self->counters.bytes, ==, 0);
}

static void
test_too_large_without_notice (Fixture *self, gconstpointer unused)
{
  g_autoptr (GBytes) body = g_bytes_new_take (g_malloc0 (2 * MIB), 2 * MIB);
  Served served = { body, "", 2 * MIB, TRUE };
  g_autoptr (FakeServer) server = serve (self, &served);

  ask (self, server, "/")->max_body = MIB;
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_TOO_LARGE);
  g_assert_cmpuint (self->counters.bytes, <=, MIB + 65536);
}

static gboolean
flood_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  guint count = GPOINTER_TO_UINT (data);

  if (!fake_write (connection, "HTTP/1.1 200 X\r\n"))
    return FALSE;
  for (guint i = 0; i < count; i++)
    {
      if (!fake_write (connection, "X-Flood: 0123456789012345678901234567890123456789\r\n"))
        return FALSE;
    }
  return fake_write (connection, "Content-Length: 0\r\n\r\n");
}

static void
test_header_flood (Fixture *self, gconstpointer data)
{
  g_autoptr (FakeServer) server = fake_server_new (flood_cb, (gpointer) data, NULL);

  fixture_set_server (self, server);
  ask (self, server, "/");
  g_assert_false (fixture_run (self));
  g_assert_nonnull (self->error);
  g_assert_true (self->error->domain == DAYBOOK_ERROR);
}

/* ---- slow servers, in virtual time ---- */

typedef struct
{
  Fixture *fixture;
  int pending; /* (atomic) seconds told to the main loop that have not passed yet */
  int over;    /* (atomic) */
} Drip;

static gboolean
on_second_cb (gpointer data)
{
  Drip *drip = data;

  g_atomic_int_add (&drip->pending, -1);
  if (!drip->fixture->over)
    daybook_timers_advance (drip->fixture->timers, G_USEC_PER_SEC);
  return G_SOURCE_REMOVE;
}

/* One byte a second, until the other side hangs up. */
static gboolean
drip_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  Drip *drip = data;

  fake_write (connection, g_str_equal (request->path, "/head") ? "HTTP/1.1 200 X\r\nX-Slow: "
                                                               : "HTTP/1.1 200 X\r\n\r\n");
  while (!g_atomic_int_get (&drip->over))
    {
      if (g_atomic_int_get (&drip->pending) > 0)
        {
          g_thread_yield ();
          continue;
        }
      fake_write (connection, "x");
      g_atomic_int_inc (&drip->pending);
      g_main_context_invoke (NULL, on_second_cb, drip);
    }
  while (fake_write (connection, "x"))
    ;
  return FALSE;
}

static void
end_drip (Drip *drip, FakeServer *server)
{
  g_atomic_int_set (&drip->over, TRUE);
  /* Returns when the connection is gone. */
  fake_server_free (server);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_slow (Fixture *self, gconstpointer path)
{
  gint64 limit = g_str_equal (path, "/head") ? 60 : 15;
  Drip drip = { self };
  FakeServer *server = fake_server_new (drip_cb, &drip, NULL);

  fixture_set_server (self, server);
  ask (self, server, path);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_NETWORK);
  /* The clock goes on while the limit is noticed, by as much as this computer is busy with other things. */
  g_assert_cmpint (daybook_clock_now (self->clock), <=, FIXTURE_NOW + limit + 120);
  /* Whoever is slow once is slow again: no second try. */
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
  end_drip (&drip, server);
}

/* A model's answer may take its time: no minimum, a deadline of its own. */
static void
test_slow_without_minimum (Fixture *self, gconstpointer unused)
{
  Drip drip = { self };
  FakeServer *server = fake_server_new (drip_cb, &drip, NULL);
  DaybookRequest *request;

  fixture_set_server (self, server);
  request = ask (self, server, "/head");
  request->min_rate = 0;
  request->deadline = 600;
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_NETWORK);
  g_assert_cmpint (daybook_clock_now (self->clock), >=, FIXTURE_NOW + 600);
  end_drip (&drip, server);
}

static gboolean
on_cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* Sends half a body, has the run cancelled, and waits for the connection to close. */
static gboolean
hang_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  char byte;

  fake_write (connection, g_str_equal (request->path, "/before-head")
                              ? "HTTP/1.1 "
                              : "HTTP/1.1 200 X\r\nContent-Length: 100\r\n\r\nhalf");
  g_main_context_invoke (NULL, on_cancel_cb, data);
  g_input_stream_read (g_io_stream_get_input_stream (connection), &byte, 1, NULL, NULL);
  return FALSE;
}

static void
test_cancelled (Fixture *self, gconstpointer path)
{
  g_autoptr (FakeServer) server = fake_server_new (hang_cb, self->cancellable, NULL);

  fixture_set_server (self, server);
  ask (self, server, path);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_CANCELLED);
}

/* ---- certificates ---- */

static gboolean
hello_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  return fake_reply (connection, 200, "", "hello");
}

typedef struct
{
  const char *name;
  const char *host;
  CertificateFlags flags;
} TlsCase;

static const TlsCase bad_certificates[] = {
  { "/transport/tls/self-signed", "127.0.0.1", CERTIFICATE_SELF_SIGNED },
  { "/transport/tls/expired", "127.0.0.1", CERTIFICATE_EXPIRED },
  { "/transport/tls/wrong-host", "calendar.example.com", CERTIFICATE_GOOD },
};

static void
test_good_certificate (Fixture *self, gconstpointer unused)
{
  g_autoptr (Certificates) certificates = certificates_new ();
  g_autoptr (GTlsCertificate) certificate = certificates_make (certificates, "127.0.0.1", 0);
  g_autoptr (FakeServer) server = fake_server_new (hello_cb, NULL, certificate);

  fixture_replace_transport (self, certificates_get_authorities (certificates));
  fixture_set_server (self, server);
  ask (self, server, "/");
  fixture_assert_run (self);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "200 hello");
}

/* Row 10: refused, with nothing sent and no second try. */
static void
test_bad_certificate (Fixture *self, gconstpointer data)
{
  const TlsCase *c = data;
  static const char *const values[] = { "Bearer canary", NULL };
  g_autoptr (Certificates) certificates = certificates_new ();
  g_autoptr (GTlsCertificate) certificate = certificates_make (certificates, c->host, c->flags);
  g_autoptr (FakeServer) server = fake_server_new (hello_cb, NULL, certificate);

  fixture_replace_transport (self, certificates_get_authorities (certificates));
  fixture_set_server (self, server);
  self->context.credentials = DAYBOOK_CREDENTIALS (fake_credentials_new (values));
  ask (self, server, "/")->credential = DAYBOOK_CREDENTIAL_USER;
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_TLS);
  g_assert_cmpuint (self->counters.requests, ==, 1);
  g_assert_cmpuint (fake_server_count_bytes (server), ==, 0);
}

/* The system's authorities do not know ours. */
static void
test_unknown_authority (Fixture *self, gconstpointer unused)
{
  g_autoptr (Certificates) certificates = certificates_new ();
  g_autoptr (GTlsCertificate) certificate = certificates_make (certificates, "127.0.0.1", 0);
  g_autoptr (FakeServer) server = fake_server_new (hello_cb, NULL, certificate);

  fixture_set_server (self, server);
  ask (self, server, "/");
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_TLS);
  g_assert_cmpuint (fake_server_count_bytes (server), ==, 0);
}

/* ---- where requests may not go ---- */

typedef struct
{
  const char *url; /* %u: the port of a server that must stay untouched */
  int code;
} Target;

static const Target targets[] = {
  { "https://127.0.0.1:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "http://127.0.0.1:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://localhost:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://LOCALHOST:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://a.localhost:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://127.1:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://2130706433:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://0x7f000001:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://0x7f.1:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://0177.0.0.1:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://0:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://[::1]:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://[::]:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://[::ffff:127.0.0.1]:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://[::ffff:7f00:1]:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://[64:ff9b::7f00:1]:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://[2002:7f00:1::]:%u/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://169.254.169.254/latest/meta-data?canary", DAYBOOK_ERROR_FORBIDDEN },
  { "http://169.254.169.254/latest/meta-data?canary", DAYBOOK_ERROR_TLS },
  { "https://metadata.google.internal/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://10.0.0.1/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://172.31.255.1/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://192.168.1.1/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://100.64.0.1/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://[fe80::1]/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://[fd00::1]/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://printer/", DAYBOOK_ERROR_FORBIDDEN },
  { "https://nas.local/", DAYBOOK_ERROR_FORBIDDEN },
  { "http://calendar.example.com/canary", DAYBOOK_ERROR_TLS },
  { "http://127.0.0.1.example.com/", DAYBOOK_ERROR_TLS },
  { "https://user:canary@calendar.example.com/", DAYBOOK_ERROR_INVALID_RESPONSE },
  { "https://calendar.example.com\\@127.0.0.1:%u/", DAYBOOK_ERROR_INVALID_RESPONSE },
  { "https:///etc/passwd", DAYBOOK_ERROR_INVALID_RESPONSE },
  { "ftp://127.0.0.1:%u/", DAYBOOK_ERROR_INVALID_RESPONSE },
  { "data:text/plain,canary", DAYBOOK_ERROR_INVALID_RESPONSE },
  { "webcal://calendar.example.com/", DAYBOOK_ERROR_INVALID_RESPONSE },
  { "//calendar.example.com/", DAYBOOK_ERROR_INVALID_RESPONSE },
  { "/relative?canary", DAYBOOK_ERROR_INVALID_RESPONSE },
  { "", DAYBOOK_ERROR_INVALID_RESPONSE },
  { "file:///etc/passwd", DAYBOOK_ERROR_FORBIDDEN },
  { "FILE:///etc/passwd", DAYBOOK_ERROR_FORBIDDEN },
};

/* Row 11: whatever a service or a feed points to, local services stay untouched. */
static void
test_target (Fixture *self, gconstpointer data)
{
  const Target *target = data;
  g_autoptr (FakeServer) server = fake_server_new (hello_cb, NULL, NULL);
  g_auto (GStrv) parts = g_strsplit (target->url, "%u", 2);
  g_autofree char *port = g_strdup_printf ("%u", fake_server_get_port (server));
  g_autofree char *url = g_strjoinv (port, parts);

  self->context.api_url = "https://calendar.example.com";
  fixture_ask (self, "GET", url);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, target->code);
  g_assert_cmpuint (fake_server_count_connections (server), ==, 0);
}

/* ---- a name that leads home ---- */

#define FAKE_TYPE_RESOLVER (fake_resolver_get_type ())
G_DECLARE_FINAL_TYPE (FakeResolver, fake_resolver, FAKE, RESOLVER, GResolver)

struct _FakeResolver
{
  GResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (FakeResolver, fake_resolver, G_TYPE_RESOLVER)

static void
fake_resolver_lookup_async (GResolver *resolver,
                            const char *name,
                            GResolverNameLookupFlags flags,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);

  if (flags == G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "none");
  else
    g_task_return_pointer (task, g_list_append (NULL, g_inet_address_new_from_string ("127.0.0.1")),
                           (GDestroyNotify) g_resolver_free_addresses);
}

static GList *
fake_resolver_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_resolver_class_init (FakeResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_with_flags_async = fake_resolver_lookup_async;
  resolver_class->lookup_by_name_with_flags_finish = fake_resolver_lookup_finish;
}

static void
fake_resolver_init (FakeResolver *self)
{
}

static char *
named_url (FakeServer *server)
{
  return g_strdup_printf ("https://calendar.example.com:%u/", fake_server_get_port (server));
}

/* Rebinding: the name is in order, where it leads is not; not even the account's own name may. And
 * a connection that was opened for somebody who may is no way around it. */
static void
test_rebinding (Fixture *self, gconstpointer unused)
{
  g_autoptr (Certificates) certificates = certificates_new ();
  g_autoptr (GTlsCertificate) certificate
      = certificates_make (certificates, "calendar.example.com", 0);
  g_autoptr (FakeServer) server = fake_server_new (hello_cb, NULL, certificate);
  g_autoptr (GResolver) fake = g_object_new (FAKE_TYPE_RESOLVER, NULL);
  g_autoptr (GResolver) real = g_resolver_get_default ();
  g_autofree char *url = named_url (server);

  g_resolver_set_default (fake);
  fixture_replace_transport (self, certificates_get_authorities (certificates));
  self->context.api_url = url;
  fixture_ask (self, "GET", url);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_FORBIDDEN);
  g_assert_cmpuint (fake_server_count_connections (server), ==, 0);

  g_clear_error (&self->error);
  self->over = FALSE;
  g_object_unref (self->exchange);
  self->exchange = daybook_exchange_new (FIXTURE_NOW, 1);
  fixture_ask (self, "GET", url)->allow_private = TRUE;
  fixture_run (self);
  g_assert_no_error (self->error);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);

  self->over = FALSE;
  g_object_unref (self->exchange);
  self->exchange = daybook_exchange_new (FIXTURE_NOW, 1);
  fixture_ask (self, "GET", url);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, DAYBOOK_ERROR_FORBIDDEN);
  g_assert_cmpuint (fake_server_count_requests (server), ==, 1);
  g_resolver_set_default (real);
}

/* ---- redirects ---- */

typedef struct
{
  FakeServer *other;
  const char *location;
} Redirect;

static gboolean
redirect_cb (const FakeRequest *request, GIOStream *connection, gpointer data)
{
  Redirect *redirect = data;
  g_autofree char *url = redirect->location != NULL ? g_strdup (redirect->location)
                                                    : fake_server_get_url (redirect->other, "/");
  g_autofree char *line = g_strdup_printf ("Location: %s\r\n", url);

  return fake_reply (connection, 307, line, "");
}

/* An exchange that follows, with everything it had. */
static void
on_redirected_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookRequest *request;

  if (response->status != 307)
    {
      daybook_exchange_finish (exchange, NULL);
      return;
    }
  request = daybook_request_new ("GET", daybook_http_response_get_header (response, "location"));
  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->allow_private = TRUE;
  daybook_exchange_ask (exchange, request, on_redirected_cb, data);
}

/* Row 8: a token only ever reaches the origins it belongs to, and never leaves https. */
static void
test_redirect_canary (Fixture *self, gconstpointer location)
{
  static const char *const values[] = { "Bearer canary", NULL };
  g_autoptr (FakeServer) other = fake_server_new (hello_cb, NULL, NULL);
  Redirect redirect = { other, location };
  g_autoptr (FakeServer) server = fake_server_new (redirect_cb, &redirect, NULL);
  g_autofree char *url = fake_server_get_url (server, "/");
  DaybookRequest *request = daybook_request_new ("GET", url);

  fixture_set_server (self, server);
  self->context.origins = location;
  self->context.credentials = DAYBOOK_CREDENTIALS (fake_credentials_new (values));
  request->credential = DAYBOOK_CREDENTIAL_USER;
  daybook_exchange_ask (self->exchange, request, on_redirected_cb, self);
  g_assert_false (fixture_run (self));
  fixture_assert_error (self, location == NULL ? DAYBOOK_ERROR_FORBIDDEN : DAYBOOK_ERROR_TLS);
  g_assert_cmpuint (fake_server_count_connections (other), ==, 0);
}

/* ---- files ---- */

static void
read_file (Fixture *self, const char *url, const char *etag)
{
  DaybookRequest *request;

  g_clear_error (&self->error);
  self->over = FALSE;
  g_object_unref (self->exchange);
  self->exchange = daybook_exchange_new (FIXTURE_NOW, 1);
  request = fixture_ask (self, "GET", url);
  request->max_body = 100;
  if (etag != NULL)
    daybook_request_add_header (request, "If-None-Match", etag);
  fixture_run (self);
}

static void
test_file (Fixture *self, gconstpointer unused)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("daybook-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "a calendar.ics", NULL);
  g_autofree char *url = g_filename_to_uri (path, NULL, NULL);
  g_autofree char *folder_url = g_filename_to_uri (folder, NULL, NULL);
  g_autofree char *big = g_strnfill (101, 'x');

  self->context.file_url = url;
  read_file (self, url, NULL);
  g_assert_no_error (self->error);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "404 ");

  g_assert_true (g_file_set_contents (path, "BEGIN", -1, NULL));
  read_file (self, url, NULL);
  g_assert_no_error (self->error);
  g_assert_cmpstr (fixture_get_response (self, 1), ==, "200 BEGIN");

  read_file (self, url, "\"something else\"");
  g_assert_cmpstr (fixture_get_response (self, 2), ==, "200 BEGIN");

  g_assert_true (g_file_set_contents (path, big, -1, NULL));
  read_file (self, url, NULL);
  fixture_assert_error (self, DAYBOOK_ERROR_TOO_LARGE);

  /* Only the address that was named, however else it may be written. */
  read_file (self, "file:///etc/passwd", NULL);
  fixture_assert_error (self, DAYBOOK_ERROR_FORBIDDEN);

  self->context.file_url = folder_url;
  read_file (self, folder_url, NULL);
  fixture_assert_error (self, DAYBOOK_ERROR_USAGE);

  /* A pipe that nobody writes to must not be waited for. */
  g_unlink (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  self->context.file_url = url;
  read_file (self, url, NULL);
  fixture_assert_error (self, DAYBOOK_ERROR_USAGE);
  g_unlink (path);
  g_rmdir (folder);
}

static void
on_file_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  char **etag = data;

  *etag = g_strdup (daybook_http_response_get_header (response, "etag"));
  daybook_exchange_finish (exchange, NULL);
}

static void
test_file_unchanged (Fixture *self, gconstpointer unused)
{
  g_autofree char *path = NULL;
  g_autofree char *url = NULL;
  g_autofree char *etag = NULL;
  int fd = g_file_open_tmp ("daybook-XXXXXX.ics", &path, NULL);

  close (fd);
  url = g_filename_to_uri (path, NULL, NULL);
  self->context.file_url = url;
  daybook_exchange_ask (self->exchange, daybook_request_new ("GET", url), on_file_cb, &etag);
  fixture_assert_run (self);
  read_file (self, url, etag);
  g_assert_cmpstr (fixture_get_response (self, 0), ==, "304 ");
  g_unlink (path);
}

/* Row 24: at any verbosity, nothing that came or went is in the log. */
static void
test_log (Fixture *self, gconstpointer unused)
{
  static const char *const values[] = { "Bearer canary-token", NULL };
  g_autoptr (GBytes) body = g_bytes_new_static ("canary-body", 11);
  Served served = { body, "X-Answer: canary-header\r\n", 11, FALSE };
  g_autoptr (FakeServer) server = serve (self, &served);
  DaybookRequest *request;

  g_string_truncate (log_text, 0);
  self->context.credentials = DAYBOOK_CREDENTIALS (fake_credentials_new (values));
  request = ask (self, server, "/canary-path?key=canary-query");
  request->credential = DAYBOOK_CREDENTIAL_USER;
  daybook_request_add_header (request, "X-Ask", "canary-header");
  fixture_assert_run (self);
  g_mutex_lock (&log_lock);
  g_assert_nonnull (strstr (log_text->str, "GET http://127.0.0.1:"));
  g_assert_null (strstr (log_text->str, "canary"));
  g_mutex_unlock (&log_lock);
}

static void
add (const char *name, void (*func) (Fixture *, gconstpointer), gconstpointer data)
{
  g_test_add (name, Fixture, data, fixture_set_up, func, fixture_tear_down);
}

int
main (int argc, char *argv[])
{
  log_text = g_string_new (NULL);
  g_test_init (&argc, &argv, NULL);
  g_log_set_writer_func (on_log_cb, NULL, NULL);

  add ("/transport/body/gzip", test_gzip, NULL);
  add ("/transport/body/gzip-cut-at-every-byte", test_gzip_cut_at_every_byte, NULL);
  add ("/transport/body/gzip-bomb", test_gzip_bomb, NULL);
  add ("/transport/body/not-gzip", test_not_gzip, NULL);
  add ("/transport/body/gzip-with-more-behind", test_gzip_with_more_behind, NULL);
  add ("/transport/body/unknown-encoding", test_unknown_encoding, NULL);
  add ("/transport/body/announced-too-large", test_announced_too_large, NULL);
  add ("/transport/body/too-large-without-notice", test_too_large_without_notice, NULL);
  add ("/transport/body/header-flood", test_header_flood, GUINT_TO_POINTER (400000));
  add ("/transport/body/many-headers", test_header_flood, GUINT_TO_POINTER (500));
  add ("/transport/slow/head", test_slow, "/head");
  add ("/transport/slow/body", test_slow, "/body");
  add ("/transport/slow/without-minimum", test_slow_without_minimum, NULL);
  add ("/transport/cancel/before-the-head", test_cancelled, "/before-head");
  add ("/transport/cancel/in-the-body", test_cancelled, "/body");
  add ("/transport/tls/good", test_good_certificate, NULL);
  add ("/transport/tls/unknown-authority", test_unknown_authority, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bad_certificates); i++)
    add (bad_certificates[i].name, test_bad_certificate, &bad_certificates[i]);
  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *escaped = g_uri_escape_string (targets[i].url, ":[]", FALSE);
      g_autofree char *name = g_strdup_printf ("/transport/target/%u-%s", i, escaped);

      add (name, test_target, &targets[i]);
    }
  add ("/transport/rebinding", test_rebinding, NULL);
  add ("/transport/redirect/other-host", test_redirect_canary, NULL);
  add ("/transport/redirect/to-http", test_redirect_canary, "http://calendar.example.com/");
  add ("/transport/file/reads-the-named-one", test_file, NULL);
  add ("/transport/file/unchanged", test_file_unchanged, NULL);
  add ("/transport/log/has-no-secrets", test_log, NULL);
  return g_test_run ();
}
