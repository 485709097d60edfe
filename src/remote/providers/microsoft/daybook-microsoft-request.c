/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-request.h"

#include <string.h>

#include "base/daybook-link.h"
#include "providers/microsoft/daybook-microsoft-error.h"

/* A GET of Graph with the person's token. Every one says how ids and times are to be written: an id is
 * the same only among answers to requests that asked for the same kind (providers.md 4.2). @page_size 0:
 * the server's choice. */
DaybookRequest *
daybook_microsoft_request_new (const char *url, int page_size)
{
  DaybookRequest *request = daybook_request_new ("GET", url);
  g_autoptr (GString) prefer
      = g_string_new ("IdType=\"ImmutableId\", outlook.timezone=\"UTC\", outlook.body-content-type=\"text\"");

  if (page_size > 0)
    g_string_append_printf (prefer, ", odata.maxpagesize=%d", page_size);
  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->is_challenge = daybook_microsoft_is_challenge;
  daybook_request_add_header (request, "Accept", "application/json");
  daybook_request_add_header (request, "Prefer", prefer->str);
  return request;
}

/* One more query parameter; the names of OData's begin with a dollar sign. */
void
daybook_microsoft_append_parameter (GString *url, const char *name, const char *value)
{
  g_string_append_c (url, strchr (url->str, '?') == NULL ? '?' : '&');
  g_string_append (url, name);
  g_string_append_c (url, '=');
  g_string_append_uri_escaped (url, value, NULL, FALSE);
}

/* Scheme, host and port of @address, without the port that goes without saying; NULL for none that may be
 * asked. */
static char *
get_origin (const char *address)
{
  g_autofree char *checked = daybook_link_check (address);
  g_autofree char *origin = NULL;
  const char *host;

  if (checked == NULL)
    return NULL;
  host = strstr (checked, "://") + 3;
  origin = g_strndup (checked, host - checked + strcspn (host, "/?#"));
  if (g_str_has_prefix (origin, "https:") && g_str_has_suffix (origin, ":443"))
    origin[strlen (origin) - strlen (":443")] = '\0';
  return g_steal_pointer (&origin);
}

/* Whether a link of an answer leads to where the answer came from. The transport would refuse any other
 * for itself; a page with such a link is refused before it is stored, or every later round would begin
 * with the same refusal. */
gboolean
daybook_microsoft_is_own_link (const char *api_url, const char *link)
{
  g_autofree char *ours = get_origin (api_url);
  g_autofree char *theirs = get_origin (link);

  return ours != NULL && g_strcmp0 (ours, theirs) == 0;
}
