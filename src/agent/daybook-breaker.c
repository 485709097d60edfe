/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "daybook-breaker.h"

#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"

#define FAILURES_TO_OPEN 5
#define PROBE_SECONDS 60 /* the others look again after that while one account is being tried */
#define MINUTE ((gint64) 60)

/* How long nothing is tried, by how often in a row it came to that. */
static const int open_minutes[] = { 15, 30, 60 };

typedef struct
{
  int failures; /* in a row, of all accounts */
  int openings; /* in a row */
  gint64 until; /* nothing is tried before; DAYBOOK_INSTANT_NONE = closed */
  gint64 probe; /* the account that goes first, 0 = none */
} Service;

struct _DaybookBreaker
{
  GHashTable *services; /* (owned) char* -> Service */
};

DaybookBreaker *
daybook_breaker_new (void)
{
  DaybookBreaker *self = g_new0 (DaybookBreaker, 1);

  self->services = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
daybook_breaker_free (DaybookBreaker *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->services);
  g_free (self);
}

/* Until when nothing is tried at @service; DAYBOOK_INSTANT_NONE when it is not kept away from. */
gint64
daybook_breaker_get_until (DaybookBreaker *self, const char *service)
{
  const Service *state = g_hash_table_lookup (self->services, service);

  return state != NULL ? state->until : DAYBOOK_INSTANT_NONE;
}

/* When @account_id may be tried: not after @now means now, and for a service that was left alone that this account is
 * the one that goes first. The answer must be followed by daybook_breaker_note () or daybook_breaker_forget_try (),
 * whatever becomes of the try. */
gint64
daybook_breaker_ask (DaybookBreaker *self, const char *service, gint64 account_id, gint64 now)
{
  Service *state = g_hash_table_lookup (self->services, service);

  if (state == NULL || state->until == DAYBOOK_INSTANT_NONE)
    return now;
  if (state->until > now)
    return state->until;
  if (state->probe != 0 && state->probe != account_id)
    return now + PROBE_SECONDS;
  state->probe = account_id;
  return now;
}

/* Whether a failure says that the service is down; one that it told itself says that it is there. */
static gboolean
is_outage (const GError *error)
{
  return g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_NETWORK)
         || g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_SERVER);
}

static gboolean
says_nothing (const GError *error)
{
  if (error == NULL)
    return FALSE;
  if (error->domain != DAYBOOK_ERROR)
    return TRUE;
  switch ((DaybookError) error->code)
    {
    case DAYBOOK_ERROR_CANCELLED:
    case DAYBOOK_ERROR_KEYRING_LOCKED:
    case DAYBOOK_ERROR_KEYRING_ABSENT:
    case DAYBOOK_ERROR_STORAGE:
    case DAYBOOK_ERROR_DISK_FULL:
    case DAYBOOK_ERROR_CONFIG:
    case DAYBOOK_ERROR_USAGE:
    case DAYBOOK_ERROR_INTERNAL:
      return TRUE;
    default:
      return FALSE;
    }
}

/* How a try of @account_id ended, scheduled or by hand; @error NULL = well. */
void
daybook_breaker_note (DaybookBreaker *self, const char *service, gint64 account_id, const GError *error, gint64 now)
{
  Service *state = g_hash_table_lookup (self->services, service);
  gboolean was_probe = state != NULL && state->probe == account_id;

  if (was_probe)
    state->probe = 0;
  if (says_nothing (error))
    return;
  if (!is_outage (error))
    {
      g_hash_table_remove (self->services, service);
      return;
    }
  if (state == NULL)
    {
      state = g_new0 (Service, 1);
      state->until = DAYBOOK_INSTANT_NONE;
      g_hash_table_insert (self->services, g_strdup (service), state);
    }
  state->failures++;
  if (state->failures < FAILURES_TO_OPEN || (state->until != DAYBOOK_INSTANT_NONE && state->until > now))
    return;
  state->until = now + open_minutes[MIN (state->openings, (int) G_N_ELEMENTS (open_minutes) - 1)] * MINUTE;
  state->openings++;
}

/* No try of @account_id is under way any more, and none says anything: it could not begin, or the account is gone.
 * Otherwise the others would wait for it for ever. */
void
daybook_breaker_forget_try (DaybookBreaker *self, gint64 account_id)
{
  GHashTableIter iter;
  gpointer state;

  g_hash_table_iter_init (&iter, self->services);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    {
      Service *service = state;

      if (service->probe == account_id)
        service->probe = 0;
    }
}

/* Which service @account asks: the server whose address the person gave, else the service that all its accounts
 * share. @grant NULL: not known any more. */
char *
daybook_breaker_name_service (const DaybookAccount *account, const DaybookGrant *grant)
{
  g_autofree char *address = NULL;
  g_autoptr (GUri) uri = NULL;

  if (grant == NULL)
    return g_strdup (account->provider);
  if (grant->settings != NULL)
    address = daybook_json_find_string (grant->settings, strlen (grant->settings), "/url");
  uri = address != NULL ? g_uri_parse (address, G_URI_FLAGS_NONE, NULL) : NULL;
  if (uri != NULL && g_uri_get_host (uri) != NULL)
    return g_strdup_printf ("%s at %s", grant->provider, g_uri_get_host (uri));
  /* A secret address or a server that nobody here knows the name of. */
  if (g_strcmp0 (grant->sign_in, "url") == 0 || g_strcmp0 (grant->sign_in, "password") == 0)
    return g_strdup_printf ("%s of grant %" G_GINT64_FORMAT, grant->provider, grant->id);
  return g_strdup (grant->provider);
}
