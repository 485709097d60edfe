/* SPDX-License-Identifier: GPL-3.0-or-later */

/* reliability.md section 2, rows 12 to 14: what the browser comes back to after a sign-in, and what
 * any page that a person has open may try with it. */

#include "net/daybook-loopback.h"

#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-loopback-page.h"
#include "net/daybook-loopback-request.h"

#define AUTHORITY "127.0.0.1:35017"
#define PATH "/sign-in/google"

static DaybookLoopbackVerdict
judge (const char *head, char **query)
{
  return daybook_loopback_judge (head, strlen (head), AUTHORITY, PATH, query);
}

/* ---- what browsers send ---- */

static const struct
{
  const char *file;
  DaybookLoopbackVerdict verdict;
} browsers[] = {
  { "firefox-return", DAYBOOK_LOOPBACK_ANSWER },
  { "firefox-reload", DAYBOOK_LOOPBACK_ANSWER },
  { "firefox-favicon", DAYBOOK_LOOPBACK_NOT_FOUND },
  { "firefox-prefetch", DAYBOOK_LOOPBACK_PREFETCH },
  { "firefox-image", DAYBOOK_LOOPBACK_FORBIDDEN },
  { "firefox-iframe", DAYBOOK_LOOPBACK_FORBIDDEN },
  { "chromium-return", DAYBOOK_LOOPBACK_ANSWER },
  { "chromium-favicon", DAYBOOK_LOOPBACK_NOT_FOUND },
  { "chromium-prefetch", DAYBOOK_LOOPBACK_PREFETCH },
  { "chromium-prerender", DAYBOOK_LOOPBACK_PREFETCH },
  { "chromium-fetch", DAYBOOK_LOOPBACK_FORBIDDEN },
  { "chromium-script", DAYBOOK_LOOPBACK_FORBIDDEN },
  { "chromium-iframe", DAYBOOK_LOOPBACK_FORBIDDEN },
};

static char *
read_browser (const char *name, const char *authority, const char *query)
{
  g_autofree char *file = g_strconcat (name, ".http", NULL);
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "net", "browsers", file, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &content, NULL, &error);
  g_assert_no_error (error);
  g_string_append (text, content);
  g_string_replace (text, "@AUTHORITY@", authority, 0);
  g_string_replace (text, "@PATH@", PATH, 0);
  g_string_replace (text, "@QUERY@", query, 0);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_browsers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (browsers); i++)
    {
      g_autofree char *head = read_browser (browsers[i].file, AUTHORITY, "state=s&code=c");
      g_autofree char *query = NULL;

      g_test_message ("%s", browsers[i].file);
      g_assert_cmpint (judge (head, &query), ==, browsers[i].verdict);
      g_assert_cmpstr (query, ==,
                       browsers[i].verdict == DAYBOOK_LOOPBACK_ANSWER ? "state=s&code=c" : NULL);
    }
}

/* ---- what they do not ---- */

#define HOST "Host: " AUTHORITY "\r\n"
#define GET "GET " PATH "?q HTTP/1.1\r\n"
#define END "\r\n"

