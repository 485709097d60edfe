/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-meeting-link.h"

#include <string.h>

#include "base/daybook-link.h"

/* How far into a text an address is looked for, in bytes. */
#define MAX_TEXT (64 * 1024)

#define MAX_UNWRAPPINGS 3

/* The parts of an address that passed daybook_link_check(). */
typedef struct
{
  char *host;
  char **path; /* decoded segments, without empty ones at the end */
  guint depth; /* number of segments */
  char *query; /* (nullable) as written */
} Parts;

static void
parts_clear (Parts *self)
{
  g_free (self->host);
  g_strfreev (self->path);
  g_free (self->query);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parts, parts_clear)

static char *
decode (const char *text)
{
  char *decoded = g_uri_unescape_string (text, NULL);

  /* A segment with a %00 or without valid UTF-8 behind its escapes is none of ours. */
  return decoded != NULL && g_utf8_validate (decoded, -1, NULL) ? decoded
                                                                : (g_free (decoded), g_strdup (""));
}

static void
parts_split (Parts *self, const char *url)
{
  const char *host = strstr (url, "://") + 3;
  const char *path = host + strcspn (host, "/?#");
  const char *query = path + strcspn (path, "?#");
  g_autofree char *path_text = g_strndup (path, query - path);

  self->host = g_strndup (host, strcspn (host, ":/?#"));
  self->path = g_strsplit (path_text[0] == '/' ? path_text + 1 : path_text, "/", 16);
  self->depth = g_strv_length (self->path);
  for (guint i = 0; i < self->depth; i++)
    {
      char *raw = self->path[i];

      self->path[i] = decode (raw);
      g_free (raw);
    }
  while (self->depth > 0 && self->path[self->depth - 1][0] == '\0')
    self->depth--;
  if (*query == '?')
    self->query = g_strndup (query + 1, strcspn (query + 1, "#"));
}

static gboolean
host_is (const Parts *parts, const char *host)
{
  return strcmp (parts->host, host) == 0;
}

/* @domain itself or a host below it. */
static gboolean
host_below (const Parts *parts, const char *domain)
{
  gsize host_length = strlen (parts->host);
  gsize length = strlen (domain);

  return g_str_has_suffix (parts->host, domain)
         && (host_length == length || parts->host[host_length - length - 1] == '.');
}

static gboolean
segment_is (const Parts *parts, guint index, const char *segment)
{
  return index < parts->depth && strcmp (parts->path[index], segment) == 0;
}

/* The decoded value of @name in the query, or NULL. */
static char *
query_value (const Parts *parts, const char *name)
{
  gsize length = strlen (name);

  for (const char *p = parts->query; p != NULL && *p != '\0';)
    {
      gsize end = strcspn (p, "&");

      if (end > length && p[length] == '=' && g_ascii_strncasecmp (p, name, length) == 0)
        {
          g_autofree char *raw = g_strndup (p + length + 1, end - length - 1);

          return decode (raw);
        }
      p += end;
      if (*p == '&')
        p++;
    }
  return NULL;
}

static gboolean
consists_of (const char *text, const char *characters)
{
  return text[0] != '\0' && text[strspn (text, characters)] == '\0';
}

#define DIGITS "0123456789"
#define LOWER "abcdefghijklmnopqrstuvwxyz"

static char *
meet_id (const Parts *parts)
{
  if (!host_is (parts, "meet.google.com"))
    return NULL;
  if (parts->depth == 2 && segment_is (parts, 0, "lookup"))
    return g_strdup (parts->path[1]);
  if (parts->depth == 1 && strchr (parts->path[0], '-') != NULL
      && consists_of (parts->path[0], LOWER "-"))
    return g_strdup (parts->path[0]);
  return NULL;
}

static char *
teams_id (const Parts *parts)
{
  if (host_is (parts, "teams.live.com") && parts->depth >= 2 && segment_is (parts, 0, "meet"))
    return g_strdup (parts->path[1]);
  if (!host_below (parts, "teams.microsoft.com") && !host_below (parts, "teams.microsoft.us")
      && !host_below (parts, "teams.cloud.microsoft"))
    return NULL;
  if (parts->depth >= 2 && segment_is (parts, 0, "meet"))
    return g_strdup (parts->path[1]);
  if (parts->depth >= 3 && segment_is (parts, 0, "l")
      && (segment_is (parts, 1, "meetup-join") || segment_is (parts, 1, "meeting")))
    return g_strdup (parts->path[2]);
  return NULL;
}

static char *
zoom_id (const Parts *parts)
{
  if (!host_below (parts, "zoom.us") && !host_below (parts, "zoom.com")
      && !host_below (parts, "zoomgov.com"))
    return NULL;
  if (parts->depth >= 2
      && (segment_is (parts, 0, "j") || segment_is (parts, 0, "w") || segment_is (parts, 0, "s")))
    return consists_of (parts->path[1], DIGITS) ? g_strdup (parts->path[1]) : NULL;
  if (parts->depth >= 2 && segment_is (parts, 0, "my"))
    return g_strdup (parts->path[1]);
  if (parts->depth >= 3 && segment_is (parts, 0, "wc")
      && (segment_is (parts, 1, "join") || segment_is (parts, 2, "join")))
    return g_strdup (segment_is (parts, 1, "join") ? parts->path[2] : parts->path[1]);
  return NULL;
}

