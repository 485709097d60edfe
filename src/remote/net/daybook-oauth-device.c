/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The device flow (RFC 8628): the service gives a code that the person types at an address of its, on this computer or
 * another, and is asked again and again whether that has happened. */
#include "net/daybook-oauth-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "base/daybook-link.h"
#include "net/daybook-secret-text.h"

#define GRANT_TYPE "urn:ietf:params:oauth:grant-type:device_code"
#define DEFAULT_INTERVAL 5 /* section 3.2: seconds, where the service says nothing */
#define MAX_INTERVAL 60
#define SLOWER 5           /* section 3.5: seconds that slow_down adds */
#define DEFAULT_LIFE 900   /* seconds; the member is required, and tolerated when missing */
#define MAX_LIFE 3600
#define MAX_CODE 64        /* of what a person types; more is none */
#define MAX_NONSENSE 3     /* answers in a row that say nothing */

typedef struct
{
  DaybookOAuthOutcome outcome; /* first: daybook_oauth_take_tokens() reads it */
  DaybookOAuthClient *client;  /* (owned) */
  char *device_code;           /* (owned) */
  char *user_code;             /* (owned) */
  char *address;               /* (owned) where to type it */
  guint interval;              /* seconds between two polls */
  gint64 life;                 /* seconds that the code has left, by what was waited */
  guint nonsense;
} Device;

static void
device_free (gpointer data)
{
  Device *self = data;

  daybook_oauth_outcome_clear (&self->outcome);
  daybook_oauth_client_free (self->client);
  daybook_secret_text_free (self->device_code);
  daybook_secret_text_free (self->user_code);
  g_free (self->address);
  g_free (self);
}

static void on_polled_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

/* Repeatable: an answer that is lost is asked for again, and where the service has used the code up for it, it says so. */
static void
ask_later (DaybookExchange *exchange, Device *self)
{
  DaybookRequest *request;

  self->life -= self->interval;
  if (self->life < 0)
    {
      daybook_exchange_fail (exchange, daybook_tokens_error_for_refusal ("expired_token", NULL));
      return;
    }
  request = daybook_oauth_new_request (self->client->token_url);
  request->repeatable = TRUE;
  request->delay = self->interval;
  daybook_request_set_form (request, "grant_type", GRANT_TYPE, "device_code", self->device_code, "client_id",
                            self->client->client_id, "client_secret", self->client->client_secret, NULL);
  daybook_exchange_ask (exchange, request, on_polled_cb, self);
}

static void
on_polled_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Device *self = data;
  GError *error = NULL;
  guint interval;
  DaybookPoll poll_state;

  /* Lifetimes count from when the exchange began, which is early and so on the safe side. */
  poll_state = daybook_tokens_parse_poll (response->status, response->body, daybook_exchange_get_now (exchange),
                                          &self->outcome.tokens, &interval, &error);
  switch (poll_state)
    {
    case DAYBOOK_POLL_DONE:
      daybook_exchange_finish (exchange, NULL);
      return;
    case DAYBOOK_POLL_SLOW_DOWN:
      self->interval = MIN (MAX (self->interval + SLOWER, interval), MAX_INTERVAL);
      break;
    case DAYBOOK_POLL_PENDING:
      break;
    case DAYBOOK_POLL_FAILED:
      /* A cut answer, or the page of a network that wants a sign-in of its own. */
      if (error->code != DAYBOOK_ERROR_INVALID_RESPONSE || ++self->nonsense >= MAX_NONSENSE)
        {
          daybook_exchange_fail (exchange, error);
          return;
        }
      g_error_free (error);
      ask_later (exchange, self);
      return;
    }
  self->nonsense = 0;
  ask_later (exchange, self);
}

/* Letters, digits and what groups them: what a person can type, and what cannot be mistaken for something else. */
static gboolean
is_user_code (const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  if (length == 0 || length > MAX_CODE)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isalnum (*p) && *p != '-' && *p != ' ')
        return FALSE;
    }
  return TRUE;
}

/* Section 3.2. Google's older answers spell the address `verification_url`. */
static gboolean
read_codes (Device *self, GBytes *body, char **refused)
{
  static const char *const names[] = { "device_code", "user_code", "verification_uri", "verification_url",
                                       "expires_in",  "interval",  "error",            NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new (body);
  g_autofree char *address = NULL;
  gint64 interval = 0;
  gint64 life = DEFAULT_LIFE;
  int field;

  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, names, &field))
    switch (field)
      {
      case 0:
        daybook_secret_text_free (g_steal_pointer (&self->device_code));
        self->device_code = daybook_json_reader_read_string_or_null (reader);
        break;
      case 1:
        daybook_secret_text_free (g_steal_pointer (&self->user_code));
        self->user_code = daybook_json_reader_read_string_or_null (reader);
        break;
      case 2:
      case 3:
        daybook_json_reader_read_string_into (reader, &address);
        break;
      case 4:
        life = daybook_json_reader_read_int_or (reader, DEFAULT_LIFE);
        break;
      case 5:
        interval = daybook_json_reader_read_int_or (reader, 0);
        break;
      case 6:
        daybook_json_reader_read_string_into (reader, refused);
        break;
      default:
        break;
      }
  self->life = CLAMP (life, 1, MAX_LIFE);
  self->interval = interval > 0 ? (guint) MIN (interval, MAX_INTERVAL) : DEFAULT_INTERVAL;
  self->address = address != NULL ? daybook_link_check (address) : NULL;
  return daybook_json_reader_finish (reader, NULL)
         && (*refused != NULL
             || (daybook_tokens_is_token (self->device_code) && is_user_code (self->user_code) && self->address != NULL
                 && daybook_oauth_is_safe_url (self->address)));
}

static void
on_codes_cb (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Device *self = data;
  g_autofree char *refused = NULL;
  gboolean read = read_codes (self, response->body, &refused);

  if (read && refused != NULL)
    daybook_exchange_fail (exchange, daybook_tokens_error_for_refusal (refused, NULL));
  else if (response->status >= 500)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_SERVER, _ ("The service refused the sign-in (HTTP %u)."),
                                response->status);
  else if (!read || response->status < 200 || response->status > 299)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, "%s",
                                _ ("The service answered the sign-in with something unexpected."));
  else
    {
      daybook_exchange_prompt (exchange, self->address, self->user_code, daybook_exchange_get_now (exchange) + self->life);
      ask_later (exchange, self);
    }
}

/* Sets up @exchange for a whole sign-in: it prompts with the address and the code to type there, and ends when the
 * person has done so (daybook_oauth_take_tokens()). Errors: AUTH_REQUIRED (not in time), FORBIDDEN (declined), CONFIG,
 * SERVER, INVALID_RESPONSE. */
void
daybook_oauth_start_device (const DaybookOAuthClient *client, const char *scopes, DaybookExchange *exchange)
{
  Device *self = g_new0 (Device, 1);
  DaybookRequest *request = daybook_oauth_new_request (client->device_url);

  self->client = daybook_oauth_client_copy (client);
  daybook_exchange_set_state (exchange, self, device_free);
  request->repeatable = TRUE;
  daybook_request_set_form (request, "client_id", client->client_id, "scope", scopes, NULL);
  daybook_exchange_ask (exchange, request, on_codes_cb, self);
}
