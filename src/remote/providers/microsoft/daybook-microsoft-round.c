/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/microsoft/daybook-microsoft-round.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/microsoft/daybook-microsoft-categories.h"
#include "providers/microsoft/daybook-microsoft-error.h"
#include "providers/microsoft/daybook-microsoft-page.h"
#include "providers/microsoft/daybook-microsoft-request.h"
#include "providers/microsoft/daybook-microsoft-series.h"

/* Items a page, when larger ones are too large to be read. */
#define MIN_PAGE_SIZE 10

typedef struct
{
  char *api_url;       /* (owned) */
  char *calendar_url;  /* (owned) of the calendar: what its view and its events hang on */
  char *source_id;     /* (owned) */
  DaybookDay from;     /* the window, days [from, to): a delta link holds to the one it was made for */
  DaybookDay to;
  gint64 from_at;
  gint64 to_at;
  char *delta_link;    /* (owned) (nullable) an incremental round begins here */
  char *next_link;     /* (owned) (nullable) the page to ask for; NULL: the first one */
  gboolean is_view;    /* this calendar gives no delta: its view is read whole each time */
  GHashTable *colors;  /* (owned) of categories, see daybook-microsoft-categories.h */
  DaybookMicrosoftSeries *series; /* (owned) */
  int page_size;
  gboolean restarted;  /* an incremental round has begun at its first page once more */
  char *asked;         /* (owned) (nullable) the master that is asked for */
} Round;

static void
round_free (gpointer data)
{
  Round *self = data;

  g_free (self->api_url);
  g_free (self->calendar_url);
  g_free (self->source_id);
  g_free (self->delta_link);
  g_free (self->next_link);
  g_hash_table_unref (self->colors);
  daybook_microsoft_series_free (self->series);
  g_free (self->asked);
  g_free (self);
}

/* The texts of a cursor and of a checkpoint are a JSON object with some of these members: `from` and `to`
 * (days), `delta` (link), `next` (link), `view` (true), `colors`, `sent`, `instances`. */
typedef struct
{
  gint64 from;
  gint64 to;
  char *delta_link; /* (owned) (nullable) */
  char *next_link;  /* (owned) (nullable) */
  gboolean is_view;
} Place;

