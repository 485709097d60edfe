/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the messages of a page mean for the rows of their channel. */
#include "base/daybook-zone.h"
#include "providers/slack/daybook-slack-round.h"
#include "providers/slack/daybook-slack-text.h"

DaybookDay
daybook_slack_round_day_of (const DaybookSlackRound *self, gint64 ts)
{
  return daybook_zone_get_day (self->zone, ts / G_USEC_PER_SEC);
}

/* The ts at which @day begins. */
gint64
daybook_slack_round_start_of (const DaybookSlackRound *self, DaybookDay day)
{
  return daybook_zone_get_day_start (self->zone, day) * G_USEC_PER_SEC;
}

static gboolean
has_own_row (const DaybookSlackRound *self, const DaybookSlackMessage *message)
{
  return message->is_spoken && (message->mentions_me || self->keep_text);
}

static gboolean
has_text (const DaybookSlackRound *self, const DaybookSlackMessage *message)
{
  return self->keep_text || (message->mentions_me && self->keep_mentions);
}

/* Notes whose names the page's rows need and nobody has told yet. */
void
daybook_slack_round_want_names (DaybookSlackRound *self)
{
  for (guint i = 0; i < self->page->len; i++)
    {
      DaybookSlackMessage *message = self->page->pdata[i];
      g_autoptr (GHashTable) users = NULL;
      GHashTableIter iter;
      gpointer user;

      if (!has_own_row (self, message))
        continue;
      users = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      if (has_text (self, message))
        daybook_slack_text_collect_users (message->text, users);
      if (message->user != NULL && message->name == NULL && daybook_slack_is_person (message->user))
        g_hash_table_add (users, g_strdup (message->user));
      g_hash_table_iter_init (&iter, users);
      while (g_hash_table_iter_next (&iter, &user, NULL))
        {
          if (daybook_slack_scene_find_name (&self->scene, user) == NULL)
            g_hash_table_add (self->unnamed, g_strdup (user));
        }
    }
}

static void
keep (DaybookSlackRound *self, DaybookExchange *exchange, DaybookActivity *activity /* (transfer full) */)
{
  g_hash_table_add (self->kept, g_strdup (activity->external_id));
  daybook_exchange_yield (exchange, daybook_item_new_activity (activity));
}

static void
forget (DaybookExchange *exchange, const char *external_id)
{
  g_autofree char *key = daybook_activity_make_key ("message", external_id);

  daybook_exchange_yield (exchange, daybook_item_new_op (DAYBOOK_ITEM_TOMBSTONE, key));
}

static void
count_message (DaybookSlackRound *self, const DaybookSlackMessage *message, gint64 thread)
{
  DaybookSlackCount *count
      = daybook_slack_progress_count (&self->progress, thread, daybook_slack_round_day_of (self, message->ts));

  count->changed = TRUE;
  if (message->is_mine)
    {
      count->sent++;
      count->last_sent = MAX (count->last_sent, message->ts);
    }
  else
    {
      count->received++;
      count->last_received = MAX (count->last_received, message->ts);
    }
}

/* A thread of mine, whose last word that we know of is @latest: it is read when that is news. */
static void
follow_thread (DaybookSlackRound *self, gint64 thread, gint64 latest)
{
  const gint64 *known = g_hash_table_lookup (self->progress.threads, &thread);

  if (latest >= self->progress.floor && (known == NULL || *known < latest || self->full))
    daybook_slack_progress_add_thread (&self->progress, thread, self->progress.floor);
}

