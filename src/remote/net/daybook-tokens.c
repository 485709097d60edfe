/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-tokens.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "net/daybook-secret-text.h"

#define FORMAT "1"
#define FORMAT_WITH_ROLES "2"
#define MAX_TOKEN 16384
#define MAX_INTERVAL 300 /* seconds */
#define MAX_LIFE (10 * 366 * DAYBOOK_DAY_SECONDS)

DaybookTokens *
daybook_tokens_new (void)
{
  DaybookTokens *self = g_new0 (DaybookTokens, 1);

  self->expires_at = DAYBOOK_INSTANT_NONE;
  return self;
}

void
daybook_tokens_free (DaybookTokens *self)
{
  if (self == NULL)
    return;
  daybook_secret_text_free (self->access);
  daybook_secret_text_free (self->refresh);
  daybook_secret_text_free (self->bot);
  daybook_secret_text_free (self->app);
  g_free (self->scopes);
  g_free (self);
}

/* The form that goes into the vault: FORMAT, access, refresh, scopes, expires_at, each ended by
 * NUL; an absent one is empty. Where there are tokens of other roles the format is the second, and bot and app
 * follow. (transfer full) */
GBytes *
daybook_tokens_to_bytes (const DaybookTokens *self)
{
  g_autofree char *expires = g_strdup_printf ("%" G_GINT64_FORMAT, self->expires_at);
  const gboolean roles = self->bot != NULL || self->app != NULL;
  const char *fields[] = { roles ? FORMAT_WITH_ROLES : FORMAT, self->access, self->refresh, self->scopes, expires,
                           self->bot, self->app };
  const gsize n_fields = roles ? 7 : 5;
  gsize size = 0;
  guint8 *data;
  GBytes *bytes;

  for (gsize i = 0; i < n_fields; i++)
    size += (fields[i] != NULL ? strlen (fields[i]) : 0) + 1;
  bytes = daybook_secret_bytes_new (size, &data);
  for (gsize i = 0; i < n_fields; i++)
    {
      gsize length = fields[i] != NULL ? strlen (fields[i]) : 0;

      memcpy (data, fields[i] != NULL ? fields[i] : "", length);
      data += length + 1;
    }
  return bytes;
}

static char *
or_null (const char *field)
{
  return *field != '\0' ? g_strdup (field) : NULL;
}

/* Reads what daybook_tokens_to_bytes() made. STORAGE for anything else. */
DaybookTokens *
daybook_tokens_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (DaybookTokens) self = daybook_tokens_new ();
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *fields[7];
  gsize n = 0;

  for (const char *p = data; p != NULL && p < data + size && n < G_N_ELEMENTS (fields); n++)
    {
      const char *end = memchr (p, '\0', data + size - p);

      if (end == NULL)
        break;
      fields[n] = p;
      p = end + 1;
    }
  if (n >= 5)
    {
      self->access = or_null (fields[1]);
      self->refresh = or_null (fields[2]);
      self->scopes = or_null (fields[3]);
      self->expires_at = g_ascii_strtoll (fields[4], NULL, 10);
    }
  if (n == 7)
    {
      self->bot = or_null (fields[5]);
      self->app = or_null (fields[6]);
    }
  if (!(n == 5 && g_str_equal (fields[0], FORMAT) && self->access != NULL)
      && !(n == 7 && g_str_equal (fields[0], FORMAT_WITH_ROLES)))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_STORAGE,
                           _ ("The stored sign-in cannot be read."));
      return NULL;
    }
  return g_steal_pointer (&self);
}

typedef struct
{
  const char *name;
  DaybookError code;
  const char *message;
} Refusal;

#define ADMIN N_ ("Your organization has not allowed Daybook yet: an administrator has to approve it.")

