/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/caldav/daybook-caldav-round.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "providers/caldav/daybook-caldav-account.h"
#include "providers/caldav/daybook-caldav-address.h"
#include "providers/caldav/daybook-caldav-error.h"
#include "providers/caldav/daybook-caldav-request.h"
#include "providers/caldav/daybook-caldav-round-private.h"

#define BATCH 50       /* objects a request */
#define MAX_PAGES 1000 /* of a list that the server cuts */

static void
round_free (gpointer data)
{
  DaybookCaldavRound *self = data;

  g_free (self->address);
  g_free (self->source_id);
  g_free (self->owner);
  daybook_zone_unref (self->zone);
  daybook_caldav_cursor_clear (&self->cursor);
  daybook_caldav_cursor_clear (&self->resume);
  daybook_caldav_cursor_clear (&self->next);
  daybook_caldav_members_free (self->members);
  g_ptr_array_unref (self->wanted);
  g_ptr_array_unref (self->singles);
  g_free (self);
}

/* Ends the round with what @response means for the whole calendar. */
void
daybook_caldav_round_refuse (DaybookExchange *exchange, DaybookCaldavRound *self, const DaybookHttpResponse *response)
{
  if (response->status == 404 || response->status == 410)
    daybook_exchange_source_gone (exchange, self->source_id);
  daybook_caldav_fail (exchange, response);
}

/* ---- what to do with what was listed ---- */

/* What an interrupted full round had done is not done again. What has changed there since, the token or mark
 * of that round's own list will tell the next one. */
static gboolean
is_done_already (const DaybookCaldavRound *self, const DaybookCaldavMember *member)
{
  return self->resume.after != NULL && strcmp (member->name, self->resume.after) <= 0;
}

static void
plan_member (DaybookExchange *exchange, DaybookCaldavRound *self, DaybookCaldavMember *member)
{
  if (member->is_gone)
    daybook_caldav_members_say (self->members, exchange, member->name, DAYBOOK_ITEM_TOMBSTONE);
  else if (daybook_caldav_members_is_unchanged (self->members, member) || is_done_already (self, member))
    {
      if (self->is_full)
        daybook_caldav_members_say (self->members, exchange, member->name, DAYBOOK_ITEM_SEEN);
    }
  else if (daybook_caldav_cursor_has_passed (&self->cursor, member->name, member->etag))
    daybook_caldav_cursor_pass (&self->next, member->name, member->etag);
  else
    g_ptr_array_add (self->wanted, member);
}

static void
plan (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  g_autoptr (GPtrArray) members = daybook_caldav_members_list (self->members);

  /* Where the list is all that tells of deletions, it is a full round as soon as something is missing. */
  if (self->is_listed && daybook_caldav_members_anything_missing (self->members))
    self->is_full = TRUE;
  if ((self->resume.token != NULL) != (self->next.token != NULL))
    g_clear_pointer (&self->resume.after, g_free);
  if (self->resume.after != NULL)
    {
      /* The end of this round is what the interrupted one had listed. */
      g_free (self->next.token);
      self->next.token = g_strdup (self->resume.token);
      g_free (self->next.ctag);
      self->next.ctag = g_strdup (self->resume.ctag);
    }
  daybook_exchange_set_full (exchange, self->is_full);
  for (guint i = 0; i < members->len; i++)
    plan_member (exchange, self, members->pdata[i]);
  daybook_exchange_expect (exchange, self->wanted->len);
  daybook_caldav_fetch (exchange, self);
}

static void
take_member (DaybookCaldavRound *self, const DaybookCaldavResponse *response)
{
  g_autofree char *name = daybook_caldav_address_get_member (self->address, response->href);
  gboolean is_gone = response->status == 404 || response->status == 410;

  if (name == NULL || response->is_collection || (response->status != 200 && !is_gone))
    return;
  daybook_caldav_members_add (self->members, name, response->href, response->etag, is_gone);
}

/* ---- servers without sync tokens ---- */

