/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/slack/daybook-slack-round.h"

#include <glib/gi18n-lib.h>

#include "base/daybook-error.h"
#include "base/daybook-zone.h"
#include "providers/slack/daybook-slack-error.h"
#include "providers/slack/daybook-slack-request.h"
#include "providers/slack/daybook-slack-text.h"

#define UNLIMITED 100000
/* The days before today that are read over each time, for what was edited or deleted since. */
#define REREAD_DAYS 1

#define KEEPS_MENTIONS (1 << 0)
#define KEEPS_TEXT (1 << 1)

static void go_on (DaybookExchange *exchange, DaybookSlackRound *self);

static void
round_free (gpointer data)
{
  DaybookSlackRound *self = data;

  g_free (self->api_url);
  g_free (self->source_id);
  g_free (self->name);
  daybook_slack_workspace_clear (&self->workspace);
  daybook_zone_unref (self->zone);
  daybook_slack_progress_clear (&self->progress);
  g_free (self->cursor);
  g_clear_pointer (&self->page, g_ptr_array_unref);
  g_free (self->asked_name);
  g_hash_table_unref (self->unnamed);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->threads_read);
  g_clear_pointer (&self->reactions, g_array_unref);
  g_free (self);
}

static gboolean
is_limited (const DaybookSlackRound *self)
{
  return self->progress.page <= DAYBOOK_SLACK_LIMITED_PAGE;
}

/* An app outside Slack's directory gets pages of 15, whatever it asks for (providers.md 5.2). */
static void
note_limit (DaybookSlackRound *self)
{
  self->progress.page = MIN (self->progress.page, DAYBOOK_SLACK_LIMITED_PAGE);
}

/* ---- the end ---- */

/* The next round starts here, or goes on where this one had to stop. */
static void
finish (DaybookExchange *exchange, DaybookSlackRound *self, gboolean stopped)
{
  DaybookSlackProgress *progress = &self->progress;
  g_autofree char *text = NULL;

  daybook_slack_round_compare (self, exchange);
  progress->at = daybook_exchange_get_now (exchange);
  progress->open = !self->main_done;
  progress->want = MAX (self->used, 1);
  if (stopped)
    progress->want = MAX (2 * progress->want, progress->pending->len + g_hash_table_size (self->unnamed) + 1);
  text = daybook_slack_progress_write (progress);
  daybook_exchange_finish (exchange, text);
}

static void
checkpoint (DaybookExchange *exchange, DaybookSlackRound *self)
{
  g_autofree char *text = NULL;

  self->progress.at = daybook_exchange_get_now (exchange);
  self->progress.open = !self->main_done;
  text = daybook_slack_progress_write (&self->progress);
  daybook_exchange_checkpoint (exchange, text);
}

/* ---- answers that are no page ---- */

/* What was refused. TRUE: the round goes on without it. */
static gboolean
is_passable (DaybookExchange *exchange, DaybookSlackRound *self, const DaybookSlackProblem *problem)
{
  if (self->asked_name != NULL)
    return daybook_slack_problem_is (problem, "user_not_found") || daybook_slack_problem_is (problem, "user_not_visible")
           || daybook_slack_problem_is (problem, "missing_scope");
  if (self->thread != 0)
    return daybook_slack_problem_is (problem, "thread_not_found") || daybook_slack_problem_is (problem, "message_not_found");
  if ((daybook_slack_problem_is (problem, "invalid_limit") || daybook_slack_problem_is (problem, "invalid_arguments"))
      && !is_limited (self))
    {
      note_limit (self);
      self->used--;
      checkpoint (exchange, self);
      return TRUE;
    }
  return FALSE;
}

static void
refuse (DaybookExchange *exchange, DaybookSlackRound *self, const DaybookSlackProblem *problem)
{
  if (daybook_slack_problem_is (problem, "invalid_cursor"))
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_CURSOR_EXPIRED,
                                  _ ("Slack no longer knows where the last sync stopped. It starts again."));
      return;
    }
  if (daybook_slack_problem_is_of_channel (problem))
    daybook_exchange_source_gone (exchange, self->source_id);
  daybook_exchange_fail (exchange, daybook_slack_error_new (problem));
}

