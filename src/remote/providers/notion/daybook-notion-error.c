/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/notion/daybook-notion-error.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-json-reader.h"
#include "providers/daybook-http-error.h"

/* Mandatory with every request. This version speaks of data sources in place of databases (providers.md 7). */
#define VERSION "2025-09-03"

#define RATE_WAIT 60
#define OVERLOADED 529

/* The reason of a limit that no waiting lifts. */
#define BLOCKED "public_api_request_blocked"

/* The text at @pointer of the error; NULL. (transfer full) */
static char *
find (const DaybookHttpResponse *response, const char *pointer)
{
  gsize size;
  const char *data = g_bytes_get_data (response->body, &size);

  return size > 0 ? daybook_json_find_string (data, size, pointer) : NULL;
}

char *
daybook_notion_error_read_code (const DaybookHttpResponse *response)
{
  return find (response, "/code");
}

static gboolean
is_blocked (const DaybookHttpResponse *response)
{
  g_autofree char *reason = NULL;

  if (response->status != 429 && response->status != 403)
    return FALSE;
  reason = find (response, "/additional_data/rate_limit_reason");
  return g_strcmp0 (reason, BLOCKED) == 0;
}

/* DaybookRequest.is_throttled: an overload is said by a status of Notion's own. */
static gboolean
is_throttled (const DaybookHttpResponse *response)
{
  return response->status == OVERLOADED;
}

/* providers.md 7, beyond what a status says by itself. */
static const struct
{
  const char *code;
  DaybookError error;
  const char *message; /* N_() */
} codes[] = {
  { "unauthorized", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("Notion no longer accepts the token: it has expired or was withdrawn. Make a new one and sign in again.") },
  { "invalid_grant", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("Notion no longer accepts the token: it has expired or was withdrawn. Make a new one and sign in again.") },
  { "restricted_resource", DAYBOOK_ERROR_FORBIDDEN,
    N_ ("The Notion token may not read content. Give the connection that capability, or make a personal access token.") },
  { "object_not_found", DAYBOOK_ERROR_NOT_FOUND,
    N_ ("Notion does not show this to the connection. Share it with the connection in Notion’s menu of the page.") },
  { "rate_limited", DAYBOOK_ERROR_RATE_LIMITED, N_ ("Notion asks to wait before more is fetched.") },
  { "service_overload", DAYBOOK_ERROR_RATE_LIMITED, N_ ("Notion asks to wait before more is fetched.") },
  { "conflict_error", DAYBOOK_ERROR_CONFLICT, N_ ("Notion was changing this just now. Daybook tries again later.") },
  { "missing_version", DAYBOOK_ERROR_INTERNAL, N_ ("Notion does not understand this version of Daybook.") },
  { "validation_error", DAYBOOK_ERROR_INTERNAL, N_ ("Notion does not understand this version of Daybook.") },
  { "invalid_json", DAYBOOK_ERROR_INTERNAL, N_ ("Notion does not understand this version of Daybook.") },
  { "invalid_request", DAYBOOK_ERROR_INTERNAL, N_ ("Notion does not understand this version of Daybook.") },
  { "invalid_request_url", DAYBOOK_ERROR_INTERNAL, N_ ("Notion does not understand this version of Daybook.") },
};

/* Ends @exchange with what @response means. */
void
daybook_notion_fail (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  g_autofree char *code = daybook_notion_error_read_code (response);
  gint64 now = daybook_exchange_get_now (exchange);
  gint64 retry_at = daybook_http_error_get_retry_at (response, now);
  GError *error = NULL;

  if (is_blocked (response))
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN,
                                  _("Notion has blocked this connection. Ask whoever runs the workspace, or Notion’s support."));
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (codes) && response->status >= 400 && error == NULL; i++)
    {
      if (g_strcmp0 (code, codes[i].code) == 0)
        error = g_error_new_literal (DAYBOOK_ERROR, codes[i].error, _ (codes[i].message));
    }
  if (error == NULL && response->status == OVERLOADED)
    error = daybook_http_error_new (429, _("Notion"));
  if (error == NULL)
    error = daybook_http_error_new (response->status, _("Notion"));
  if (error->code == DAYBOOK_ERROR_RATE_LIMITED && retry_at == 0)
    retry_at = now + RATE_WAIT;
  if (retry_at != 0)
    daybook_exchange_set_retry_at (exchange, retry_at);
  daybook_exchange_fail (exchange, error);
}

/* A request that only asks, whatever its method: the search is a POST. */
DaybookRequest *
daybook_notion_request_new (const char *method, const char *url)
{
  DaybookRequest *request = daybook_request_new (method, url);

  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->repeatable = TRUE;
  request->is_throttled = is_throttled;
  request->is_final = is_blocked;
  request->bucket = g_strdup ("notion");
  daybook_request_add_header (request, "Accept", "application/json");
  daybook_request_add_header (request, "Notion-Version", VERSION);
  return request;
}
