/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-round-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "providers/caldav/daybook-caldav-address.h"
#include "providers/caldav/daybook-caldav-error.h"
#include "providers/caldav/daybook-caldav-request.h"
#include "providers/ical-reader/daybook-ical-calendar.h"

/* One object that cannot be read: what was stored of it stays, and the reason is shown. */
static void
put_aside (DaybookExchange *exchange, DaybookCaldavRound *self, const DaybookCaldavMember *member, const char *etag,
           const char *reason)
{
  daybook_caldav_members_say (self->members, exchange, member->name, DAYBOOK_ITEM_SEEN);
  daybook_exchange_yield (exchange, daybook_item_new_quarantine (member->name, etag, reason));
}

/* What was stored of the object and is not in it any more: an instance that is what its series says again. */
static void
bury_the_rest (DaybookExchange *exchange, DaybookCaldavRound *self, const DaybookCaldavMember *member, GHashTable *said)
{
  GPtrArray *ids = daybook_caldav_members_get_ids (self->members, member->name);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      if (!g_hash_table_contains (said, ids->pdata[i]))
        daybook_exchange_yield (exchange, daybook_item_new_op (DAYBOOK_ITEM_TOMBSTONE, ids->pdata[i]));
    }
}

static void
yield_items (DaybookExchange *exchange, DaybookCaldavRound *self, const DaybookCaldavMember *member,
             GPtrArray *items /* (transfer full) */)
{
  g_autoptr (GHashTable) said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) taken = items;

  g_ptr_array_set_free_func (taken, NULL);
  for (guint i = 0; i < taken->len; i++)
    {
      DaybookItem *item = taken->pdata[i];

      g_hash_table_add (said, g_strdup (item->event != NULL ? item->event->external_id : item->external_id));
      daybook_exchange_yield (exchange, item);
    }
  bury_the_rest (exchange, self, member, said);
}

/* FALSE with @error when it is no whole calendar object. */
static gboolean
read_object (DaybookExchange *exchange, DaybookCaldavRound *self, const DaybookCaldavMember *member, const char *etag,
             const char *text, gsize size, GError **error)
{
  g_autoptr (DaybookIcalCalendar) calendar = NULL;
  GPtrArray *items;
  gboolean full;

  self->options.resource = member->name;
  self->options.etag = etag;
  self->options.known = daybook_exchange_get_known_table (exchange);
  calendar = daybook_ical_calendar_new (&self->options);
  if (!daybook_ical_calendar_feed (calendar, text, size, error) || !daybook_ical_calendar_end (calendar, error))
    return FALSE;
  items = daybook_ical_calendar_take_items (calendar, &full);
  if (items->len == 0)
    daybook_caldav_cursor_pass (&self->next, member->name, etag);
  yield_items (exchange, self, member, items);
  return TRUE;
}

/* Everything up to the batch before is stored. A round of changes needs no more than to begin again, since
 * what it had fetched is known by then. */
static void
checkpoint (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  const DaybookCaldavMember *last = self->wanted->pdata[self->position - 1];
  DaybookCaldavCursor here = { .full = self->is_full };
  g_autofree char *text = NULL;

  if (self->is_full)
    {
      here.token = self->next.token;
      here.ctag = self->next.ctag;
      here.after = last->name;
    }
  text = daybook_caldav_cursor_write (&here);
  daybook_exchange_checkpoint (exchange, text);
}

static void
finish (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  g_autofree char *cursor = NULL;

  /* Without a token and a mark the objects' etags tell all there is; the set, if only an empty one, says so. */
  if (self->next.token == NULL && self->next.passed == NULL)
    self->next.passed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  cursor = daybook_caldav_cursor_write (&self->next);
  daybook_exchange_finish (exchange, cursor);
}

static void
go_on (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  self->single = NULL;
  if (self->singles->len == 0 && self->position < self->wanted->len)
    checkpoint (exchange, self);
  daybook_caldav_fetch (exchange, self);
}

/* ---- one by one ---- */

