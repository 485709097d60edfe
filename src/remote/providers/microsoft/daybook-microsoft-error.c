/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-json-reader.h"
#include "providers/daybook-http-error.h"

/* Graph nests two or three; what is deeper is no answer of it. */
#define MAX_CODES 8
#define MAX_CLAIMS 4096
#define RATE_WAIT 60

static void
read_error (DaybookMicrosoftProblem *self, DaybookJsonReader *reader)
{
  /* providers.md 4.4: the inner key is spelt in two ways, and nests. */
  static const char *const fields[] = { "code", "innerError", "innererror", NULL };
  int field;

  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field > 0)
        {
          read_error (self, reader);
        }
      else if (field == 0)
        {
          char *code = daybook_json_reader_read_string_or_null (reader);

          if (code != NULL && self->codes->len < MAX_CODES)
            g_ptr_array_add (self->codes, code);
          else
            g_free (code);
        }
    }
}

/* `{"error":{"code":...,"innerError":{"code":...}}}`. Anything else leaves the status alone. */
void
daybook_microsoft_problem_read (DaybookMicrosoftProblem *self, const DaybookHttpResponse *response)
{
  static const char *const fields[] = { "error", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (response->body);
  int field;

  self->status = response->status;
  self->codes = g_ptr_array_new_with_free_func (g_free);
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        read_error (self, reader);
    }
}

void
daybook_microsoft_problem_clear (DaybookMicrosoftProblem *self)
{
  g_clear_pointer (&self->codes, g_ptr_array_unref);
}

