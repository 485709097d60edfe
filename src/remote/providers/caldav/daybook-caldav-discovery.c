/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-discovery.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "providers/caldav/daybook-caldav-account.h"
#include "providers/caldav/daybook-caldav-address.h"
#include "providers/caldav/daybook-caldav-answer.h"
#include "providers/caldav/daybook-caldav-error.h"
#include "providers/caldav/daybook-caldav-records.h"
#include "providers/caldav/daybook-caldav-request.h"
#include "providers/daybook-event-rules.h"

#define MAX_HOPS 5
#define MAX_ORIGINS 8
#define MAX_HOMES 8

typedef struct
{
  char *typed;           /* (owned) */
  char *user;            /* (owned) (nullable) */
  char *domain;          /* (owned) (nullable) whose servers the name service may tell */
  char *elsewhere;       /* (owned) (nullable) a server it told that is not inside the domain */
  GPtrArray *servers;    /* (owned) (nullable) char*: origins it told */
  GPtrArray *candidates; /* (owned) char*: addresses to look at, one after another */
  guint candidate;
  char *address;         /* (owned) asked now: a candidate, or where it has led to; then the principal */
  gboolean has_principal;
  guint hops;
  gboolean was_refused;  /* some address said 403, which is what a few servers say to a wrong password */
  GPtrArray *origins;    /* (owned) char*: that were led to */
  GString *homes;        /* (owned) */
  char *name;            /* (owned) (nullable) */
  char *person;          /* (owned) (nullable) */
} Discovery;

static void
discovery_free (gpointer data)
{
  Discovery *self = data;

  g_free (self->typed);
  g_free (self->user);
  g_free (self->domain);
  g_free (self->elsewhere);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  g_free (self->address);
  g_free (self->name);
  g_free (self->person);
  g_ptr_array_unref (self->candidates);
  g_ptr_array_unref (self->origins);
  g_string_free (self->homes, TRUE);
  g_free (self);
}

/* ---- where may be asked ---- */

static gboolean
is_allowed (const Discovery *self, const char *origin)
{
  for (guint i = 0; i < self->origins->len; i++)
    {
      if (g_str_equal (self->origins->pdata[i], origin))
        return TRUE;
    }
  return FALSE;
}

/* A server that the person named may say where else the password is to be used: hosting services spread
 * their people over many hosts. FALSE when there are too many of them. */
static gboolean
allow_origin (DaybookExchange *exchange, Discovery *self, const char *origin)
{
  g_autofree char *list = NULL;

  if (is_allowed (self, origin))
    return TRUE;
  if (self->origins->len >= MAX_ORIGINS)
    return FALSE;
  g_ptr_array_add (self->origins, g_strdup (origin));
  g_ptr_array_add (self->origins, NULL);
  list = g_strjoinv (" ", (char **) self->origins->pdata);
  g_ptr_array_set_size (self->origins, self->origins->len - 1);
  daybook_exchange_keep_setting (exchange, "origins", list);
  return TRUE;
}

static gboolean
allow (DaybookExchange *exchange, Discovery *self, const char *address)
{
  g_autofree char *origin = daybook_caldav_address_get_origin (address);

  return allow_origin (exchange, self, origin);
}

static void on_answer (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask (DaybookExchange *exchange, Discovery *self)
{
  daybook_exchange_ask (exchange, daybook_caldav_request_propfind (self->address, DAYBOOK_CALDAV_ASK_PRINCIPAL),
                        on_answer, self);
}

static void
ask_at (DaybookExchange *exchange, Discovery *self, char *address /* (transfer full) */)
{
  g_free (self->address);
  self->address = address;
  ask (exchange, self);
}

/* ---- the end ---- */

static void
fail_nothing_found (DaybookExchange *exchange, const Discovery *self)
{
  if (self->was_refused)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_AUTH_REQUIRED,
                                _("The calendar server did not let you in. Look at the user name and the password; many "
                                  "services want an app password here."));
  else if (self->elsewhere != NULL)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_NOT_FOUND,
                                _("%s says that its calendars are kept at %s, which is not its own. Your password was not "
                                  "sent there. If your service’s help names that server, give it as the address."),
                                self->domain, self->elsewhere);
  else
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_NOT_FOUND,
                                _("There is no calendar server at this address. Your service’s help tells the address "
                                  "for CalDAV."));
}

