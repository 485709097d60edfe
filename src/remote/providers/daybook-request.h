/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_CREDENTIAL_NONE,
  DAYBOOK_CREDENTIAL_USER,   /* the grant's own, however it was signed in: its access token as Bearer, or user name and
                              * password as Basic */
  DAYBOOK_CREDENTIAL_BOT,
  DAYBOOK_CREDENTIAL_APP,
  DAYBOOK_CREDENTIAL_CLIENT, /* client id and secret, HTTP Basic */
  DAYBOOK_CREDENTIAL_BASIC,  /* the same as USER, for those who know that it is a password */
} DaybookCredential;

/* What came back. Redirects are responses too: nobody follows them but the exchange. */
typedef struct
{
  guint status;
  char *url; /* that was asked for */
  GPtrArray *headers; /* name, value, ...; names lower case */
  GBytes *body; /* never NULL; decoded */
} DaybookHttpResponse;

/* One request of an exchange. The exchange fills it in; the transport adds credentials and runs it. */
typedef struct
{
  char *method; /* GET POST PROPFIND ... */
  char *url;    /* absolute; https, http on loopback, file, or dns (net/daybook-dns-try.h) */
  GPtrArray *headers; /* (element-type char*) name, value, name, value ... */
  GBytes *body; /* (nullable) */
  char *content_type;
  DaybookCredential credential;
  gsize max_body;      /* decoded bytes; default 16 MiB */
  guint deadline;      /* seconds for all of it; default 120 */
  guint min_rate;      /* bytes a second after ten seconds; default 1024, 0 none */
  char *bucket;        /* (nullable) cost bucket: quota units, tier */
  guint cost;          /* units of it, default 1 */
  gint64 not_before;   /* instant, 0 = now: pacing */
  guint delay;         /* seconds to wait once it could go: between one poll's answer and the next poll */
  gboolean repeatable; /* may be sent again when nobody knows whether it arrived; by default what RFC
                        * 9110 section 9.2.2 calls idempotent. Set it for a POST that only asks. */
  gboolean takes_failure; /* 500 is an answer like any other and no trouble that passes: with it some servers say that
                           * they cannot do what was asked */
  gboolean chunked;    /* hand the body over piece by piece (chunk handler) */
  gboolean allow_private; /* the person typed an address of this computer or of a private network:
                           * without it a connection to one is refused (reliability.md, threat 11) */
  /* Whether a response means "too fast", beside 429 and 503, so that the transport waits and asks
   * again: Google says it with 403 and a reason. NULL: no more than those two. */
  gboolean (*is_throttled) (const DaybookHttpResponse *response);
  /* Whether a 429, 5xx or the like is the service's last word (no credit left): it is handed to the exchange at once.
   * NULL: none is. */
  gboolean (*is_final) (const DaybookHttpResponse *response);
  /* When a response that means "too fast" says to come back, where a service says it elsewhere than in Retry-After
   * (an instant, 0: it does not). NULL: nowhere else. */
  gint64 (*find_retry_at) (const DaybookHttpResponse *response, gint64 now);
  /* Whether a 401 asks for a sign-in with something more, so that another access token would be refused as well:
   * it is handed to the exchange, which knows what to tell the next sign-in. NULL: none does. */
  gboolean (*is_challenge) (const DaybookHttpResponse *response);
  /* Whether a response means that the access token is over, beside 401: Slack says it with 200. NULL: no
   * more than 401. */
  gboolean (*is_unauthorized) (const DaybookHttpResponse *response);
  /* What to tell a person when the service limits this request for longer than it is worth waiting
   * (static, translated); NULL: the sentence that fits every service. */
  const char *throttle_notice;
} DaybookRequest;

DaybookRequest *daybook_request_new (const char *method, const char *url);
DaybookRequest *daybook_request_copy (const DaybookRequest *self);
void daybook_request_free (DaybookRequest *self);
/* Names and values are copied. Getting one: (transfer none) (nullable). */
void daybook_request_add_header (DaybookRequest *self, const char *name, const char *value);
const char *daybook_request_get_header (const DaybookRequest *self, const char *name);
void daybook_request_set_json (DaybookRequest *self, GBytes *json);
/* application/x-www-form-urlencoded of name, value, name, value, ..., NULL */
void daybook_request_set_form (DaybookRequest *self, const char *first_name, ...) G_GNUC_NULL_TERMINATED;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookRequest, daybook_request_free)

DaybookHttpResponse *daybook_http_response_new (guint status, const char *url, GBytes *body /* (transfer none) */);
void daybook_http_response_free (DaybookHttpResponse *self);
void daybook_http_response_add_header (DaybookHttpResponse *self, const char *name, const char *value);
/* First header of that name in any case; NULL. */
const char *daybook_http_response_get_header (const DaybookHttpResponse *self, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookHttpResponse, daybook_http_response_free)

G_END_DECLS
