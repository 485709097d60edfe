/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-records.h"

#include <gio/gio.h>
#include <string.h>

#include "base/daybook-link.h"
#include "providers/caldav/daybook-caldav-address.h"

#define MAX_SERVERS 3
#define HOST_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-."
#define MAX_PATH 1024 /* bytes */

/* The domain that a checked address is nothing more than, so that its calendar server may be elsewhere; NULL where
 * the address says more (a port, a path), or its host is in no domain. (transfer full) */
char *
daybook_caldav_records_get_domain (const char *address)
{
  g_autofree char *host = daybook_caldav_address_get_host (address);
  g_autofree char *path = daybook_caldav_address_get_path (address);

  if (!g_str_has_prefix (address, "https:") || strcmp (path, "/") != 0 || strchr (host, ':') != NULL
      || strchr (host, '.') == NULL || g_hostname_is_ip_address (host))
    return NULL;
  return g_hostname_to_ascii (host);
}

static DaybookRequest *
ask (const char *domain, const char *type)
{
  g_autofree char *url = g_strdup_printf ("dns:_caldavs._tcp.%s?type=%s", domain, type);

  return daybook_request_new ("GET", url);
}

/* RFC 6764 section 3. The service without encryption (_caldav) is not asked for. */
DaybookRequest *
daybook_caldav_records_ask_servers (const char *domain)
{
  return ask (domain, "SRV");
}

/* RFC 6764 section 4. */
DaybookRequest *
daybook_caldav_records_ask_path (const char *domain)
{
  return ask (domain, "TXT");
}

static gboolean
is_host (const char *text)
{
  return *text != '\0' && *text != '.' && text[strspn (text, HOST_CHARACTERS)] == '\0';
}

static gboolean
is_inside (const char *host, const char *domain)
{
  gsize host_length = strlen (host);
  gsize domain_length = strlen (domain);

  if (g_ascii_strcasecmp (host, domain) == 0)
    return TRUE;
  return host_length > domain_length + 1 && host[host_length - domain_length - 1] == '.'
         && g_ascii_strcasecmp (host + host_length - domain_length, domain) == 0;
}

/* Origins of the servers in @lines (daybook-dns-try.h), the best first. Names are looked up without proof, and a
 * server is sent a password: only one inside @domain is taken (RFC 6764 section 8). @elsewhere (transfer full) is set
 * to the first one that is not, for the person to judge. */
GPtrArray *
daybook_caldav_records_read_servers (GBytes *lines, const char *domain, char **elsewhere)
{
  GPtrArray *origins = g_ptr_array_new_with_free_func (g_free);
  gsize size;
  const char *data = g_bytes_get_data (lines, &size);
  g_autofree char *text = g_strndup (size > 0 ? data : "", size);
  g_auto (GStrv) rows = g_strsplit (text, "\n", -1);

  for (guint i = 0; rows[i] != NULL && origins->len < MAX_SERVERS; i++)
    {
      g_auto (GStrv) words = g_strsplit (rows[i], " ", -1);
      g_autofree char *url = NULL;
      g_autofree char *address = NULL;
      guint64 port;

      if (g_strv_length (words) != 2 || !is_host (words[0]) || !g_ascii_string_to_unsigned (words[1], 10, 1, 65535, &port, NULL))
        continue;
      if (!is_inside (words[0], domain))
        {
          if (*elsewhere == NULL)
            *elsewhere = g_strdup (words[0]);
          continue;
        }
      url = port == 443 ? g_strdup_printf ("https://%s/", words[0])
                        : g_strdup_printf ("https://%s:%u/", words[0], (guint) port);
      address = daybook_link_check (url);
      if (address != NULL)
        g_ptr_array_add (origins, daybook_caldav_address_get_origin (address));
    }
  return origins;
}

/* The path in @lines, NULL where they name none (RFC 6763 section 6: the first one counts, in any case). */
char *
daybook_caldav_records_read_path (GBytes *lines)
{
  gsize size;
  const char *data = g_bytes_get_data (lines, &size);
  g_autofree char *text = g_strndup (size > 0 ? data : "", size);
  g_auto (GStrv) rows = g_strsplit (text, "\n", -1);

  for (guint i = 0; rows[i] != NULL; i++)
    {
      const char *path = rows[i] + strlen ("path=");

      if (g_ascii_strncasecmp (rows[i], "path=", strlen ("path=")) != 0)
        continue;
      if (*path != '/' || path[1] == '/' || strlen (path) > MAX_PATH || strpbrk (path, "?#\\ ") != NULL)
        return NULL;
      return g_strdup (path);
    }
  return NULL;
}
