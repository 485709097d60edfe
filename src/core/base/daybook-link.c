/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/daybook-link.h"

#include <gio/gio.h>
#include <string.h>

#define MAX_HOST_LENGTH 253

/* Printable, without white space, controls and what hides or reorders text, and no backslash. */
static gboolean
is_plain (const char *address)
{
  if (strlen (address) > DAYBOOK_LINK_MAX_LENGTH || !g_utf8_validate (address, -1, NULL))
    return FALSE;
  for (const char *p = address; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c <= 0x20 || c == 0x7f || c == '\\' || g_unichar_isspace (c))
        return FALSE;
      switch (g_unichar_type (c))
        {
        case G_UNICODE_CONTROL:
        case G_UNICODE_FORMAT:
        case G_UNICODE_UNASSIGNED:
        case G_UNICODE_PRIVATE_USE:
        case G_UNICODE_LINE_SEPARATOR:
        case G_UNICODE_PARAGRAPH_SEPARATOR:
          return FALSE;
        default:
          break;
        }
    }
  return TRUE;
}

/* A host in the form that is safe to show: lower case, international names as punycode. NULL for
 * what is no host name and no bracketed IPv6 address. */
static char *
check_host (const char *host, gsize length)
{
  g_autofree char *name = g_strndup (host, length);
  g_autofree char *ascii = NULL;

  if (name[0] == '[')
    {
      g_autofree char *inner = g_strndup (name + 1, length >= 2 ? length - 2 : 0);

      if (name[length - 1] != ']' || strchr (inner, ':') == NULL
          || !g_hostname_is_ip_address (inner))
        return NULL;
      return g_ascii_strdown (name, -1);
    }

  ascii = g_hostname_to_ascii (name);
  if (ascii == NULL || ascii[0] == '\0' || ascii[0] == '.' || strlen (ascii) > MAX_HOST_LENGTH
      || strstr (ascii, "..") != NULL)
    return NULL;
  for (const char *p = ascii; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.' && *p != '_')
      return NULL;
  return g_ascii_strdown (ascii, -1);
}

/* The part behind the host, with every byte that RFC 3986 does not allow written as %XX. */
static void
append_rest (GString *out, const char *rest)
{
  for (const char *p = rest; *p != '\0'; p++)
    {
      gboolean escape = *p == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]);

      if (escape || g_ascii_isalnum (*p) || strchr ("-._~:/?#[]@!$&'()*+,;=", *p) != NULL)
        g_string_append_c (out, *p);
      else
        g_string_append_printf (out, "%%%02X", (guchar) *p);
    }
}

/* Where the name of the host ends before something that must be a port; NULL when there is nothing more. A
 * literal address without its end has no name. */
static const char *
find_port (const char *host, gsize authority_length)
{
  const char *end;

  if (host[0] != '[')
    return memchr (host, ':', authority_length);
  end = memchr (host, ']', authority_length);
  if (end == NULL)
    return host;
  return end + 1 < host + authority_length ? end + 1 : NULL;
}

/* [@port, @end), with its colon, unless it is the usual one. FALSE when it is no port. */
static gboolean
append_port (GString *out, const char *port, const char *end, guint usual)
{
  gsize digits = end - port - 1;
  guint number = 0;

  if (*port != ':' || digits == 0 || digits > 5)
    return FALSE;
  for (const char *p = port + 1; p < end; p++)
    {
      if (!g_ascii_isdigit (*p))
        return FALSE;
      number = number * 10 + (*p - '0');
    }
  if (number == 0 || number > 65535)
    return FALSE;
  if (number != usual)
    g_string_append_printf (out, ":%u", number);
  return TRUE;
}

/* The gate before any address from outside is opened (reliability.md, threat 22): http and https
 * with a host and nothing in front of it. The address is taken apart and put together again, so
 * that the browser reads what was checked. NULL when it must not be opened. Owned by the caller.
 *
 * GUri is not used for the decision: it reads "https://evil.example\@good.example/" as a link to
 * good.example, and browsers go to evil.example. */
char *
daybook_link_check (const char *address)
{
  g_autoptr (GString) out = NULL;
  g_autofree char *host_name = NULL;
  const char *host;
  const char *rest;
  const char *port;
  gsize authority_length;
  gsize host_length;
  gboolean secure;

  if (address == NULL || !is_plain (address))
    return NULL;
  if (g_ascii_strncasecmp (address, "https://", 8) == 0)
    secure = TRUE;
  else if (g_ascii_strncasecmp (address, "http://", 7) == 0)
    secure = FALSE;
  else
    return NULL;

  host = address + (secure ? 8 : 7);
  authority_length = strcspn (host, "/?#");
  rest = host + authority_length;
  if (memchr (host, '@', authority_length) != NULL || memchr (host, '%', authority_length) != NULL)
    return NULL;
  port = find_port (host, authority_length);
  host_length = port != NULL ? (gsize) (port - host) : authority_length;
  if (host_length == 0)
    return NULL;
  host_name = check_host (host, host_length);
  if (host_name == NULL)
    return NULL;

  out = g_string_new (secure ? "https://" : "http://");
  g_string_append (out, host_name);
  if (port != NULL && !append_port (out, port, rest, secure ? 443 : 80))
    return NULL;
  if (*rest != '/')
    g_string_append_c (out, '/');
  append_rest (out, rest);
  return out->len <= 3 * DAYBOOK_LINK_MAX_LENGTH ? g_strdup (out->str) : NULL;
}

/* Whether @host is written as this computer: localhost, 127.0.0.0/8 or ::1. */
gboolean
daybook_link_host_is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}