/* An answer that is too large is asked for in smaller pieces, one that was cut once more. */
static void
on_unreadable (DaybookExchange *exchange, DaybookSlackRound *self, GError *error /* (transfer full) */)
{
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_TOO_LARGE) && self->progress.page > DAYBOOK_SLACK_LIMITED_PAGE * 2)
    {
      self->progress.page /= 4;
      g_clear_pointer (&self->cursor, g_free);
      g_error_free (error);
      self->used--;
      go_on (exchange, self);
    }
  else
    daybook_exchange_retry_or_fail (exchange, error);
}

/* ---- names ---- */

static void
on_name (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookSlackRound *self = data;
  g_auto (DaybookSlackProblem) problem = { 0 };
  g_autofree char *id = NULL;
  GError *error = NULL;

  if (!daybook_slack_accept (exchange, response, &problem))
    {
      if (problem.error == NULL)
        return;
      if (!is_passable (exchange, self, &problem))
        {
          refuse (exchange, self, &problem);
          return;
        }
    }
  else if (!daybook_slack_people_parse (self->progress.names, response->body, NULL, &error))
    {
      on_unreadable (exchange, self, error);
      return;
    }
  id = g_steal_pointer (&self->asked_name);
  g_hash_table_remove (self->unnamed, id);
  go_on (exchange, self);
}

static void
ask_name (DaybookExchange *exchange, DaybookSlackRound *self)
{
  if (self->asked_name == NULL)
    {
      GHashTableIter iter;
      gpointer id;

      g_hash_table_iter_init (&iter, self->unnamed);
      g_hash_table_iter_next (&iter, &id, NULL);
      self->asked_name = g_strdup (id);
    }
  self->used++;
  daybook_exchange_ask (exchange, daybook_slack_request_new (self->api_url, "users.info", "user", self->asked_name, NULL),
                        on_name, self);
}

/* ---- pages ---- */

static gint64
lowest_of (GPtrArray *messages)
{
  gint64 lowest = G_MAXINT64;

  for (guint i = 0; i < messages->len; i++)
    {
      const DaybookSlackMessage *message = messages->pdata[i];

      if (!message->is_deleted)
        lowest = MIN (lowest, message->ts);
    }
  return lowest;
}

/* Keeps the page until its names are known. */
static void
on_page (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookSlackRound *self = data;
  g_auto (DaybookSlackProblem) problem = { 0 };
  g_auto (DaybookSlackPage) page = { 0 };
  GError *error = NULL;

  if (!daybook_slack_accept (exchange, response, &problem))
    {
      if (problem.error == NULL)
        return;
      if (!is_passable (exchange, self, &problem))
        {
          refuse (exchange, self, &problem);
          return;
        }
      if (self->thread != 0)
        {
          self->page = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_slack_message_free);
          self->last = TRUE;
        }
      go_on (exchange, self);
      return;
    }
  if (!daybook_slack_page_parse (&page, response->body, self->workspace.user, &error))
    {
      on_unreadable (exchange, self, error);
      return;
    }
  if (page.has_more
      && (page.next_cursor != NULL ? g_strcmp0 (page.next_cursor, self->cursor) == 0
                                   : page.messages->len == 0 || (self->thread == 0 && lowest_of (page.messages) >= self->progress.low)))
    {
      daybook_exchange_fail_code (exchange, DAYBOOK_ERROR_INVALID_RESPONSE, _ ("Slack repeats one page for ever."));
      return;
    }
  if (page.has_more && page.messages->len == DAYBOOK_SLACK_LIMITED_PAGE && self->thread == 0)
    note_limit (self);
  self->last = !page.has_more;
  self->page = g_steal_pointer (&page.messages);
  g_free (self->cursor);
  self->cursor = g_steal_pointer (&page.next_cursor);
  daybook_slack_round_want_names (self);
  go_on (exchange, self);
}

static void
ask (DaybookExchange *exchange, DaybookSlackRound *self, DaybookRequest *request /* (transfer full) */)
{
  if (is_limited (self))
    request->throttle_notice = _ ("Slack lets this app read only one page of messages a minute. Daybook goes on by itself, only "
                                  "slower; an app of your own has no such limit (see the help).");
  self->used++;
  daybook_exchange_ask (exchange, request, on_page, self);
}

/* Newest first. Both bounds exclude, hence the microsecond. */
static void
ask_history (DaybookExchange *exchange, DaybookSlackRound *self)
{
  g_autofree char *oldest = daybook_slack_ts_format (MAX (self->progress.floor - 1, 1));
  g_autofree char *latest = NULL;
  g_autofree char *limit = g_strdup_printf ("%u", self->progress.page);

  /* Slack's own cursor says the same as long as it lives. */
  if (self->cursor == NULL && self->progress.low != G_MAXINT64)
    latest = daybook_slack_ts_format (self->progress.low);
  ask (exchange, self,
       daybook_slack_request_new (self->api_url, "conversations.history", "channel", self->source_id, "oldest", oldest, "latest",
                                  latest, "limit", limit, "cursor", self->cursor, NULL));
}

