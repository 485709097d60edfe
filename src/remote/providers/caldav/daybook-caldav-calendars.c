/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-calendars.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-zone.h"
#include "providers/caldav/daybook-caldav-account.h"
#include "providers/caldav/daybook-caldav-address.h"
#include "providers/caldav/daybook-caldav-answer.h"
#include "providers/caldav/daybook-caldav-cursor.h"
#include "providers/caldav/daybook-caldav-error.h"
#include "providers/caldav/daybook-caldav-request.h"
#include "providers/daybook-event-rules.h"

/* One home after another is asked for its calendars. */
typedef struct
{
  char **homes;         /* (owned) */
  guint home;           /* the one asked now */
  DaybookCaldavAsk ask; /* ASK_CALENDARS: a list; ASK_CHANGES: a scout */
  char *person;         /* (owned) (nullable) */
  GPtrArray *listed;    /* (owned) DaybookSource */
  char *main_id;        /* (owned) (nullable) of the calendar that invitations go to */
  GHashTable *known;    /* (owned) (nullable) scout: external id -> DaybookSource that was not seen yet */
  GPtrArray *sources;   /* (owned) (nullable) keeps them */
} Look;

static void
look_free (gpointer data)
{
  Look *self = data;

  g_strfreev (self->homes);
  g_free (self->person);
  g_free (self->main_id);
  g_ptr_array_unref (self->listed);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->sources, g_ptr_array_unref);
  g_free (self);
}

/* ---- what a calendar is ---- */

/* "#RRGGBBAA" of Apple's, or without the last two. */
static char *
read_color (const char *text)
{
  if (text == NULL || (strlen (text) != 7 && strlen (text) != 9) || *text != '#'
      || strspn (text + 1, "0123456789abcdefABCDEF") != strlen (text) - 1)
    return NULL;
  return g_ascii_strdown (text, 7);
}

/* The name of the zone that a VTIMEZONE defines, where it is one that everybody knows. */
static char *
read_zone (const char *text)
{
  const char *at = text != NULL ? strstr (text, "\nTZID:") : NULL;
  g_autofree char *name = NULL;
  g_autoptr (DaybookZone) zone = NULL;

  if (at == NULL)
    return NULL;
  at += strlen ("\nTZID:");
  name = g_strstrip (g_strndup (at, strcspn (at, "\r\n")));
  zone = daybook_zone_lookup (name);
  return zone != NULL ? g_strdup (daybook_zone_get_name (zone)) : NULL;
}

/* A calendar that is the person's own: nobody else shares it, and if the server says whose it is and who the
 * person is, that is the same. */
static gboolean
is_own (const char *home, const DaybookCaldavResponse *response)
{
  g_autofree char *owner = daybook_caldav_address_resolve (home, response->owner);
  g_autofree char *person = daybook_caldav_address_resolve (home, response->principal);

  if (response->is_shared)
    return FALSE;
  return owner == NULL || person == NULL || daybook_caldav_address_is_same (owner, person);
}

/* A calendar that holds events, but not lists of tasks, inboxes and the folder itself. */
static gboolean
is_calendar (const DaybookCaldavResponse *response)
{
  return response->status == 200 && response->is_calendar && (!response->has_components || response->has_events);
}

/* Named by the last part of its path where it has no name. */
static char *
make_name (const DaybookCaldavResponse *response, const char *id)
{
  char *name = daybook_event_tidy_line (g_strdup (response->name));
  const char *last = strrchr (id, '/');

  if (name == NULL)
    name = daybook_event_tidy_line (g_uri_unescape_string (last != NULL ? last + 1 : id, NULL));
  return name != NULL ? name : g_strdup (id);
}

static DaybookSource *
make_source (const Look *self, const char *id, const DaybookCaldavResponse *response)
{
  DaybookSource *source = daybook_source_new ();
  const gboolean own = is_own (self->homes[self->home], response);
  const gboolean read_only = response->has_privileges && !response->can_write;

  source->external_id = g_strdup (id);
  source->name = make_name (response, id);
  source->kind = g_strdup ("calendar");
  source->color = read_color (response->color);
  source->time_zone = read_zone (response->zone);
  source->owner = own ? g_strdup (self->person) : NULL;
  source->enabled = own && !read_only;
  source->state = read_only ? DAYBOOK_SOURCE_READ_ONLY : DAYBOOK_SOURCE_ACTIVE;
  return source;
}

static gboolean
is_listed (const Look *self, const char *id)
{
  for (guint i = 0; i < self->listed->len; i++)
    {
      if (g_str_equal (((DaybookSource *) self->listed->pdata[i])->external_id, id))
        return TRUE;
    }
  return FALSE;
}

/* ---- whether it has changed ---- */

/* A server's sync token, or without one its mark, is the same as long as nothing changes; what has neither,
 * was never read, or was not read to its end, is looked at. */
static gboolean
has_changed (const DaybookSource *source, const DaybookCaldavResponse *response)
{
  g_auto (DaybookCaldavCursor) cursor = { 0 };

  if (source->cursor == NULL || source->resume != NULL)
    return TRUE;
  daybook_caldav_cursor_read (&cursor, source->cursor);
  if (cursor.token != NULL)
    return g_strcmp0 (cursor.token, response->sync_token) != 0;
  return cursor.ctag == NULL || g_strcmp0 (cursor.ctag, response->ctag) != 0;
}