/* RFC 6749 sections 4.1.2.1 and 5.2, and what the services of providers.md add. */
static const Refusal refusals[] = {
  { "invalid_grant", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The service has withdrawn the sign-in, or it has expired. Sign in again.") },
  { "invalid_refresh_token", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The service has withdrawn the sign-in, or it has expired. Sign in again.") },
  { "bad_refresh_token", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The service has withdrawn the sign-in, or it has expired. Sign in again.") },
  { "interaction_required", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The service wants you to sign in again.") },
  { "login_required", DAYBOOK_ERROR_AUTH_REQUIRED, N_ ("The service wants you to sign in again.") },
  { "consent_required", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The service wants you to sign in again.") },
  { "admin_policy_enforced", DAYBOOK_ERROR_ADMIN_APPROVAL, ADMIN },
  { "access_denied", DAYBOOK_ERROR_FORBIDDEN, N_ ("Access was not granted.") },
  { "authorization_declined", DAYBOOK_ERROR_FORBIDDEN, N_ ("Access was not granted.") },
  { "invalid_client", DAYBOOK_ERROR_CONFIG,
    N_ ("The service does not know the client id, or its secret is wrong. Check both.") },
  { "incorrect_client_credentials", DAYBOOK_ERROR_CONFIG,
    N_ ("The service does not know the client id, or its secret is wrong. Check both.") },
  { "unauthorized_client", DAYBOOK_ERROR_CONFIG,
    N_ ("The service does not allow this client id to sign in like this. Check its settings.") },
  { "redirect_uri_mismatch", DAYBOOK_ERROR_CONFIG,
    N_ ("The client id is of another kind: it has to be one for a desktop application.") },
  { "invalid_request", DAYBOOK_ERROR_CONFIG,
    N_ ("The service did not accept the sign-in. Check the client id and its secret.") },
  { "invalid_scope", DAYBOOK_ERROR_CONFIG,
    N_ ("The service does not offer this client id the access that Daybook needs.") },
  { "unsupported_grant_type", DAYBOOK_ERROR_CONFIG,
    N_ ("The service does not allow this client id to sign in like this. Check its settings.") },
  { "unsupported_response_type", DAYBOOK_ERROR_CONFIG,
    N_ ("The service does not allow this client id to sign in like this. Check its settings.") },
  /* Slack's own (providers.md 5.4). */
  { "bad_client_secret", DAYBOOK_ERROR_AUTH_REQUIRED, N_ ("The service wants you to sign in again.") },
  { "invalid_code", DAYBOOK_ERROR_AUTH_REQUIRED, N_ ("The service wants you to sign in again.") },
  { "code_already_used", DAYBOOK_ERROR_AUTH_REQUIRED, N_ ("The service wants you to sign in again.") },
  { "token_expired", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The service has withdrawn the sign-in, or it has expired. Sign in again.") },
  { "token_revoked", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("The service has withdrawn the sign-in, or it has expired. Sign in again.") },
  { "invalid_client_id", DAYBOOK_ERROR_CONFIG,
    N_ ("The service does not know the client id, or its secret is wrong. Check both.") },
  { "bad_redirect_uri", DAYBOOK_ERROR_CONFIG,
    N_ ("The client id is of another kind: it has to be one for a desktop application.") },
  { "internal_error", DAYBOOK_ERROR_SERVER, N_ ("The service has trouble at the moment.") },
  { "service_unavailable", DAYBOOK_ERROR_SERVER, N_ ("The service has trouble at the moment.") },
  { "ratelimited", DAYBOOK_ERROR_RATE_LIMITED, N_ ("The service asks to wait before signing in again.") },
  /* RFC 8628 section 3.5, and GitHub's words for it. */
  { "expired_token", DAYBOOK_ERROR_AUTH_REQUIRED, N_ ("The code was not entered in time. Start again.") },
  { "incorrect_device_code", DAYBOOK_ERROR_AUTH_REQUIRED, N_ ("The code was not entered in time. Start again.") },
  { "bad_verification_code", DAYBOOK_ERROR_AUTH_REQUIRED, N_ ("The code was not entered in time. Start again.") },
  { "device_flow_disabled", DAYBOOK_ERROR_CONFIG,
    N_ ("The service does not allow this client id to sign in like this. Check its settings.") },
  { "server_error", DAYBOOK_ERROR_SERVER, N_ ("The service has trouble at the moment.") },
  { "temporarily_unavailable", DAYBOOK_ERROR_SERVER,
    N_ ("The service has trouble at the moment.") },
  { "internal_failure", DAYBOOK_ERROR_SERVER, N_ ("The service has trouble at the moment.") },
};

/* Whether @description, as Microsoft writes it ("AADSTS90094: ..."), says that the person cannot consent alone: an
 * administrator's consent is asked for (90093, 90094, 90095, 90097), or the person is not among those whom the
 * administrator has assigned (50105). That nobody has consented yet (65001) the next sign-in settles, or tells why not. */
static gboolean
wants_admin (const char *description)
{
  static const gint64 numbers[] = { 90093, 90094, 90095, 90097, 50105 };
  gint64 number;

  if (description == NULL || !g_str_has_prefix (description, "AADSTS"))
    return FALSE;
  number = g_ascii_strtoll (description + strlen ("AADSTS"), NULL, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      if (numbers[i] == number)
        return TRUE;
    }
  return FALSE;
}

/* The error for an `error` of a token endpoint or a redirect and its `error_description` (nullable). Both are
 * looked up, never repeated: they may hold anything. (transfer full) */
GError *
daybook_tokens_error_for_refusal (const char *name, const char *description)
{
  if (wants_admin (description))
    return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_ADMIN_APPROVAL, _ (ADMIN));
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      if (g_strcmp0 (refusals[i].name, name) == 0)
        return g_error_new_literal (DAYBOOK_ERROR, refusals[i].code, _ (refusals[i].message));
    }
  return g_error_new_literal (
      DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
      _ ("The service refused the sign-in without a reason that Daybook knows."));
}

/* What may go into a header, and is no tale. */
gboolean
daybook_tokens_is_token (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > MAX_TOKEN)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p <= 0x20 || *p >= 0x7f)
        return FALSE;
    }
  return TRUE;
}

/* What an answer may hold; all text owned and nullable. */
typedef struct
{
  char *access;
  char *refresh;
  char *scopes;
  char *type;
  gint64 life;     /* seconds; -1 unknown */
  gint64 interval; /* seconds between polls; 0 unknown */
} Fields;

static void
fields_clear (Fields *self)
{
  daybook_secret_text_free (self->access);
  daybook_secret_text_free (self->refresh);
  g_free (self->scopes);
  g_free (self->type);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fields, fields_clear)

/* Why there are no tokens, as the service says it; nullable. */
typedef struct
{
  char *name;
  char *description;
} Refused;

static void
refused_clear (Refused *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->description, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Refused, refused_clear)

/* Reads the members of the object that is open. What else there is: the reason of a refusal into @refused, and
 * into @person what was given to the person where the object itself is about a robot (Slack's `authed_user`). */
static void
read_fields (Fields *self, DaybookJsonReader *reader, Refused *refused, Fields *person)
{
  static const char *const names[] = { "access_token", "refresh_token", "expires_in",  "scope", "token_type",
                                       "error",        "authed_user",   "interval",    "error_description", NULL };
  int field;

  self->life = -1;
  while (daybook_json_reader_next_field (reader, names, &field))
    switch (field)
      {
      case 0:
        daybook_secret_text_free (g_steal_pointer (&self->access));
        self->access = daybook_json_reader_read_string_or_null (reader);
        break;
      case 1:
        daybook_secret_text_free (g_steal_pointer (&self->refresh));
        self->refresh = daybook_json_reader_read_string_or_null (reader);
        break;
      case 2:
        self->life = daybook_json_reader_read_int_or (reader, -1);
        break;
      case 3:
        daybook_json_reader_read_string_into (reader, &self->scopes);
        break;
      case 4:
        daybook_json_reader_read_string_into (reader, &self->type);
        break;
      case 5:
        if (refused != NULL)
          daybook_json_reader_read_string_into (reader, &refused->name);
        break;
      case 6:
        if (person != NULL && daybook_json_reader_begin_object_or_skip (reader))
          read_fields (person, reader, NULL, NULL);
        break;
      case 7:
        self->interval = daybook_json_reader_read_int_or (reader, 0);
        break;
      case 8:
        if (refused != NULL)
          daybook_json_reader_read_string_into (reader, &refused->description);
        break;
      default:
        break;
      }
}

/* Slack calls a Bearer token after who it stands for. */
static gboolean
is_type (const char *type)
{
  return type == NULL || g_ascii_strcasecmp (type, "bearer") == 0 || g_str_equal (type, "user");
}

/* What the two below share: @refused is the reason of a refusal, looked up by none of them yet. */
static DaybookTokens *
parse (guint status, GBytes *body, gint64 now, Refused *refused, gint64 *interval, GError **error)
{
  g_autoptr (DaybookTokens) self = daybook_tokens_new ();
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_auto (Fields) top = { 0 };
  g_auto (Fields) person = { 0 };
  Fields *given;
  gboolean read;

  if (daybook_json_reader_begin_object (reader))
    read_fields (&top, reader, refused, &person);
  read = daybook_json_reader_finish (reader, NULL);
  given = person.access != NULL ? &person : &top;
  *interval = top.interval;

  if (!read)
    refused_clear (refused);
  if (refused->name != NULL)
    return NULL;
  if (status < 200 || status > 299)
    {
      /* No JSON, or none with a reason in it. A 400 alone does not say that the grant is dead. */
      g_set_error (error, DAYBOOK_ERROR,
                   status >= 500 ? DAYBOOK_ERROR_SERVER : DAYBOOK_ERROR_INVALID_RESPONSE,
                   _ ("The service refused the sign-in (HTTP %u)."), status);
      return NULL;
    }
  if (!read || !daybook_tokens_is_token (given->access)
      || (given->refresh != NULL && !daybook_tokens_is_token (given->refresh)) || !is_type (given->type))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                           _ ("The service answered the sign-in with something unexpected."));
      return NULL;
    }
  self->access = g_steal_pointer (&given->access);
  self->refresh = g_steal_pointer (&given->refresh);
  self->scopes = g_steal_pointer (&given->scopes);
  if (self->scopes != NULL)
    g_strdelimit (self->scopes, ",", ' ');
  if (given->life >= 0)
    self->expires_at = now + MIN (given->life, MAX_LIFE);
  return g_steal_pointer (&self);
}