static void
place_clear (Place *self)
{
  g_clear_pointer (&self->delta_link, g_free);
  g_clear_pointer (&self->next_link, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

/* Takes what @text, a cursor or checkpoint of ours, says. */
static gboolean
place_read (Place *self, Round *round, const char *text)
{
  static const char *const fields[] = { "from", "to", "delta", "next", "view", "colors", "sent", "instances", NULL };
  g_autoptr (DaybookJsonReader) reader = daybook_json_reader_new_for_data (text, strlen (text));
  int field;

  self->from = self->to = G_MAXINT64;
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      switch (field)
        {
        case 0:
          self->from = daybook_json_reader_read_int_or (reader, G_MAXINT64);
          break;
        case 1:
          self->to = daybook_json_reader_read_int_or (reader, G_MAXINT64);
          break;
        case 2:
          daybook_json_reader_read_string_into (reader, &self->delta_link);
          break;
        case 3:
          daybook_json_reader_read_string_into (reader, &self->next_link);
          break;
        case 4:
          self->is_view = daybook_json_reader_read_bool_or (reader, FALSE);
          break;
        case 5:
          daybook_microsoft_categories_read (round->colors, reader);
          break;
        case 6:
        case 7:
          daybook_microsoft_series_read (round->series, reader, field == 6);
          break;
        default:
          break;
        }
    }
  return daybook_json_reader_finish (reader, NULL) && self->from == round->from && self->to == round->to;
}

/* @next_link NULL: a cursor; else a checkpoint. */
static char *
write_place (const Round *self, const char *delta_link, const char *next_link)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_int (builder, "from", self->from);
  daybook_json_add_int (builder, "to", self->to);
  daybook_json_add_text_if_any (builder, "delta", delta_link);
  daybook_json_add_text_if_any (builder, "next", next_link);
  if (self->is_view)
    daybook_json_add_bool (builder, "view", TRUE);
  if (g_hash_table_size (self->colors) > 0)
    {
      json_builder_set_member_name (builder, "colors");
      daybook_microsoft_categories_write (self->colors, builder);
    }
  if (next_link != NULL)
    daybook_microsoft_series_write (self->series, builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

/* The first page's parameters are those of the whole round; every other one is a link, followed as it came
 * (providers.md 4.2: no $select and no $orderby with a delta). */
static char *
make_first_url (const Round *self)
{
  g_autoptr (GString) url = g_string_new (self->calendar_url);
  g_autofree char *from = daybook_instant_format (self->from_at);
  g_autofree char *to = daybook_instant_format (self->to_at);

  g_string_append (url, self->is_view ? "/calendarView" : "/calendarView/delta");
  daybook_microsoft_append_parameter (url, "startDateTime", from);
  daybook_microsoft_append_parameter (url, "endDateTime", to);
  if (self->is_view)
    {
      g_autofree char *size = g_strdup_printf ("%d", self->page_size);

      daybook_microsoft_append_parameter (url, "$top", size);
      daybook_microsoft_append_parameter (url, "$orderby", "start/dateTime");
    }
  return g_strdup (url->str);
}

static void
ask_page (DaybookExchange *exchange, Round *self)
{
  g_autofree char *first = NULL;
  const char *url = self->next_link != NULL ? self->next_link : self->delta_link;

  if (url == NULL)
    url = first = make_first_url (self);
  daybook_exchange_ask (exchange, daybook_microsoft_request_new (url, self->is_view ? 0 : self->page_size), on_page,
                        self);
}

static void
fail_expired (DaybookExchange *exchange)
{
  daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CURSOR_EXPIRED,
                              _("Outlook no longer knows where the last sync stopped. It starts again from the "
                                "beginning."));
}

/* Only the documented calendar is sure to have a delta (providers.md 11.3): a calendar that has none is read
 * by its view. */
static gboolean
has_no_delta (const Round *self, const DaybookMicrosoftProblem *problem)
{
  return !self->is_view && self->delta_link == NULL && self->next_link == NULL
         && (problem->status == 404 || problem->status == 405 || problem->status == 501
             || (problem->status == 400 && !daybook_microsoft_problem_is (problem, "ErrorInvalidRequest")));
}

static void
on_refused (DaybookExchange *exchange, DaybookHttpResponse *response, Round *self)
{
  g_auto (DaybookMicrosoftProblem) problem = { 0 };

  daybook_microsoft_problem_read (&problem, response);
  if (daybook_microsoft_problem_is (&problem, "MailboxNotEnabledForRESTAPI")
      || daybook_microsoft_problem_is (&problem, "MailboxNotSupportedForRESTAPI"))
    {
      daybook_microsoft_fail (exchange, response);
    }
  else if (has_no_delta (self, &problem))
    {
      self->is_view = TRUE;
      ask_page (exchange, self);
    }
  else if (self->next_link != NULL && self->delta_link != NULL && !self->restarted
           && (problem.status == 400 || problem.status == 410))
    {
      /* The page to go on with is refused. An incremental round starts at its first page again, since it sweeps
       * nothing: what it has heard so far it hears once more. */
      self->restarted = TRUE;
      daybook_microsoft_series_free (self->series);
      self->series = daybook_microsoft_series_new (exchange, TRUE);
      g_clear_pointer (&self->next_link, g_free);
      ask_page (exchange, self);
    }
  else if (daybook_microsoft_problem_is_stale_state (&problem) || (self->next_link != NULL && problem.status == 400))
    {
      fail_expired (exchange);
    }
  else
    {
      if (problem.status == 404)
        daybook_exchange_source_gone (exchange, self->source_id);
      daybook_microsoft_fail (exchange, response);
    }
}

/* A page that could not be read: one that is too large is asked for in smaller pieces, one that was cut once more. */
static void
on_unreadable (DaybookExchange *exchange, Round *self, GError *error /* (transfer full) */)
{
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE) && !self->is_view
      && self->page_size > MIN_PAGE_SIZE)
    {
      self->page_size = MAX (self->page_size / 4, MIN_PAGE_SIZE);
      g_error_free (error);
      ask_page (exchange, self);
    }
  else
    daybook_exchange_retry_or_fail (exchange, error);
}