/* One message, of the channel itself (@thread 0) or of a thread. */
static void
take_message (DaybookSlackRound *self, DaybookExchange *exchange, const DaybookSlackMessage *message, gint64 thread)
{
  /* A reply that was shown to the whole channel stands in both. */
  gboolean is_broadcast
      = thread == 0 && message->thread_ts != DAYBOOK_SLACK_TS_NONE && message->thread_ts != message->ts;
  gint64 own_thread = is_broadcast ? message->thread_ts : thread;

  if (message->is_deleted)
    {
      const DaybookSlackRow row = { DAYBOOK_SLACK_ROW_MESSAGE, own_thread, message->ts, 0 };
      g_autofree char *external_id = daybook_slack_row_format (&row, self->source_id);

      forget (exchange, external_id);
      return;
    }
  if (thread == 0 && !is_broadcast && (message->is_mine || message->has_my_reply))
    follow_thread (self, message->ts, message->latest_reply);
  if (!message->is_spoken)
    return;
  if (is_broadcast && message->is_mine)
    follow_thread (self, message->thread_ts, message->ts);
  if (has_own_row (self, message))
    keep (self, exchange, daybook_slack_row_new_message (&self->scene, message, own_thread, has_text (self, message)));
  else if (!is_broadcast && (message->is_mine || self->scene.is_direct || thread != 0))
    count_message (self, message, thread);
}

static gboolean
is_wanted (DaybookSlackRound *self, const DaybookSlackMessage *message)
{
  if (self->thread != 0)
    return message->ts != self->thread && message->ts >= self->from;
  return message->ts >= self->progress.floor;
}

/* Takes the messages of the page that has arrived. One that comes twice counts once. */
void
daybook_slack_round_take_page (DaybookSlackRound *self, DaybookExchange *exchange)
{
  for (guint i = 0; i < self->page->len; i++)
    {
      const DaybookSlackMessage *message = self->page->pdata[i];

      if (self->thread != 0)
        self->latest = MAX (self->latest, MAX (message->ts, message->latest_reply));
      if (!is_wanted (self, message) || !g_hash_table_add (self->seen, g_memdup2 (&message->ts, sizeof message->ts)))
        continue;
      take_message (self, exchange, message, self->thread);
      if (self->thread == 0)
        {
          self->progress.top = MAX (self->progress.top, message->ts);
          self->progress.last = MAX (self->progress.last, message->ts);
        }
    }
}

/* ---- days ---- */

static void
yield_count (DaybookSlackRound *self, DaybookExchange *exchange, const DaybookSlackCount *count, DaybookSlackRowKind kind)
{
  const DaybookSlackRow row = { kind, count->thread, 0, count->day };
  gboolean sent = kind == DAYBOOK_SLACK_ROW_SENT;
  guint n = sent ? count->sent : count->received;
  gint64 since = daybook_slack_round_start_of (self, count->day);

  if (n == 0)
    return;
  /* The day that an unfinished round has stopped in is known from there on. */
  if (count->thread == 0)
    since = MAX (since, MAX (self->progress.low, self->progress.floor));
  keep (self, exchange,
        daybook_slack_row_new_count (&self->scene, &row, n, (sent ? count->last_sent : count->last_received) / G_USEC_PER_SEC,
                                     since / G_USEC_PER_SEC));
}

/* The rows of the days of the channel (@thread 0) or of a thread that have changed, and of the day whose beginning is
 * known now. */
void
daybook_slack_round_yield_counts (DaybookSlackRound *self, DaybookExchange *exchange, gint64 thread)
{
  for (guint i = 0; i < self->progress.counts->len; i++)
    {
      DaybookSlackCount *count = self->progress.counts->pdata[i];

      if (count->thread != thread || !count->changed)
        continue;
      yield_count (self, exchange, count, DAYBOOK_SLACK_ROW_SENT);
      yield_count (self, exchange, count, DAYBOOK_SLACK_ROW_RECEIVED);
      /* One that is not whole yet is written again when the next page has been read. */
      count->changed = thread == 0 && daybook_slack_round_start_of (self, count->day) < self->progress.low;
    }
}

/* Reactions are what the scout's list says and nothing else: the list of a channel's messages leaves out some, and
 * all that stand in threads. */
