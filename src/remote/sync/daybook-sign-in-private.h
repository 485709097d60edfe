/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-goa.h"
#include "sync/daybook-sign-in.h"

G_BEGIN_DECLS

/* One sign-in on its way from a request to rows. */
typedef struct _DaybookSignInFlow DaybookSignInFlow;

/* A way to sign in. */
typedef struct
{
  DaybookSignIn way;
  const char *name;
  gboolean asks_for_secret; /* a token, password or address comes with the request */
  /* Takes what the request brings, before anybody has to do anything. (nullable) */
  gboolean (*prepare) (DaybookSignInFlow *self, GError **error);
  /* Signs in, perhaps together with the person, so that self->tokens is there. (nullable) */
  gboolean (*run) (DaybookSignInFlow *self, GError **error);
} DaybookSignInWay;

struct _DaybookSignInFlow
{
  /* Input */
  DaybookServices *services;
  const DaybookSignInRequest *request;
  DaybookSignInPrompt prompt;
  gpointer prompt_data;
  GCancellable *cancellable;

  /* In progress */
  DaybookProvider *provider;
  const DaybookProviderInfo *info;
  const DaybookSignInWay *way;
  DaybookGrant *before;    /* (owned) (nullable) the grant of the account that is signed in again */
  DaybookGrant *grant;     /* (owned) as it will be stored */
  DaybookAccount *account; /* (owned) as it will be stored, or the one that is signed in again */
  DaybookOAuthClient *client; /* (owned) (nullable) */
  char *address;           /* (owned) (nullable) way url: the address; zeroed when freed */
  char *server;            /* (owned) (nullable) ways password, token and goa: the server's address */
  char *user;              /* (owned) (nullable) ways password and goa */
  char *password;          /* (owned) (nullable) way password; zeroed when freed */
  GPtrArray *also;         /* (owned) (nullable) DaybookProvider: to connect with the same consent */
  gint64 shared_grant;     /* the grant that the account shall live on; 0: its own, or one that it may share */
  DaybookTokens *tokens;   /* (owned) (nullable) */
  DaybookGoaAccount *goa;  /* (owned) (nullable) way goa */
  DaybookCredentials *credentials; /* (owned) (nullable) way goa; the others' are made of what is above */
  GHashTable *kept;        /* (owned) (nullable) what identify keeps in the grant's settings */
  GPtrArray *sources;      /* (owned) (nullable) DaybookSource */
};

/* daybook-sign-in.c */
gboolean daybook_sign_in_identify (DaybookSignInFlow *self, GError **error);
gboolean daybook_sign_in_list_sources (DaybookSignInFlow *self, GError **error);
void daybook_sign_in_flow_clear (DaybookSignInFlow *self);

/* daybook-sign-in-also.c */
gboolean daybook_sign_in_take_also (DaybookSignInFlow *self, GError **error);
void daybook_sign_in_connect_also (DaybookSignInFlow *self);

/* daybook-sign-in-browser.c, -device.c, -secret.c */
gboolean daybook_sign_in_prepare_client (DaybookSignInFlow *self, GError **error);
gboolean daybook_sign_in_run_browser (DaybookSignInFlow *self, GError **error);
gboolean daybook_sign_in_run_device (DaybookSignInFlow *self, GError **error);
gboolean daybook_sign_in_prepare_address (DaybookSignInFlow *self, GError **error);
gboolean daybook_sign_in_prepare_token (DaybookSignInFlow *self, GError **error);
gboolean daybook_sign_in_prepare_password (DaybookSignInFlow *self, GError **error);

/* daybook-sign-in-goa.c */
gboolean daybook_sign_in_goa_works (const DaybookProviderInfo *info, const DaybookSignInRequest *request);
gboolean daybook_sign_in_prepare_goa (DaybookSignInFlow *self, GError **error);
gboolean daybook_sign_in_goa_falls_back (DaybookSignInFlow *self, const GError *error);
void daybook_sign_in_goa_explain (DaybookSignInFlow *self, GError **error);

/* daybook-sign-in-ways.c */
const DaybookSignInWay *daybook_sign_in_choose (const DaybookProviderInfo *info,
                                                const char *wanted,
                                                const DaybookSignInRequest *request,
                                                GError **error);

/* daybook-sign-in-store.c */
gboolean daybook_sign_in_is_file (DaybookSignInFlow *self);
gboolean daybook_sign_in_store (DaybookSignInFlow *self, GError **error);
char *daybook_sign_in_wanted_scopes (DaybookSignInFlow *self);
void daybook_sign_in_settle_grant (DaybookSignInFlow *self);

G_END_DECLS
