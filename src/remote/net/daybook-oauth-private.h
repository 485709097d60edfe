/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-oauth.h"

G_BEGIN_DECLS

struct _DaybookOAuthFlow
{
  char *url;
  char *redirect_uri;
  char *state;
  char *verifier;
  char *issuers;
  char *code; /* (nullable) what the service gave */
  gint64 expires_at;
  gboolean answered;
};

/* The state of an exchange with the token endpoint, or what it begins with: what came of it. */
typedef struct
{
  DaybookTokens *tokens; /* (owned) (nullable) */
  char *refresh;         /* (owned) (nullable) kept where the answer has no new one */
  char *scopes;          /* (owned) (nullable) */
  DaybookRequest *again; /* (owned) (nullable) what to ask again when the answer makes no sense */
  guint tries;
} DaybookOAuthOutcome;

void daybook_oauth_outcome_clear (DaybookOAuthOutcome *self);
DaybookRequest *daybook_oauth_new_request (const char *url);
gboolean daybook_oauth_is_safe_url (const char *url);

char *daybook_oauth_challenge_of (const char *verifier);

G_END_DECLS
