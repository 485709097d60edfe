/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-google-error.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-json-reader.h"
#include "base/daybook-zone.h"
#include "providers/daybook-http-error.h"

#define QUOTA_WAIT (2 * 3600)
#define RATE_WAIT 60

static void
read_first_error (DaybookJsonReader *reader, DaybookGoogleProblem *self)
{
  static const char *const fields[] = { "reason", "location", NULL };
  int field;

  while (daybook_json_reader_next_element (reader))
    {
      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, fields, &field))
        {
          if (field == 0 && self->reason == NULL)
            daybook_json_reader_read_string_into (reader, &self->reason);
          else if (field == 1 && self->location == NULL)
            daybook_json_reader_read_string_into (reader, &self->location);
        }
    }
}

/* `{"error":{"code":403,"errors":[{"reason":...}],"details":[{"reason":...}]}}` of the APIs, or
 * `{"error":"invalid_grant"}` of the token endpoint. Anything else leaves the status alone. */
void
daybook_google_problem_read (DaybookGoogleProblem *self, const DaybookHttpResponse *response)
{
  static const char *const fields[] = { "error", NULL };
  static const char *const inner[] = { "errors", "details", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (response->body);
  int field;

  self->status = response->status;
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field < 0)
        continue;
      if (daybook_json_reader_peek (reader) == DAYBOOK_JSON_STRING)
        {
          daybook_json_reader_read_string_into (reader, &self->reason);
          continue;
        }
      if (!daybook_json_reader_begin_object_or_skip (reader))
        continue;
      while (daybook_json_reader_next_field (reader, inner, &field))
        {
          if (field >= 0 && daybook_json_reader_begin_array_or_skip (reader))
            read_first_error (reader, self);
        }
    }
}

void
daybook_google_problem_clear (DaybookGoogleProblem *self)
{
  g_clear_pointer (&self->reason, g_free);
  g_clear_pointer (&self->location, g_free);
}

gboolean
daybook_google_problem_is (const DaybookGoogleProblem *self, const char *reason)
{
  return g_strcmp0 (self->reason, reason) == 0;
}

/* Whether the sync token is dead (providers.md 3.4). A 410 alone does not say so: `deleted` is one
 * event or calendar, and forgetting the cursor for that would fetch everything again for nothing. */
gboolean
daybook_google_problem_is_stale_cursor (const DaybookGoogleProblem *self)
{
  if (self->status == 410)
    return daybook_google_problem_is (self, "fullSyncRequired")
           || daybook_google_problem_is (self, "updatedMinTooLongAgo");
  return self->status == 400 && g_strcmp0 (self->location, "syncToken") == 0;
}

static gboolean
is_rate_reason (const DaybookGoogleProblem *self)
{
  return daybook_google_problem_is (self, "rateLimitExceeded")
         || daybook_google_problem_is (self, "userRateLimitExceeded")
         || daybook_google_problem_is (self, "RATE_LIMIT_EXCEEDED");
}

/* DaybookRequest.is_throttled: Google says "too fast" by 403 as well as by 429. Quotas of a day are
 * no matter of seconds and are not asked for again. */
gboolean
daybook_google_is_throttled (const DaybookHttpResponse *response)
{
  g_auto (DaybookGoogleProblem) problem = { 0 };

  if (response->status != 403)
    return FALSE;
  daybook_google_problem_read (&problem, response);
  return is_rate_reason (&problem);
}

/* Quotas of a day start anew at midnight in California. */
static gint64
get_next_quota_day (gint64 now)
{
  g_autoptr (DaybookZone) zone = daybook_zone_lookup ("America/Los_Angeles");

  if (zone == NULL)
    return now + QUOTA_WAIT;
  return daybook_zone_get_day_start (zone, daybook_zone_get_day (zone, now) + 1);
}

