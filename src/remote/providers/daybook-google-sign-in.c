/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/daybook-google-sign-in.h"

#include <glib/gi18n-lib.h>

#include "providers/daybook-google-error.h"

/* providers.md 3.1. The secret of an installed application is not confidential, but the token endpoint
 * wants it; prompt=consent is what makes Google give a refresh token at every sign-in. */
const DaybookOAuthInfo daybook_google_oauth = {
  .authorize_url = "https://accounts.google.com/o/oauth2/v2/auth",
  .token_url = "https://oauth2.googleapis.com/token",
  .revoke_url = "https://oauth2.googleapis.com/revoke",
  .issuer = "https://accounts.google.com",
  .redirect_host = "127.0.0.1",
  .extra = "access_type=offline&prompt=consent",
  .needs_secret = TRUE,
};

/* 400 says that the token is no longer worth anything, which is what was wanted. */
static void
on_revoked (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer service)
{
  if (response->status == 200 || response->status == 400)
    daybook_exchange_finish (exchange, NULL);
  else
    daybook_google_fail (exchange, response, service);
}

/* Withdraws what the person allowed to the whole project of the client id (providers.md 3.1): only for
 * the last account of that person. The token goes into the body, never into an address. */
void
daybook_google_revoke (DaybookProvider *provider, const DaybookProviderContext *context, const char *token,
                       DaybookExchange *exchange)
{
  DaybookRequest *request =
      daybook_request_new ("POST", context->revoke_url != NULL ? context->revoke_url : daybook_google_oauth.revoke_url);

  request->credential = DAYBOOK_CREDENTIAL_NONE;
  request->repeatable = TRUE;
  daybook_request_set_form (request, "token", token, NULL);
  daybook_exchange_ask (exchange, request, on_revoked, (gpointer) _ (daybook_provider_get_info (provider)->name));
}
