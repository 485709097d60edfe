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

char *daybook_oauth_challenge_of (const char *verifier);

G_END_DECLS
