/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-link.h"

#define PUBLIC_API "https://api.github.com"

static gsize
get_origin_length (const char *address)
{
  const char *host = strstr (address, "://") + 3;

  return host - address + strcspn (host, "/?#");
}

/* This computer, where a token may travel unencrypted; not a host whose name only begins like it. */
static gboolean
is_loopback (const char *address)
{
  static const char *const hosts[] = { "http://127.0.0.1", "http://localhost" };

  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      gsize length = strlen (hosts[i]);

      if (g_str_has_prefix (address, hosts[i]) && (address[length] == ':' || address[length] == '/'))
        return TRUE;
    }
  return FALSE;
}

static char *
without_slash (char *address)
{
  gsize length = strlen (address);

  while (length > 0 && address[length - 1] == '/')
    address[--length] = '\0';
  return address;
}

/* The API behind what a person typed: GitHub itself, a GitHub Enterprise with its own domain (SUB.ghe.com), or an
 * Enterprise Server. Gives back unchanged what it once gave. USAGE with a sentence for anything else. */
char *
daybook_github_address_check (const char *text, GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text != NULL ? text : ""));
  g_autofree char *url = strstr (trimmed, "://") == NULL ? g_strconcat ("https://", trimmed, NULL) : g_strdup (trimmed);
  g_autofree char *checked = NULL;
  const char *host, *path;

  *(url + strcspn (url, "?#")) = '\0';
  checked = daybook_link_check (url);
  if (checked == NULL || (!g_str_has_prefix (checked, "https://") && !is_loopback (checked)))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _("That is not the address of a GitHub server. Give its name, as in github.example.com, or an "
                             "address that begins with https://."));
      return NULL;
    }
  host = strstr (checked, "://") + 3;
  path = strchr (host, '/');
  while (g_str_has_suffix (path, "//"))
    checked[strlen (checked) - 1] = '\0';
  if (strcmp (path, "/") != 0)
    return without_slash (g_steal_pointer (&checked));
  if (g_str_has_prefix (host, "github.com/") || g_str_has_prefix (host, "www.github.com/")
      || g_str_has_prefix (host, "api.github.com/"))
    return g_strdup (PUBLIC_API);
  if (g_str_has_suffix (checked, ".ghe.com/"))
    return without_slash (g_str_has_prefix (host, "api.") ? g_strdup (checked)
                                                          : g_strconcat ("https://api.", host, NULL));
  return g_strconcat (checked, "api/v3", NULL);
}

/* Where this account's API is: at the address it was connected with, else at the configured one. */
char *
daybook_github_address_get_api (const DaybookProviderContext *context)
{
  return without_slash (g_strdup (context->secret_url != NULL ? context->secret_url : context->api_url));
}

/* What tells the account from the same login on another server. */
char *
daybook_github_address_get_label (const DaybookProviderContext *context, const char *login)
{
  const char *host;

  if (context->secret_url == NULL || g_str_equal (context->secret_url, PUBLIC_API))
    return g_strdup (login);
  host = strstr (context->secret_url, "://") + 3;
  return g_strdup_printf ("%s (%.*s)", login, (int) strcspn (host, "/"), host);
}

/* Where @location leads; NULL when it is not the API's own server, which alone may see the token. */
char *
daybook_github_address_follow (const char *api_url, const char *location)
{
  g_autofree char *checked = location != NULL ? daybook_link_check (location) : NULL;
  gsize length = get_origin_length (api_url);

  if (checked == NULL || get_origin_length (checked) != length || strncmp (checked, api_url, length) != 0)
    return NULL;
  return g_strdup (location);
}

/* The next page of a list as the Link header names it, verbatim (RFC 8288): NULL in @next on the last one. FALSE with
 * INVALID_RESPONSE when it leads to another server: what is there is neither read nor taken for gone. */
gboolean
daybook_github_address_get_next (const char *api_url, const DaybookHttpResponse *response, char **next, GError **error)
{
  const char *at = daybook_http_response_get_header (response, "link");

  *next = NULL;
  while (at != NULL && (at = strchr (at, '<')) != NULL)
    {
      const char *end = strchr (at, '>');
      gsize length;

      if (end == NULL)
        return TRUE;
      length = strcspn (end, "<");
      if (g_strstr_len (end, length, "rel=\"next\"") != NULL)
        {
          g_autofree char *target = g_strndup (at + 1, end - at - 1);

          *next = daybook_github_address_follow (api_url, target);
          if (*next == NULL)
            g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                                 _("GitHub’s answer goes on at another server. Daybook does not follow it there."));
          return *next != NULL;
        }
      at = end;
    }
  return TRUE;
}

/* "owner/name" of an API address of a repository; NULL for anything else. */
char *
daybook_github_address_get_repository (const char *repository_url)
{
  const char *at = repository_url != NULL ? strstr (repository_url, "/repos/") : NULL;
  const char *slash;

  at = at != NULL ? at + strlen ("/repos/") : NULL;
  slash = at != NULL ? strchr (at, '/') : NULL;
  if (slash == NULL || slash == at || slash[1] == '\0' || strchr (slash + 1, '/') != NULL || strpbrk (at, "?# ") != NULL)
    return NULL;
  return g_strdup (at);
}
