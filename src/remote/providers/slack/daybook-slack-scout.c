/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which channels to read in this run. One search finds those where I wrote or was mentioned, one list those where
 * I reacted; what is left of the run's requests goes to those that were not read for longest. */
#include "providers/slack/daybook-slack-scout.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-error.h"
#include "base/daybook-json-reader.h"
#include "providers/daybook-digest.h"
#include "providers/slack/daybook-slack-choice.h"
#include "providers/slack/daybook-slack-error.h"
#include "providers/slack/daybook-slack-finds.h"
#include "providers/slack/daybook-slack-request.h"

#define PAGE "100"
#define MAX_TRIES 3
#define MAX_THREADS 100                 /* of a channel that are looked at together */
#define FIRST_DAYS 8                    /* that the first search looks back */
#define OFF_SECONDS (24 * 60 * 60)      /* until a search that Slack refuses is tried again */

enum
{
  MINE,
  MENTIONS,
  N_QUERIES
};

typedef struct
{
  char *api_url; /* (owned) */
  DaybookSlackWorkspace workspace;
  GPtrArray *candidates; /* (owned) DaybookSlackCandidate (owned), as the sources come */
  GHashTable *by_id;     /* (owned) external id (unowned) to DaybookSlackCandidate (unowned) */

  /* Cursor */
  gint64 searched[N_QUERIES]; /* ts: of the newest message that the query has found */
  guint turn;                 /* counts the runs */
  gint64 off_until;           /* instant: no search before */
  gint64 probed_at;           /* instant: pages of the usual size were asked for */
  char *tried;                /* (owned) (nullable) channel: the last of those whose reading had failed */
  GHashTable *reacted;        /* (owned) channel (owned) to digest of my reactions there (owned guint64) */

  int query;
  gint64 newest; /* of this search */
  guint tries;
} Scout;

static void
scout_free (gpointer data)
{
  Scout *self = data;

  g_free (self->api_url);
  g_free (self->tried);
  daybook_slack_workspace_clear (&self->workspace);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->candidates);
  g_hash_table_unref (self->reacted);
  g_free (self);
}

/* ---- the cursor ---- */

static int
read_number (DaybookJsonReader *reader, int fallback, int min, int max)
{
  gint64 number = daybook_json_reader_read_int_or (reader, fallback);

  return (int) CLAMP (number, min, max);
}

static void
read_reacted (Scout *self, DaybookJsonReader *reader)
{
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      g_autofree char *channel = g_strdup (daybook_json_reader_get_name (reader));
      g_autofree char *text = daybook_json_reader_read_string_or_null (reader);
      guint64 digest = text != NULL ? g_ascii_strtoull (text, NULL, 16) : 0;

      g_hash_table_replace (self->reacted, g_steal_pointer (&channel), g_memdup2 (&digest, sizeof digest));
    }
}

static void
add_thread (DaybookSlackCandidate *candidate, gint64 thread)
{
  GArray *threads = candidate->hint.threads;

  if (thread == DAYBOOK_SLACK_TS_NONE || threads->len >= MAX_THREADS)
    return;
  for (guint i = 0; i < threads->len; i++)
    {
      if (g_array_index (threads, gint64, i) == thread)
        return;
    }
  g_array_append_val (threads, thread);
}

/* Channels, each with its threads, that were found before and not read since. */
static void
read_owed (Scout *self, DaybookJsonReader *reader)
{
  if (!daybook_json_reader_begin_object_or_skip (reader))
    return;
  while (daybook_json_reader_next_member (reader))
    {
      DaybookSlackCandidate *candidate = g_hash_table_lookup (self->by_id, daybook_json_reader_get_name (reader));

      if (candidate == NULL || !daybook_json_reader_begin_array_or_skip (reader))
        {
          if (candidate == NULL)
            daybook_json_reader_skip_value (reader);
          continue;
        }
      candidate->is_found = TRUE;
      while (daybook_json_reader_next_element (reader))
        {
          g_autofree char *ts = daybook_json_reader_read_string_or_null (reader);

          add_thread (candidate, daybook_slack_ts_parse (ts));
        }
    }
}

