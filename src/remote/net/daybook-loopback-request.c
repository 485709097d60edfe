/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-loopback-request.h"

#include <string.h>

#define MAX_HEADERS 64

typedef struct
{
  const char *text; /* in the head, not ended by NUL */
  gsize length;
} Piece;

/* What matters of the headers. */
typedef struct
{
  Piece host;
  guint n_hosts;
  Piece fetch_mode;
  Piece fetch_dest;
  gboolean has_fetch; /* any Sec-Fetch- header: a browser that tells what it is doing */
  gboolean has_origin;
  gboolean has_body;
  gboolean prefetch;
} Headers;

static gboolean
piece_is (Piece piece, const char *text)
{
  return piece.length == strlen (text) && g_ascii_strncasecmp (piece.text, text, piece.length) == 0;
}

static gboolean
piece_begins (Piece piece, const char *text)
{
  return piece.length >= strlen (text)
         && g_ascii_strncasecmp (piece.text, text, strlen (text)) == 0;
}

static gboolean
piece_contains (Piece piece, const char *word)
{
  gsize length = strlen (word);

  for (gsize i = 0; i + length <= piece.length; i++)
    {
      if (g_ascii_strncasecmp (piece.text + i, word, length) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Cuts the next line off, which ends with CRLF. FALSE for a bare CR or LF. */
static gboolean
take_line (Piece *rest, Piece *line)
{
  const char *end = memchr (rest->text, '\r', rest->length);

  if (end == NULL || (gsize) (end - rest->text) + 1 >= rest->length || end[1] != '\n')
    return FALSE;
  line->text = rest->text;
  line->length = end - rest->text;
  if (memchr (line->text, '\n', line->length) != NULL)
    return FALSE;
  rest->length -= line->length + 2;
  rest->text = end + 2;
  return TRUE;
}

/* RFC 9110 section 5.6.2 */
static gboolean
is_token (Piece piece)
{
  if (piece.length == 0)
    return FALSE;
  for (gsize i = 0; i < piece.length; i++)
    {
      char c = piece.text[i];

      if (c == '\0' || (!g_ascii_isalnum (c) && strchr ("!#$%&'*+-.^_`|~", c) == NULL))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_visible (Piece piece, const char *also)
{
  for (gsize i = 0; i < piece.length; i++)
    {
      guchar c = piece.text[i];

      if ((c <= 0x20 || c == 0x7f) && (c == '\0' || strchr (also, c) == NULL))
        return FALSE;
    }
  return TRUE;
}

static Piece
trim (Piece piece)
{
  while (piece.length > 0 && (*piece.text == ' ' || *piece.text == '\t'))
    {
      piece.text++;
      piece.length--;
    }
  while (piece.length > 0
         && (piece.text[piece.length - 1] == ' ' || piece.text[piece.length - 1] == '\t'))
    piece.length--;
  return piece;
}

static gboolean
take_header (Piece line, Headers *headers)
{
  const char *colon = memchr (line.text, ':', line.length);
  Piece name, value;

  /* A line that begins with a space would continue the one before: obsolete, and a way to hide. */
  if (colon == NULL)
    return FALSE;
  name = (Piece){ line.text, colon - line.text };
  value = trim ((Piece){ colon + 1, line.length - name.length - 1 });
  if (!is_token (name) || !is_visible (value, " \t"))
    return FALSE;

  if (piece_is (name, "host"))
    {
      headers->host = value;
      headers->n_hosts++;
    }
  else if (piece_is (name, "origin"))
    {
      headers->has_origin = TRUE;
    }
  else if (piece_is (name, "transfer-encoding")
           || (piece_is (name, "content-length") && !piece_is (value, "0")))
    {
      headers->has_body = TRUE;
    }
  else if (piece_is (name, "purpose") || piece_is (name, "sec-purpose") || piece_is (name, "x-moz"))
    {
      headers->prefetch
          |= piece_contains (value, "prefetch") || piece_contains (value, "prerender");
    }
  else if (piece_begins (name, "sec-fetch-"))
    {
      headers->has_fetch = TRUE;
      if (piece_is (name, "sec-fetch-mode"))
        headers->fetch_mode = value;
      else if (piece_is (name, "sec-fetch-dest"))
        headers->fetch_dest = value;
    }
  return TRUE;
}

/* Where the head ends (behind the empty line), 0 while it has not. */
static gsize
find_end (const char *head, gsize size)
{
  for (gsize i = 3; i < size; i++)
    {
      if (head[i] == '\n' && memcmp (head + i - 3, "\r\n\r\n", 4) == 0)
        return i + 1;
    }
  return 0;
}

/* Judges @head (@size bytes so far, of one connection) against the listener's @authority
 * ("127.0.0.1:35017", RFC 9110 section 7.2) and @path, compared exactly. @query (transfer full) is
 * set for DAYBOOK_LOOPBACK_ANSWER alone: what stood behind the question mark, as it came.
 *
 * A person who comes back from a service's consent page arrives with Sec-Fetch-Site: cross-site
 * (measured: Firefox 153, Chromium 156), so a top-level navigation is welcome from anywhere; what a
 * page fetches, embeds or sends by itself is not (reliability.md section 2, rows 12 and 13). */
DaybookLoopbackVerdict
daybook_loopback_judge (
    const char *head, gsize size, const char *authority, const char *path, char **query)
{
  gsize end = find_end (head, MIN (size, DAYBOOK_LOOPBACK_MAX_HEAD));
  Piece rest = { head, end };
  Piece line, method, target, place;
  const char *space, *mark;
  Headers headers = { 0 };
  guint n_headers = 0;

  if (end == 0)
    return size >= DAYBOOK_LOOPBACK_MAX_HEAD ? DAYBOOK_LOOPBACK_TOO_LARGE : DAYBOOK_LOOPBACK_MORE;

  if (!take_line (&rest, &line) || (space = memchr (line.text, ' ', line.length)) == NULL)
    return DAYBOOK_LOOPBACK_BAD;
  method = (Piece){ line.text, space - line.text };
  target = (Piece){ space + 1, line.length - method.length - 1 };
  space = memchr (target.text, ' ', target.length);
  if (space == NULL || !is_token (method))
    return DAYBOOK_LOOPBACK_BAD;
  line = (Piece){ space + 1, target.length - (space - target.text) - 1 };
  target.length = space - target.text;
  if (line.length != 8 || memcmp (line.text, "HTTP/1.", 7) != 0
      || (line.text[7] != '0' && line.text[7] != '1'))
    return DAYBOOK_LOOPBACK_BAD;
  /* The origin form alone: no proxy is spoken to here. */
  if (target.length == 0 || target.text[0] != '/' || !is_visible (target, "")
      || memchr (target.text, '#', target.length) != NULL)
    return DAYBOOK_LOOPBACK_BAD;

  while (take_line (&rest, &line) && line.length > 0)
    {
      if (++n_headers > MAX_HEADERS || !take_header (line, &headers))
        return DAYBOOK_LOOPBACK_BAD;
    }
  if (line.length > 0 || rest.length > 0 || headers.n_hosts != 1)
    return DAYBOOK_LOOPBACK_BAD;
  if (!piece_is (headers.host, authority))
    return DAYBOOK_LOOPBACK_MISDIRECTED;
  if (!(method.length == 3 && memcmp (method.text, "GET", 3) == 0))
    return DAYBOOK_LOOPBACK_NOT_GET;
  if (headers.has_body)
    return DAYBOOK_LOOPBACK_BAD;

  mark = memchr (target.text, '?', target.length);
  place = (Piece){ target.text, mark != NULL ? (gsize) (mark - target.text) : target.length };
  if (place.length != strlen (path) || memcmp (place.text, path, place.length) != 0)
    return DAYBOOK_LOOPBACK_NOT_FOUND;
  if (headers.prefetch)
    return DAYBOOK_LOOPBACK_PREFETCH;
  if (headers.has_fetch
          ? !piece_is (headers.fetch_mode, "navigate") || !piece_is (headers.fetch_dest, "document")
          : headers.has_origin)
    return DAYBOOK_LOOPBACK_FORBIDDEN;
  if (mark == NULL)
    return DAYBOOK_LOOPBACK_BAD;
  *query = g_strndup (mark + 1, target.length - place.length - 1);
  return DAYBOOK_LOOPBACK_ANSWER;
}
