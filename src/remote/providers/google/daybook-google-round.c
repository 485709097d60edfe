/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/google/daybook-google-round.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-google-error.h"
#include "providers/daybook-google-request.h"
#include "providers/google/daybook-google-page.h"

#define MIN_PAGE_SIZE 50

/* Where a round is. The texts of a cursor and of a checkpoint are a JSON object with some of these
 * members: `sync` `page` `min` `max` `size`. */
typedef struct
{
  char *url;          /* (owned) of the calendar's events */
  char *source_id;    /* (owned) the calendar's */
  char *zone_name;    /* (owned) (nullable) the calendar's */
  char *sync_token;   /* (owned) (nullable) NULL: a full round */
  char *page_token;   /* (owned) (nullable) NULL: the first page */
  char *time_min;     /* (owned) (nullable) of a full round; every page repeats it */
  char *time_max;     /* (owned) (nullable) of a bounded window (Load Earlier); likewise */
  int page_size;      /* one of the parameters that a sync token holds to */
  gboolean restarted; /* an incremental round has begun at its first page once more */
} Round;

static void
round_free (gpointer data)
{
  Round *self = data;

  g_free (self->url);
  g_free (self->source_id);
  g_free (self->zone_name);
  g_free (self->sync_token);
  g_free (self->page_token);
  g_free (self->time_min);
  g_free (self->time_max);
  g_free (self);
}

/* Takes what @text, a cursor or checkpoint of ours or NULL, says. */
static void
round_read (Round *self, const char *text)
{
  static const char *const fields[] = { "sync", "page", "min", "max", "size", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  int field;

  if (text == NULL)
    return;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          daybook_json_reader_read_string_into (reader, &self->sync_token);
          break;
        case 1:
          daybook_json_reader_read_string_into (reader, &self->page_token);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &self->time_min);
          break;
        case 3:
          daybook_json_reader_read_string_into (reader, &self->time_max);
          break;
        case 4:
          self->page_size = daybook_json_reader_read_int_within (reader, DAYBOOK_GOOGLE_MAX_PAGE_SIZE, 1,
                                                                 DAYBOOK_GOOGLE_MAX_PAGE_SIZE);
          break;
        default:
          break;
        }
    }
}

/* @page NULL: a cursor; else a checkpoint. */
static char *
round_write (const Round *self, const char *sync_token, const char *page)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text_if_any (builder, "sync", sync_token);
  daybook_json_add_text_if_any (builder, "page", page);
  if (page != NULL)
    {
      daybook_json_add_text_if_any (builder, "min", self->time_min);
      daybook_json_add_text_if_any (builder, "max", self->time_max);
    }
  daybook_json_add_int (builder, "size", self->page_size);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

/* providers.md 3.2: with a sync token no timeMin, every other parameter as in the first round, and the
 * page token beside the same sync token. */
static void
ask_page (DaybookExchange *exchange, Round *self)
{
  g_autoptr (GString) url = g_string_new (self->url);
  g_autofree char *size = g_strdup_printf ("%d", self->page_size);

  daybook_google_append_parameter (url, "singleEvents", "false");
  daybook_google_append_parameter (url, "maxResults", size);
  daybook_google_append_parameter (url, "prettyPrint", "false");
  daybook_google_append_parameter (url, "fields", daybook_google_events_fields);
  if (self->sync_token != NULL)
    daybook_google_append_parameter (url, "syncToken", self->sync_token);
  else
    {
      if (self->time_min != NULL)
        daybook_google_append_parameter (url, "timeMin", self->time_min);
      if (self->time_max != NULL)
        daybook_google_append_parameter (url, "timeMax", self->time_max);
    }
  if (self->page_token != NULL)
    daybook_google_append_parameter (url, "pageToken", self->page_token);
  daybook_exchange_ask (exchange, daybook_google_request_new (url->str), on_page, self);
}

/* The page to go on with is refused. An incremental round starts at its first page again, since it
 * sweeps nothing; a full one needs a new generation, or what vanished meanwhile would stay. */
static void
start_anew (DaybookExchange *exchange, Round *self)
{
  if (self->sync_token == NULL || self->restarted)
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CURSOR_EXPIRED,
                                  _("Google Calendar no longer knows where the last sync stopped. It "
                                    "starts again from the beginning."));
      return;
    }
  self->restarted = TRUE;
  g_clear_pointer (&self->page_token, g_free);
  ask_page (exchange, self);
}

static void
on_refused (DaybookExchange *exchange, DaybookHttpResponse *response, Round *self)
{
  g_auto (DaybookGoogleProblem) problem = { 0 };

  daybook_google_problem_read (&problem, response);
  if (self->sync_token != NULL && daybook_google_problem_is_stale_cursor (&problem))
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CURSOR_EXPIRED,
                                  _("Google Calendar wants everything to be fetched anew."));
      return;
    }
  if (self->page_token != NULL && (response->status == 400 || response->status == 410))
    {
      start_anew (exchange, self);
      return;
    }
  if (response->status == 404 || daybook_google_problem_is (&problem, "deleted"))
    daybook_exchange_source_gone (exchange, self->source_id);
  daybook_google_fail (exchange, response, _("Google Calendar"));
}

