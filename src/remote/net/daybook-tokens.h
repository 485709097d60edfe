/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* What a sign-in gives: kept as one secret, so that a new refresh token and its access token are
 * written together or not at all. */
typedef struct
{
  char *access;      /* visible ASCII; never NULL in tokens that were parsed */
  char *refresh;     /* (nullable) */
  char *bot;         /* (nullable) pasted ones of other roles (DaybookCredential); then @access may be NULL */
  char *app;         /* (nullable) */
  char *scopes;      /* as granted, space separated; NULL = as asked for */
  gint64 expires_at; /* of @access; DAYBOOK_INSTANT_NONE = not told, lasts until refused */
} DaybookTokens;

DaybookTokens *daybook_tokens_new (void);
void daybook_tokens_free (DaybookTokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookTokens, daybook_tokens_free)

GBytes *daybook_tokens_to_bytes (const DaybookTokens *self);
DaybookTokens *daybook_tokens_from_bytes (GBytes *bytes, GError **error);
DaybookTokens *daybook_tokens_parse_reply (guint status, GBytes *body, gint64 now, GError **error);

/* How a poll for tokens was answered (RFC 8628 section 3.5). */
typedef enum
{
  DAYBOOK_POLL_DONE,      /* the tokens are there */
  DAYBOOK_POLL_PENDING,   /* the person is still at it */
  DAYBOOK_POLL_SLOW_DOWN, /* so they are, and it was asked too often */
  DAYBOOK_POLL_FAILED,
} DaybookPoll;

DaybookPoll daybook_tokens_parse_poll (guint status, GBytes *body, gint64 now, DaybookTokens **tokens, guint *interval,
                                       GError **error);
gboolean daybook_tokens_is_token (const char *text);
GError *daybook_tokens_error_for_refusal (const char *name, const char *description);

G_END_DECLS
