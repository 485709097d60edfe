/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/ics/daybook-ics-round.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-http-error.h"
#include "providers/ics/daybook-ics-address.h"
#include "providers/ical-reader/daybook-ical-calendar.h"

#define MAX_BODY (32 * 1024 * 1024) /* reliability.md section 2, row 1 */
#define MAX_HOPS 5

/* One look at a calendar's address. */
typedef struct
{
  DaybookIcsPurpose purpose;
  char *typed;         /* (owned) the account's address, a secret */
  char *address;       /* (owned) asked now: the same, or where it has led to */
  gboolean kept;       /* there are events of it, which stay whatever comes now */
  gboolean moved;      /* every redirect up to here was permanent */
  guint hops;
  char *etag;          /* (owned) (nullable) of what is known */
  char *modified;      /* (owned) (nullable) likewise */
  char *cursor;        /* (owned) (nullable) as given */
  char *owner;         /* (owned) (nullable) the person's address */
  char *identity;      /* (owned) (nullable) the account's; NULL while it is connected */
  DaybookZone *zone;   /* (owned) */
  DaybookIcalOptions options;
  DaybookIcalCalendar *calendar; /* (owned) (nullable) while one is read */
} Round;

static void
round_free (gpointer data)
{
  Round *self = data;

  g_free (self->typed);
  g_free (self->address);
  g_free (self->etag);
  g_free (self->modified);
  g_free (self->cursor);
  g_free (self->owner);
  g_free (self->identity);
  g_clear_pointer (&self->calendar, daybook_ical_calendar_free);
  daybook_zone_unref (self->zone);
  g_free (self);
}

/* The cursor is what makes the next request conditional: {"etag":..., "modified":...}. */
static void
read_cursor (Round *self)
{
  static const char *const fields[] = { "etag", "modified", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  int field;

  if (self->cursor == NULL)
    return;
  reader = daybook_json_reader_new_for_data (self->cursor, strlen (self->cursor));
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        daybook_json_reader_read_string_into (reader, &self->etag);
      else if (field == 1)
        daybook_json_reader_read_string_into (reader, &self->modified);
    }
}

/* A header that JSON can hold, or NULL. */
static const char *
get_text_header (const DaybookHttpResponse *response, const char *name)
{
  const char *value = daybook_http_response_get_header (response, name);

  return value != NULL && g_utf8_validate (value, -1, NULL) ? value : NULL;
}

static char *
write_cursor (const DaybookHttpResponse *response)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text_if_any (builder, "etag", get_text_header (response, "etag"));
  daybook_json_add_text_if_any (builder, "modified", get_text_header (response, "last-modified"));
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* What the source says of how often to look, for the agent. */
static char *
write_settings (const DaybookIcalHead *head)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  if (head->refresh > 0)
    daybook_json_add_int (builder, "refresh_interval", head->refresh);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean on_chunk (DaybookExchange *exchange, DaybookHttpResponse *head, GBytes *chunk, gpointer data);

/* Without credentials, so that an address may lead anywhere that is encrypted; what a private network may
 * be asked for is the transport's to decide. */
static void
ask (DaybookExchange *exchange, Round *self)
{
  DaybookRequest *request = daybook_request_new ("GET", self->address);

  request->credential = DAYBOOK_CREDENTIAL_NONE;
  request->max_body = MAX_BODY;
  daybook_request_add_header (request, "Accept", "text/calendar, */*;q=0.1");
  if (self->etag != NULL)
    daybook_request_add_header (request, "If-None-Match", self->etag);
  if (self->modified != NULL)
    daybook_request_add_header (request, "If-Modified-Since", self->modified);
  daybook_exchange_ask_stream (exchange, request, on_chunk, self);
}

static void
on_redirect (DaybookExchange *exchange, const DaybookHttpResponse *response, Round *self)
{
  const char *location = daybook_http_response_get_header (response, "location");
  char *next = daybook_ics_address_follow (self->address, location);

  if (next == NULL)
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_TLS,
                                  _("The calendar’s address leads to one that is not encrypted or not valid. "
                                    "It was not followed."));
      return;
    }
  if (++self->hops > MAX_HOPS)
    {
      g_free (next);
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE,
                                  _("The calendar’s address leads from one place to the next without end."));
      return;
    }
  self->moved = self->moved && (response->status == 301 || response->status == 308);
  g_free (self->address);
  self->address = next;
  ask (exchange, self);
}

