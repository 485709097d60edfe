/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "providers/daybook-exchange.h"
#include "records/daybook-account.h"
#include "records/daybook-provider-setting.h"

G_BEGIN_DECLS

/* In a grant's settings, member "write/PROVIDER": "yes" where the person allowed that service to be written to; also kept by
 * identify where the token says more than the scopes that were asked for. */
#define DAYBOOK_WRITE_SETTING_PREFIX "write/"

typedef enum
{
  DAYBOOK_SIGN_IN_BROWSER = 1 << 0,
  DAYBOOK_SIGN_IN_DEVICE = 1 << 1,
  DAYBOOK_SIGN_IN_TOKEN = 1 << 2,
  DAYBOOK_SIGN_IN_PASSWORD = 1 << 3,
  DAYBOOK_SIGN_IN_URL = 1 << 4,
  DAYBOOK_SIGN_IN_GOA = 1 << 5,
  DAYBOOK_SIGN_IN_NONE = 1 << 6,
} DaybookSignIn;

typedef enum
{
  DAYBOOK_CAPABILITY_INCREMENTAL = 1 << 0,
  DAYBOOK_CAPABILITY_WRITE = 1 << 1,
  DAYBOOK_CAPABILITY_EXPANDS = 1 << 2,  /* the service delivers occurrences itself (Graph's view) */
  DAYBOOK_CAPABILITY_REVOKE = 1 << 3,
  DAYBOOK_CAPABILITY_SCOUT = 1 << 4,
  DAYBOOK_CAPABILITY_LOCAL = 1 << 5,    /* no network at all: sample, local file */
  DAYBOOK_CAPABILITY_COMPARES = 1 << 6, /* compares with what is stored, which it may ask for */
} DaybookCapability;

/* OAuth 2.0 facts of a service family (RFC 8252); addresses come from providers.ini over these. */
typedef struct
{
  const char *authorize_url;  /* NULL where only the device way is offered */
  const char *token_url;
  const char *revoke_url;     /* NULL = none */
  const char *device_url;     /* RFC 8628: where a code to type elsewhere comes from; NULL = none */
  const char *issuer;         /* RFC 9207 `iss` to expect when it is sent; NULL = not checked */
  const char *redirect_host;  /* 127.0.0.1 or localhost */
  const guint16 *redirect_ports; /* the registered ones, ended by 0, where the service matches them; NULL: any */
  const char *scope_parameter; /* NULL: the parameter `scope` of RFC 6749 and everything else it names. Slack asks
                                  for a person's permissions by another one, and knows no response_type */
  const char *extra;          /* further authorize parameters, "a=b&c=d" */
  gboolean needs_secret;      /* token endpoint wants the installed application's client_secret */
  gboolean rotates;           /* refresh tokens change at every use */
} DaybookOAuthInfo;

/* A pace that the service asks for and does not tell before it is broken: requests of @bucket cost at most
 * @units in @seconds, whoever is too early waits. Since what was saved may be spent at once, no minute sees more than
 * @units and a minute's share of them together. */
typedef struct
{
  const char *bucket;
  guint units;
  guint seconds;
  const char *key; /* of providers.ini: units that no minute may exceed, over these; NULL none */
} DaybookPace;

/* Everything static about a provider. */
typedef struct
{
  const char *id;          /* google-calendar */
  const char *family;      /* google: section of providers.ini, and whose consent is shared */
  const char *name;        /* N_() */
  const char *summary;     /* N_(): one line for the connect card */
  const char *icon;        /* daybook-google-calendar-symbolic */
  const char *help;        /* page of the help that walks through connecting it */
  const char *kinds;       /* "calendar", "mail", ... comma separated */
  DaybookSignIn sign_in;
  DaybookCapability capabilities;
  const char *scopes;      /* read scopes, space separated */
  const char *write_scopes;
  const char *spare_scopes; /* those of both that a sign-in is as good without; NULL: none */
  const char *api_key;     /* key of providers.ini with the endpoint: api-url, gmail-api-url; NULL none */
  const char *api_url;     /* its default */
  const DaybookOAuthInfo *oauth; /* NULL = none */
  const char *goa_types;   /* sign-in way goa: ProviderType of the accounts it takes, space separated */
  gboolean goa_calendar_uri; /* it is connected by the CalDAV address that such an account tells, of any type */
  const char *cursor_params;     /* version of the parameters a cursor was made with: "1" */
  int default_interval;          /* minutes */
  const DaybookPace *paces;      /* NULL = none */
  gsize n_paces;
  const DaybookProviderSetting *settings; /* that a person may change, in the order shown; NULL = none */
  gsize n_settings;
  const char *single_source; /* kind and external id of the one source that every account has; NULL: list_sources asks */
} DaybookProviderInfo;

