/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-credentials.h"

G_BEGIN_DECLS

/* GNOME Online Accounts, by the D-Bus interface it documents (org.gnome.OnlineAccounts): accounts that the person has
 * signed in to in Settings, and credentials for them. Daybook only reads: it never adds, changes or removes one. */

typedef struct
{
  char *path;     /* of the D-Bus object */
  char *id;       /* account_1764500000_0: what an account of ours remembers */
  char *type;     /* google ms_graph owncloud webdav ... */
  char *identity; /* address or login at the service */
  char *name;     /* how Settings shows it; never NULL */
  char *calendar_uri; /* (nullable) where its calendars lie by CalDAV, user name left out */
  char *user;         /* the user name there; never NULL */
  gboolean attention_needed; /* the person has to sign in again, in Settings */
  gboolean calendar_disabled;
  gboolean mail_disabled;
  gboolean has_token;    /* OAuth 2.0 */
  gboolean has_password;
} DaybookGoaAccount;

void daybook_goa_account_free (DaybookGoaAccount *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookGoaAccount, daybook_goa_account_free)

GPtrArray *daybook_goa_list (GCancellable *cancellable);

#define DAYBOOK_TYPE_GOA_CREDENTIALS (daybook_goa_credentials_get_type ())
G_DECLARE_FINAL_TYPE (DaybookGoaCredentials, daybook_goa_credentials, DAYBOOK, GOA_CREDENTIALS, GObject)

DaybookGoaCredentials *daybook_goa_credentials_new (const DaybookGoaAccount *account);

GError *daybook_goa_error_attention (const char *name);

G_END_DECLS
