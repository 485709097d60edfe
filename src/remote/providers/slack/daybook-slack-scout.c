/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which channels to read in this run. Searches find those where I wrote or was mentioned, one list those where I reacted; what is left of the run's requests goes to those that were not read for longest. */
#include "providers/slack/daybook-slack-scout.h"

#include "providers/daybook-digest.h"
#include "providers/slack/daybook-slack-error.h"
#include "providers/slack/daybook-slack-finds.h"
#include "providers/slack/daybook-slack-request.h"
#include "providers/slack/daybook-slack-scout-private.h"

#define PAGE "100"
#define MAX_PAGES 5                     /* of a search in a run */
#define FIRST_DAYS 8                    /* that the first search looks back */
#define OFF_SECONDS (24 * 60 * 60)      /* until a search that Slack refuses is tried again */

static void
scout_free (gpointer data)
{
  DaybookSlackScout *self = data;

  g_free (self->api_url);
  daybook_slack_turns_clear (&self->turns);
  daybook_slack_workspace_clear (&self->workspace);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->candidates);
  g_hash_table_unref (self->reacted);
  g_free (self);
}

static void remember_reactions (DaybookSlackScout *self);

/* ---- the end ---- */

static void
finish (DaybookExchange *exchange, DaybookSlackScout *self)
{
  g_autofree char *cursor = NULL;

  /* Beside the first page of a search there are the list of reactions, and one to spare. */
  daybook_slack_choice_make (self->candidates, daybook_exchange_get_now (exchange),
                             DAYBOOK_SLACK_BUDGET - 1 - MAX (self->searches_made, 1), &self->turns);
  for (guint i = 0; i < self->candidates->len; i++)
    {
      DaybookSlackCandidate *candidate = self->candidates->pdata[i];
      g_autofree char *hint = NULL;

      if (!candidate->is_chosen)
        {
          if (candidate->is_owed)
            daybook_exchange_postpone_source (exchange, candidate->source->external_id);
          continue;
        }
      hint = daybook_slack_hint_write (&candidate->hint);
      daybook_exchange_source_changed (exchange, candidate->source->external_id);
      daybook_exchange_hint_source (exchange, candidate->source->external_id, hint);
    }
  /* What could not be read in this run is owed: no search has to find it again. */
  remember_reactions (self);
  self->turns.turn++;
  cursor = daybook_slack_scout_write_cursor (self);
  daybook_exchange_finish (exchange, cursor);
}

/* ---- reactions ---- */

static void on_reactions (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_reactions (DaybookExchange *exchange, DaybookSlackScout *self)
{
  daybook_exchange_ask (exchange,
                        daybook_slack_request_new (self->api_url, "reactions.list", "user", self->workspace.user, "limit", PAGE,
                                                   NULL),
                        on_reactions, self);
}

static void
take_reactions (DaybookSlackScout *self, GPtrArray *finds)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      DaybookSlackCandidate *candidate = self->candidates->pdata[i];
      const char *id = candidate->source->external_id;
      const guint64 *known = g_hash_table_lookup (self->reacted, id);
      guint64 digest = 0;

      g_clear_pointer (&candidate->hint.reactions, g_array_unref);
      candidate->hint.reactions = g_array_new (FALSE, FALSE, sizeof (DaybookSlackReaction));
      for (guint j = 0; j < finds->len; j++)
        {
          const DaybookSlackFind *find = finds->pdata[j];
          const DaybookSlackReaction reaction = { find->ts, find->reactions };

          if (!g_str_equal (find->channel, id))
            continue;
          g_array_append_val (candidate->hint.reactions, reaction);
          digest ^= daybook_digest_number (daybook_digest_number (0, find->ts), find->reactions);
        }
      if (digest != (known != NULL ? *known : 0))
        candidate->is_found = TRUE;
    }
}