/* What a provider is told about the account and source it speaks for. All borrowed. */
typedef struct
{
  const char *api_url;      /* configured endpoint, without trailing slash */
  const DaybookAccount *account; /* NULL while signing in */
  const DaybookGrant *grant;
  const char *secret_url;   /* sign-in way url: the address (from the vault); password: the server's address, and so
                             * for token where one was given, and for goa where it is told; NULL else */
  const char *user;         /* sign-in ways password and goa: the user name */
  const char *revoke_url;   /* configured, over info->oauth->revoke_url; NULL: that one */
  const char *origins;      /* space separated origins requests may go to beside api_url's, those that identify kept
                             * (daybook_exchange_keep_setting()) among them */
  const char *client_id;
  const char *scout_cursor; /* scout: of the last one; NULL at first */
  GPtrArray *sources;       /* scout: the DaybookSource that are switched on, with cursor and last_sync_at; NULL else */
} DaybookProviderContext;

/* Tokens that a person pasted, by whom they speak for (DaybookCredential). */
typedef struct
{
  char *user; /* (nullable) like the others, but one has to be there */
  char *bot;
  char *app;
} DaybookPastedTokens;

void daybook_pasted_tokens_free (DaybookPastedTokens *self); /* zeroes them */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookPastedTokens, daybook_pasted_tokens_free)

typedef struct
{
  DaybookDay from; /* window asked for: days [from, to) */
  DaybookDay to;   /* G_MAXINT32: open ahead */
  gint64 from_at;  /* the same as instants in the person's zone */
  gint64 to_at;    /* G_MAXINT64: open */
  DaybookZone *zone; /* the person's zone: what floating times mean; NULL: this computer's */
  gboolean full;   /* ignore the cursor */
  const char *cursor; /* NULL: first round */
  const char *resume; /* checkpoint of an interrupted round, NULL none */
  const char *hint;   /* what a scout said of the source and no pull has taken yet (daybook_exchange_hint_source()), NULL nothing */
} DaybookPullOptions;

/* One operation of the outbox (push): a state that something shall be in, so that pushing it twice does no harm.
 * The operations of one push are of one kind and succeed or fail together. */
typedef struct
{
  const char *kind;   /* mail.done mail.reopen */
  const char *target; /* external id of what it is done to */
  const char *key;    /* idempotency key */
  const char *body;   /* JSON of what the kind needs beside */
} DaybookPushOperation;

/* What one service can do. A provider does no I/O, knows no store and no main loop: each method sets up
 * the exchange it is given, which the caller runs; one that needs no request has ended when the method
 * returns. Unimplemented methods are NULL.
 *
 * A pull that fails with CURSOR_EXPIRED says that neither the cursor nor the resume it was given is
 * worth anything any more: the caller forgets both and starts a full round in a new generation (once a
 * run). A pull whose source does not exist any more says so by daybook_exchange_source_gone() and fails.
 *
 * A service with DAYBOOK_CAPABILITY_SCOUT is asked before an account's sources are synced, but for a full sync or one of
 * named sources: with daybook_exchange_source_changed() it says which of context->sources to pull now, with
 * _source_gone() which have vanished, and finishes with the next scout cursor. That one is kept at once: a source it named
 * is owed a pull until one went well. CURSOR_EXPIRED asks once more without one. */
#define DAYBOOK_TYPE_PROVIDER (daybook_provider_get_type ())
G_DECLARE_INTERFACE (DaybookProvider, daybook_provider, DAYBOOK, PROVIDER, GObject)

struct _DaybookProviderInterface
{
  GTypeInterface parent_iface;