/* Codes are compared in any case, as Microsoft asks. */
gboolean
daybook_microsoft_problem_is (const DaybookMicrosoftProblem *self, const char *code)
{
  for (guint i = 0; i < self->codes->len; i++)
    {
      if (g_ascii_strcasecmp (self->codes->pdata[i], code) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_prefix (const DaybookMicrosoftProblem *self, const char *prefix)
{
  for (guint i = 0; i < self->codes->len; i++)
    {
      if (g_ascii_strncasecmp (self->codes->pdata[i], prefix, strlen (prefix)) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Whether the link that was followed is worth nothing any more: syncStateNotFound, syncStateInvalid,
 * resyncRequired, or plainly 410 (providers.md 4.2). */
gboolean
daybook_microsoft_problem_is_stale_state (const DaybookMicrosoftProblem *self)
{
  return self->status == 410
         || (self->status >= 400 && self->status < 500
             && (has_prefix (self, "syncState") || has_prefix (self, "resync")));
}

/* The value of @name in a challenge (RFC 9110 section 11.2): name="value", name="value". */
static char *
get_challenge_value (const char *header, const char *name)
{
  gsize length = strlen (name);
  const char *at = header;

  while (*at != '\0')
    {
      const char *end;

      at += strspn (at, " ,\t");
      if (g_ascii_strncasecmp (at, name, length) == 0 && at[length] == '=' && at[length + 1] == '"')
        {
          end = strchr (at + length + 2, '"');
          return end != NULL ? g_strndup (at + length + 2, end - at - length - 2) : NULL;
        }
      /* Over this word, and over its quoted value. */
      at += strcspn (at, " ,\t\"");
      if (*at == '"')
        {
          end = strchr (at + 1, '"');
          at = end != NULL ? end + 1 : at + strlen (at);
        }
    }
  return NULL;
}

/* The claims that the next sign-in has to ask for, as JSON; NULL when the answer wants none (providers.md
 * 4.1, continuous access evaluation). */
char *
daybook_microsoft_get_claims (const DaybookHttpResponse *response)
{
  const char *header = daybook_http_response_get_header (response, "www-authenticate");
  g_autofree char *packed = header != NULL ? get_challenge_value (header, "claims") : NULL;
  g_autofree char *claims = NULL;
  g_autoptr (DaybookJsonReader) reader = NULL;
  gsize length;

  if (response->status != 401 || packed == NULL || *packed == '\0' || strlen (packed) > MAX_CLAIMS)
    return NULL;
  /* Padding is left out at times, and both alphabets have been seen. */
  g_strdelimit (packed, "-", '+');
  g_strdelimit (packed, "_", '/');
  while (strlen (packed) % 4 != 0)
    {
      char *padded = g_strconcat (packed, "=", NULL);

      g_free (packed);
      packed = padded;
    }
  claims = (char *) g_base64_decode (packed, &length);
  if (memchr (claims, '\0', length) != NULL)
    return NULL;
  claims = g_realloc (claims, length + 1);
  claims[length] = '\0';
  reader = daybook_json_reader_new_for_data (claims, length);
  if (!daybook_json_reader_begin_object (reader))
    return NULL;
  while (daybook_json_reader_next_member (reader))
    daybook_json_reader_skip_value (reader);
  return daybook_json_reader_finish (reader, NULL) ? g_steal_pointer (&claims) : NULL;
}

/* DaybookRequest.is_challenge: no refreshed token will be accepted either. */
gboolean
daybook_microsoft_is_challenge (const DaybookHttpResponse *response)
{
  g_autofree char *claims = daybook_microsoft_get_claims (response);

  return claims != NULL;
}

/* Codes that mean more than their status, providers.md 4.4. */
static const struct
{
  const char *code;
  DaybookError error;
  const char *message; /* N_() */
} codes[] = {
  { "InvalidAuthenticationToken", DAYBOOK_ERROR_AUTH_REQUIRED,
    N_ ("Microsoft no longer accepts the sign-in. Sign in again.") },
  { "ApplicationThrottled", DAYBOOK_ERROR_RATE_LIMITED, N_ ("Outlook asks to wait before the next request.") },
  { "activityLimitReached", DAYBOOK_ERROR_RATE_LIMITED, N_ ("Outlook asks to wait before the next request.") },
  { "MailboxNotEnabledForRESTAPI", DAYBOOK_ERROR_CONFIG,
    N_ ("This Microsoft account has no mailbox in Outlook or Microsoft 365, and so no calendar that Daybook could "
        "read.") },
  { "MailboxNotSupportedForRESTAPI", DAYBOOK_ERROR_CONFIG,
    N_ ("This Microsoft account has no mailbox in Outlook or Microsoft 365, and so no calendar that Daybook could "
        "read.") },
  { "ErrorIrresolvableConflict", DAYBOOK_ERROR_CONFLICT, N_ ("Outlook has a newer version of this.") },
  { "resourceModified", DAYBOOK_ERROR_CONFLICT, N_ ("Outlook has a newer version of this.") },
  { "ErrorItemNotFound", DAYBOOK_ERROR_NOT_FOUND, N_ ("Outlook no longer has this.") },
  { "ErrorAccessDenied", DAYBOOK_ERROR_FORBIDDEN,
    N_ ("Outlook does not let you do this in this calendar. Its owner decides who may.") },
  { "RequestBroker--ParseUri", DAYBOOK_ERROR_INTERNAL,
    N_ ("Outlook did not understand Daybook’s request. Please report this.") },
  { "ErrorInvalidRequest", DAYBOOK_ERROR_INTERNAL,
    N_ ("Outlook did not understand Daybook’s request. Please report this.") },
};

static GError *
new_error (const DaybookMicrosoftProblem *problem)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes) && problem->status >= 400; i++)
    {
      if (!daybook_microsoft_problem_is (problem, codes[i].code))
        continue;
      /* A code is one of the table's own here, so it may be named. */
      if (codes[i].error == DAYBOOK_ERROR_INTERNAL)
        g_message ("Graph refused a request with %s", codes[i].code);
      return g_error_new_literal (DAYBOOK_ERROR, codes[i].error, _ (codes[i].message));
    }
  if (daybook_microsoft_problem_is_stale_state (problem))
    return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_CURSOR_EXPIRED,
                                _ ("Outlook wants everything to be fetched anew."));
  return daybook_http_error_new (problem->status, _ ("Outlook"));
}

/* Ends @exchange with what @response means. */
void
daybook_microsoft_fail (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  g_auto (DaybookMicrosoftProblem) problem = { 0 };
  g_autofree char *claims = daybook_microsoft_get_claims (response);
  gint64 now = daybook_exchange_get_now (exchange);
  gint64 retry_at = daybook_http_error_get_retry_at (response, now);
  GError *error;

  if (claims != NULL)
    {
      daybook_exchange_keep_setting (exchange, "claims", claims);
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_AUTH_REQUIRED,
                                  _ ("Microsoft wants you to sign in again before it gives out more. Sign in again."));
      return;
    }
  daybook_microsoft_problem_read (&problem, response);
  error = new_error (&problem);
  if (error->code == DAYBOOK_ERROR_RATE_LIMITED && retry_at == 0)
    retry_at = now + RATE_WAIT;
  if (retry_at != 0)
    daybook_exchange_set_retry_at (exchange, retry_at);
  daybook_exchange_fail (exchange, error);
}