static char *
webex_id (const Parts *parts)
{
  char *id;

  if (!host_below (parts, "webex.com") || parts->depth == 0)
    return NULL;
  id = query_value (parts, "MTID");
  if (id != NULL)
    return id;
  if (parts->depth == 2 && (segment_is (parts, 0, "meet") || segment_is (parts, 0, "join")))
    return g_strdup (parts->path[1]);
  for (guint i = 0; i + 1 < parts->depth; i++)
    if (segment_is (parts, i, "meeting") && segment_is (parts, 0, "webappng"))
      return g_strdup (parts->path[parts->depth - 1]);
  return NULL;
}

/* Whereby gives a team a host of its own; www and the help pages are no rooms. */
static char *
whereby_id (const Parts *parts)
{
  static const char *const pages[] = { "blog", "information", "org", "user", "login", NULL };

  if (!host_below (parts, "whereby.com") || host_is (parts, "www.whereby.com") || parts->depth != 1
      || g_strv_contains (pages, parts->path[0]))
    return NULL;
  return g_strdup (parts->path[0]);
}

static char *
jitsi_id (const Parts *parts)
{
  if (host_is (parts, "meet.jit.si") && parts->depth >= 1)
    return g_strdup (parts->path[parts->depth - 1]);
  if (host_is (parts, "8x8.vc") && parts->depth == 2)
    return g_strdup (parts->path[1]);
  return NULL;
}

static const struct
{
  const char *name;
  char *(*id) (const Parts *parts);
} providers[] = {
  { "meet", meet_id },   { "teams", teams_id },     { "zoom", zoom_id },
  { "webex", webex_id }, { "whereby", whereby_id }, { "jitsi", jitsi_id },
};

/* The address that a mail guard or a redirector wrapped, or NULL. */
static char *
unwrap (const Parts *parts)
{
  if (host_below (parts, "safelinks.protection.outlook.com"))
    return query_value (parts, "url");
  if ((host_is (parts, "www.google.com") || host_is (parts, "google.com"))
      && segment_is (parts, 0, "url"))
    return query_value (parts, "q");
  return NULL;
}

/* Reads one address. NULL when it joins no meeting of a service that we know. Free with
 * daybook_meeting_link_free() or g_autoptr. */
DaybookMeetingLink *
daybook_meeting_link_parse (const char *address)
{
  g_autofree char *url = daybook_link_check (address);

  for (guint i = 0; i <= MAX_UNWRAPPINGS && url != NULL; i++)
    {
      g_auto (Parts) parts = { NULL };
      g_autofree char *inner = NULL;

      parts_split (&parts, url);
      for (guint n = 0; n < G_N_ELEMENTS (providers); n++)
        {
          g_autofree char *id = providers[n].id (&parts);

          if (id != NULL && id[0] != '\0')
            {
              DaybookMeetingLink *self = g_new0 (DaybookMeetingLink, 1);

              self->url = g_steal_pointer (&url);
              self->provider = providers[n].name;
              self->id = g_steal_pointer (&id);
              return self;
            }
        }
      inner = unwrap (&parts);
      g_free (url);
      url = daybook_link_check (inner);
    }
  return NULL;
}

static gboolean
ends_address (char c)
{
  return (guchar) c <= 0x20 || (guchar) c >= 0x7f || strchr ("<>\"'`\\|{}", c) != NULL;
}

/* The first address in @text that joins a meeting: a location, a description (plain or HTML) or a
 * mail. An address may stand there without its scheme ("meet.google.com/abc-defg-hij"). NULL when
 * there is none. Free with daybook_meeting_link_free() or g_autoptr. */
DaybookMeetingLink *
daybook_meeting_link_find (const char *text)
{
  const char *end;

  if (text == NULL)
    return NULL;
  end = text + strnlen (text, MAX_TEXT);
  /* Every address has a slash in it, and few other words have. */
  for (const char *p = text, *slash; (slash = memchr (p, '/', end - p)) != NULL;)
    {
      const char *start = slash;
      const char *scheme;
      gsize length;

      while (start > p && !ends_address (start[-1]))
        start--;
      for (p = slash; p < end && !ends_address (*p);)
        p++;
      length = p - start;
      if (length > DAYBOOK_LINK_MAX_LENGTH)
        continue;

      /* What stands around an address in a sentence is no part of it. */
      scheme = g_strstr_len (start, length, "://");
      if (scheme != NULL)
        {
          while (scheme > start && g_ascii_isalpha (scheme[-1]))
            scheme--;
          length -= scheme - start;
          start = scheme;
        }
      else
        {
          while (length > 0 && strchr ("([*_:;,", *start) != NULL)
            start++, length--;
        }
      while (length > 0 && strchr (".,;:!?)]*_", start[length - 1]) != NULL)
        length--;
      if (memchr (start, '.', length) != NULL && memchr (start, '/', length) != NULL)
        {
          g_autofree char *address
              = g_strdup_printf ("%s%.*s", scheme != NULL ? "" : "https://", (int) length, start);
          g_autofree char *unescaped = NULL;
          g_auto (GStrv) pieces = g_strsplit (address, "&amp;", -1);
          DaybookMeetingLink *link;

          unescaped = g_strjoinv ("&", pieces);
          link = daybook_meeting_link_parse (unescaped);
          if (link != NULL)
            return link;
        }
    }
  return NULL;
}

void
daybook_meeting_link_free (DaybookMeetingLink *self)
{
  g_free (self->url);
  g_free (self->id);
  g_free (self);
}