static void
finish (DaybookExchange *exchange, Discovery *self)
{
  g_autofree char *host = daybook_caldav_address_get_host (self->typed);
  g_autofree char *path = self->user == NULL ? daybook_caldav_address_get_path (self->address) : NULL;
  const char *who = self->user != NULL ? self->user : self->person != NULL ? self->person : path;
  g_autofree char *identity = g_strdup_printf ("%s (%s)", who, host);

  if (self->person == NULL && self->user != NULL && strchr (self->user, '@') != NULL)
    self->person = g_strdup (self->user);
  daybook_exchange_keep_setting (exchange, DAYBOOK_CALDAV_HOMES, self->homes->str);
  daybook_exchange_keep_setting (exchange, DAYBOOK_CALDAV_PERSON, self->person);
  daybook_exchange_finish_identity (exchange, identity, self->name != NULL ? self->name : identity);
}

/* ---- answers ---- */

static void
ask_next_candidate (DaybookExchange *exchange, Discovery *self)
{
  self->hops = 0;
  if (++self->candidate < self->candidates->len)
    ask_at (exchange, self, g_strdup (self->candidates->pdata[self->candidate]));
  else
    fail_nothing_found (exchange, self);
}

static void
on_redirect (DaybookExchange *exchange, Discovery *self, const DaybookHttpResponse *response)
{
  const char *location = daybook_http_response_get_header (response, "location");
  char *next = daybook_caldav_address_resolve (self->address, location);

  if (next == NULL)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_TLS,
                                _("The calendar server leads to an address that is not encrypted or not valid. It was "
                                  "not followed, and your password was not sent there."));
  else if (++self->hops > MAX_HOPS || !allow (exchange, self, next))
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE,
                                _("The calendar server leads from one place to the next without end."));
  else
    {
      ask_at (exchange, self, next);
      return;
    }
  g_free (next);
}

/* An address of the person's among the ways to invite the person. */
static void
take_person (Discovery *self, const DaybookCaldavResponse *response)
{
  for (guint i = 0; response->addresses != NULL && i < response->addresses->len && self->person == NULL; i++)
    {
      const char *address = response->addresses->pdata[i];
      g_autofree char *mail = NULL;

      if (g_ascii_strncasecmp (address, "mailto:", 7) == 0)
        mail = daybook_event_tidy_line (g_uri_unescape_string (address + 7, NULL));
      if (mail != NULL && strchr (mail, '@') != NULL)
        self->person = g_steal_pointer (&mail);
    }
}

/* FALSE when there is none that may be asked. */
static gboolean
take_homes (DaybookExchange *exchange, Discovery *self, const DaybookCaldavResponse *response)
{
  for (guint i = 0; response->homes != NULL && i < MIN (response->homes->len, MAX_HOMES); i++)
    {
      g_autofree char *home = daybook_caldav_address_resolve (self->address, response->homes->pdata[i]);

      if (home == NULL || !allow (exchange, self, home))
        continue;
      if (self->homes->len > 0)
        g_string_append_c (self->homes, ' ');
      g_string_append (self->homes, home);
    }
  return self->homes->len > 0;
}

/* An address that is a calendar and says of nobody whose it is: that one calendar is all there is. */
static gboolean
take_single_calendar (Discovery *self, const DaybookCaldavResponse *response)
{
  if (!response->is_calendar)
    return FALSE;
  g_string_assign (self->homes, self->address);
  return TRUE;
}

static void
take_answer (DaybookExchange *exchange, Discovery *self, const DaybookCaldavResponse *response)
{
  char *principal = daybook_caldav_address_resolve (self->address, response->principal);

  if (response->is_unauthenticated)
    {
      g_free (principal);
      self->was_refused = TRUE;
      fail_nothing_found (exchange, self);
      return;
    }
  take_person (self, response);
  if (response->homes != NULL || self->has_principal)
    self->name = daybook_event_tidy_line (g_strdup (response->name));
  if (take_homes (exchange, self, response))
    {
      g_free (principal);
      finish (exchange, self);
    }
  else if (!self->has_principal && principal != NULL && allow (exchange, self, principal))
    {
      self->has_principal = TRUE;
      self->hops = 0;
      ask_at (exchange, self, principal);
    }
  else
    {
      g_free (principal);
      if (take_single_calendar (self, response))
        finish (exchange, self);
      else if (self->has_principal)
        daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_NOT_FOUND,
                                    _("The server knows you, but has no calendars for you."));
      else
        ask_next_candidate (exchange, self);
    }
}