static void
ask_replies (DaybookExchange *exchange, DaybookSlackRound *self)
{
  g_autofree char *ts = daybook_slack_ts_format (self->thread);
  g_autofree char *oldest = daybook_slack_ts_format (MAX (self->from - 1, 1));
  g_autofree char *limit = g_strdup_printf ("%u", self->progress.page);

  ask (exchange, self,
       daybook_slack_request_new (self->api_url, "conversations.replies", "channel", self->source_id, "ts", ts, "oldest", oldest,
                                  "limit", limit, "cursor", self->cursor, NULL));
}

static void
begin_thread (DaybookSlackRound *self)
{
  const DaybookSlackThread *next = &g_array_index (self->progress.pending, DaybookSlackThread, 0);

  self->thread = next->ts;
  self->from = MAX (next->from, self->window);
  g_clear_pointer (&self->cursor, g_free);
  g_hash_table_remove_all (self->seen);
  self->latest = self->thread;
  daybook_slack_progress_forget_counts (&self->progress, self->thread);
}

static void
end_thread (DaybookExchange *exchange, DaybookSlackRound *self)
{
  daybook_slack_round_yield_counts (self, exchange, self->thread);
  g_hash_table_replace (self->threads_read, g_memdup2 (&self->thread, sizeof (gint64)),
                        g_memdup2 (&self->from, sizeof (gint64)));
  g_hash_table_replace (self->progress.threads, g_memdup2 (&self->thread, sizeof (gint64)),
                        g_memdup2 (&self->latest, sizeof (gint64)));
  g_array_remove_index (self->progress.pending, 0);
  self->thread = 0;
}

/* The page and the names in it are here: its rows. */
static void
settle_page (DaybookExchange *exchange, DaybookSlackRound *self)
{
  daybook_slack_round_take_page (self, exchange);
  if (self->thread == 0)
    {
      self->progress.low = self->last ? self->progress.floor : MIN (self->progress.low, lowest_of (self->page));
      self->main_done = self->last;
      daybook_slack_round_yield_counts (self, exchange, 0);
    }
  else if (self->last)
    end_thread (exchange, self);
  g_clear_pointer (&self->page, g_ptr_array_unref);
  if (self->thread == 0)
    checkpoint (exchange, self);
}

/* The next step of the round. */
static void
go_on (DaybookExchange *exchange, DaybookSlackRound *self)
{
  gboolean may_ask = self->used < self->allowance;

  if (self->page != NULL && g_hash_table_size (self->unnamed) > 0 && may_ask)
    {
      ask_name (exchange, self);
      return;
    }
  if (self->page != NULL)
    settle_page (exchange, self);
  if (self->main_done && self->thread == 0 && self->progress.pending->len == 0)
    finish (exchange, self, g_hash_table_size (self->unnamed) > 0);
  else if (!may_ask)
    finish (exchange, self, TRUE);
  else if (!self->main_done)
    ask_history (exchange, self);
  else
    {
      if (self->thread == 0)
        begin_thread (self);
      ask_replies (exchange, self);
    }
}

/* ---- the beginning ---- */

/* Where a new round stops: at what was read before, from the beginning of its day on, since days are counted as a
 * whole, and of the days that are read over in any case. */
static gint64
choose_floor (const DaybookSlackRound *self, DaybookDay today)
{
  gint64 before = daybook_slack_round_start_of (self, daybook_slack_round_day_of (self, self->progress.top));
  gint64 again = daybook_slack_round_start_of (self, today - REREAD_DAYS);

  if (is_limited (self))
    again = daybook_slack_round_start_of (self, today);
  return MAX (self->window, MIN (before, again));
}

static void
begin_new_round (DaybookSlackRound *self, DaybookExchange *exchange, gboolean all)
{
  gint64 now = daybook_exchange_get_now (exchange) * G_USEC_PER_SEC;
  DaybookDay today = daybook_slack_round_day_of (self, now);

  self->progress.floor = all ? self->window : choose_floor (self, today);
  self->progress.low = self->end;
  self->progress.top = MAX (self->progress.top, now);
  self->progress.open = TRUE;
  g_ptr_array_set_size (self->progress.counts, 0);
}