/* Reasons that mean more than their status, providers.md 3.4. */
static const struct
{
  const char *reason;
  DaybookError code;
  const char *format; /* N_(), with the service's name */
} reasons[] = {
  { "authError", DAYBOOK_ERROR_AUTH_REQUIRED, N_ ("%s no longer accepts the sign-in. Sign in again.") },
  { "invalid_grant", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The permission for %s was withdrawn or has expired. Sign in again.") },
  { "insufficientPermissions", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The sign-in does not cover %s. Sign in again and leave every permission ticked.") },
  { "ACCESS_TOKEN_SCOPE_INSUFFICIENT", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The sign-in does not cover %s. Sign in again and leave every permission ticked.") },
  { "accessNotConfigured", DAYBOOK_ERROR_CONFIG,
    N_ ("The Google Cloud project of the client id has %s switched off. Enable its API there, wait a "
        "few minutes and sync again.") },
  { "SERVICE_DISABLED", DAYBOOK_ERROR_CONFIG,
    N_ ("The Google Cloud project of the client id has %s switched off. Enable its API there, wait a "
        "few minutes and sync again.") },
  { "domainPolicy", DAYBOOK_ERROR_ADMIN_APPROVAL,
    N_ ("The administrators of this account have blocked %s for other applications. Ask them.") },
  { "forbiddenForNonOrganizer", DAYBOOK_ERROR_FORBIDDEN,
    N_ ("%s lets only the organizer change this meeting.") },
  { "rateLimitExceeded", DAYBOOK_ERROR_RATE_LIMITED, N_ ("%s asks to wait before the next request.") },
  { "userRateLimitExceeded", DAYBOOK_ERROR_RATE_LIMITED,
    N_ ("%s asks to wait before the next request.") },
  { "quotaExceeded", DAYBOOK_ERROR_RATE_LIMITED,
    N_ ("The use that %s allows is spent. It goes on in a few hours.") },
  { "dailyLimitExceeded", DAYBOOK_ERROR_RATE_LIMITED,
    N_ ("The use that %s allows in a day is spent. It goes on tomorrow.") },
  { "fullSyncRequired", DAYBOOK_ERROR_CURSOR_EXPIRED, N_ ("%s wants everything to be fetched anew.") },
  { "updatedMinTooLongAgo", DAYBOOK_ERROR_CURSOR_EXPIRED,
    N_ ("%s wants everything to be fetched anew.") },
  { "deleted", DAYBOOK_ERROR_GONE, N_ ("%s has deleted this.") },
  { "notFound", DAYBOOK_ERROR_NOT_FOUND, N_ ("%s no longer has this.") },
  { "conditionNotMet", DAYBOOK_ERROR_CONFLICT, N_ ("%s has a newer version of this.") },
  { "duplicate", DAYBOOK_ERROR_CONFLICT, N_ ("%s has this already.") },
  { "backendError", DAYBOOK_ERROR_SERVER,
    N_ ("%s has trouble at the moment. Daybook tries again later.") },
};

/* Ends @exchange with what @response means; @service is its name, translated. */
void
daybook_google_fail (DaybookExchange *exchange, const DaybookHttpResponse *response, const char *service)
{
  g_auto (DaybookGoogleProblem) problem = { 0 };
  gint64 now = daybook_exchange_get_now (exchange);
  gint64 retry_at = daybook_http_error_get_retry_at (response, now);
  GError *error = NULL;

  daybook_google_problem_read (&problem, response);
  for (guint i = 0; i < G_N_ELEMENTS (reasons) && response->status >= 400; i++)
    {
      if (!daybook_google_problem_is (&problem, reasons[i].reason))
        continue;
      error = g_error_new (DAYBOOK_ERROR, reasons[i].code, _ (reasons[i].format), service);
      break;
    }
  if (error == NULL)
    error = daybook_http_error_new (response->status, service);
  if (error->code == DAYBOOK_ERROR_RATE_LIMITED)
    {
      if (daybook_google_problem_is (&problem, "dailyLimitExceeded"))
        retry_at = MAX (retry_at, get_next_quota_day (now));
      else if (daybook_google_problem_is (&problem, "quotaExceeded"))
        retry_at = MAX (retry_at, now + QUOTA_WAIT);
      else if (retry_at == 0)
        retry_at = now + RATE_WAIT;
    }
  if (retry_at != 0)
    daybook_exchange_set_retry_at (exchange, retry_at);
  daybook_exchange_fail (exchange, error);
}
