/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-address.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-link.h"

#define MAX_HREF 4096

static gboolean
is_http (const char *address)
{
  return g_str_has_prefix (address, "http:");
}

/* Where the path begins in a checked address, which always has one. */
static const char *
find_path (const char *address)
{
  return strchr (strstr (address, "://") + 3, '/');
}

char *
daybook_caldav_address_get_host (const char *address)
{
  const char *host = strstr (address, "://") + 3;

  return g_strndup (host, find_path (address) - host);
}

char *
daybook_caldav_address_get_origin (const char *address)
{
  return g_strndup (address, find_path (address) - address);
}

static gboolean
is_loopback (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) inet = host != NULL ? g_inet_address_new_from_string (host) : NULL;

  if (inet != NULL)
    return g_inet_address_get_is_loopback (inet);
  return host != NULL && g_ascii_strcasecmp (host, "localhost") == 0;
}

/* The domain in a mail address; NULL where @text is none. */
static const char *
find_mail_domain (const char *text)
{
  const char *at = strchr (text, '@');

  return at != NULL && at > text && strpbrk (text, "/:?# ") == NULL ? at + 1 : NULL;
}

/* What a person typed, as the address to begin with: a host alone will do, or a mail address, whose domain tells
 * where its calendars are. https, and http on this computer alone, since the password goes along with every
 * request. USAGE with a sentence for anything else. Gives back unchanged what it once gave. */
char *
daybook_caldav_address_check (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autofree char *url = NULL;
  const char *mail_domain = find_mail_domain (trimmed);
  char *checked;

  if (mail_domain != NULL)
    url = g_strconcat ("https://", mail_domain, NULL);
  else if (g_ascii_strncasecmp (trimmed, "caldavs://", 10) == 0)
    url = g_strconcat ("https://", trimmed + 10, NULL);
  else if (g_ascii_strncasecmp (trimmed, "caldav://", 9) == 0)
    url = g_strconcat ("https://", trimmed + 9, NULL);
  else if (strstr (trimmed, "://") == NULL && *trimmed != '\0' && *trimmed != '/')
    url = g_strconcat ("https://", trimmed, NULL);
  else
    url = g_strdup (trimmed);
  *(url + strcspn (url, "#?")) = '\0';
  checked = daybook_link_check (url);
  if (checked == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                         _("That is not the address of a calendar server. Give its name, as in cloud.example.com, or "
                           "an address that begins with https://, without a user name in it."));
  else if (is_http (checked) && !is_loopback (checked))
    {
      g_clear_pointer (&checked, g_free);
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _("That address is not encrypted (http://). Use one that begins with https://."));
    }
  return checked;
}

/* @path at the same host. */
char *
daybook_caldav_address_at_root (const char *address, const char *path)
{
  return g_strdup_printf ("%.*s%s", (int) (find_path (address) - address), address, path);
}

/* Where @href, read in an answer of @address, leads; NULL where it must not be followed: an encrypted server
 * leads to encrypted ones alone, and none to this computer from elsewhere. */
char *
daybook_caldav_address_resolve (const char *address, const char *href)
{
  g_autofree char *url = NULL;
  char *checked;

  if (href == NULL || strlen (href) > MAX_HREF)
    return NULL;
  url = g_uri_resolve_relative (address, href, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  checked = url != NULL ? daybook_link_check (url) : NULL;
  if (checked != NULL && is_http (checked) && !(is_http (address) && is_loopback (checked)))
    g_clear_pointer (&checked, g_free);
  return checked;
}

/* The path in its one spelling: what need not be escaped is not (RFC 3986 section 6.2.2), a slash in a name
 * stays escaped, and no slash is at the end. */
static char *
normalize_path (const char *path)
{
  GString *out = g_string_new (NULL);

  for (const char *p = path; *p != '\0' && *p != '?' && *p != '#'; p++)
    {
      guchar byte = *p;

      if (byte == '/')
        {
          if (out->len == 0 || out->str[out->len - 1] != '/')
            g_string_append_c (out, '/');
          continue;
        }
      if (byte == '%' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
        {
          byte = g_ascii_xdigit_value (p[1]) * 16 + g_ascii_xdigit_value (p[2]);
          p += 2;
        }
      if (g_ascii_isalnum (byte) || (byte != '\0' && strchr ("-._~@:!$&'()*+,;=", byte) != NULL))
        g_string_append_c (out, byte);
      else
        g_string_append_printf (out, "%%%02X", byte);
    }
  if (out->len > 1 && out->str[out->len - 1] == '/')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/* What a collection is known by at its server. */
char *
daybook_caldav_address_get_path (const char *address)
{
  return normalize_path (find_path (address));
}

/* The path of @href if it lies on @address's host; NULL else. */
static char *
find_local_path (const char *address, const char *href)
{
  g_autofree char *resolved = daybook_caldav_address_resolve (address, href);

  if (resolved == NULL || strncmp (resolved, address, find_path (address) - address + 1) != 0)
    return NULL;
  return daybook_caldav_address_get_path (resolved);
}

/* The name of @href in @collection in its one spelling. NULL when it is none of its own: the collection
 * itself, something below one of its members, or something elsewhere, which it has no say in. */
char *
daybook_caldav_address_get_member (const char *collection, const char *href)
{
  g_autofree char *path = find_local_path (collection, href);
  g_autofree char *base = daybook_caldav_address_get_path (collection);
  gsize length = strlen (base);
  const char *name;

  if (path == NULL || strncmp (path, base, length) != 0)
    return NULL;
  if (length > 1 && path[length] != '/')
    return NULL;
  name = path + length + (length > 1 ? 1 : 0);
  if (*name == '\0' || strchr (name, '/') != NULL)
    return NULL;
  return g_strdup (name);
}

/* Whether @href, read in an answer of @address, is @address. */
gboolean
daybook_caldav_address_is_same (const char *address, const char *href)
{
  g_autofree char *path = find_local_path (address, href);
  g_autofree char *own = daybook_caldav_address_get_path (address);

  return g_strcmp0 (path, own) == 0;
}