/* ---- masters that no page brought ---- */

static void settle (DaybookExchange *exchange, Round *self);
static void on_master (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_master (DaybookExchange *exchange, Round *self)
{
  g_autofree char *id = g_uri_escape_string (self->asked, NULL, FALSE);
  g_autofree char *url = g_strdup_printf ("%s/events/%s", self->calendar_url, id);

  daybook_exchange_ask (exchange, daybook_microsoft_request_new (url, 0), on_master, self);
}

static void
on_master (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Round *self = data;
  g_auto (DaybookMicrosoftPage) page = { 0 };
  DaybookItem *item;
  GError *error = NULL;

  if (response->status == 404 || response->status == 403)
    {
      /* One may be shown a series' occurrences and not the series. */
      daybook_microsoft_series_give_up (self->series, self->asked);
      settle (exchange, self);
      return;
    }
  if (response->status != 200)
    {
      daybook_microsoft_fail (exchange, response);
      return;
    }
  if (!daybook_microsoft_page_parse_event (&page, response->body, self->colors, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  item = page.items->pdata[0];
  if (item->op == DAYBOOK_ITEM_UPSERT && item->event->kind == DAYBOOK_EVENT_MASTER
      && g_str_equal (item->event->external_id, self->asked))
    daybook_microsoft_series_take_master (self->series, g_ptr_array_steal_index (page.items, 0));
  else
    daybook_microsoft_series_give_up (self->series, self->asked);
  settle (exchange, self);
}

/* Ends the round when nothing is missing any more. */
static void
settle (DaybookExchange *exchange, Round *self)
{
  const char *wanted = daybook_microsoft_series_find_wanted (self->series);
  g_autofree char *cursor = NULL;

  if (wanted != NULL)
    {
      g_free (self->asked);
      self->asked = g_strdup (wanted);
      ask_master (exchange, self);
      return;
    }
  daybook_microsoft_series_end (self->series);
  cursor = write_place (self, self->delta_link, NULL);
  daybook_exchange_finish (exchange, cursor);
}

/* ---- pages ---- */

/* What was removed and lies outside the window is told as well, and is no news: what lies before the window is
 * history, which stays (providers.md 4.2, reliability.md section 3). */
static gboolean
is_outside (DaybookExchange *exchange, const Round *self, const char *external_id)
{
  g_autoptr (DaybookEvent) stored = daybook_exchange_get_known_event (exchange, external_id);

  if (stored == NULL || stored->kind == DAYBOOK_EVENT_MASTER)
    return FALSE;
  return stored->range_start >= self->to_at
         || (stored->range_end <= self->from_at && stored->range_start < self->from_at);
}

static void
take_items (DaybookExchange *exchange, Round *self, DaybookMicrosoftPage *page)
{
  for (guint i = 0; i < page->items->len; i++)
    {
      DaybookItem *item = page->items->pdata[i];

      if (item->op == DAYBOOK_ITEM_TOMBSTONE && is_outside (exchange, self, item->external_id))
        daybook_item_free (item);
      else
        daybook_microsoft_series_take (self->series, item);
    }
  g_ptr_array_set_free_func (page->items, NULL);
  daybook_microsoft_series_settle_page (self->series);
}

/* NULL when the page says how to go on as it should. (transfer full) */
static GError *
check_links (const Round *self, const DaybookMicrosoftPage *page)
{
  const char *link = page->next_link != NULL ? page->next_link : page->delta_link;

  if (link == NULL)
    return self->is_view ? NULL
                         : g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                                                _("Outlook’s answer is incomplete."));
  if (!daybook_microsoft_is_own_link (self->api_url, link))
    return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN,
                                _("Outlook’s answer points to another service. Nothing was sent there."));
  if (page->next_link != NULL && g_strcmp0 (page->next_link, self->next_link) == 0)
    return g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_FORBIDDEN, _("Outlook repeats one page for ever."));
  return NULL;
}