static void
write_owed (Scout *self, JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "owed");
  json_builder_begin_object (builder);
  for (guint i = 0; i < self->candidates->len; i++)
    {
      const DaybookSlackCandidate *candidate = self->candidates->pdata[i];
      const GArray *threads = candidate->hint.threads;

      if (!candidate->is_found || candidate->is_chosen)
        continue;
      json_builder_set_member_name (builder, candidate->source->external_id);
      json_builder_begin_array (builder);
      for (guint j = 0; j < threads->len; j++)
        {
          g_autofree char *ts = daybook_slack_ts_format (g_array_index (threads, gint64, j));

          json_builder_add_string_value (builder, ts);
        }
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static void
read_cursor (Scout *self, const char *text)
{
  static const char *const fields[] = { "mine", "mentions", "turn", "off_until", "reacted", "probed_at", "owed", "tried", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  int field;

  if (text == NULL)
    return;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      g_autofree char *ts = NULL;

      switch (field)
        {
        case 0:
        case 1:
          ts = daybook_json_reader_read_string_or_null (reader);
          self->searched[field] = daybook_slack_ts_parse (ts);
          break;
        case 2:
          self->turn = read_number (reader, 0, 0, G_MAXINT32);
          break;
        case 3:
          self->off_until = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 4:
          read_reacted (self, reader);
          break;
        case 5:
          self->probed_at = daybook_json_reader_read_int_or (reader, 0);
          break;
        case 6:
          read_owed (self, reader);
          break;
        case 7:
          daybook_json_reader_read_string_into (reader, &self->tried);
          break;
        default:
          break;
        }
    }
}

static char *
write_cursor (Scout *self)
{
  static const char *const names[N_QUERIES] = { "mine", "mentions" };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GList) channels = g_list_sort (g_hash_table_get_keys (self->reacted), (GCompareFunc) strcmp);

  json_builder_begin_object (builder);
  for (guint i = 0; i < N_QUERIES; i++)
    {
      g_autofree char *ts = self->searched[i] != 0 ? daybook_slack_ts_format (self->searched[i]) : g_strdup ("");

      json_builder_set_member_name (builder, names[i]);
      json_builder_add_string_value (builder, ts);
    }
  json_builder_set_member_name (builder, "turn");
  json_builder_add_int_value (builder, self->turn);
  json_builder_set_member_name (builder, "off_until");
  json_builder_add_int_value (builder, self->off_until);
  json_builder_set_member_name (builder, "probed_at");
  json_builder_add_int_value (builder, self->probed_at);
  if (self->tried != NULL)
    {
      json_builder_set_member_name (builder, "tried");
      json_builder_add_string_value (builder, self->tried);
    }
  write_owed (self, builder);
  json_builder_set_member_name (builder, "reacted");
  json_builder_begin_object (builder);
  for (GList *l = channels; l != NULL; l = l->next)
    {
      const guint64 *digest = g_hash_table_lookup (self->reacted, l->data);
      g_autofree char *text = g_strdup_printf ("%" G_GINT64_MODIFIER "x", *digest);

      json_builder_set_member_name (builder, l->data);
      json_builder_add_string_value (builder, text);
    }
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static void remember_reactions (Scout *self);

/* ---- the end ---- */

static void
finish (DaybookExchange *exchange, Scout *self)
{
  g_autofree char *cursor = NULL;

  daybook_slack_choice_make (self->candidates, daybook_exchange_get_now (exchange), self->turn, &self->probed_at, &self->tried);
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
  /* What could not be read in this run is owed: no search has to find it again, so each of them goes on. */
  self->searched[self->query] = MAX (self->searched[self->query], self->newest);
  remember_reactions (self);
  self->turn++;
  cursor = write_cursor (self);
  daybook_exchange_finish (exchange, cursor);
}

/* ---- reactions ---- */

static void on_reactions (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

static void
ask_reactions (DaybookExchange *exchange, Scout *self)
{
  self->tries++;
  daybook_exchange_ask (exchange,
                        daybook_slack_request_new (self->api_url, "reactions.list", "user", self->workspace.user, "limit", PAGE,
                                                   NULL),
                        on_reactions, self);
}

static void
take_reactions (Scout *self, GPtrArray *finds)
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
remember_reactions (Scout *self)
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

static gboolean
again_or_fail (DaybookExchange *exchange, Scout *self, GError *error /* (transfer full) */)
{
  if (g_error_matches (error, DAYBOOK_ERROR, DAYBOOK_ERROR_INVALID_RESPONSE) && self->tries < MAX_TRIES)
    {
      g_error_free (error);
      return TRUE;
    }
  daybook_exchange_fail (exchange, error);
  return FALSE;
}

static void
on_reactions (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Scout *self = data;
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
      if (again_or_fail (exchange, self, error))
        ask_reactions (exchange, self);
      return;
    }
  take_reactions (self, finds);
  finish (exchange, self);
}

/* ---- the search ---- */

static void on_found (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);

/* Days are those of the person's zone as Slack knows it: one more on the safe side. `after` leaves its day out. */
static char *
make_query (Scout *self, gint64 now)
{
  gint64 since = self->searched[self->query] != 0 ? self->searched[self->query] / G_USEC_PER_SEC
                                                  : now - FIRST_DAYS * DAYBOOK_DAY_SECONDS;
  char day[DAYBOOK_DAY_TEXT_SIZE];

  daybook_day_write (daybook_wall_get_day (since) - 2, day);
  if (self->query == MINE)
    return g_strdup_printf ("from:me after:%s", day);
  return g_strdup_printf ("<@%s> after:%s", self->workspace.user, day);
}

static void
ask_search (DaybookExchange *exchange, Scout *self)
{
  g_autofree char *query = make_query (self, daybook_exchange_get_now (exchange));

  self->tries++;
  daybook_exchange_ask (exchange,
                        daybook_slack_request_new (self->api_url, "search.messages", "query", query, "sort", "timestamp",
                                                   "sort_dir", "desc", "count", PAGE, NULL),
                        on_found, self);
}

static void
take_finds (Scout *self, GPtrArray *finds)
{
  gint64 before = self->searched[self->query];

  for (guint i = 0; i < finds->len; i++)
    {
      const DaybookSlackFind *find = finds->pdata[i];
      DaybookSlackCandidate *candidate = g_hash_table_lookup (self->by_id, find->channel);

      self->newest = MAX (self->newest, find->ts);
      if (candidate == NULL || find->ts <= before)
        continue;
      if (find->thread != DAYBOOK_SLACK_TS_NONE)
        {
          add_thread (candidate, find->thread);
          candidate->is_found = TRUE;
        }
      else if (!candidate->is_read || find->ts > candidate->progress.top)
        candidate->is_found = TRUE;
    }
}

static void
on_found (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  Scout *self = data;
  g_auto (DaybookSlackProblem) problem = { 0 };
  g_autoptr (GPtrArray) finds = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_slack_find_free);
  GError *error = NULL;

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
    }
  else if (!daybook_slack_search_parse (finds, response->body, &error))
    {
      if (again_or_fail (exchange, self, error))
        ask_search (exchange, self);
      return;
    }
  take_finds (self, finds);
  self->tries = 0;
  ask_reactions (exchange, self);
}