/* What was found is remembered for those that are read in this run. */
static void
remember_reactions (DaybookSlackScout *self)
{
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const DaybookSlackCandidate *candidate = self->candidates->pdata[i];
      guint64 digest = 0;

      if (candidate->hint.reactions == NULL)
        return;
      for (guint j = 0; j < candidate->hint.reactions->len; j++)
        {
          const DaybookSlackReaction *reaction = &g_array_index (candidate->hint.reactions, DaybookSlackReaction, j);

          digest ^= daybook_digest_number (daybook_digest_number (0, reaction->ts), reaction->count);
        }
      if (!candidate->is_chosen)
        continue;
      if (digest != 0)
        g_hash_table_replace (self->reacted, g_strdup (candidate->source->external_id), g_memdup2 (&digest, sizeof digest));
      else
        g_hash_table_remove (self->reacted, candidate->source->external_id);
    }
}

/* Errors that concern one list alone: the run does without it. */
static gboolean
is_passable (const DaybookSlackProblem *problem)
{
  static const char *const errors[]
      = { "missing_scope",       "not_allowed_token_type", "unknown_method", "method_deprecated", "deprecated_endpoint",
          "feature_not_enabled", "no_permission",          "invalid_arguments", "access_denied",  NULL };

  return problem->error != NULL && g_strv_contains (errors, problem->error);
}