static const struct
{
  const char *head;
  DaybookLoopbackVerdict verdict;
} heads[] = {
  { GET HOST END, DAYBOOK_LOOPBACK_ANSWER },
  { "GET " PATH "?q HTTP/1.0\r\n" HOST END, DAYBOOK_LOOPBACK_ANSWER },
  { GET "host:" AUTHORITY " \t\r\n" END, DAYBOOK_LOOPBACK_ANSWER },
  { GET HOST "Content-Length: 0\r\n" END, DAYBOOK_LOOPBACK_ANSWER },
  { "GET " PATH "? HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_ANSWER },
  /* a page's own requests, from browsers that say so and from those that do not */
  { GET HOST "Origin: https://evil.example\r\n" END, DAYBOOK_LOOPBACK_FORBIDDEN },
  { GET HOST "Origin: null\r\n" END, DAYBOOK_LOOPBACK_FORBIDDEN },
  { GET HOST "Sec-Fetch-Mode: navigate\r\n" END, DAYBOOK_LOOPBACK_FORBIDDEN },
  { GET HOST "Sec-Fetch-Dest: document\r\n" END, DAYBOOK_LOOPBACK_FORBIDDEN },
  { GET HOST "Sec-Fetch-Site: same-origin\r\n" END, DAYBOOK_LOOPBACK_FORBIDDEN },
  { GET HOST "Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: document\r\n" END,
    DAYBOOK_LOOPBACK_FORBIDDEN },
  { GET HOST "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: object\r\n" END,
    DAYBOOK_LOOPBACK_FORBIDDEN },
  /* DNS rebinding */
  { GET "Host: evil.example\r\n" END, DAYBOOK_LOOPBACK_MISDIRECTED },
  { GET "Host: evil.example:35017\r\n" END, DAYBOOK_LOOPBACK_MISDIRECTED },
  { GET "Host: 127.0.0.1\r\n" END, DAYBOOK_LOOPBACK_MISDIRECTED },
  { GET "Host: 127.0.0.1:35018\r\n" END, DAYBOOK_LOOPBACK_MISDIRECTED },
  { GET "Host: localhost:35017\r\n" END, DAYBOOK_LOOPBACK_MISDIRECTED },
  { GET "Host: user@" AUTHORITY "\r\n" END, DAYBOOK_LOOPBACK_MISDIRECTED },
  { GET "Host:\r\n" END, DAYBOOK_LOOPBACK_MISDIRECTED },
  { GET HOST HOST END, DAYBOOK_LOOPBACK_BAD },
  { GET HOST "Host: evil.example\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { GET END, DAYBOOK_LOOPBACK_BAD },
  /* the path, to the letter */
  { "GET / HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_FOUND },
  { "GET " PATH "zzz?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_FOUND },
  { "GET " PATH "/?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_FOUND },
  { "GET /sign-in/slack?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_FOUND },
  { "GET /sign-in/Google?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_FOUND },
  { "GET /sign-in/../sign-in/google?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_FOUND },
  { "GET /sign-in/googl%65?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_FOUND },
  { "GET //sign-in/google?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_FOUND },
  { "GET " PATH " HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  /* methods and bodies */
  { "POST " PATH "?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_GET },
  { "HEAD " PATH "?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_GET },
  { "OPTIONS " PATH "?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_GET },
  { "get " PATH "?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_NOT_GET },
  { GET HOST "Content-Length: 5\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { GET HOST "Transfer-Encoding: chunked\r\n" END, DAYBOOK_LOOPBACK_BAD },
  /* request lines */
  { "GET http://" AUTHORITY PATH "?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "GET http://evil.example" PATH "?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "CONNECT " AUTHORITY " HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "OPTIONS * HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "GET " PATH "?q HTTP/2.0\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "GET " PATH "?q HTTP/1.1 \r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "GET  " PATH "?q HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "GET " PATH "?q\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "GET " PATH "?q#f HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "GET " PATH "?\x01 HTTP/1.1\r\n" HOST END, DAYBOOK_LOOPBACK_BAD },
  { "\r\n" GET HOST END, DAYBOOK_LOOPBACK_BAD },
  { "\r\n\r\n", DAYBOOK_LOOPBACK_BAD },
  { "\x16\x03\x01\x02\x01\r\n\r\n", DAYBOOK_LOOPBACK_BAD },
  /* header lines */
  { GET HOST " folded\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { GET HOST "X y: z\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { GET HOST "X : z\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { GET HOST ": z\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { GET HOST "nothing\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { GET HOST "X: a\x7f\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { GET HOST "X: a\rY: b\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { GET HOST "X: a\nY: b\r\n" END, DAYBOOK_LOOPBACK_BAD },
  { "GET " PATH "?q HTTP/1.1\nHost: " AUTHORITY "\n\r\n\r\n", DAYBOOK_LOOPBACK_BAD },
  /* not complete */
  { "", DAYBOOK_LOOPBACK_MORE },
  { GET HOST, DAYBOOK_LOOPBACK_MORE },
  { GET HOST "\r", DAYBOOK_LOOPBACK_MORE },
  { "GET " PATH "?q HTTP/1.1\n" HOST "\n\n", DAYBOOK_LOOPBACK_MORE },
};

static void
test_heads (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autofree char *query = NULL;
      g_autofree char *shown = g_strescape (heads[i].head, NULL);

      g_test_message ("%s", shown);
      g_assert_cmpint (judge (heads[i].head, &query), ==, heads[i].verdict);
      g_assert_true ((query != NULL) == (heads[i].verdict == DAYBOOK_LOOPBACK_ANSWER));
    }
}

static void
test_nul (void)
{
  static const char with_nul[] = GET HOST "X: a\0b\r\n\r\n";
  static const char in_target[] = "GET " PATH "\0?q HTTP/1.1\r\n" HOST "\r\n";
  char *query = NULL;

  g_assert_cmpint (daybook_loopback_judge (with_nul, sizeof with_nul - 1, AUTHORITY, PATH, &query),
                   ==, DAYBOOK_LOOPBACK_BAD);
  g_assert_cmpint (
      daybook_loopback_judge (in_target, sizeof in_target - 1, AUTHORITY, PATH, &query), ==,
      DAYBOOK_LOOPBACK_BAD);
}

static void
test_limits (void)
{
  g_autoptr (GString) many = g_string_new (GET HOST);
  g_autoptr (GString) large = g_string_new (GET HOST "X: ");
  char *query = NULL;

  for (guint i = 0; i < 64; i++)
    g_string_append (many, "X: y\r\n");
  g_string_append (many, "\r\n");
  g_assert_cmpint (judge (many->str, &query), ==, DAYBOOK_LOOPBACK_BAD);

  while (large->len < DAYBOOK_LOOPBACK_MAX_HEAD - 1)
    g_string_append_c (large, 'x');
  g_assert_cmpint (judge (large->str, &query), ==, DAYBOOK_LOOPBACK_MORE);
  g_string_append (large, "\r\n\r\n");
  g_assert_cmpint (judge (large->str, &query), ==, DAYBOOK_LOOPBACK_TOO_LARGE);
}

/* ---- over sockets ---- */

typedef struct
{
  DaybookClock *clock;
  DaybookTimers *timers;
  DaybookLoopback *loopback;
  GString *queries;
  guint port;
} Listener;

static DaybookLoopbackPage
on_query_cb (DaybookLoopback *loopback, const char *query, gpointer data)
{
  Listener *self = data;

  g_string_append_printf (self->queries, "%s;", query);
  if (g_str_equal (query, "good"))
    return DAYBOOK_LOOPBACK_PAGE_DONE;
  if (g_str_equal (query, "refused"))
    return DAYBOOK_LOOPBACK_PAGE_REFUSED;
  if (g_str_equal (query, "last"))
    {
      /* What a sign-in does: it is over, and its listener goes while the page is still to be sent.
       */
      g_clear_object (&self->loopback);
      return DAYBOOK_LOOPBACK_PAGE_DONE;
    }
  return DAYBOOK_LOOPBACK_PAGE_FOREIGN;
}

static void
set_up (Listener *self, gconstpointer host)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = NULL;

  self->clock = daybook_clock_new_fixed (1795222800);
  self->timers = daybook_timers_new_virtual (self->clock);
  self->queries = g_string_new (NULL);
  self->loopback = daybook_loopback_new (host != NULL ? host : "127.0.0.1", NULL, PATH,
                                         self->timers, on_query_cb, self, &error);
  g_assert_no_error (error);
  uri = g_uri_parse (daybook_loopback_get_redirect_uri (self->loopback), G_URI_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_uri_get_host (uri), ==, host != NULL ? host : "127.0.0.1");
  g_assert_cmpstr (g_uri_get_path (uri), ==, PATH);
  self->port = g_uri_get_port (uri);
}

static void
tear_down (Listener *self, gconstpointer host)
{
  g_clear_object (&self->loopback);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_object_unref (self->timers);
  g_object_unref (self->clock);
  g_string_free (self->queries, TRUE);
}

static GSocketConnection *
connect_to (Listener *self, const char *address)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection
      = g_socket_client_connect_to_host (client, address, self->port, NULL, &error);

  g_assert_no_error (error);
  return connection;
}

static void
send_text (GSocketConnection *connection, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text,
                             strlen (text), NULL, NULL, NULL);
}

static void
on_piece_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GBytes **piece = data;
  g_autoptr (GError) error = NULL;

  *piece = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);
  if (*piece == NULL)
    *piece = g_bytes_new (NULL, 0);
}

/* Everything until the other side closes. */
static char *
receive (GSocketConnection *connection)
{
  GString *text = g_string_new (NULL);

  for (;;)
    {
      GBytes *piece = NULL;
      gsize size;

      g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                                       4096, G_PRIORITY_DEFAULT, NULL, on_piece_cb, &piece);
      while (piece == NULL)
        g_main_context_iteration (NULL, TRUE);
      size = g_bytes_get_size (piece);
      g_string_append_len (text, g_bytes_get_data (piece, NULL), size);
      g_bytes_unref (piece);
      if (size == 0)
        return g_string_free (text, FALSE);
    }
}

static char *
talk (Listener *self, const char *request)
{
  g_autoptr (GSocketConnection) connection = connect_to (self, "127.0.0.1");

  send_text (connection, request);
  return receive (connection);
}

static char *
get (Listener *self, const char *query)
{
  g_autofree char *request = g_strdup_printf (
      "GET " PATH "?%s HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", query, self->port);

  return talk (self, request);
}

static const char done_page[]
    = "HTTP/1.1 200 OK\r\n"
      "Content-Type: text/html; charset=utf-8\r\n"
      "Content-Length: 293\r\n"
      "Content-Security-Policy: default-src 'none'; base-uri 'none'; form-action 'none';"
      " frame-ancestors 'none'\r\n"
      "Cache-Control: no-store\r\n"
      "Referrer-Policy: no-referrer\r\n"
      "X-Content-Type-Options: nosniff\r\n"
      "Cross-Origin-Resource-Policy: same-origin\r\n"
      "Cross-Origin-Opener-Policy: same-origin\r\n"
      "Connection: close\r\n"
      "\r\n"
      "<!DOCTYPE html>\n"
      "<html><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">"
      "<meta name=\"viewport\" content=\"width=device-width\"><title>Daybook</title></head>\n"
      "<body><h1>Almost done</h1><p>The service has let you in. Close this page and go back to"
      " Daybook.</p></body></html>\n";

/* Row 14: to the byte, whatever the query was. */
static void
test_pages (Listener *self, gconstpointer host)
{
  g_autofree char *done = get (self, "good");
  g_autofree char *refused = get (self, "refused");
  g_autofree char *foreign = get (self, "<script>canary</script>&x=%3Cb%3Ecanary");

  g_assert_cmpstr (done, ==, done_page);
  g_assert_true (g_str_has_prefix (refused, "HTTP/1.1 200 OK\r\n"));
  g_assert_nonnull (strstr (refused, "did not work"));
  g_assert_true (g_str_has_prefix (foreign, "HTTP/1.1 400 Bad Request\r\n"));
  g_assert_null (strstr (foreign, "canary"));
  g_assert_nonnull (strstr (foreign, "default-src 'none'"));
}

/* The page arrives although the sign-in, and the listener with it, ended on the way. */
static void
test_last_page (Listener *self, gconstpointer host)
{
  g_autofree char *page = get (self, "last");

  g_assert_null (self->loopback);
  g_assert_cmpstr (page, ==, done_page);
}

/* A favicon, a connection made in advance and a prefetch do not end the wait; the return does. */
static void
test_browser_sequence (Listener *self, gconstpointer name)
{
  g_autoptr (GSocketConnection) early = connect_to (self, "127.0.0.1");
  g_autofree char *authority = g_strdup_printf ("127.0.0.1:%u", self->port);
  static const char *const steps[] = { "favicon", "prefetch", "return", "favicon" };
  static const char *const statuses[] = { "404", "503", "200", "404" };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *file = g_strconcat (name, "-", steps[i], NULL);
      g_autofree char *request = read_browser (file, authority, "good");
      g_autofree char *answer = talk (self, request);

      g_assert_true (g_str_has_prefix (answer + strlen ("HTTP/1.1 "), statuses[i]));
    }
  g_assert_cmpstr (self->queries->str, ==, "good;");
}

static void
test_statuses (Listener *self, gconstpointer host)
{
  static const struct
  {
    const char *request; /* %u: the port */
    const char *status;
  } cases[] = {
    { "POST " PATH "?good HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Length: 4\r\n\r\nbody",
      "405 Method Not Allowed\r\n" },
    { "GET " PATH "?good HTTP/1.1\r\nHost: evil.example:%u\r\n\r\n", "421 Misdirected Request" },
    { "GET " PATH "?good HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nOrigin: null\r\n\r\n", "403 Forbidden" },
    { "GET /favicon.ico HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", "404 Not Found" },
    { "hello %u\r\n\r\n", "400 Bad Request" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *request = g_strdup_printf (cases[i].request, self->port);
      g_autofree char *answer = talk (self, request);

      g_assert_true (g_str_has_prefix (answer + strlen ("HTTP/1.1 "), cases[i].status));
    }
  g_assert_cmpstr (self->queries->str, ==, "");
}

/* The request comes in pieces of one byte. */
static void
test_in_pieces (Listener *self, gconstpointer host)
{
  g_autoptr (GSocketConnection) connection = connect_to (self, "127.0.0.1");
  g_autofree char *request
      = g_strdup_printf ("GET " PATH "?good HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", self->port);
  g_autofree char *answer = NULL;

  g_socket_set_option (g_socket_connection_get_socket (connection), 6 /* TCP */, 1 /* NODELAY */, 1,
                       NULL);
  for (const char *p = request; *p != '\0'; p++)
    {
      char byte[] = { *p, '\0' };

      send_text (connection, byte);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  answer = receive (connection);
  g_assert_cmpstr (answer, ==, done_page);
}

/* Four megabytes of header are not taken in: 8 KiB, and an answer. */
static void
test_too_large (Listener *self, gconstpointer host)
{
  g_autoptr (GSocketConnection) connection = connect_to (self, "127.0.0.1");
  g_autofree char *filler = g_strnfill (DAYBOOK_LOOPBACK_MAX_HEAD, 'x');
  g_autofree char *answer = NULL;

  send_text (connection, "GET " PATH "?good HTTP/1.1\r\nX: ");
  send_text (connection, filler);
  answer = receive (connection);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 431 "));
}

/* Whoever says nothing, or says it slowly, is gone after ten seconds. */
static void
test_ten_seconds (Listener *self, gconstpointer host)
{
  g_autoptr (GSocketConnection) silent = connect_to (self, "127.0.0.1");
  g_autoptr (GSocketConnection) slow = connect_to (self, "127.0.0.1");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  for (guint i = 0; i < 10; i++)
    {
      send_text (slow, "G");
      while (g_main_context_iteration (NULL, FALSE))
        ;
      daybook_timers_advance (self->timers, G_USEC_PER_SEC);
    }
  first = receive (silent);
  second = receive (slow);
  g_assert_cmpstr (first, ==, "");
  g_assert_cmpstr (second, ==, "");
}

/* 32 at a time; when they have gone there is room again. */
static void
test_many_connections (Listener *self, gconstpointer host)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *refused = NULL;
  g_autofree char *done = NULL;

  for (guint i = 0; i < 33; i++)
    {
      g_ptr_array_add (connections, connect_to (self, "127.0.0.1"));
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  refused = receive (connections->pdata[32]);
  g_assert_cmpstr (refused, ==, "");
  daybook_timers_advance (self->timers, 10 * G_USEC_PER_SEC);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  done = get (self, "good");
  g_assert_cmpstr (done, ==, done_page);
}

static void
test_closed (Listener *self, gconstpointer host)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  daybook_loopback_close (self->loopback);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", self->port, NULL, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

static void
test_ports (Listener *self, gconstpointer host)
{
  const guint16 taken[] = { (guint16) self->port, 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (DaybookLoopback) second
      = daybook_loopback_new ("127.0.0.1", taken, PATH, self->timers, on_query_cb, self, &error);

  g_assert_null (second);
  g_assert_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK);
}

/* Whoever was given localhost answers to it, and to nothing else. */
static void
test_localhost (Listener *self, gconstpointer host)
{
  g_autofree char *right
      = g_strdup_printf ("GET " PATH "?good HTTP/1.1\r\nHost: localhost:%u\r\n\r\n", self->port);
  g_autofree char *wrong
      = g_strdup_printf ("GET " PATH "?good HTTP/1.1\r\nHost: 127.0.0.1:%u\r\n\r\n", self->port);
  g_autofree char *first = talk (self, right);
  g_autofree char *second = talk (self, wrong);

  g_assert_cmpstr (first, ==, done_page);
  g_assert_true (g_str_has_prefix (second, "HTTP/1.1 421 "));
}

static void
add (const char *name, void (*func) (Listener *, gconstpointer), gconstpointer data)
{
  g_test_add (name, Listener, data, set_up, func, tear_down);
}

static void
set_up_for_browser (Listener *self, gconstpointer browser)
{
  set_up (self, NULL);
}

static void
add_for_browser (const char *name, const char *browser)
{
  g_test_add (name, Listener, browser, set_up_for_browser, test_browser_sequence, tear_down);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/loopback/judge/browsers", test_browsers);
  g_test_add_func ("/loopback/judge/heads", test_heads);
  g_test_add_func ("/loopback/judge/nul", test_nul);
  g_test_add_func ("/loopback/judge/limits", test_limits);
  add ("/loopback/pages", test_pages, NULL);
  add ("/loopback/page-of-the-last-answer", test_last_page, NULL);
  add_for_browser ("/loopback/firefox", "firefox");
  add_for_browser ("/loopback/chromium", "chromium");
  add ("/loopback/statuses", test_statuses, NULL);
  add ("/loopback/in-pieces", test_in_pieces, NULL);
  add ("/loopback/too-large", test_too_large, NULL);
  add ("/loopback/ten-seconds", test_ten_seconds, NULL);
  add ("/loopback/many-connections", test_many_connections, NULL);
  add ("/loopback/closed", test_closed, NULL);
  add ("/loopback/ports", test_ports, NULL);
  add ("/loopback/localhost", test_localhost, "localhost");
  return g_test_run ();
}
