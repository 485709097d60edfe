/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "net/daybook-oauth-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "net/daybook-secret-text.h"

#define RANDOM_BYTES 32
#define MAX_QUERY 8192

static void
append_parameter (GString *url, const char *name, const char *value)
{
  g_string_append_c (url, strchr (url->str, '?') == NULL ? '?' : '&');
  g_string_append_uri_escaped (url, name, NULL, FALSE);
  g_string_append_c (url, '=');
  g_string_append_uri_escaped (url, value, NULL, FALSE);
}

/* Space separated (RFC 6749 section 3.3), or as a list with commas for a parameter of a service's own. */
static void
append_scopes (GString *url, const char *parameter, const char *scopes)
{
  g_autofree char *list = g_strdup (scopes);

  if (parameter != NULL)
    g_strdelimit (list, " ", ',');
  append_parameter (url, parameter != NULL ? parameter : "scope", list);
}

/* The S256 challenge of RFC 7636 section 4.2. (transfer full) */
char *
daybook_oauth_challenge_of (const char *verifier)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, strlen (verifier));
  g_checksum_get_digest (checksum, digest, &size);
  return daybook_secret_text_to_base64url (digest, size);
}

/* A sign-in of five minutes that answers to @redirect_uri, for @scopes; @login_hint (nullable) is
 * the address of the account that the person wants. */
DaybookOAuthFlow *
daybook_oauth_flow_new (const DaybookOAuthClient *client,
                        const char *redirect_uri,
                        const char *scopes,
                        const char *login_hint,
                        gint64 now)
{
  DaybookOAuthFlow *self = g_new0 (DaybookOAuthFlow, 1);
  g_autofree char *challenge = NULL;
  g_autoptr (GString) url = g_string_new (client->authorize_url);

  self->state = daybook_secret_text_new_random (RANDOM_BYTES);
  self->verifier = daybook_secret_text_new_random (RANDOM_BYTES);
  self->redirect_uri = g_strdup (redirect_uri);
  self->issuers = g_strdup (client->issuers);
  self->expires_at = now + DAYBOOK_OAUTH_FLOW_SECONDS;
  challenge = daybook_oauth_challenge_of (self->verifier);

  if (client->scope_parameter == NULL)
    append_parameter (url, "response_type", "code");
  append_parameter (url, "client_id", client->client_id);
  append_parameter (url, "redirect_uri", redirect_uri);
  append_scopes (url, client->scope_parameter, scopes);
  append_parameter (url, "state", self->state);
  append_parameter (url, "code_challenge", challenge);
  append_parameter (url, "code_challenge_method", "S256");
  if (login_hint != NULL && *login_hint != '\0' && client->scope_parameter == NULL)
    append_parameter (url, "login_hint", login_hint);
  if (client->extra != NULL && *client->extra != '\0')
    {
      g_string_append_c (url, '&');
      g_string_append (url, client->extra);
    }
  self->url = g_strdup (url->str);
  return self;
}

void
daybook_oauth_flow_free (DaybookOAuthFlow *self)
{
  if (self == NULL)
    return;
  daybook_secret_text_free (self->state);
  daybook_secret_text_free (self->verifier);
  daybook_secret_text_free (self->code);
  daybook_secret_text_free (self->url);
  g_free (self->redirect_uri);
  g_free (self->issuers);
  g_free (self);
}

/* The address to open in the browser. */
const char *
daybook_oauth_flow_get_url (DaybookOAuthFlow *self)
{
  return self->url;
}

typedef struct
{
  char *state;
  char *code;
  char *iss;
  char *error;
  char *description;
} Parameters;

static void
parameters_clear (Parameters *self)
{
  g_free (self->state);
  daybook_secret_text_free (self->code);
  g_free (self->iss);
  g_free (self->error);
  g_free (self->description);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parameters, parameters_clear)

/* application/x-www-form-urlencoded; NULL for broken escapes, NUL and what is not UTF-8. */
static char *
decode (const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_autofree char *plain = NULL;

  for (char *p = copy; *p != '\0'; p++)
    {
      if (*p == '+')
        *p = ' ';
    }
  plain = g_uri_unescape_string (copy, NULL);
  if (plain == NULL || !g_utf8_validate (plain, -1, NULL))
    return NULL;
  return g_steal_pointer (&plain);
}

/* FALSE for a query that no service sends: broken, or with a parameter twice (RFC 6749
 * section 3.1). */