static void
compare_source (DaybookExchange *exchange, Look *self, const char *id, const DaybookCaldavResponse *response)
{
  const DaybookSource *source = g_hash_table_lookup (self->known, id);

  if (source == NULL)
    return;
  if (has_changed (source, response))
    daybook_exchange_source_changed (exchange, id);
  g_hash_table_remove (self->known, id);
}

/* ---- the conversation ---- */

static void
take_response (DaybookExchange *exchange, Look *self, const DaybookCaldavResponse *response)
{
  const char *home = self->homes[self->home];
  g_autofree char *address = daybook_caldav_address_resolve (home, response->href);
  g_autofree char *id = address != NULL ? daybook_caldav_account_make_id (self->homes, address) : NULL;

  if (id != NULL && response->default_calendar != NULL)
    {
      g_autofree char *main_address = daybook_caldav_address_resolve (home, response->default_calendar);

      g_free (self->main_id);
      self->main_id = main_address != NULL ? daybook_caldav_account_make_id (self->homes, main_address) : NULL;
    }
  if (id == NULL || !is_calendar (response))
    return;
  if (self->known != NULL)
    compare_source (exchange, self, id, response);
  else if (!is_listed (self, id))
    g_ptr_array_add (self->listed, make_source (self, id, response));
}

/* The calendar that invitations go to is the main one, and where there is only one, that. */
static void
finish_list (DaybookExchange *exchange, Look *self)
{
  for (guint i = 0; i < self->listed->len; i++)
    {
      DaybookSource *source = self->listed->pdata[i];

      source->is_primary = self->listed->len == 1 || g_strcmp0 (self->main_id, source->external_id) == 0;
      daybook_exchange_yield_source (exchange, source);
    }
  g_ptr_array_set_free_func (self->listed, NULL);
  daybook_exchange_finish (exchange, NULL);
}

static void
finish_scout (DaybookExchange *exchange, Look *self)
{
  GHashTableIter iter;
  gpointer id;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    daybook_exchange_source_gone (exchange, id);
  daybook_exchange_finish (exchange, NULL);
}

static void on_calendars (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask (DaybookExchange *exchange, Look *self)
{
  daybook_exchange_ask (exchange, daybook_caldav_request_propfind (self->homes[self->home], self->ask), on_calendars,
                        self);
}

static void
ask_next (DaybookExchange *exchange, Look *self)
{
  self->home++;
  if (self->homes[self->home] != NULL)
    ask (exchange, self);
  else if (self->known != NULL)
    finish_scout (exchange, self);
  else
    finish_list (exchange, self);
}

/* A home that is not there any more is as good as a server that has moved: who signs in again finds out where
 * the calendars are now. Who may not look into their own is not known any more: some servers say 403 to a wrong
 * password (providers.md 8), and who goes on asking with one is locked out. */
static void
on_refused (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  if (response->status == 404 || response->status == 410)
    daybook_caldav_fail_moved (exchange);
  else if (response->status == 403)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_AUTH_REQUIRED,
                                _("The calendar server does not show your calendars any more. Sign in again: your "
                                  "password may have changed."));
  else
    daybook_caldav_fail (exchange, response);
}

/* A home that does not list itself has not told everything: nothing may be taken for gone. */
static gboolean
is_whole (const Look *self, const DaybookCaldavAnswer *answer, GError **error)
{
  for (guint i = 0; i < answer->responses->len; i++)
    {
      const DaybookCaldavResponse *response = answer->responses->pdata[i];

      if (daybook_caldav_address_is_same (self->homes[self->home], response->href))
        return TRUE;
    }
  g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                       _("The calendar server did not list your calendars. The list stays as it was."));
  return FALSE;
}

static void
on_calendars (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Look *self = data;
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  GError *error = NULL;

  if (response->status != 207)
    {
      on_refused (exchange, response);
      return;
    }
  if (!daybook_caldav_answer_parse (&answer, response->body, &error) || !is_whole (self, &answer, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  for (guint i = 0; i < answer.responses->len; i++)
    take_response (exchange, self, answer.responses->pdata[i]);
  ask_next (exchange, self);
}

static Look *
begin (const DaybookProviderContext *context, DaybookExchange *exchange, DaybookCaldavAsk what)
{
  Look *self = g_new0 (Look, 1);

  daybook_exchange_set_state (exchange, self, look_free);
  self->ask = what;
  self->homes = daybook_caldav_account_get_homes (context);
  self->person = daybook_caldav_account_find_person (context);
  self->listed = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_source_free);
  return self;
}

static void
go (DaybookExchange *exchange, Look *self)
{
  if (self->homes[0] == NULL)
    daybook_caldav_fail_moved (exchange);
  else
    ask (exchange, self);
}

/* Every calendar of the account that holds events. */
void
daybook_caldav_calendars_list (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  go (exchange, begin (context, exchange, DAYBOOK_CALDAV_ASK_CALENDARS));
}

/* One request a home says which of context->sources have changed since they were read. */
void
daybook_caldav_calendars_scout (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  Look *self = begin (context, exchange, DAYBOOK_CALDAV_ASK_CHANGES);

  self->known = g_hash_table_new (g_str_hash, g_str_equal);
  self->sources = g_ptr_array_ref (context->sources);
  for (guint i = 0; i < self->sources->len; i++)
    {
      DaybookSource *source = self->sources->pdata[i];

      g_hash_table_insert (self->known, source->external_id, source);
    }
  go (exchange, self);
}
