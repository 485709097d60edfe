/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/github/daybook-github-request.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-http-error.h"

#define VERSION "2022-11-28"
#define SECONDARY_WAIT 60 /* seconds, where a secondary limit says nothing */
#define MAX_LOGIN 100
#define MAX_PRIMARY_WAIT (2 * 3600)

/* A GET of the API. @etag (nullable) makes it conditional: 304 costs nothing of the hour's budget. */
DaybookRequest *
daybook_github_request_new (const char *url, const char *etag)
{
  DaybookRequest *request = daybook_request_new ("GET", url);

  request->credential = DAYBOOK_CREDENTIAL_USER;
  request->is_throttled = daybook_github_is_throttled;
  request->find_retry_at = daybook_github_find_retry_at;
  request->throttle_notice = _("GitHub wants fewer requests for a while. Daybook goes on when it may.");
  if (strstr (url, "/search/") != NULL)
    request->bucket = g_strdup (DAYBOOK_GITHUB_SEARCH);
  daybook_request_add_header (request, "Accept", "application/vnd.github+json");
  daybook_request_add_header (request, "X-GitHub-Api-Version", VERSION);
  if (etag != NULL)
    daybook_request_add_header (request, "If-None-Match", etag);
  return request;
}

void
daybook_github_append_parameter (GString *url, const char *name, const char *value)
{
  g_string_append_printf (url, "%c%s=", strchr (url->str, '?') == NULL ? '?' : '&', name);
  g_string_append_uri_escaped (url, value, NULL, FALSE);
}

static gboolean
body_says (const DaybookHttpResponse *response, const char *words)
{
  gsize size;
  const char *body = g_bytes_get_data (response->body, &size);
  g_autofree char *message = NULL;
  g_autofree char *lower = NULL;

  if (size > 8192)
    return FALSE;
  message = daybook_json_find_string (body, size, "/message");
  lower = message != NULL ? g_ascii_strdown (message, -1) : NULL;
  return lower != NULL && strstr (lower, words) != NULL;
}

static gboolean
is_spent (const DaybookHttpResponse *response)
{
  return g_strcmp0 (daybook_http_response_get_header (response, "x-ratelimit-remaining"), "0") == 0;
}

/* Both limits come as 403 or 429: the hour's budget is spent (remaining 0), or requests came too fast. */
gboolean
daybook_github_is_throttled (const DaybookHttpResponse *response)
{
  if (response->status != 403 && response->status != 429)
    return FALSE;
  return response->status == 429 || is_spent (response)
         || daybook_http_response_get_header (response, "retry-after") != NULL || body_says (response, "rate limit")
         || body_says (response, "abuse detection");
}

/* providers.md 6.2: Retry-After, or when the budget is full again, or a minute. */
gint64
daybook_github_find_retry_at (const DaybookHttpResponse *response, gint64 now)
{
  gint64 at = daybook_http_error_get_retry_at (response, now);
  const char *reset = daybook_http_response_get_header (response, "x-ratelimit-reset");

  if (at != 0 || !daybook_github_is_throttled (response))
    return at;
  if (is_spent (response) && reset != NULL)
    return CLAMP (g_ascii_strtoll (reset, NULL, 10), now, now + MAX_PRIMARY_WAIT - 1) + 1;
  return now + SECONDARY_WAIT;
}

/* Where a person signs in for the organization: "github.com/orgs/acme/sso". Only the organization's login is taken from
 * the header, which has a secret in its address and could name any other. NULL where it names none. */
static char *
find_sso_page (const DaybookHttpResponse *response)
{
  const char *header = daybook_http_response_get_header (response, "x-github-sso");
  const char *login = header != NULL ? strstr (header, "/orgs/") : NULL;
  g_autoptr (GUri) uri = g_uri_parse (response->url, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;
  gsize length;

  if (login == NULL || host == NULL)
    return NULL;
  login += strlen ("/orgs/");
  length = strspn (login, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
  if (length == 0 || length > MAX_LOGIN || !g_str_has_prefix (login + length, "/sso"))
    return NULL;
  return g_strdup_printf ("%s/orgs/%.*s/sso", g_str_has_prefix (host, "api.") ? host + strlen ("api.") : host, (int) length,
                          login);
}

static void
fail_forbidden (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  g_autofree char *page = find_sso_page (response);

  if (page != NULL)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN,
                                _("An organization wants its single sign-on for this. Open %s in the browser and sign in; a "
                                  "pasted token also has to be authorized for the organization, under Developer settings."),
                                page);
  else if (daybook_http_response_get_header (response, "x-github-sso") != NULL)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN,
                                _("An organization wants its single sign-on for this. On GitHub, open Settings, "
                                  "Applications or Developer settings, and authorize Daybook’s token for the organization."));
  else if (body_says (response, "not accessible by"))
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN,
                                _("The GitHub token may not read this. Give it read access to contents, issues and pull "
                                  "requests of the repository."));
  else
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN, _("GitHub does not allow this."));
}

/* Ends @exchange with what @response means. */
void
daybook_github_fail (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  gint64 now = daybook_exchange_get_now (exchange);
  gint64 retry_at = daybook_github_find_retry_at (response, now);

  if (retry_at != 0)
    daybook_exchange_set_retry_at (exchange, retry_at);
  if (daybook_github_is_throttled (response))
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_RATE_LIMITED,
                                _("GitHub wants fewer requests for a while. Daybook goes on when it may."));
  else if (response->status == 401)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_AUTH_REQUIRED,
                                _("GitHub no longer accepts the sign-in. Sign in again."));
  else if (response->status == 403)
    fail_forbidden (exchange, response);
  else if (response->status == 404)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_NOT_FOUND,
                                _("This repository is missing, or you no longer have access to it. What was synced stays."));
  else
    daybook_exchange_fail (exchange, daybook_http_error_new (response->status, _("GitHub")));
}
