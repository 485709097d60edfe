/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-error.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "providers/caldav/daybook-caldav-answer.h"
#include "providers/daybook-http-error.h"

/* Whether the sync token that was sent is not worth anything any more: RFC 6578 has 403 with the
 * precondition, and servers are seen that say 409 with it, or one of the others without (500 is what
 * Xandikos says of a token that it does not find in its history). */
gboolean
daybook_caldav_says_bad_sync_token (const DaybookHttpResponse *response)
{
  g_auto (DaybookCaldavAnswer) answer = { 0 };

  switch (response->status)
    {
    case 400:
    case 410:
    case 412:
    case 500:
      return TRUE;
    case 403:
    case 409:
    case 507:
      return daybook_caldav_answer_parse (&answer, response->body, NULL) && answer.is_bad_sync_token;
    default:
      return FALSE;
    }
}

/* Whether a REPORT that asks nothing a server could object to was refused for what it is. RFC 3253 has 403
 * with DAV:supported-report for it; servers that never heard of REPORT say one of the others. */
gboolean
daybook_caldav_says_not_supported (guint status)
{
  switch (status)
    {
    case 400:
    case 403:
    case 405:
    case 409:
    case 415:
    case 422:
    case 501:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Ends @exchange with what @response means. A redirect comes from a server that has moved since it was
 * connected: where it leads may be asked only after somebody has signed in there. */
void
daybook_caldav_fail (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  gint64 retry_at = daybook_http_error_get_retry_at (response, daybook_exchange_get_now (exchange));

  if (retry_at != 0)
    daybook_exchange_set_retry_at (exchange, retry_at);
  switch (response->status)
    {
    case 200:
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE,
                                  _("What answered is no calendar server. What was there before is kept."));
      break;
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      daybook_caldav_fail_moved (exchange);
      break;
    case 401:
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_AUTH_REQUIRED,
                                  _("The calendar server no longer accepts the password. Sign in again; many services "
                                    "want an app password here."));
      break;
    case 403:
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_FORBIDDEN,
                                  _("The calendar server does not allow you to read this calendar any more. What was "
                                    "there before is kept."));
      break;
    case 404:
    case 410:
      daybook_exchange_fail_code (exchange, daybook_http_error_get_code (response->status),
                                  _("The calendar server no longer has this calendar. What was there before is kept."));
      break;
    case 507:
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_SERVER,
                                  _("The calendar server has no room left for its answer. Daybook tries again later."));
      break;
    default:
      daybook_exchange_fail (exchange, daybook_http_error_new (response->status, _("The calendar server")));
      break;
    }
}

void
daybook_caldav_fail_moved (DaybookExchange *exchange)
{
  daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_AUTH_REQUIRED,
                              _("The calendar server has moved. Sign in again to go along with it."));
}