/* @problem is a sentence that says what came; where a person may fear for what they had it says that, too. */
static void
fail_with (DaybookExchange *exchange, const Round *self, DaybookError code, const char *problem)
{
  if (self->kept)
    daybook_exchange_fail_code (exchange, code, "%s %s", problem, _("What was there before is kept."));
  else
    daybook_exchange_fail_code (exchange, code, "%s", problem);
}

/* A status that is neither a calendar nor a redirect. 401 and the like say that the address itself, which
 * is all that lets anybody in, is not worth anything any more. */
static void
on_refused (DaybookExchange *exchange, const Round *self, const DaybookHttpResponse *response)
{
  gint64 retry_at = daybook_http_error_get_retry_at (response, daybook_exchange_get_now (exchange));

  if (retry_at != 0)
    daybook_exchange_set_retry_at (exchange, retry_at);
  switch (response->status)
    {
    case 401:
    case 403:
    case 404:
    case 410:
      fail_with (exchange, self, daybook_http_error_get_code (response->status),
                 self->kept ? _("There is no calendar at this address any more. Copy the address again where the "
                                "calendar is kept.")
                            : _("There is no calendar at this address that can be read. Copy the address again where "
                                "the calendar is kept."));
      break;
    default:
      daybook_exchange_fail (exchange, daybook_http_error_new (response->status, _("The calendar’s server")));
      break;
    }
}

/* What the source is known by. It was made of the address that the account was connected with, which
 * may have moved since, and stands behind the name of the host in the account's identity. */
static char *
make_source_id (const Round *self)
{
  const char *id = self->identity != NULL ? strrchr (self->identity, ' ') : NULL;

  return id != NULL ? g_strdup (id + 1) : daybook_ics_address_get_id (self->typed);
}

static void
finish_identity (DaybookExchange *exchange, Round *self)
{
  const DaybookIcalHead *head = daybook_ical_calendar_get_head (self->calendar);
  g_autofree char *label = daybook_ics_address_get_label (self->typed);
  g_autofree char *id = daybook_ics_address_get_id (self->typed);
  g_autofree char *identity = g_strdup_printf ("%s %s", label, id);

  daybook_exchange_finish_identity (exchange, identity, head->name != NULL ? head->name : label);
}

static void
finish_list (DaybookExchange *exchange, Round *self)
{
  const DaybookIcalHead *head = daybook_ical_calendar_get_head (self->calendar);
  DaybookSource *source = daybook_source_new ();

  source->external_id = make_source_id (self);
  source->name = head->name != NULL ? g_strdup (head->name) : daybook_ics_address_get_label (self->typed);
  source->kind = g_strdup ("calendar");
  source->color = g_strdup (head->color);
  source->time_zone = g_strdup (head->zone_name);
  /* Services that publish a person's main calendar call it by that person's address. */
  if (head->name != NULL && strchr (head->name, '@') != NULL && strchr (head->name, ' ') == NULL)
    source->owner = g_strdup (head->name);
  source->is_primary = TRUE;
  source->enabled = TRUE;
  source->state = DAYBOOK_SOURCE_READ_ONLY;
  source->settings = write_settings (head);
  daybook_exchange_yield_source (exchange, source);
  daybook_exchange_finish (exchange, NULL);
}

static void
finish_pull (DaybookExchange *exchange, Round *self, const DaybookHttpResponse *response)
{
  g_autofree char *cursor = write_cursor (response);
  g_autoptr (GPtrArray) items = NULL;
  gboolean full;

  items = daybook_ical_calendar_take_items (self->calendar, &full);
  g_ptr_array_set_free_func (items, NULL);
  for (guint i = 0; i < items->len; i++)
    daybook_exchange_yield (exchange, items->pdata[i]);
  daybook_exchange_set_full (exchange, full);
  daybook_exchange_finish (exchange, cursor);
}

