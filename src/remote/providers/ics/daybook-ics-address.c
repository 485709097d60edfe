/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ics/daybook-ics-address.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-link.h"

/* How many characters of the digest an id has: nobody guesses an address from them. */
#define ID_LENGTH 16

static gboolean
has_scheme (const char *text, const char *scheme)
{
  return g_ascii_strncasecmp (text, scheme, strlen (scheme)) == 0;
}

static gboolean
is_loopback (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autoptr (GInetAddress) address = NULL;

  if (host == NULL)
    return FALSE;
  address = g_inet_address_new_from_string (host);
  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static char *
check_file (const char *text, GError **error)
{
  g_autofree char *typed = *text == '/' ? g_strdup (text) : g_filename_from_uri (text, NULL, NULL);
  g_autofree char *path = typed != NULL ? g_canonicalize_filename (typed, "/") : NULL;
  char *url = path != NULL ? g_filename_to_uri (path, NULL, NULL) : NULL;

  if (url == NULL)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _("That is not the path of a file."));
  return url;
}

/* What a person typed or pasted, as the one address that is kept and asked: webcal is https, a path is
 * file, http only on this computer. USAGE with a sentence for anything else; the sentence never repeats
 * the address. Gives back unchanged what it once gave. (transfer full) */
char *
daybook_ics_address_check (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autofree char *url = NULL;
  char *checked;

  if (*trimmed == '/' || has_scheme (trimmed, "file:"))
    return check_file (trimmed, error);
  if (has_scheme (trimmed, "webcal://"))
    url = g_strconcat ("https://", trimmed + strlen ("webcal://"), NULL);
  else if (has_scheme (trimmed, "webcals://"))
    url = g_strconcat ("https://", trimmed + strlen ("webcals://"), NULL);
  else
    url = g_strdup (trimmed);
  *(url + strcspn (url, "#")) = '\0';
  checked = daybook_link_check (url);
  if (checked == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _("That is not the address of a calendar. It begins with https:// or webcal:// and holds "
                             "no user name; a file is named by its whole path."));
      return NULL;
    }
  if (has_scheme (checked, "http:") && !is_loopback (checked))
    {
      g_free (checked);
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _("That address is not encrypted (http://). Ask for one that begins with https://."));
      return NULL;
    }
  return checked;
}

/* What may be shown of a checked address: its host, or the file's name. (transfer full) */
char *
daybook_ics_address_get_label (const char *address)
{
  g_autoptr (GUri) uri = NULL;

  if (has_scheme (address, "file:"))
    {
      g_autofree char *path = g_filename_from_uri (address, NULL, NULL);

      return path != NULL ? g_filename_display_basename (path) : g_strdup (address);
    }
  uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : "");
}

/* What a checked address is known by: the beginning of its SHA-256. (transfer full) */
char *
daybook_ics_address_get_id (const char *address)
{
  char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, address, -1);

  digest[ID_LENGTH] = '\0';
  return digest;
}

/* Where a redirect from the checked @address to @location leads: https only, unless both are on this
 * computer; NULL where it must not be followed. (transfer full) */
char *
daybook_ics_address_follow (const char *address, const char *location)
{
  g_autofree char *url = NULL;
  char *checked;

  if (location == NULL || has_scheme (address, "file:"))
    return NULL;
  url = g_uri_resolve_relative (address, location, G_URI_FLAGS_ENCODED, NULL);
  checked = url != NULL ? daybook_link_check (url) : NULL;
  if (checked != NULL && has_scheme (checked, "http:") && !(is_loopback (checked) && has_scheme (address, "http:")))
    g_clear_pointer (&checked, g_free);
  return checked;
}
