/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-credentials.h"
#include "net/daybook-tokens.h"

G_BEGIN_DECLS

/* Credentials that never change: tokens that a person pasted, a user name with its password, an access token that was
 * just signed in for and is not stored yet. There is nothing to refresh: what a service refuses once is not sent
 * again, since every further try may be the one that locks the person out. */
#define DAYBOOK_TYPE_FIXED_CREDENTIALS (daybook_fixed_credentials_get_type ())
G_DECLARE_FINAL_TYPE (DaybookFixedCredentials, daybook_fixed_credentials, DAYBOOK, FIXED_CREDENTIALS, GObject)

DaybookFixedCredentials *daybook_fixed_credentials_new_for_access (const DaybookTokens *tokens);
DaybookFixedCredentials *daybook_fixed_credentials_new_for_pasted (const DaybookTokens *tokens);
DaybookFixedCredentials *daybook_fixed_credentials_new_for_password (const char *user, const char *password);

G_END_DECLS