static void
finish (DaybookExchange *exchange, Round *self, const DaybookHttpResponse *response)
{
  if (self->hops > 0 && self->moved)
    daybook_exchange_move_address (exchange, self->address);
  switch (self->purpose)
    {
    case DAYBOOK_ICS_IDENTIFY:
      finish_identity (exchange, self);
      break;
    case DAYBOOK_ICS_LIST:
      finish_list (exchange, self);
      break;
    case DAYBOOK_ICS_PULL:
    default:
      finish_pull (exchange, self, response);
      break;
    }
}

/* A piece of a calendar, or its end. TRUE while more is wanted. */
static gboolean
on_calendar (DaybookExchange *exchange, Round *self, const DaybookHttpResponse *response, GBytes *chunk)
{
  g_autoptr (GError) error = NULL;
  gboolean is_whole = FALSE;

  if (self->calendar == NULL)
    {
      if (self->purpose == DAYBOOK_ICS_PULL)
        self->options.known = daybook_exchange_get_known_table (exchange);
      self->calendar = daybook_ical_calendar_new (&self->options);
    }
  if (chunk != NULL)
    {
      gsize size;
      const char *bytes = g_bytes_get_data (chunk, &size);

      daybook_ical_calendar_feed (self->calendar, bytes, size, &error);
    }
  else
    is_whole = daybook_ical_calendar_end (self->calendar, &error);
  if (error != NULL)
    {
      fail_with (exchange, self, error->domain == DAYBOOK_ERROR ? error->code : DAYBOOK_ERROR_INTERNAL, error->message);
      return FALSE;
    }
  /* Its name stands before its first event; who wants no more need not fetch the rest. */
  if (is_whole || (self->purpose != DAYBOOK_ICS_PULL && daybook_ical_calendar_has_head (self->calendar)))
    {
      finish (exchange, self, response);
      return FALSE;
    }
  return TRUE;
}

static gboolean
on_chunk (DaybookExchange *exchange, DaybookHttpResponse *response, GBytes *chunk, gpointer data)
{
  Round *self = data;

  if (response->status == 200)
    return on_calendar (exchange, self, response, chunk);
  /* Of anything else the status says it all. */
  if (chunk != NULL)
    return TRUE;
  switch (response->status)
    {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      on_redirect (exchange, response, self);
      break;
    case 304:
      daybook_exchange_finish (exchange, self->cursor);
      break;
    default:
      on_refused (exchange, self, response);
      break;
    }
  return FALSE;
}

/* The person's address: what the person said (account setting `address`), else what the source tells. */
static char *
find_owner (const DaybookProviderContext *context, const DaybookSource *source)
{
  const char *settings = context->account != NULL ? context->account->settings : NULL;
  char *owner = settings != NULL ? daybook_json_find_string (settings, strlen (settings), "/address") : NULL;

  if (owner == NULL && source != NULL)
    owner = g_strdup (source->owner);
  return owner;
}

void
daybook_ics_round_start (DaybookIcsPurpose purpose, const DaybookProviderContext *context,
                         const DaybookSource *source, const DaybookPullOptions *options, DaybookExchange *exchange)
{
  Round *self = g_new0 (Round, 1);
  GError *error = NULL;

  daybook_exchange_set_state (exchange, self, round_free);
  self->purpose = purpose;
  self->moved = TRUE;
  self->owner = find_owner (context, source);
  self->identity = context->account != NULL ? g_strdup (context->account->identity) : NULL;
  self->kept = context->account != NULL && context->account->last_sync_at != DAYBOOK_INSTANT_NONE;
  self->zone = options != NULL && options->zone != NULL ? daybook_zone_ref (options->zone) : daybook_zone_new_local ();
  self->options.zone = self->zone;
  self->options.now = daybook_exchange_get_now (exchange);
  self->options.owner = self->owner;
  self->options.to = G_MAXINT64;
  self->options.from = G_MININT64;
  if (options != NULL)
    {
      self->options.from = options->from_at;
      self->options.to = options->to_at;
      self->options.full = options->full || options->cursor == NULL;
      self->cursor = options->full ? NULL : g_strdup (options->cursor);
      read_cursor (self);
    }
  self->typed = daybook_ics_address_check (context->secret_url, &error);
  if (self->typed == NULL)
    {
      daybook_exchange_fail (exchange, error);
      return;
    }
  self->address = g_strdup (self->typed);
  ask (exchange, self);
}
