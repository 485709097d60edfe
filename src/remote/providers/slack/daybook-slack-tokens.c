/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-tokens.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/slack/daybook-slack-error.h"

#define MAX_TOKEN 1024
#define REFRESH_PREFIX "xoxe-"

/* ---- pasted ones (providers.md 5.1, prefixes) ---- */

typedef enum
{
  ROLE_USER,
  ROLE_BOT,
  ROLE_APP,
  N_ROLES
} Role;

static const struct
{
  const char *prefix;
  int role; /* -1: not taken, for the reason in message */
  const char *message;
} prefixes[] = {
  { "xoxp-", ROLE_USER, NULL },
  { "xoxb-", ROLE_BOT, NULL },
  { "xapp-", ROLE_APP, NULL },
  { "xoxe.xoxp-", -1,
    N_ ("This token ends after twelve hours (it begins with xoxe.): token rotation is on in your app. Make a new app from "
        "Daybook’s manifest, where it is off, or sign in with the browser.") },
  { "xoxe.xoxb-", -1,
    N_ ("This token ends after twelve hours (it begins with xoxe.): token rotation is on in your app. Make a new app from "
        "Daybook’s manifest, where it is off, or sign in with the browser.") },
  { "xoxe-", -1, N_ ("This is a refresh token (xoxe-). Paste the “User OAuth Token”, which begins with xoxp-.") },
  { "xoxc-", -1,
    N_ ("This token belongs to a browser window (xoxc-) and ends with it. Paste the “User OAuth Token” of your app, which "
        "begins with xoxp-.") },
  { "xoxs-", -1,
    N_ ("This token belongs to Slack’s own program (xoxs-). Paste the “User OAuth Token” of your app, which begins with "
        "xoxp-.") },
  { "xoxd-", -1,
    N_ ("This is a cookie of a browser window (xoxd-). Paste the “User OAuth Token” of your app, which begins with xoxp-.") },
};

static gboolean
is_plain (const char *token)
{
  for (const char *p = token; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != '.' && *p != '_')
        return FALSE;
    }
  return strlen (token) <= MAX_TOKEN;
}

/* The role of @token; -1 and an error for one that is not taken. */
static int
find_role (const char *token, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (prefixes); i++)
    {
      gsize length = strlen (prefixes[i].prefix);

      if (strncmp (token, prefixes[i].prefix, length) != 0 || token[length] == '\0' || !is_plain (token))
        continue;
      if (prefixes[i].role < 0)
        g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ (prefixes[i].message));
      return prefixes[i].role;
    }
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                       _ ("That is no token of Slack. Paste the “User OAuth Token” of your app, which begins with xoxp-, and nothing "
                          "around it."));
  return -1;
}

static void
forget (char *text)
{
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static gboolean
take_token (DaybookPastedTokens *self, const char *token, GError **error)
{
  int role = find_role (token, error);
  char **slots[N_ROLES] = { &self->user, &self->bot, &self->app };

  if (role < 0)
    return FALSE;
  if (*slots[role] != NULL)
    {
      g_set_error (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE, _ ("There are two tokens that begin with %s. Paste one of each kind."),
                   prefixes[role].prefix);
      return FALSE;
    }
  *slots[role] = g_strdup (token);
  return TRUE;
}

/* The tokens of a person's own app, one a line: the user token, and perhaps the bot token and the app-level token. USAGE for
 * anything else, told by its prefix and never quoted. (transfer full) */
DaybookPastedTokens *
daybook_slack_tokens_split (const char *text, GError **error)
{
  g_autoptr (DaybookPastedTokens) self = g_new0 (DaybookPastedTokens, 1);
  char *copy = g_strdup (text);
  char *rest = NULL;
  gboolean ok = TRUE;

  for (char *token = strtok_r (copy, " \t\r\n\"'", &rest); token != NULL && ok; token = strtok_r (NULL, " \t\r\n\"'", &rest))
    ok = take_token (self, token, error);
  explicit_bzero (copy, strlen (text));
  g_free (copy);
  if (!ok)
    return NULL;
  if (self->user == NULL)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_USAGE,
                           _ ("The user token is missing: it begins with xoxp- and stands under “OAuth & Permissions” of your app, as "
                              "“User OAuth Token”."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* ---- revoking ---- */

typedef struct
{
  char *api_url; /* (owned) */
} Revoke;

static void
revoke_free (gpointer data)
{
  Revoke *self = data;

  g_free (self->api_url);
  g_free (self);
}

/* One that is worth nothing any more is what was wanted. */
static void
on_revoked (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  static const char *const over[]
      = { "invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_authed", "invalid_refresh_token", NULL };
  g_auto (DaybookSlackProblem) problem = { 0 };

  if (daybook_slack_accept (exchange, response, &problem) || (problem.error != NULL && g_strv_contains (over, problem.error)))
    daybook_exchange_finish (exchange, NULL);
  else if (problem.error != NULL)
    daybook_exchange_fail (exchange, daybook_slack_error_new (&problem));
}

static DaybookRequest *
new_request (Revoke *self, const char *method)
{
  g_autofree char *url = g_strdup_printf ("%s/%s", self->api_url, method);
  DaybookRequest *request = daybook_request_new ("POST", url);

  request->credential = DAYBOOK_CREDENTIAL_NONE;
  return request;
}

static void
ask_revoke (DaybookExchange *exchange, Revoke *self, const char *token)
{
  DaybookRequest *request = new_request (self, "auth.revoke");

  request->repeatable = TRUE;
  daybook_request_set_form (request, "token", token, NULL);
  daybook_exchange_ask (exchange, request, on_revoked, self);
}

static void
on_refreshed (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Revoke *self = data;
  gsize length;
  const char *body = g_bytes_get_data (response->body, &length);
  char *token = response->status == 200 ? daybook_json_find_string (body, length, "/authed_user/access_token") : NULL;

  if (token == NULL && response->status == 200)
    token = daybook_json_find_string (body, length, "/access_token");
  if (token == NULL)
    {
      on_revoked (exchange, response, self);
      return;
    }
  ask_revoke (exchange, self, token);
  forget (token);
}

/* Sets up @exchange to withdraw the sign-in of @token. Slack withdraws by the token that is used, not by the one that
 * renews it, so a rotating sign-in is renewed once more first. Tokens go into bodies, never into an address. */
void
daybook_slack_revoke_start (DaybookProvider *provider, const DaybookProviderContext *context, const char *token,
                            DaybookExchange *exchange)
{
  Revoke *self = g_new0 (Revoke, 1);
  DaybookRequest *request;

  self->api_url = g_strdup (context->api_url);
  daybook_exchange_set_state (exchange, self, revoke_free);
  if (!g_str_has_prefix (token, REFRESH_PREFIX))
    {
      ask_revoke (exchange, self, token);
      return;
    }
  request = new_request (self, "oauth.v2.access");
  daybook_request_set_form (request, "grant_type", "refresh_token", "refresh_token", token, "client_id", context->client_id, NULL);
  daybook_exchange_ask (exchange, request, on_refreshed, self);
}