/* ---- the beginning ---- */

static void
add_candidate (Scout *self, const DaybookSource *source)
{
  g_ptr_array_add (self->candidates, daybook_slack_candidate_new (source));
  g_hash_table_insert (self->by_id, source->external_id, self->candidates->pdata[self->candidates->len - 1]);
}

/* Sets up @exchange to find out which channels to read. The search for mentions takes turns with the one for what I
 * wrote, where not everything is read anyway: a run makes one search. */
void
daybook_slack_scout_start (const DaybookProviderContext *context, DaybookExchange *exchange)
{
  Scout *self = g_new0 (Scout, 1);

  daybook_exchange_set_state (exchange, self, scout_free);
  self->api_url = g_strdup (context->api_url);
  daybook_slack_workspace_load (&self->workspace, context->grant);
  self->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_slack_candidate_free);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->reacted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; context->sources != NULL && i < context->sources->len; i++)
    add_candidate (self, context->sources->pdata[i]);
  read_cursor (self, context->scout_cursor);
  self->query = daybook_slack_choice_fits (self->candidates) || self->workspace.user == NULL || self->turn % 2 == 0 ? MINE : MENTIONS;
  if (self->off_until > daybook_exchange_get_now (exchange))
    ask_reactions (exchange, self);
  else
    ask_search (exchange, self);
}