static void
on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Round *self = data;
  g_auto (DaybookMicrosoftPage) page = { 0 };
  GError *error = NULL;

  if (response->status != 200)
    {
      on_refused (exchange, response, self);
      return;
    }
  if (daybook_microsoft_page_parse (&page, response->body, self->colors, &error))
    error = check_links (self, &page);
  if (error != NULL)
    {
      on_unreadable (exchange, self, error);
      return;
    }
  take_items (exchange, self, &page);
  if (page.next_link != NULL)
    {
      /* Occurrences that wait for their master are in no batch yet: the round cannot go on from here. */
      if (daybook_microsoft_series_is_whole (self->series))
        {
          g_autofree char *place = write_place (self, self->delta_link, page.next_link);

          daybook_exchange_checkpoint (exchange, place);
        }
      g_free (self->next_link);
      self->next_link = g_steal_pointer (&page.next_link);
      ask_page (exchange, self);
      return;
    }
  g_free (self->delta_link);
  self->delta_link = g_steal_pointer (&page.delta_link);
  g_clear_pointer (&self->next_link, g_free);
  settle (exchange, self);
}

/* ---- the colours of categories, once in a full round ---- */

static void on_categories (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_categories (DaybookExchange *exchange, Round *self)
{
  g_autofree char *url = g_strdup_printf ("%s/me/outlook/masterCategories", self->api_url);

  daybook_exchange_ask (exchange, daybook_microsoft_request_new (url, 0), on_categories, self);
}

/* Where they are not given out, as without the permission for them, events have no colour. */
static void
on_categories (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Round *self = data;
  g_autofree char *next_link = NULL;
  GError *error = NULL;

  if (response->status == 401)
    {
      daybook_microsoft_fail (exchange, response);
      return;
    }
  if (response->status == 200
      && !daybook_microsoft_categories_parse (self->colors, response->body, &next_link, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  ask_page (exchange, self);
}

/* Where the round begins: on from options->resume, else by options->cursor, else full. FALSE when it cannot. */
static gboolean
choose_place (Round *self, const DaybookPullOptions *options)
{
  g_auto (Place) place = { 0 };

  if (options->resume != NULL)
    {
      /* A window that has slid in between is another round. */
      if (!place_read (&place, self, options->resume) || place.next_link == NULL)
        return FALSE;
      self->next_link = g_steal_pointer (&place.next_link);
    }
  else if (options->full || options->cursor == NULL || !place_read (&place, self, options->cursor))
    {
      return TRUE;
    }
  self->delta_link = g_steal_pointer (&place.delta_link);
  self->is_view = place.is_view;
  return TRUE;
}

/* Sets up @exchange for one round. A delta holds to its window, so the first round of a day, and of another
 * window, is a full one; so is every round of a calendar without delta. */
void
daybook_microsoft_round_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                               const DaybookPullOptions *options, DaybookExchange *exchange)
{
  Round *self = g_new0 (Round, 1);

  daybook_exchange_set_state (exchange, self, round_free);
  self->api_url = g_strdup (context->api_url);
  self->source_id = g_strdup (source->external_id);
  self->from = options->from;
  self->to = options->to;
  self->from_at = options->from_at;
  self->to_at = options->to_at;
  self->page_size = (int) daybook_provider_get_setting_int (daybook_provider_get_info (provider), context->account, source,
                                                            DAYBOOK_MICROSOFT_PAGE_SIZE);
  self->colors = daybook_microsoft_categories_new ();
  self->series = daybook_microsoft_series_new (exchange, TRUE);
  if (source->is_primary)
    {
      self->calendar_url = g_strdup_printf ("%s/me", context->api_url);
    }
  else
    {
      g_autofree char *id = g_uri_escape_string (source->external_id, NULL, FALSE);

      self->calendar_url = g_strdup_printf ("%s/me/calendars/%s", context->api_url, id);
    }
  if (!choose_place (self, options))
    {
      fail_expired (exchange);
      return;
    }
  daybook_exchange_set_full (exchange, self->delta_link == NULL);
  if (self->delta_link == NULL)
    {
      /* The sweep says what has gone, and asks before it deletes much. */
      daybook_microsoft_series_free (self->series);
      self->series = daybook_microsoft_series_new (exchange, FALSE);
    }
  if (self->delta_link == NULL && self->next_link == NULL)
    {
      g_hash_table_remove_all (self->colors);
      ask_categories (exchange, self);
    }
  else
    {
      ask_page (exchange, self);
    }
}
