/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-oauth-private.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "net/daybook-net-error.h"
#include "net/daybook-secret-text.h"

#define MAX_REPLY (64 * 1024)
#define DEADLINE 30 /* seconds: somebody is waiting */
#define MAX_TRIES 3
#define PAUSE 2 /* seconds before an answer that makes no sense is asked for again */

typedef DaybookOAuthOutcome Outcome;

void
daybook_oauth_outcome_clear (DaybookOAuthOutcome *self)
{
  g_clear_pointer (&self->tokens, daybook_tokens_free);
  daybook_secret_text_free (g_steal_pointer (&self->refresh));
  g_clear_pointer (&self->scopes, g_free);
  g_clear_pointer (&self->again, daybook_request_free);
}

static void
outcome_free (gpointer data)
{
  daybook_oauth_outcome_clear (data);
  g_free (data);
}

static void on_reply_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

/* A cut answer, or the page of a network that wants a sign-in of its own, says nothing of the
 * grant. */
static gboolean
ask_again (DaybookExchange *exchange, Outcome *self, const GError *error)
{
  DaybookRequest *request;

  if (self->again == NULL || error->code != DAYBOOK_ERROR_INVALID_RESPONSE
      || ++self->tries >= MAX_TRIES)
    return FALSE;
  request = daybook_request_copy (self->again);
  request->not_before = daybook_exchange_get_now (exchange) + PAUSE * self->tries;
  daybook_exchange_ask (exchange, request, on_reply_cb, self);
  return TRUE;
}

static void
on_reply_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Outcome *self = data;
  GError *error = NULL;

  /* The exchange was made before the request went out: a lifetime counts from then, which is early
   * and so on the safe side. */
  self->tokens = daybook_tokens_parse_reply (response->status, response->body,
                                             daybook_exchange_get_now (exchange), &error);
  if (self->tokens == NULL)
    {
      if (ask_again (exchange, self, error))
        g_error_free (error);
      else
        daybook_exchange_fail (exchange, error);
      return;
    }
  if (self->tokens->refresh == NULL)
    self->tokens->refresh = g_steal_pointer (&self->refresh);
  if (self->tokens->scopes == NULL)
    self->tokens->scopes = g_steal_pointer (&self->scopes);
  daybook_exchange_finish (exchange, NULL);
}

/* A request to the token endpoint or one like it. */
DaybookRequest *
daybook_oauth_new_request (const char *url)
{
  DaybookRequest *request = daybook_request_new ("POST", url);

  daybook_request_add_header (request, "Accept", "application/json");
  request->max_body = MAX_REPLY;
  request->deadline = DEADLINE;
  return request;
}

/* Sets up @exchange to trade the code that @flow got for tokens. Not repeatable: a service that
 * sees a code twice withdraws what it gave for it (RFC 6749 section 4.1.2). */
void
daybook_oauth_redeem (const DaybookOAuthClient *client,
                      DaybookOAuthFlow *flow,
                      DaybookExchange *exchange)
{
  Outcome *outcome = g_new0 (Outcome, 1);
  DaybookRequest *request = daybook_oauth_new_request (client->token_url);

  daybook_request_set_form (request, "grant_type", "authorization_code", "code", flow->code,
                            "redirect_uri", flow->redirect_uri, "client_id", client->client_id,
                            "client_secret", client->client_secret, "code_verifier", flow->verifier,
                            NULL);
  daybook_exchange_set_state (exchange, outcome, outcome_free);
  daybook_exchange_ask (exchange, request, on_reply_cb, outcome);
}

/* Sets up @exchange to get a new access token. AUTH_REQUIRED when there is no refresh token. Where
 * refresh tokens are used up nothing is tried twice: the old one may be gone. */
void
daybook_oauth_refresh (const DaybookOAuthClient *client,
                       const DaybookTokens *tokens,
                       DaybookExchange *exchange)
{
  Outcome *outcome = g_new0 (Outcome, 1);
  DaybookRequest *request;

  daybook_exchange_set_state (exchange, outcome, outcome_free);
  if (tokens->refresh == NULL)
    {
      daybook_exchange_fail (exchange, daybook_net_error_for_status (401, client->token_url));
      return;
    }
  outcome->refresh = g_strdup (tokens->refresh);
  outcome->scopes = g_strdup (tokens->scopes);
  request = daybook_oauth_new_request (client->token_url);
  request->repeatable = !client->rotates;
  daybook_request_set_form (request, "grant_type", "refresh_token", "refresh_token",
                            tokens->refresh, "client_id", client->client_id, "client_secret",
                            client->client_secret, NULL);
  if (!client->rotates)
    outcome->again = daybook_request_copy (request);
  daybook_exchange_ask (exchange, request, on_reply_cb, outcome);
}

/* What a finished exchange got. (transfer full) (nullable) */
DaybookTokens *
daybook_oauth_take_tokens (DaybookExchange *exchange)
{
  Outcome *outcome = daybook_exchange_get_state (exchange);

  return outcome != NULL ? g_steal_pointer (&outcome->tokens) : NULL;
}
