/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-google-request.h"

#include <string.h>

#include "providers/daybook-google-error.h"

/* A GET of one of the APIs' lists: the person's token, and "too fast" understood. */
DaybookRequest *
daybook_google_request_new (const char *url)
{
  DaybookRequest *request = daybook_request_new ("GET", url);

  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->is_throttled = daybook_google_is_throttled;
  daybook_request_add_header (request, "Accept", "application/json");
  return request;
}

/* One more query parameter. */
void
daybook_google_append_parameter (GString *url, const char *name, const char *value)
{
  g_string_append_c (url, strchr (url->str, '?') == NULL ? '?' : '&');
  g_string_append (url, name);
  g_string_append_c (url, '=');
  g_string_append_uri_escaped (url, value, NULL, FALSE);
}
