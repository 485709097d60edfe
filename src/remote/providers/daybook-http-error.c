/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-http-error.h"

#include <glib/gi18n-lib.h>
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
read_digits (const char **text, guint min, guint max, int *number)
{
  guint n = 0;

  *number = 0;
  while (n < max && g_ascii_isdigit ((*text)[n]))
    *number = *number * 10 + (*text)[n++] - '0';
  *text += n;
  return n >= min;
}

static gboolean
read_text (const char **text, const char *expected)
{
  if (g_ascii_strncasecmp (*text, expected, strlen (expected)) != 0)
    return FALSE;
  *text += strlen (expected);
  return TRUE;
}

static gboolean
read_month (const char **text, int *month)
{
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

  for (int i = 0; i < 12; i++)
    {
      if (g_ascii_strncasecmp (*text, names + 3 * i, 3) == 0)
        {
          *month = i + 1;
          *text += 3;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_time (const char **text, int *hour, int *minute, int *second)
{
  return read_digits (text, 2, 2, hour) && read_text (text, ":")
         && read_digits (text, 2, 2, minute) && read_text (text, ":")
         && read_digits (text, 2, 2, second);
}

/* Reads a date of HTTP in its three forms (RFC 9110 section 5.6.7). FALSE for anything else. */
gboolean
daybook_http_date_parse (const char *text, gint64 *instant)
{
  int year, month, day, hour, minute, second;
  const char *p;
  gsize name;

  if (text == NULL)
    return FALSE;
  name = strcspn (text, ", ");
  p = text + name;
  if (name >= 3 && read_text (&p, ", ") && read_digits (&p, 2, 2, &day))
    {
      if (read_text (&p, " "))
        {
          /* Sun, 06 Nov 1994 08:49:37 GMT */
          if (!read_month (&p, &month) || !read_text (&p, " ") || !read_digits (&p, 4, 4, &year))
            return FALSE;
        }
      else
        {
          /* Sunday, 06-Nov-94 08:49:37 GMT */
          if (!read_text (&p, "-") || !read_month (&p, &month) || !read_text (&p, "-")
              || !read_digits (&p, 2, 2, &year))
            return FALSE;
          year += year < 70 ? 2000 : 1900;
        }
      if (!read_text (&p, " ") || !read_time (&p, &hour, &minute, &second) || !read_text (&p, " GMT"))
        return FALSE;
    }
  else
    {
      /* Sun Nov  6 08:49:37 1994 */
      p = text + name;
      if (name != 3 || !read_text (&p, " ") || !read_month (&p, &month) || !read_text (&p, " "))
        return FALSE;
      if (*p == ' ')
        p++;
      if (!read_digits (&p, 1, 2, &day) || !read_text (&p, " ")
          || !read_time (&p, &hour, &minute, &second) || !read_text (&p, " ")
          || !read_digits (&p, 4, 4, &year))
        return FALSE;
    }
  if (*p != '\0' || !daybook_civil_is_valid (year, month, day) || hour > 23 || minute > 59
      || second > 60)
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

  if (value == NULL)
    return 0;
  if (*value != '\0' && strspn (value, "0123456789") == strlen (value))
    at = now + (gint64) MIN (g_ascii_strtoull (value, NULL, 10), MAX_RETRY_AFTER);
  else if (!daybook_http_date_parse (value, &at))
    return 0;
  return CLAMP (at, now + MIN_RETRY_AFTER, now + MAX_RETRY_AFTER);
}