  const DaybookProviderInfo *(*get_info) (DaybookProvider *self);
  /* sign-in ways url and password: what a person typed, as the address to keep; NULL with a USAGE error */
  char *(*check_address) (DaybookProvider *self, const char *text, GError **error);
  /* sign-in way token: what a person pasted, split by role; NULL with a USAGE error that never quotes it. Without
   * this method the trimmed text is the user's token. */
  DaybookPastedTokens *(*check_token) (DaybookProvider *self, const char *text, GError **error);
  /* sign-in way token: the address of the page where a person gets one, ready to open; (transfer full). Without this
   * method there is only what the help says. */
  char *(*new_token_link) (DaybookProvider *self);
  /* each prepares requests on the fresh exchange it is given */
  void (*identify) (DaybookProvider *self, const DaybookProviderContext *context, DaybookExchange *exchange);
  void (*list_sources) (DaybookProvider *self, const DaybookProviderContext *context, DaybookExchange *exchange);
  void (*scout) (DaybookProvider *self, const DaybookProviderContext *context, DaybookExchange *exchange);
  void (*pull) (DaybookProvider *self, const DaybookProviderContext *context, const DaybookSource *source,
                const DaybookPullOptions *options, DaybookExchange *exchange);
  void (*push) (DaybookProvider *self, const DaybookProviderContext *context, const DaybookSource *source,
                const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange);
  void (*revoke) (DaybookProvider *self, const DaybookProviderContext *context, const char *token, DaybookExchange *exchange);
};

/* (transfer none) Static. */
const DaybookProviderInfo *daybook_provider_get_info (DaybookProvider *self);
/* The address that is kept in the vault (and given as secret_url) for what a person typed or pasted.
 * (transfer full) */
char *daybook_provider_check_address (DaybookProvider *self, const char *text, GError **error);
/* The tokens in what a person pasted. (transfer full) */
DaybookPastedTokens *daybook_provider_check_token (DaybookProvider *self, const char *text, GError **error);
/* Where a person gets a token, NULL where the provider does not say. (transfer full) */
char *daybook_provider_new_token_link (DaybookProvider *self);
/* Each sets up @exchange and returns TRUE, or FALSE where the provider has no such method. */
gboolean daybook_provider_identify (DaybookProvider *self, const DaybookProviderContext *context, DaybookExchange *exchange);
gboolean daybook_provider_list_sources (DaybookProvider *self, const DaybookProviderContext *context, DaybookExchange *exchange);
gboolean daybook_provider_scout (DaybookProvider *self, const DaybookProviderContext *context, DaybookExchange *exchange);
gboolean daybook_provider_pull (DaybookProvider *self, const DaybookProviderContext *context, const DaybookSource *source,
                                const DaybookPullOptions *options, DaybookExchange *exchange);
gboolean daybook_provider_push (DaybookProvider *self, const DaybookProviderContext *context, const DaybookSource *source,
                                const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange);
/* Whether it can be told of what was done here. */
gboolean daybook_provider_can_push (DaybookProvider *self);
gboolean daybook_provider_revoke (DaybookProvider *self, const DaybookProviderContext *context, const char *token, DaybookExchange *exchange);

/* daybook-provider-settings.c: a declared setting's value. @account and @source may be NULL. */
gboolean daybook_provider_get_setting_bool (const DaybookProviderInfo *info, const DaybookAccount *account,
                                            const DaybookSource *source, const char *key);
gint64 daybook_provider_get_setting_int (const DaybookProviderInfo *info, const DaybookAccount *account,
                                         const DaybookSource *source, const char *key);
char *daybook_provider_get_setting_text (const DaybookProviderInfo *info, const DaybookAccount *account,
                                         const DaybookSource *source, const char *key); /* (transfer full) */

/* daybook-registry.c: one line a provider. */
GPtrArray *daybook_registry_list (void); /* DaybookProvider, in the order shown; (transfer container) */
DaybookProvider *daybook_registry_find (const char *id); /* (transfer none); NULL */
/* One more at the end, for as long as the process lives: a test's own. */
void daybook_registry_add (DaybookProvider *provider);

G_END_DECLS