/* A page that could not be read: a cut one is asked for again, one that is too large in smaller pieces. */
static void
on_unreadable (DaybookExchange *exchange, Round *self, GError *error /* (transfer full) */)
{
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE) && self->page_size > MIN_PAGE_SIZE)
    {
      self->page_size = MAX (self->page_size / 4, MIN_PAGE_SIZE);
      g_error_free (error);
      ask_page (exchange, self);
    }
  else
    daybook_exchange_retry_or_fail (exchange, error);
}

static gboolean
is_known (DaybookExchange *exchange, const char *external_id, const char *etag)
{
  const DaybookKnown *known = etag != NULL ? daybook_exchange_get_known (exchange, external_id) : NULL;

  return known != NULL && g_strcmp0 (known->etag, etag) == 0;
}

/* What is stored as it is, or is put aside as it is, costs the store less as "still there". */
static void
yield_item (DaybookExchange *exchange, DaybookItem *item /* (transfer full) */)
{
  const char *id = item->event != NULL ? item->event->external_id : item->external_id;
  const char *etag = item->event != NULL ? item->event->etag : item->etag;

  if (item->op != DAYBOOK_ITEM_TOMBSTONE && is_known (exchange, id, etag))
    {
      daybook_exchange_yield (exchange, daybook_item_new_op (DAYBOOK_ITEM_SEEN, id));
      daybook_item_free (item);
    }
  else
    daybook_exchange_yield (exchange, item);
}

static void
on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Round *self = data;
  g_auto (DaybookGooglePage) page = { 0 };
  g_autofree char *text = NULL;
  GError *error = NULL;

  if (response->status != 200)
    {
      on_refused (exchange, response, self);
      return;
    }
  if (!daybook_google_page_parse (&page, response->body, self->zone_name, &error))
    {
      on_unreadable (exchange, self, error);
      return;
    }
  /* The last page of a round by token carries the next one; without it something is missing. A full
   * round may end without: some servers that speak this API give none, and get a full round each time. */
  if (page.next_page == NULL && page.next_sync == NULL && self->sync_token != NULL)
    {
      on_unreadable (exchange, self,
                     g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                                          _("Google Calendar’s answer is incomplete.")));
      return;
    }
  if (page.next_page != NULL && g_strcmp0 (page.next_page, self->page_token) == 0)
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE,
                                  _("Google Calendar repeats one page for ever."));
      return;
    }
  for (guint i = 0; i < page.items->len; i++)
    yield_item (exchange, page.items->pdata[i]);
  g_ptr_array_set_free_func (page.items, NULL);
  if (page.next_page != NULL)
    {
      text = round_write (self, self->sync_token, page.next_page);
      daybook_exchange_checkpoint (exchange, text);
      g_free (self->page_token);
      self->page_token = g_steal_pointer (&page.next_page);
      ask_page (exchange, self);
      return;
    }
  /* A token of a bounded window would tell of changes in that window alone. */
  if (page.next_sync != NULL && self->time_max == NULL)
    text = round_write (self, page.next_sync, NULL);
  daybook_exchange_finish (exchange, text);
}

/* Sets up @exchange for one round: on from options->resume, else by options->cursor, else full. A full
 * round asks for everything that ends after options->from_at, open ahead, since a sync token never
 * delivers an old event that merely slides into a window (design.md section 6). A bounded window (Load
 * Earlier) is asked for as it is. */
void
daybook_google_round_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                            const DaybookPullOptions *options, DaybookExchange *exchange)
{
  Round *self = g_new0 (Round, 1);
  g_autofree char *id = g_uri_escape_string (source->external_id, NULL, FALSE);

  daybook_exchange_set_state (exchange, self, round_free);
  self->url = g_strdup_printf ("%s/calendars/%s/events", context->api_url, id);
  self->source_id = g_strdup (source->external_id);
  self->zone_name = g_strdup (source->time_zone);
  self->page_size = (int) daybook_provider_get_setting_int (daybook_provider_get_info (provider), context->account, source,
                                                            DAYBOOK_GOOGLE_PAGE_SIZE);
  round_read (self, options->resume);
  if (self->page_token == NULL && !options->full)
    round_read (self, options->cursor);
  if (self->sync_token == NULL && self->time_min == NULL)
    {
      self->time_min = daybook_instant_format (options->from_at);
      if (options->to_at != G_MAXINT64)
        self->time_max = daybook_instant_format (options->to_at);
    }
  daybook_exchange_set_full (exchange, self->sync_token == NULL);
  ask_page (exchange, self);
}