/* Reads the answer of a token endpoint (RFC 6749 sections 5.1 and 5.2) that came with @status at
 * @now. Slack's is read too: it refuses with status 200, separates scopes by commas and puts a person's
 * tokens into `authed_user`, or at the top where nobody else got any. Errors: AUTH_REQUIRED (the grant is
 * dead), ADMIN_APPROVAL, CONFIG (client id, secret, redirect), FORBIDDEN (the person declined), SERVER, RATE_LIMITED,
 * INVALID_RESPONSE. No message holds anything of the answer. */
DaybookTokens *
daybook_tokens_parse_reply (guint status, GBytes *body, gint64 now, GError **error)
{
  g_auto (Refused) refused = { 0 };
  gint64 interval;
  DaybookTokens *self = parse (status, body, now, &refused, &interval, error);

  if (refused.name != NULL)
    g_propagate_error (error, daybook_tokens_error_for_refusal (refused.name, refused.description));
  return self;
}

/* Reads the answer to a poll with a device code (RFC 8628 section 3.5; GitHub refuses with status 200). @interval
 * (seconds) is what the service wants between two polls from now on, 0 where it says nothing. Errors as of
 * daybook_tokens_parse_reply(). */
DaybookPoll
daybook_tokens_parse_poll (guint status, GBytes *body, gint64 now, DaybookTokens **tokens, guint *interval, GError **error)
{
  g_auto (Refused) refused = { 0 };
  gint64 seconds;

  *tokens = parse (status, body, now, &refused, &seconds, error);
  *interval = (guint) CLAMP (seconds, 0, MAX_INTERVAL);
  if (*tokens != NULL)
    return DAYBOOK_POLL_DONE;
  if (g_strcmp0 (refused.name, "authorization_pending") == 0)
    return DAYBOOK_POLL_PENDING;
  if (g_strcmp0 (refused.name, "slow_down") == 0)
    return DAYBOOK_POLL_SLOW_DOWN;
  if (refused.name != NULL)
    g_propagate_error (error, daybook_tokens_error_for_refusal (refused.name, refused.description));
  return DAYBOOK_POLL_FAILED;
}
