/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-error.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-http-error.h"
#include "providers/slack/daybook-slack-scopes.h"

/* A refusal is a few members; a page that was granted is not read twice to find that out. */
#define MAX_REFUSAL 4096

/* Reads a refusal. FALSE for everything else: a page, an answer that was cut, another status. */
gboolean
daybook_slack_problem_read (DaybookSlackProblem *self, const DaybookHttpResponse *response)
{
  static const char *const fields[] = { "ok", "error", "needed", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  gboolean ok = TRUE;
  int field;

  if (g_bytes_get_size (response->body) > MAX_REFUSAL)
    return FALSE;
  reader = daybook_json_reader_new (response->body);
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return FALSE;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          ok = daybook_json_reader_read_bool_or (reader, TRUE);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->error);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &self->needed);
          break;
        default:
          break;
        }
    }
  return daybook_json_reader_finish (reader, NULL) && !ok && self->error != NULL;
}

void
daybook_slack_problem_clear (DaybookSlackProblem *self)
{
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->needed, g_free);
}

gboolean
daybook_slack_problem_is (const DaybookSlackProblem *self, const char *error)
{
  return g_strcmp0 (self->error, error) == 0;
}

/* Whether it is this one channel that cannot be read any more: left, deleted, archived. */
gboolean
daybook_slack_problem_is_of_channel (const DaybookSlackProblem *self)
{
  static const char *const errors[] = { "not_in_channel", "channel_not_found", "is_archived", NULL };

  return self->error != NULL && g_strv_contains (errors, self->error);
}

static gboolean
says (const DaybookHttpResponse *response, const char *const *errors)
{
  g_auto (DaybookSlackProblem) problem = { 0 };

  return daybook_slack_problem_read (&problem, response) && g_strv_contains (errors, problem.error);
}

/* A limit that comes with status 200 (providers.md 5.4). */
gboolean
daybook_slack_is_throttled (const DaybookHttpResponse *response)
{
  static const char *const errors[] = { "ratelimited", "rate_limited", NULL };

  return response->status == 200 && says (response, errors);
}

/* Only a token whose time is over is worth a refresh: one that was withdrawn stays so. */
gboolean
daybook_slack_is_unauthorized (const DaybookHttpResponse *response)
{
  static const char *const errors[] = { "token_expired", NULL };

  return response->status == 200 && says (response, errors);
}

typedef struct
{
  const char *error;
  DaybookError code;
  const char *message;
} Refusal;

#define SIGN_IN N_ ("Slack no longer accepts the sign-in. Sign in again.")
#define NOT_THERE N_ ("This channel cannot be read any more: you left it, or it was archived or deleted. What was synced stays; " \
                      "join it again in Slack to go on.")
#define ADMIN N_ ("The Slack workspace does not let Daybook in: an administrator has to approve it.")
#define TROUBLE N_ ("Slack has trouble at the moment. Daybook tries again later.")

static const Refusal refusals[] = {
  { "invalid_auth", DAYBOOK_ERROR_AUTH_REQUIRED, SIGN_IN },
  { "not_authed", DAYBOOK_ERROR_AUTH_REQUIRED, SIGN_IN },
  { "token_revoked", DAYBOOK_ERROR_AUTH_REQUIRED, SIGN_IN },
  { "token_expired", DAYBOOK_ERROR_AUTH_REQUIRED, SIGN_IN },
  { "account_inactive", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("Your account in this Slack workspace has been switched off. Sign in again when it is back.") },
  { "user_removed_from_team", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("You are no longer a member of this Slack workspace.") },
  { "team_disabled", DAYBOOK_ERROR_AUTH_REQUIRED, N_ ("This Slack workspace has been switched off.") },
  { "two_factor_setup_required", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("Slack wants two-factor authentication set up first. Do so, then sign in again.") },
  { "not_allowed_token_type", DAYBOOK_ERROR_CONFIG,
    N_ ("Slack wants another kind of token: paste the user token, which begins with xoxp-.") },
  { "ratelimited", DAYBOOK_ERROR_RATE_LIMITED, N_ ("Slack asks to wait before the next request.") },
  { "not_in_channel", DAYBOOK_ERROR_NOT_FOUND, NOT_THERE },
  { "channel_not_found", DAYBOOK_ERROR_NOT_FOUND, NOT_THERE },
  { "is_archived", DAYBOOK_ERROR_NOT_FOUND, NOT_THERE },
  { "access_denied", DAYBOOK_ERROR_ADMIN_APPROVAL, ADMIN },
  { "team_access_not_granted", DAYBOOK_ERROR_ADMIN_APPROVAL, ADMIN },
  { "org_login_required", DAYBOOK_ERROR_ADMIN_APPROVAL, ADMIN },
  { "enterprise_is_restricted", DAYBOOK_ERROR_ADMIN_APPROVAL, ADMIN },
  { "ekm_access_denied", DAYBOOK_ERROR_ADMIN_APPROVAL, ADMIN },
  { "no_permission", DAYBOOK_ERROR_ADMIN_APPROVAL, ADMIN },
  { "internal_error", DAYBOOK_ERROR_SERVER, TROUBLE },
  { "fatal_error", DAYBOOK_ERROR_SERVER, TROUBLE },
  { "service_unavailable", DAYBOOK_ERROR_SERVER, TROUBLE },
  { "request_timeout", DAYBOOK_ERROR_SERVER, TROUBLE },
  { "team_added_to_org", DAYBOOK_ERROR_SERVER, TROUBLE },
  { "unknown_method", DAYBOOK_ERROR_GONE, N_ ("Slack no longer offers what Daybook asked for.") },
  { "method_deprecated", DAYBOOK_ERROR_GONE, N_ ("Slack no longer offers what Daybook asked for.") },
  { "deprecated_endpoint", DAYBOOK_ERROR_GONE, N_ ("Slack no longer offers what Daybook asked for.") },
};

/* The error for a refusal. What it is called is looked up, never repeated: it may hold anything. A missing
 * permission is named where it is one that Daybook knows. (transfer full) */
GError *
daybook_slack_error_new (const DaybookSlackProblem *problem)
{
  if (daybook_slack_problem_is (problem, "missing_scope"))
    {
      const char *scope = daybook_slack_scope_find (problem->needed);

      if (scope != NULL)
        return g_error_new (DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                            _ ("Slack has not given Daybook the permission “%s”. Sign in again, or add it to your app "
                               "(OAuth & Permissions) and install the app anew."),
                            scope);
      return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                                  _ ("Slack has not given Daybook all permissions. Sign in again, or add them to your app "
                                     "(OAuth & Permissions) and install the app anew."));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      if (daybook_slack_problem_is (problem, refusals[i].error))
        return g_error_new_literal (DAYBOOK_ERROR, refusals[i].code, _ (refusals[i].message));
    }
  return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                              _ ("Slack refused a request without a reason that Daybook knows."));
}

/* Whether @response is one to read. Else the exchange has failed, or @problem says why Slack refused it: then
 * the caller may know better, or fails with daybook_slack_error_new(). */
gboolean
daybook_slack_accept (DaybookExchange *exchange, const DaybookHttpResponse *response, DaybookSlackProblem *problem)
{
  if (response->status != 200)
    {
      daybook_exchange_fail (exchange, daybook_http_error_new (response->status, _ ("Slack")));
      return FALSE;
    }
  return !daybook_slack_problem_read (problem, response);
}