static void on_etags (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_etags (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  daybook_exchange_ask (exchange, daybook_caldav_request_propfind (self->address, DAYBOOK_CALDAV_ASK_ETAGS), on_etags,
                        self);
}

/* A list that does not hold the collection itself is none of it: nothing may be taken for deleted. */
static gboolean
take_list (DaybookCaldavRound *self, const DaybookCaldavAnswer *answer, GError **error)
{
  gboolean has_itself = FALSE;

  for (guint i = 0; i < answer->responses->len; i++)
    {
      const DaybookCaldavResponse *response = answer->responses->pdata[i];

      has_itself |= daybook_caldav_address_is_same (self->address, response->href);
      take_member (self, response);
    }
  if (!has_itself)
    g_set_error_literal (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                         _("The calendar server’s list is of something else. What was there before is kept."));
  return has_itself;
}

static void
on_etags (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookCaldavRound *self = data;
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  GError *error = NULL;

  if (response->status != 207)
    {
      daybook_caldav_round_refuse (exchange, self, response);
      return;
    }
  if (!daybook_caldav_answer_parse (&answer, response->body, &error) || !take_list (self, &answer, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  self->is_listed = TRUE;
  plan (exchange, self);
}

static void on_mark (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_mark (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  daybook_exchange_ask (exchange, daybook_caldav_request_propfind (self->address, DAYBOOK_CALDAV_ASK_MARK), on_mark,
                        self);
}

/* A calendar whose mark (CalendarServer's getctag) is the same has not changed. */
static void
on_mark (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookCaldavRound *self = data;
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  GError *error = NULL;

  if (response->status != 207)
    {
      daybook_caldav_round_refuse (exchange, self, response);
      return;
    }
  if (!daybook_caldav_answer_parse (&answer, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  if (answer.responses->len > 0)
    {
      const DaybookCaldavResponse *calendar = answer.responses->pdata[0];

      self->next.ctag = g_strdup (calendar->ctag);
    }
  if (!self->is_full && self->next.ctag != NULL && g_strcmp0 (self->next.ctag, self->cursor.ctag) == 0)
    {
      g_autofree char *cursor = daybook_caldav_cursor_write (&self->cursor);

      daybook_exchange_finish (exchange, cursor);
      return;
    }
  ask_etags (exchange, self);
}

/* ---- servers with sync tokens ---- */

static void on_changes (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

/* @token NULL: all that is there. */
static void
ask_changes (DaybookExchange *exchange, DaybookCaldavRound *self, const char *token)
{
  daybook_exchange_ask (exchange, daybook_caldav_request_changes (self->address, token), on_changes, self);
}

static const char *
get_token (const DaybookCaldavRound *self)
{
  return self->next.token != NULL ? self->next.token : self->cursor.token;
}

static void
fall_back (DaybookExchange *exchange, DaybookCaldavRound *self)
{
  g_clear_pointer (&self->next.token, g_free);
  ask_mark (exchange, self);
}

static void
on_changes_refused (DaybookExchange *exchange, DaybookCaldavRound *self, const DaybookHttpResponse *response)
{
  const gboolean has_token = get_token (self) != NULL;

  if (has_token && daybook_caldav_says_bad_sync_token (response))
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CURSOR_EXPIRED,
                                _("The calendar server no longer knows where the last sync stopped. It starts again "
                                  "from the beginning."));
  else if (!has_token && daybook_caldav_says_not_supported (response->status))
    fall_back (exchange, self);
  else if (has_token && (response->status == 405 || response->status == 501))
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CURSOR_EXPIRED,
                                _("The calendar server no longer tells what has changed. Everything is looked at anew."));
  else
    daybook_caldav_round_refuse (exchange, self, response);
}

/* Members, and whether the list goes on behind the token: the collection itself is answered with 507 then
 * (RFC 6578 section 3.6). */
static gboolean
take_changes (DaybookCaldavRound *self, const DaybookCaldavAnswer *answer)
{
  gboolean is_cut = FALSE;

  for (guint i = 0; i < answer->responses->len; i++)
    {
      const DaybookCaldavResponse *response = answer->responses->pdata[i];

      if (response->status == 507 && daybook_caldav_address_is_same (self->address, response->href))
        is_cut = TRUE;
      else
        take_member (self, response);
    }
  return is_cut;
}

static void
on_changes (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookCaldavRound *self = data;
  g_auto (DaybookCaldavAnswer) answer = { 0 };
  GError *error = NULL;
  gboolean is_cut, is_stuck;

  if (response->status != 207)
    {
      on_changes_refused (exchange, self, response);
      return;
    }
  if (!daybook_caldav_answer_parse (&answer, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  if (answer.sync_token == NULL)
    {
      /* Without one nobody could ask what comes next. */
      if (get_token (self) == NULL)
        fall_back (exchange, self);
      else
        daybook_exchange_retry_or_fail (exchange,
                                        g_error_new_literal (DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE,
                                                             _("The calendar server’s answer is incomplete.")));
      return;
    }
  is_cut = take_changes (self, &answer);
  is_stuck = is_cut && (g_strcmp0 (answer.sync_token, get_token (self)) == 0 || ++self->pages >= MAX_PAGES);
  g_free (self->next.token);
  self->next.token = g_steal_pointer (&answer.sync_token);
  if (is_stuck)
    daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE,
                                _("The calendar server repeats one part of its list for ever."));
  else if (is_cut)
    ask_changes (exchange, self, self->next.token);
  else
    {
      /* A list of everything tells of deletions by what is not in it. */
      self->is_listed = self->cursor.token == NULL;
      plan (exchange, self);
    }
}

/* ---- the whole ---- */

static void
fill_options (DaybookCaldavRound *self, const DaybookPullOptions *options, DaybookExchange *exchange)
{
  self->zone = options->zone != NULL ? daybook_zone_ref (options->zone) : daybook_zone_new_local ();
  self->options.zone = self->zone;
  self->options.now = daybook_exchange_get_now (exchange);
  self->options.owner = self->owner;
  self->options.from = options->from_at;
  self->options.to = options->to_at;
  self->options.full = TRUE;
}

void
daybook_caldav_round_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                            const DaybookPullOptions *options, DaybookExchange *exchange)
{
  DaybookCaldavRound *self = g_new0 (DaybookCaldavRound, 1);

  daybook_exchange_set_state (exchange, self, round_free);
  self->source_id = g_strdup (source->external_id);
  self->owner = daybook_caldav_account_find_person (context);
  self->members = daybook_caldav_members_new (exchange);
  self->wanted = g_ptr_array_new ();
  self->singles = g_ptr_array_new ();
  self->batch = BATCH;
  fill_options (self, options, exchange);
  self->address = daybook_caldav_account_find_calendar (context, source);
  if (self->address == NULL)
    {
      daybook_caldav_fail_moved (exchange);
      return;
    }
  daybook_caldav_cursor_read (&self->resume, options->resume);
  if (!options->full && !self->resume.full)
    daybook_caldav_cursor_read (&self->cursor, options->cursor);
  if (!self->resume.full)
    daybook_caldav_cursor_clear (&self->resume);
  self->is_full = self->cursor.token == NULL && self->cursor.ctag == NULL && self->cursor.passed == NULL;
  if (self->cursor.token == NULL && !self->is_full)
    ask_mark (exchange, self);
  else
    ask_changes (exchange, self, self->cursor.token);
}