static void
on_multistatus (DaybookExchange *exchange, Discovery *self, const DaybookHttpResponse *response)
{
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  GError *error = NULL;

  if (daybook_caldav_answer_parse (&answer, response->body, &error))
    {
      if (answer.responses->len > 0)
        take_answer (exchange, self, answer.responses->pdata[0]);
      else
        ask_next_candidate (exchange, self);
    }
  else
    daybook_exchange_retry_or_fail (exchange, error);
}

static void
on_answer (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Discovery *self = data;

  switch (response->status)
    {
    case 207:
      on_multistatus (exchange, self, response);
      break;
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      on_redirect (exchange, self, response);
      break;
    case 401:
      self->was_refused = TRUE;
      fail_nothing_found (exchange, self);
      break;
    case 429:
    case 503:
      daybook_caldav_fail (exchange, response);
      break;
    default:
      self->was_refused |= response->status == 403;
      if (self->has_principal)
        fail_nothing_found (exchange, self);
      else
        ask_next_candidate (exchange, self);
      break;
    }
}

/* ---- where to look ---- */

static void
add_candidate (Discovery *self, const char *base, const char *path)
{
  g_autofree char *joined = g_strconcat (base, path, NULL);

  for (guint i = 0; i < self->candidates->len; i++)
    {
      if (g_str_equal (self->candidates->pdata[i], joined))
        return;
    }
  g_ptr_array_add (self->candidates, g_steal_pointer (&joined));
}

/* What was typed comes first when it is more than a host; what RFC 6764 agrees on first when it is not: the path
 * and the servers that the name service told, then the well-known place of the host. Last where Nextcloud and ownCloud have theirs, which many put into a folder and forget to announce. */
static void
choose_candidates (Discovery *self)
{
  g_autofree char *origin = daybook_caldav_address_get_origin (self->typed);
  g_autofree char *path = daybook_caldav_address_get_path (self->typed);
  g_autofree char *folder = g_strconcat (self->typed, g_str_has_suffix (self->typed, "/") ? "" : "/", NULL);

  if (strcmp (path, "/") != 0)
    add_candidate (self, self->typed, "");
  for (guint i = 0; self->servers != NULL && i < self->servers->len; i++)
    {
      add_candidate (self, self->servers->pdata[i], "/.well-known/caldav");
      add_candidate (self, self->servers->pdata[i], "/");
    }
  add_candidate (self, origin, "/.well-known/caldav");
  add_candidate (self, origin, "/");
  add_candidate (self, folder, "remote.php/dav/");
}

static void
start_asking (DaybookExchange *exchange, Discovery *self)
{
  choose_candidates (self);
  ask_at (exchange, self, g_strdup (self->candidates->pdata[0]));
}

static void
on_path (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Discovery *self = data;
  g_autofree char *path = response->status == 200 ? daybook_caldav_records_read_path (response->body) : NULL;

  for (guint i = 0; path != NULL && i < self->servers->len; i++)
    add_candidate (self, self->servers->pdata[i], path);
  start_asking (exchange, self);
}

static void
on_servers (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Discovery *self = data;

  if (response->status == 200)
    self->servers = daybook_caldav_records_read_servers (response->body, self->domain, &self->elsewhere);
  for (guint i = 0; self->servers != NULL && i < self->servers->len; i++)
    allow_origin (exchange, self, self->servers->pdata[i]);
  if (self->servers != NULL && self->servers->len > 0)
    daybook_exchange_ask (exchange, daybook_caldav_records_ask_path (self->domain), on_path, self);
  else
    start_asking (exchange, self);
}

void
daybook_caldav_discovery_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  Discovery *self = g_new0 (Discovery, 1);
  GError *error = NULL;

  daybook_exchange_set_state (exchange, self, discovery_free);
  self->candidates = g_ptr_array_new_with_free_func (g_free);
  self->origins = g_ptr_array_new_with_free_func (g_free);
  self->homes = g_string_new (NULL);
  self->user = g_strdup (context->user);
  self->typed = daybook_caldav_address_check (context->secret_url, &error);
  if (self->typed == NULL)
    {
      daybook_exchange_fail (exchange, error);
      return;
    }
  allow (exchange, self, self->typed);
  self->domain = daybook_caldav_records_get_domain (self->typed);
  if (self->domain != NULL)
    daybook_exchange_ask (exchange, daybook_caldav_records_ask_servers (self->domain), on_servers, self);
  else
    start_asking (exchange, self);
}
