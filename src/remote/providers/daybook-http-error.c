/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-http-error.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "base/daybook-time.h"

/* reliability.md section 3, 429/503: a Retry-After is honoured between these bounds. */
#define MIN_RETRY_AFTER 1
#define MAX_RETRY_AFTER (24 * 3600)

/* The one table from HTTP status to error code. A redirect that nobody expected is what a public
 * network's sign-in page does, so it counts as the network's trouble. */
DaybookError
daybook_http_error_get_code (guint status)
{
  switch (status)
    {
    case 401:
    case 407:
      return DAYBOOK_ERROR_AUTH_REQUIRED;
    case 403:
    case 451:
      return DAYBOOK_ERROR_FORBIDDEN;
    case 404:
      return DAYBOOK_ERROR_NOT_FOUND;
    case 410:
      return DAYBOOK_ERROR_GONE;
    case 408:
    case 425:
      return DAYBOOK_ERROR_NETWORK;
    case 409:
    case 412:
      return DAYBOOK_ERROR_CONFLICT;
    case 413:
      return DAYBOOK_ERROR_TOO_LARGE;
    case 429:
      return DAYBOOK_ERROR_RATE_LIMITED;
    default:
      if (status >= 500)
        return DAYBOOK_ERROR_SERVER;
      if (status >= 400)
        return DAYBOOK_ERROR_INTERNAL;
      if (status >= 300)
        return DAYBOOK_ERROR_NETWORK;
      return DAYBOOK_ERROR_INVALID_RESPONSE;
    }
}

/* An error that says what @service (a name that people know, translated) answered, and what to do.
 * Never quotes the response. */
GError *
daybook_http_error_new (guint status, const char *service)
{
  DaybookError code = daybook_http_error_get_code (status);
  const char *format;

  switch (code)
    {
    case DAYBOOK_ERROR_AUTH_REQUIRED:
      format = _("%s no longer accepts the sign-in. Sign in again.");
      break;
    case DAYBOOK_ERROR_FORBIDDEN:
      format = _("%s does not allow this.");
      break;
    case DAYBOOK_ERROR_NOT_FOUND:
      format = _("%s no longer has this.");
      break;
    case DAYBOOK_ERROR_GONE:
      format = _("%s has deleted this.");
      break;
    case DAYBOOK_ERROR_CONFLICT:
      format = _("%s has a newer version of this.");
      break;
    case DAYBOOK_ERROR_TOO_LARGE:
      format = _("%s finds the request too large.");
      break;
    case DAYBOOK_ERROR_RATE_LIMITED:
      format = _("%s asks to wait before the next request.");
      break;
    case DAYBOOK_ERROR_SERVER:
      format = _("%s has trouble at the moment. Daybook tries again later.");
      break;
    case DAYBOOK_ERROR_NETWORK:
      format = _("The network did not let the request through to %s. Does it want a sign-in?");
      break;
    case DAYBOOK_ERROR_INVALID_RESPONSE:
      format = _("%s gave an answer that was not expected.");
      break;
    default:
      return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_INTERNAL,
                          _("%s did not understand the request (status %u)."), service, status);
    }
  return g_error_new (DAYBOOK_ERROR, code, format, service);
}

static gboolean
month_from_name (const char *name, int *month)
{
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const char *found = strstr (names, name);

  if (strlen (name) != 3 || found == NULL || (found - names) % 3 != 0)
    return FALSE;
  *month = (found - names) / 3 + 1;
  return TRUE;
}

/* Reads an HTTP date in the form that RFC 9110 section 5.6.7 lets anybody write today
 * ("Sun, 06 Nov 1994 08:49:37 GMT"). */
gboolean
daybook_http_date_parse (const char *text, gint64 *instant)
{
  const char *comma = text != NULL ? strchr (text, ',') : NULL;
  char month_name[4];
  int day, month, year, hour, minute, second, length = -1;

  if (comma == NULL
      || sscanf (comma + 1, " %2d %3[A-Za-z] %4d %2d:%2d:%2d GMT%n", &day, month_name, &year, &hour,
                 &minute, &second, &length) != 6
      || length < 0 || !month_from_name (month_name, &month)
      || !daybook_civil_is_valid (year, month, day) || hour < 0 || hour > 23 || minute < 0
      || minute > 59 || second < 0 || second > 60)
    return FALSE;
  *instant = daybook_wall_from_civil (year, month, day, hour, minute, MIN (second, 59));
  return TRUE;
}

/* When @response said to come back (Retry-After, in seconds or as a date), or 0. */
gint64
daybook_http_error_get_retry_at (const DaybookHttpResponse *response, gint64 now)
{
  const char *value = daybook_http_response_get_header (response, "retry-after");
  gint64 at;
  guint64 seconds;

  if (value == NULL)
    return 0;
  if (g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT32, &seconds, NULL))
    at = now + (gint64) seconds;
  else if (!daybook_http_date_parse (value, &at))
    return 0;
  return CLAMP (at, now + MIN_RETRY_AFTER, now + MAX_RETRY_AFTER);
}