void
daybook_slack_round_yield_reactions (DaybookSlackRound *self, DaybookExchange *exchange)
{
  g_autoptr (GHashTable) days = NULL;
  GHashTableIter iter;
  gpointer key, value;

  if (self->reactions == NULL)
    return;
  days = g_hash_table_new_full (g_direct_hash, g_direct_equal, NULL, g_free);
  for (guint i = 0; i < self->reactions->len; i++)
    {
      const DaybookSlackReaction *reaction = &g_array_index (self->reactions, DaybookSlackReaction, i);
      gpointer day = GINT_TO_POINTER (daybook_slack_round_day_of (self, reaction->ts));
      DaybookSlackReaction *sum;

      if (reaction->ts < self->window)
        continue;
      sum = g_hash_table_lookup (days, day);
      if (sum == NULL)
        {
          sum = g_new0 (DaybookSlackReaction, 1);
          g_hash_table_insert (days, day, sum);
        }
      sum->count += reaction->count;
      sum->ts = MAX (sum->ts, reaction->ts);
    }
  g_hash_table_iter_init (&iter, days);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const DaybookSlackReaction *sum = value;
      const DaybookSlackRow row = { DAYBOOK_SLACK_ROW_REACTIONS, 0, 0, GPOINTER_TO_INT (key) };

      keep (self, exchange,
            daybook_slack_row_new_count (&self->scene, &row, sum->count, sum->ts / G_USEC_PER_SEC,
                                         daybook_slack_round_start_of (self, row.day) / G_USEC_PER_SEC));
    }
}

/* ---- what is not there any more ---- */

static gboolean
is_counted (const DaybookSlackRound *self, const DaybookSlackRow *row)
{
  const DaybookSlackCount *count;

  if (row->kind != DAYBOOK_SLACK_ROW_SENT && row->kind != DAYBOOK_SLACK_ROW_RECEIVED)
    return FALSE;
  count = daybook_slack_progress_find (&self->progress, row->thread, row->day);
  return count != NULL && (row->kind == DAYBOOK_SLACK_ROW_SENT ? count->sent : count->received) > 0;
}

/* Whether a row that this round did not yield is about something that it has read. */
static gboolean
was_read (const DaybookSlackRound *self, const DaybookSlackRow *row)
{
  gint64 at = row->kind == DAYBOOK_SLACK_ROW_MESSAGE ? row->ts : daybook_slack_round_start_of (self, row->day);

  if (row->kind == DAYBOOK_SLACK_ROW_REACTIONS)
    return self->reactions != NULL && at >= self->window;
  if (row->thread != 0)
    {
      const gint64 *from = g_hash_table_lookup (self->threads_read, &row->thread);

      return from != NULL && at >= *from;
    }
  if (at < MAX (self->progress.low, self->progress.floor))
    return FALSE;
  return at < self->upper && (row->kind == DAYBOOK_SLACK_ROW_MESSAGE || at <= self->progress.top);
}

/* Compares with what is stored: a message that was read over and is not there any more goes, and so does the count of
 * a day that is down to nothing. A full round mentions the rest, which it has no word about. Of earlier days nothing goes:
 * workspaces forget what is old. */
void
daybook_slack_round_compare (DaybookSlackRound *self, DaybookExchange *exchange)
{
  GHashTable *known = daybook_exchange_get_known_table (exchange);
  GHashTableIter iter;
  gpointer key;

  if (known == NULL || self->is_range)
    return;
  g_hash_table_iter_init (&iter, known);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const char *kind, *external_id;
      DaybookSlackRow row;

      if (!daybook_activity_split_key (key, &kind, &external_id) || g_hash_table_contains (self->kept, external_id)
          || !daybook_slack_row_parse (&row, external_id, self->source_id))
        continue;
      if (was_read (self, &row) && !is_counted (self, &row))
        forget (exchange, external_id);
      else if (self->full)
        daybook_exchange_yield (exchange, daybook_item_new_op (DAYBOOK_ITEM_SEEN, key));
    }
}
