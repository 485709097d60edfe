/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "providers/notion/daybook-notion-round.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-json-reader.h"
#include "providers/notion/daybook-notion-round-private.h"

/* Nothing tells of deletions: so often everything in the window is listed, and what is missing is asked for. */
#define FULL_EVERY (6 * 3600)

#define MAX_TEXTS 20

static void
round_free (gpointer data)
{
  DaybookNotionRound *self = data;

  g_free (self->api_url);
  g_free (self->me);
  g_free (self->page);
  g_ptr_array_unref (self->texts);
  g_ptr_array_unref (self->pages);
  g_hash_table_unref (self->found);
  g_ptr_array_unref (self->missing);
  g_hash_table_unref (self->names);
  g_ptr_array_unref (self->unnamed);
  g_string_free (self->text, TRUE);
  g_queue_clear_full (&self->nodes, daybook_notion_node_free);
  g_free (self->node_page);
  g_free (self);
}

static DaybookNotionRound *
round_new (void)
{
  DaybookNotionRound *self = g_new0 (DaybookNotionRound, 1);

  self->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) daybook_notion_page_free);
  self->found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->missing = g_ptr_array_new_with_free_func (g_free);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->unnamed = g_ptr_array_new_with_free_func (g_free);
  self->texts = g_ptr_array_new ();
  self->text = g_string_new (NULL);
  self->due = G_MAXINT64;
  g_queue_init (&self->nodes);
  return self;
}

/* ---- cursor and checkpoint: {"since", "full_at", "text"}, a checkpoint beside it "full" ---- */

static gboolean
place_read (DaybookNotionRound *self, const char *text, gboolean *full)
{
  static const char *const fields[] = { "since", "full_at", "text", "full", NULL };
  g_autoptr (DaybookJsonReader) reader = NULL;
  gint64 since = 0, full_at = 0;
  gboolean with_text = FALSE;
  int field;

  if (text == NULL)
    return FALSE;
  reader = daybook_json_reader_new_for_data (text, strlen (text));
  daybook_json_reader_begin_object (reader);
  while (daybook_json_reader_next_field (reader, fields, &field))
    {
      if (field == 0)
        since = daybook_json_reader_read_int_or (reader, 0);
      else if (field == 1)
        full_at = daybook_json_reader_read_int_or (reader, 0);
      else if (field == 2)
        with_text = daybook_json_reader_read_bool_or (reader, FALSE);
      else if (field == 3)
        *full = daybook_json_reader_read_bool_or (reader, FALSE);
    }
  if (!daybook_json_reader_finish (reader, NULL) || with_text != self->want_text)
    return FALSE;
  self->since = since;
  self->full_at = full_at;
  return TRUE;
}

static char *
place_write (const DaybookNotionRound *self, gint64 since, gint64 full_at, gboolean is_checkpoint)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_int (builder, "since", since);
  daybook_json_add_int (builder, "full_at", full_at);
  daybook_json_add_bool (builder, "text", self->want_text);
  if (is_checkpoint)
    daybook_json_add_bool (builder, "full", self->full);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* What is yielded is whole. An interrupted round searches anew, and finds that most of it is stored. */
void
daybook_notion_round_checkpoint (DaybookExchange *exchange, DaybookNotionRound *self)
{
  g_autofree char *text = place_write (self, self->since, self->full_at, TRUE);

  daybook_exchange_checkpoint (exchange, text);
}

void
daybook_notion_round_finish (DaybookExchange *exchange, DaybookNotionRound *self)
{
  g_autofree char *text = NULL;
  gint64 newest = self->pages->len > 0 ? ((DaybookNotionPage *) self->pages->pdata[0])->edited : self->since;
  gint64 since = MAX (self->since, newest);
  gint64 full_at = self->full && !self->incomplete ? daybook_exchange_get_now (exchange) : self->full_at;

  /* Where Notion did not look everywhere, or texts have to wait, the next round goes back as far. */
  if (self->incomplete)
    since = self->since;
  since = MIN (since, self->due);
  text = place_write (self, since, full_at, FALSE);
  daybook_exchange_finish (exchange, text);
}

static gboolean
wants_text (const DaybookNotionRound *self, const DaybookNotionPage *page)
{
  return self->want_text && !page->is_source && (self->me == NULL || g_strcmp0 (self->me, page->editor) != 0);
}

/* Everything is found: what is stored as it is, is said to be there; what is new is stored, or its text fetched. */
void
daybook_notion_round_settle (DaybookExchange *exchange, DaybookNotionRound *self)
{
  for (guint i = 0; i < self->pages->len; i++)
    {
      DaybookNotionPage *page = self->pages->pdata[i];

      if (daybook_notion_row_is_done (exchange, self, page))
        daybook_notion_row_see (exchange, page->id);
      else if (!wants_text (self, page))
        daybook_notion_round_yield (exchange, self, page, NULL, FALSE, "done");
      else if (self->texts->len < MAX_TEXTS)
        g_ptr_array_add (self->texts, page);
      else
        {
          daybook_notion_round_yield (exchange, self, page, NULL, FALSE, "due");
          self->due = MIN (self->due, page->edited);
        }
    }
  daybook_notion_fetch_texts (exchange, self);
}

/* ---- what the parts share ---- */

/* 409: somebody changed it while Notion read it. TRUE: it is asked for again; FALSE: for another status, and after the last
 * try. */
gboolean
daybook_notion_round_retry_conflict (DaybookExchange *exchange, const DaybookHttpResponse *response)
{
  return response->status == 409 && daybook_exchange_retry (exchange);
}

/* ---- the beginning ---- */

static char *
find_me (const DaybookProviderInfo *info, const DaybookProviderContext *context, const DaybookSource *source)
{
  g_autofree char *chosen = g_strstrip (daybook_provider_get_setting_text (info, context->account, source, "user"));

  if (*chosen != '\0')
    return g_steal_pointer (&chosen);
  if (context->grant == NULL || context->grant->settings == NULL)
    return NULL;
  return daybook_json_find_string (context->grant->settings, strlen (context->grant->settings), "/user");
}

/* Sets up @exchange for one round. Without a cursor, and every few hours, everything in the window is listed and what
 * is gone is found; else the list is read as far as the last round knew it. */
void
daybook_notion_round_start (DaybookProvider *provider, const DaybookProviderContext *context,
                            const DaybookSource *source, const DaybookPullOptions *options, DaybookExchange *exchange)
{
  const DaybookProviderInfo *info = daybook_provider_get_info (provider);
  DaybookNotionRound *self = round_new ();
  gint64 now = daybook_exchange_get_now (exchange);
  gboolean resumed_full = FALSE;
  gboolean has_place;

  daybook_exchange_set_state (exchange, self, round_free);
  self->api_url = g_strdup (context->api_url);
  self->me = find_me (info, context, source);
  self->want_text = daybook_provider_get_setting_bool (info, context->account, source, "text");
  self->from_at = options->from_at;
  self->to_at = options->to_at;
  has_place = place_read (self, options->resume, &resumed_full)
              || (!options->full && place_read (self, options->cursor, &resumed_full));
  self->full = options->full || !has_place || resumed_full || now - self->full_at >= FULL_EVERY || now < self->full_at;
  if (options->full || !has_place)
    {
      self->since = 0;
      self->full_at = 0;
    }
  daybook_exchange_set_full (exchange, self->full);
  daybook_notion_find (exchange, self);
}
