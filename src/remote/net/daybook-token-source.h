/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-credentials.h"
#include "net/daybook-oauth.h"
#include "net/daybook-secrets.h"
#include "net/daybook-transport.h"

G_BEGIN_DECLS

/* The credentials of a grant that was signed in with OAuth: gives out its access token, gets a new
 * one five minutes before it ends or when a service refuses it, and keeps what it got before
 * anybody uses it. Refreshes of one grant never overlap, in this process or between workers
 * (DaybookFileLock). */
#define DAYBOOK_TYPE_TOKEN_SOURCE (daybook_token_source_get_type ())
G_DECLARE_FINAL_TYPE (DaybookTokenSource, daybook_token_source, DAYBOOK, TOKEN_SOURCE, GObject)

DaybookTokenSource *daybook_token_source_new (DaybookTransport *transport,
                                              DaybookSecrets *secrets,
                                              const char *lock_folder,
                                              const DaybookOAuthClient *client,
                                              const DaybookGrant *grant);

#define DAYBOOK_TOKENS_SECRET                                                                      \
  "tokens" /* what daybook_secrets_name_for_grant() is given for them                              \
            */

gboolean daybook_tokens_keep (DaybookSecrets *secrets,
                              const DaybookGrant *grant,
                              const DaybookTokens *tokens,
                              GError **error);
DaybookTokens *
daybook_tokens_look_up (DaybookSecrets *secrets, const DaybookGrant *grant, GError **error);

G_END_DECLS