static gboolean
parse_query (const char *query, Parameters *parameters)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *p = query;

  if (strlen (query) > MAX_QUERY)
    return FALSE;
  while (*p != '\0')
    {
      gsize length = strcspn (p, "&");
      gsize name_length = strcspn (p, "=&");
      g_autofree char *name = decode (p, name_length);
      g_autofree char *value
          = decode (p + MIN (name_length + 1, length), length - MIN (name_length + 1, length));

      if (name == NULL || value == NULL || !g_hash_table_add (seen, g_strdup (name)))
        return FALSE;
      if (g_str_equal (name, "state"))
        parameters->state = g_steal_pointer (&value);
      else if (g_str_equal (name, "code"))
        parameters->code = g_steal_pointer (&value);
      else if (g_str_equal (name, "iss"))
        parameters->iss = g_steal_pointer (&value);
      else if (g_str_equal (name, "error"))
        parameters->error = g_steal_pointer (&value);
      else if (g_str_equal (name, "error_description"))
        parameters->description = g_steal_pointer (&value);
      p += length;
      if (*p == '&')
        p++;
    }
  return TRUE;
}

/* "origin/" with an asterisk stands for all below it: Microsoft's issuers are one for each organisation. */
static gboolean
is_issuer (DaybookOAuthFlow *self, const char *iss)
{
  g_auto (GStrv) issuers = g_strsplit (self->issuers, " ", -1);

  for (guint i = 0; issuers[i] != NULL; i++)
    {
      gsize length = strlen (issuers[i]);

      if (g_str_equal (iss, issuers[i])
          || (g_str_has_suffix (issuers[i], "/*") && strncmp (iss, issuers[i], length - 1) == 0))
        return TRUE;
    }
  return FALSE;
}

/* Takes the query of a request to the redirect address. Only one that knows the state counts; a
 * second one with the same state, or a late one, does not. Errors of DAYBOOK_OAUTH_REFUSED:
 * FORBIDDEN (the person declined), ADMIN_APPROVAL, CONFIG, AUTH_REQUIRED (five minutes have passed; another
 * issuer), SERVER, INVALID_RESPONSE. DAYBOOK_OAUTH_FOREIGN sets no error. */
DaybookOAuthAnswer
daybook_oauth_flow_take_query (DaybookOAuthFlow *self,
                               const char *query,
                               gint64 now,
                               GError **error)
{
  g_auto (Parameters) parameters = { 0 };

  if (self->answered || !parse_query (query, &parameters)
      || !daybook_secret_text_equal (parameters.state, self->state))
    return DAYBOOK_OAUTH_FOREIGN;
  self->answered = TRUE;
  if (now >= self->expires_at)
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                           _ ("The sign-in took longer than five minutes. Start it again."));
      return DAYBOOK_OAUTH_REFUSED;
    }
  if (parameters.iss != NULL && !is_issuer (self, parameters.iss))
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_AUTH_REQUIRED,
                           _ ("Another service than the one asked has answered. Sign in again."));
      return DAYBOOK_OAUTH_REFUSED;
    }
  if (parameters.error != NULL)
    {
      g_propagate_error (error, daybook_tokens_error_for_refusal (parameters.error, parameters.description));
      return DAYBOOK_OAUTH_REFUSED;
    }
  if (parameters.code == NULL || *parameters.code == '\0')
    {
      g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                           _ ("The service answered the sign-in with something unexpected."));
      return DAYBOOK_OAUTH_REFUSED;
    }
  self->code = g_steal_pointer (&parameters.code);
  return DAYBOOK_OAUTH_CODE;
}

/* Takes the address that the browser ended at when it runs on another computer, as a person pastes
 * it: with spaces or quotes around it. */
DaybookOAuthAnswer
daybook_oauth_flow_take_address (DaybookOAuthFlow *self,
                                 const char *address,
                                 gint64 now,
                                 GError **error)
{
  gsize length = strlen (self->redirect_uri);
  g_autofree char *text = NULL;

  while (*address != '\0' && strchr (" \t\r\n\"'<", *address) != NULL)
    address++;
  text = g_strndup (address, strcspn (address, " \t\r\n\"'>#"));
  if (strncmp (text, self->redirect_uri, length) != 0)
    return DAYBOOK_OAUTH_FOREIGN;
  /* An address without a path gets one in the browser. */
  if (text[length] == '/' && strchr (strstr (text, "://") + 3, '/') == text + length)
    length++;
  if (text[length] != '?')
    return DAYBOOK_OAUTH_FOREIGN;
  return daybook_oauth_flow_take_query (self, text + length + 1, now, error);
}