static void
read_hint (DaybookSlackRound *self, const DaybookSlackHint *hint)
{
  for (guint i = 0; i < hint->threads->len; i++)
    {
      gint64 ts = g_array_index (hint->threads, gint64, i);
      const gint64 *latest = g_hash_table_lookup (self->progress.threads, &ts);
      gint64 from = self->progress.floor;

      /* Nobody told of its replies since then; days are counted as a whole. */
      if (latest != NULL)
        from = MIN (from, daybook_slack_round_start_of (self, daybook_slack_round_day_of (self, *latest)));
      daybook_slack_progress_add_thread (&self->progress, ts, from);
    }
  if (hint->reactions != NULL)
    self->reactions = g_array_ref (hint->reactions);
}

/* Which texts of a channel the person wants kept, as its progress notes it. */
guint
daybook_slack_find_texts (const DaybookProviderInfo *info, const DaybookAccount *account, const DaybookSource *source)
{
  return (daybook_provider_get_setting_bool (info, account, source, DAYBOOK_SLACK_KEEP_MENTIONS) ? KEEPS_MENTIONS : 0)
         | (daybook_provider_get_setting_bool (info, account, source, DAYBOOK_SLACK_KEEP_TEXT) ? KEEPS_TEXT : 0);
}

/* Sets up @exchange for one round: on from options->resume or where the last one had to stop, else from now back to
 * what has been read. The first one, and one after other texts are to be kept, goes back to options->from_at.
 *
 * A round makes no more requests than its cursor says it needs, so that a scout can tell what a run will cost; what
 * is left is read the next time. Only one that a person asked for goes on until it is through. */
void
daybook_slack_round_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                           const DaybookPullOptions *options, DaybookExchange *exchange)
{
  const DaybookProviderInfo *info = daybook_provider_get_info (provider);
  DaybookSlackRound *self = g_new0 (DaybookSlackRound, 1);
  g_auto (DaybookSlackHint) hint = { 0 };
  gboolean resumed, begun;
  guint texts = daybook_slack_find_texts (info, context->account, source);

  daybook_exchange_set_state (exchange, self, round_free);
  self->api_url = g_strdup (context->api_url);
  self->source_id = g_strdup (source->external_id);
  self->name = g_strdup (source->name);
  self->zone = options->zone != NULL ? daybook_zone_ref (options->zone) : daybook_zone_new_local ();
  self->window = MAX (options->from_at, 1) * G_USEC_PER_SEC;
  self->is_range = options->to_at != G_MAXINT64;
  self->end = self->is_range ? options->to_at * G_USEC_PER_SEC : G_MAXINT64;
  self->keep_mentions = (texts & KEEPS_MENTIONS) != 0;
  self->keep_text = (texts & KEEPS_TEXT) != 0;
  self->unnamed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->threads_read = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  daybook_slack_workspace_load (&self->workspace, context->grant);
  daybook_slack_progress_init (&self->progress);
  daybook_slack_hint_init (&hint);
  daybook_slack_hint_read (&hint, options->hint);
  self->scene = (DaybookSlackScene){ self->source_id, self->name, daybook_slack_is_direct (source), &self->workspace, NULL, self->zone };

  resumed = daybook_slack_progress_read (&self->progress, options->resume);
  begun = resumed || (!options->full && daybook_slack_progress_read (&self->progress, options->cursor));
  self->scene.names = self->progress.names;
  if (hint.page != 0 && !resumed)
    self->progress.page = hint.page;
  self->full = options->full || options->cursor == NULL;
  self->allowance
      = options->full ? UNLIMITED : daybook_slack_progress_get_allowance (&self->progress, hint.threads->len);
  if (begun && self->progress.texts != texts)
    {
      begin_new_round (self, exchange, TRUE);
      g_hash_table_remove_all (self->progress.threads);
    }
  /* With one request to make, the threads that wait come first, or they would wait for ever. */
  else if (begun && !self->progress.open && is_limited (self) && self->progress.pending->len > 0)
    self->main_done = TRUE;
  else if (!begun || !self->progress.open)
    begin_new_round (self, exchange, !begun);
  self->progress.texts = texts;
  self->upper = self->main_done ? DAYBOOK_SLACK_TS_NONE : self->progress.low;
  read_hint (self, &hint);
  daybook_exchange_set_full (exchange, self->full);
  daybook_slack_round_yield_reactions (self, exchange);
  go_on (exchange, self);
}
