/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-goa.h"
#include "sync/daybook-services.h"

G_BEGIN_DECLS

/* The setting that names services of the same family to connect with the same consent: `also=gmail`. */
#define DAYBOOK_SIGN_IN_ALSO "also"

/* What else came of a sign-in. Both owned and nullable. */
typedef struct
{
  GArray *also;      /* gint64: accounts of other services that were connected with it */
  GString *left_out; /* sentences: which of them were not, and why */
} DaybookSignInOutcome;

void daybook_sign_in_outcome_clear (DaybookSignInOutcome *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookSignInOutcome, daybook_sign_in_outcome_clear)

/* Connecting an account: one sign-in, whose end is a grant, an account and its sources, stored in one
 * transaction with what was signed in for. */
typedef struct
{
  const char *provider;  /* provider id */
  const char *sign_in;   /* browser device token password url goa none; NULL: the first this service has */
  const char *name;      /* what to call it; NULL: what the service says */
  const char *secret;    /* address, token or password; NULL none */
  const char *url;       /* ways password and token: the server's address; NULL none */
  const char *user;      /* ways password and goa: the user name; NULL none */
  GHashTable *settings;  /* (nullable) text by key: client-id, client-secret and tenant are providers.ini's */
  guint timeout;         /* seconds for a person to sign in; 0: the usual five minutes */
  gint64 account_id;     /* reconnect: the account to sign in again, by @sign_in or as before; 0: a new one */
  DaybookSignInOutcome *outcome; /* (nullable) filled in */
  int paste_fd;          /* where a pasted redirect address may come from, a line; -1 none */
} DaybookSignInRequest;

/* Something to open, and a code to type there (NULL for a plain address). */
typedef void (*DaybookSignInPrompt) (const char *url, const char *code, gint64 expires_at, gpointer data);

gint64 daybook_sign_in (DaybookServices *services,
                        const DaybookSignInRequest *request,
                        DaybookSignInPrompt prompt,
                        gpointer data,
                        GCancellable *cancellable,
                        GError **error);

typedef struct
{
  gint64 kept;      /* entries made of its meetings that stay */
  gboolean revoked; /* the service was told, or there was nothing to tell */
} DaybookSignOut;

gboolean daybook_sign_out (DaybookServices *services,
                           gint64 account_id,
                           gboolean keep_data,
                           DaybookSignOut *result,
                           GCancellable *cancellable,
                           GError **error);

/* daybook-sign-in-goa.c */
gboolean daybook_goa_account_serves (const DaybookGoaAccount *account, const DaybookProviderInfo *info);

char **daybook_sign_in_names (DaybookSignIn ways);
gboolean daybook_sign_in_asks_for_secret (const DaybookProviderInfo *info, const DaybookSignInRequest *request);
gboolean daybook_sign_in_again_asks_for_secret (DaybookStore *store, const DaybookSignInRequest *request);

G_END_DECLS
