/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-tokens.h"
#include "providers/daybook-exchange.h"
#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* OAuth 2.0 for native applications (RFC 8252, 7636, 9207, 9700): the client, one sign-in in the
 * browser, and the exchanges with the token endpoint. No network here, no main loop. */

/* A client as one service knows it: what is static about the service, and over that what the person
 * configured. */
typedef struct
{
  char *client_id;
  char *client_secret; /* (nullable) of an installed application: not confidential */
  char *authorize_url; /* (nullable) */
  char *token_url;
  char *revoke_url;    /* (nullable) */
  char *device_url;    /* (nullable) */
  char *issuers;       /* what `iss` may be, space separated; "origin/" and an asterisk: all below it */
  char *extra;         /* (nullable) further authorize parameters, "a=b&c=d" */
  const char *scope_parameter;   /* (nullable) static: see DaybookOAuthInfo */
  const guint16 *redirect_ports; /* (nullable) static */
  char *redirect_host; /* 127.0.0.1 or localhost */
  char *redirect_path; /* differs from service to service (RFC 9700 section 4.4) */
  gboolean rotates;
} DaybookOAuthClient;

typedef struct
{
  const char *client_id;
  const char *client_secret;
  const char *authorize_url;
  const char *token_url;
  const char *revoke_url;
  const char *device_url;
  const char *tenant; /* what stands for {tenant} in the addresses; NULL: common */
} DaybookOAuthConfig;

DaybookOAuthClient *daybook_oauth_client_new (const DaybookOAuthInfo *info,
                                              const char *family,
                                              const DaybookOAuthConfig *config,
                                              GError **error);
DaybookOAuthClient *daybook_oauth_client_copy (const DaybookOAuthClient *self);
void daybook_oauth_client_free (DaybookOAuthClient *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookOAuthClient, daybook_oauth_client_free)

/* ---- one sign-in in the browser ---- */

#define DAYBOOK_OAUTH_FLOW_SECONDS 300

typedef struct _DaybookOAuthFlow DaybookOAuthFlow;

DaybookOAuthFlow *daybook_oauth_flow_new (const DaybookOAuthClient *client,
                                          const char *redirect_uri,
                                          const char *scopes,
                                          const char *login_hint,
                                          gint64 now);
void daybook_oauth_flow_free (DaybookOAuthFlow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookOAuthFlow, daybook_oauth_flow_free)

const char *daybook_oauth_flow_get_url (DaybookOAuthFlow *self);

typedef enum
{
  DAYBOOK_OAUTH_FOREIGN, /* not an answer to this sign-in, which goes on */
  DAYBOOK_OAUTH_CODE,    /* the service gave a code: go on with daybook_oauth_redeem() */
  DAYBOOK_OAUTH_REFUSED, /* it answered, and the sign-in is over */
} DaybookOAuthAnswer;

DaybookOAuthAnswer daybook_oauth_flow_take_query (DaybookOAuthFlow *self,
                                                  const char *query,
                                                  gint64 now,
                                                  GError **error);
DaybookOAuthAnswer daybook_oauth_flow_take_address (DaybookOAuthFlow *self,
                                                    const char *address,
                                                    gint64 now,
                                                    GError **error);

/* ---- the token endpoint ---- */

void daybook_oauth_redeem (const DaybookOAuthClient *client,
                           DaybookOAuthFlow *flow,
                           DaybookExchange *exchange);
void daybook_oauth_refresh (const DaybookOAuthClient *client,
                            const DaybookTokens *tokens,
                            DaybookExchange *exchange);
/* ---- one sign-in on another device ---- */

void daybook_oauth_start_device (const DaybookOAuthClient *client, const char *scopes, DaybookExchange *exchange);

/* What any of these exchanges got. */
DaybookTokens *daybook_oauth_take_tokens (DaybookExchange *exchange);

G_END_DECLS