static void on_object (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
fetch_single (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  /* It is a member of the collection, so it does resolve. */
  g_autofree char *address = daybook_caldav_address_resolve (self->address, self->single->href);

  daybook_exchange_ask (exchange, daybook_caldav_request_object (address), on_object, self);
}

/* FALSE when it is asked for once more: a body that was cut looks like a bad object. */
static gboolean
take_single (DaybookExchange *exchange, DaybookCaldavRound *self, const char *etag, GBytes *body)
{
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *text = g_bytes_get_data (body, &size);

  if (read_object (exchange, self, self->single, etag, text, size, &error))
    return TRUE;
  if (daybook_exchange_retry (exchange))
    return FALSE;
  put_aside (exchange, self, self->single, etag, error->message);
  return TRUE;
}

static void
on_object (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookCaldavRound *self = data;
  const char *etag = daybook_http_response_get_header (response, "etag");

  if (etag == NULL)
    etag = self->single->etag;
  switch (response->status)
    {
    case 200:
      if (!take_single (exchange, self, etag, response->body))
        return;
      break;
    case 404:
    case 410:
      daybook_caldav_members_say (self->members, exchange, self->single->name, DAYBOOK_ITEM_TOMBSTONE);
      break;
    case 403:
    case 406:
    case 415:
      put_aside (exchange, self, self->single, etag, _("The calendar server does not give it out."));
      break;
    default:
      daybook_caldav_fail (exchange, response);
      return;
    }
  go_on (exchange, self);
}

/* ---- in batches ---- */

static void
take_object (DaybookExchange *exchange, DaybookCaldavRound *self, const DaybookCaldavResponse *response,
             GHashTable *unanswered)
{
  g_autofree char *name = daybook_caldav_address_get_member (self->address, response->href);
  const DaybookCaldavMember *member = name != NULL ? daybook_caldav_members_find (self->members, name) : NULL;
  g_autoptr (GError) error = NULL;
  const char *etag;

  /* Nobody asked for anything else, and nobody asked twice. */
  if (member == NULL || !g_hash_table_remove (unanswered, member))
    return;
  etag = response->etag != NULL ? response->etag : member->etag;
  if (response->is_too_large)
    put_aside (exchange, self, member, etag, _("It is larger than 4 MB."));
  else if (response->data != NULL)
    {
      if (!read_object (exchange, self, member, etag, response->data, strlen (response->data), &error))
        put_aside (exchange, self, member, etag, error->message);
    }
  else if (response->status == 404 || response->status == 410)
    daybook_caldav_members_say (self->members, exchange, member->name, DAYBOOK_ITEM_TOMBSTONE);
  else if (response->status == 200)
    g_hash_table_add (unanswered, (gpointer) member); /* without its text */
  else
    put_aside (exchange, self, member, etag, _("The calendar server does not give it out."));
}

static void
on_objects_refused (DaybookExchange *exchange, DaybookCaldavRound *self, const DaybookHttpResponse *response)
{
  if ((response->status == 413 || response->status == 507) && self->batch > 1)
    self->batch = MAX (self->batch / 4, 1);
  else if (daybook_caldav_says_not_supported (response->status) || response->status == 413 || response->status == 507)
    self->no_batches = TRUE;
  else
    {
      daybook_caldav_round_refuse (exchange, self, response);
      return;
    }
  daybook_caldav_fetch (exchange, self);
}

static void
on_objects (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookCaldavRound *self = data;
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  g_autoptr (GHashTable) unanswered = NULL;
  GError *error = NULL;

  if (response->status != 207)
    {
      on_objects_refused (exchange, self, response);
      return;
    }
  if (!daybook_caldav_answer_parse (&answer, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  unanswered = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < self->asked; i++)
    g_hash_table_add (unanswered, self->wanted->pdata[self->position + i]);
  for (guint i = 0; i < answer.responses->len; i++)
    take_object (exchange, self, answer.responses->pdata[i], unanswered);
  for (guint i = 0; i < self->asked; i++)
    {
      if (g_hash_table_contains (unanswered, self->wanted->pdata[self->position + i]))
        g_ptr_array_add (self->singles, self->wanted->pdata[self->position + i]);
    }
  self->position += self->asked;
  go_on (exchange, self);
}

static void
fetch_batch (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  g_autoptr (GPtrArray) hrefs = g_ptr_array_new ();

  self->asked = MIN (self->batch, self->wanted->len - self->position);
  for (guint i = 0; i < self->asked; i++)
    {
      const DaybookCaldavMember *member = self->wanted->pdata[self->position + i];

      g_ptr_array_add (hrefs, member->href);
    }
  daybook_exchange_ask (exchange,
                        daybook_caldav_request_objects (self->address, (char *const *) hrefs->pdata, hrefs->len),
                        on_objects, self);
}

/* Fetches what is still wanted, and ends the round when nothing is. */
void
daybook_caldav_fetch (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  if (self->singles->len > 0)
    self->single = g_ptr_array_steal_index (self->singles, 0);
  else if (self->no_batches && self->position < self->wanted->len)
    self->single = self->wanted->pdata[self->position++];
  if (self->single != NULL)
    fetch_single (exchange, self);
  else if (self->position < self->wanted->len)
    fetch_batch (exchange, self);
  else
    finish (exchange, self);
}
