/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/daybook-services.h"

G_BEGIN_DECLS

/* What a grant's secrets are called (daybook_secrets_name_for_grant ()) beside DAYBOOK_TOKENS_SECRET. */
#define DAYBOOK_ADDRESS_SECRET "address"
#define DAYBOOK_PASSWORD_SECRET "password"

/* In a grant's settings, beside what identify kept there. */
#define DAYBOOK_FILE_SETTING "file" /* the file: address of a calendar on this computer */
#define DAYBOOK_LOCAL_SETTING "local" /* "yes": nothing of it is on the network (the agent reads it too) */
#define DAYBOOK_URL_SETTING "url"   /* the server's address, of sign-ins by password or token */
#define DAYBOOK_USER_SETTING "user" /* the user name, of sign-ins by password */
#define DAYBOOK_GOA_SETTING "goa"   /* the account in GNOME Online Accounts */
#define DAYBOOK_ORIGINS_SETTING "origins" /* space separated, kept by identify */
#define DAYBOOK_CLAIMS_SETTING "claims" /* what the next sign-in has to ask for, as JSON */

/* What may be sent in a grant's name, by the way it was signed in. */
gboolean daybook_grant_find_credentials (DaybookServices *services,
                                         const DaybookGrant *grant,
                                         const DaybookProviderInfo *info,
                                         DaybookCredentials **credentials,
                                         GError **error);
gboolean daybook_grant_keep_settings (DaybookStore *store, DaybookGrant *grant, GHashTable *kept, GError **error);
char *daybook_grant_get_setting (const DaybookGrant *grant, const char *key);

G_END_DECLS