static void
on_reactions (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookSlackScout *self = data;
  g_auto (DaybookSlackProblem) problem = { 0 };
  g_autoptr (GPtrArray) finds = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_slack_find_free);
  GError *error = NULL;

  if (!daybook_slack_accept (exchange, response, &problem))
    {
      if (is_passable (&problem))
        finish (exchange, self);
      else if (problem.error != NULL)
        daybook_exchange_fail (exchange, daybook_slack_error_new (&problem));
      return;
    }
  if (!daybook_slack_reactions_parse (finds, response->body, self->workspace.user, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  take_reactions (self, finds);
  finish (exchange, self);
}

/* ---- the search ---- */

static void on_found (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

/* Days are those of the person's zone as Slack knows it: one more on the safe side. `after` leaves its day out. */
static char *
make_query (DaybookSlackScout *self, gint64 now)
{
  gint64 searched = self->searches[self->search].searched;
  gint64 since = searched != 0 ? searched / G_USEC_PER_SEC : now - FIRST_DAYS * DAYBOOK_DAY_SECONDS;
  char day[DAYBOOK_DAY_TEXT_SIZE];

  daybook_day_write (daybook_wall_get_day (since) - 2, day);
  if (self->search == DAYBOOK_SLACK_SEARCH_MINE)
    return g_strdup_printf ("from:me after:%s", day);
  return g_strdup_printf ("<@%s> after:%s", self->workspace.user, day);
}

static void
ask_search (DaybookExchange *exchange, DaybookSlackScout *self)
{
  g_autofree char *query = make_query (self, daybook_exchange_get_now (exchange));
  guint number = MAX (self->searches[self->search].page, 1);
  g_autofree char *page = number > 1 ? g_strdup_printf ("%u", number) : NULL;

  self->searches_made++;
  daybook_exchange_ask (exchange,
                        daybook_slack_request_new (self->api_url, "search.messages", "query", query, "sort", "timestamp",
                                                   "sort_dir", "desc", "count", PAGE, "page", page, NULL),
                        on_found, self);
}

/* Returns whether @finds go back to what was found before. */
static gboolean
take_finds (DaybookSlackScout *self, GPtrArray *finds)
{
  DaybookSlackSearched *search = &self->searches[self->search];
  gint64 before = search->searched;
  gboolean reached = finds->len == 0;

  for (guint i = 0; i < finds->len; i++)
    {
      const DaybookSlackFind *find = finds->pdata[i];
      DaybookSlackCandidate *candidate = g_hash_table_lookup (self->by_id, find->channel);

      search->top = MAX (search->top, find->ts);
      reached |= find->ts <= before;
      if (candidate == NULL || find->ts <= before)
        continue;
      if (find->thread != DAYBOOK_SLACK_TS_NONE)
        {
          daybook_slack_candidate_add_thread (candidate, find->thread);
          candidate->is_found = TRUE;
        }
      else if (!candidate->is_read || find->ts > candidate->progress.top)
        candidate->is_found = TRUE;
    }
  return reached;
}

static void
next_search (DaybookExchange *exchange, DaybookSlackScout *self)
{
  self->pages = 0;
  if (self->is_small && self->search == DAYBOOK_SLACK_SEARCH_MINE)
    {
      self->search = DAYBOOK_SLACK_SEARCH_MENTIONS;
      ask_search (exchange, self);
    }
  else
    ask_reactions (exchange, self);
}

/* Newest first, back to what the search had found before: over as many pages as it takes, if need be in several runs. */
static void
take_page (DaybookExchange *exchange, DaybookSlackScout *self, GPtrArray *finds, guint pages)
{
  DaybookSlackSearched *search = &self->searches[self->search];
  guint number = MAX (search->page, 1);

  if (take_finds (self, finds) || number >= MIN (pages, DAYBOOK_SLACK_MAX_SEARCH_PAGE))
    {
      search->searched = MAX (search->searched, search->top);
      search->page = 1;
      search->top = DAYBOOK_SLACK_TS_NONE;
      next_search (exchange, self);
      return;
    }
  search->page = number + 1;
  if (++self->pages < MAX_PAGES)
    ask_search (exchange, self);
  else
    next_search (exchange, self);
}

static void
on_found (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookSlackScout *self = data;
  g_auto (DaybookSlackProblem) problem = { 0 };
  g_autoptr (GPtrArray) finds = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_slack_find_free);
  GError *error = NULL;
  guint pages;

  if (!daybook_slack_accept (exchange, response, &problem))
    {
      if (problem.error == NULL)
        return;
      if (!is_passable (&problem))
        {
          daybook_exchange_fail (exchange, daybook_slack_error_new (&problem));
          return;
        }
      /* Slack replaces this search by another one: without any the channels just take turns. */
      self->off_until = daybook_exchange_get_now (exchange) + OFF_SECONDS;
      ask_reactions (exchange, self);
    }
  else if (daybook_slack_search_parse (finds, &pages, response->body, &error))
    take_page (exchange, self, finds, pages);
  else
    daybook_exchange_retry_or_fail (exchange, error);
}

/* ---- the beginning ---- */

static void
add_candidate (DaybookSlackScout *self, const DaybookSource *source, guint texts)
{
  g_ptr_array_add (self->candidates, daybook_slack_candidate_new (source, texts));
  g_hash_table_insert (self->by_id, source->external_id, self->candidates->pdata[self->candidates->len - 1]);
}

/* Sets up @exchange to find out which channels to read. In a workspace that is too large for one run the search for mentions
 * takes turns with the one for what I wrote. */
void
daybook_slack_scout_start (DaybookProvider *provider, const DaybookProviderContext *context, DaybookExchange *exchange)
{
  DaybookSlackScout *self = g_new0 (DaybookSlackScout, 1);

  daybook_exchange_set_state (exchange, self, scout_free);
  self->api_url = g_strdup (context->api_url);
  daybook_slack_workspace_load (&self->workspace, context->grant);
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_slack_candidate_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->reacted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; context->sources != NULL && i < context->sources->len; i++)
    {
      const DaybookSource *source = context->sources->pdata[i];

      add_candidate (self, source, daybook_slack_find_texts (daybook_provider_get_info (provider), context->account, source));
    }
  daybook_slack_scout_read_cursor (self, context->scout_cursor);
  self->is_small = self->workspace.user != NULL && daybook_slack_choice_fits (self->candidates);
  self->search = self->workspace.user == NULL || self->is_small || self->turns.turn % 2 == 0 ? DAYBOOK_SLACK_SEARCH_MINE
                                                                                             : DAYBOOK_SLACK_SEARCH_MENTIONS;
  if (self->off_until > daybook_exchange_get_now (exchange))
    ask_reactions (exchange, self);
  else
    ask_search (exchange, self);
}
