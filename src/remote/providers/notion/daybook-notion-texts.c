/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pages say: their blocks, and the blocks inside those, within bounds. */

#include "base/daybook-text.h"
#include "providers/notion/daybook-notion-blocks.h"
#include "providers/notion/daybook-notion-error.h"
#include "providers/notion/daybook-notion-round-private.h"

#define MAX_DEPTH 4
#define MAX_REQUESTS 10 /* for one page */

static void on_blocks (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data);
static void begin_page (DaybookExchange *exchange, DaybookNotionRound *self);

void
daybook_notion_node_free (gpointer data)
{
  DaybookNotionNode *node = data;

  g_free (node->id);
  g_free (node);
}

static void
push (DaybookNotionRound *self, const char *id, guint depth)
{
  DaybookNotionNode *node = g_new0 (DaybookNotionNode, 1);

  node->id = g_strdup (id);
  node->depth = depth;
  g_queue_push_tail (&self->nodes, node);
}

static void
ask_blocks (DaybookExchange *exchange, DaybookNotionRound *self)
{
  const DaybookNotionNode *node = g_queue_peek_head (&self->nodes);
  g_autoptr (GString) url = g_string_new (self->api_url);

  g_string_append_printf (url, "/blocks/%s/children?page_size=100", node->id);
  if (self->node_page != NULL)
    {
      g_string_append (url, "&start_cursor=");
      g_string_append_uri_escaped (url, self->node_page, NULL, FALSE);
    }
  self->requests++;
  daybook_exchange_ask (exchange, daybook_notion_request_new ("GET", url->str), on_blocks, self);
}

/* The page's text is there, as far as anybody reads. */
static void
finish_page (DaybookExchange *exchange, DaybookNotionRound *self)
{
  const DaybookNotionPage *page = self->texts->pdata[self->next];
  g_autofree char *text = daybook_text_clean (self->text->str);

  g_strchomp (text);
  daybook_notion_round_yield (exchange, self, page, *text != '\0' ? text : NULL, self->mentions_me, "done");
  g_queue_clear_full (&self->nodes, daybook_notion_node_free);
  self->next++;
  if (self->next < self->texts->len)
    daybook_notion_round_checkpoint (exchange, self);
  begin_page (exchange, self);
}

static gboolean
is_enough (DaybookNotionRound *self)
{
  return g_queue_is_empty (&self->nodes) || self->requests >= MAX_REQUESTS
         || self->text->len >= DAYBOOK_NOTION_TEXT_MAX;
}

static void
go_on (DaybookExchange *exchange, DaybookNotionRound *self)
{
  if (is_enough (self))
    finish_page (exchange, self);
  else
    ask_blocks (exchange, self);
}

/* Deleted meanwhile, or a connection that may not read content: what is known of the page is stored without it. */
static gboolean
has_no_text (const DaybookHttpResponse *response)
{
  g_autofree char *code = daybook_notion_error_read_code (response);

  return response->status == 404 || (response->status == 403 && g_strcmp0 (code, "restricted_resource") == 0);
}

static void
on_blocks (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookNotionRound *self = data;
  g_auto (DaybookNotionBlocks) blocks = { 0 };
  DaybookNotionNode *node = g_queue_peek_head (&self->nodes);
  gsize before = self->text->len;
  GError *error = NULL;

  if (daybook_notion_round_retry_conflict (exchange, response))
    return;
  if (has_no_text (response))
    {
      daybook_notion_node_free (g_queue_pop_head (&self->nodes));
      g_clear_pointer (&self->node_page, g_free);
      go_on (exchange, self);
      return;
    }
  if (response->status != 200)
    {
      daybook_notion_fail (exchange, response);
      return;
    }
  if (!daybook_notion_blocks_parse (&blocks, response->body, self->me, self->text, &error))
    {
      g_string_truncate (self->text, before);
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  self->mentions_me |= blocks.mentions_me;
  for (guint i = 0; i < blocks.nested->len && node->depth < MAX_DEPTH; i++)
    push (self, blocks.nested->pdata[i], node->depth + 1);
  if (blocks.next_cursor != NULL && g_strcmp0 (blocks.next_cursor, self->node_page) != 0)
    {
      g_free (self->node_page);
      self->node_page = g_steal_pointer (&blocks.next_cursor);
    }
  else
    {
      g_clear_pointer (&self->node_page, g_free);
      daybook_notion_node_free (g_queue_pop_head (&self->nodes));
    }
  go_on (exchange, self);
}

static void
begin_page (DaybookExchange *exchange, DaybookNotionRound *self)
{
  if (self->next >= self->texts->len)
    {
      daybook_notion_round_finish (exchange, self);
      return;
    }
  g_string_truncate (self->text, 0);
  self->mentions_me = FALSE;
  self->requests = 0;
  g_clear_pointer (&self->node_page, g_free);
  push (self, ((DaybookNotionPage *) self->texts->pdata[self->next])->id, 0);
  go_on (exchange, self);
}

/* The texts of self->texts, one page after another; then the round is over. */
void
daybook_notion_fetch_texts (DaybookExchange *exchange, DaybookNotionRound *self)
{
  self->next = 0;
  if (self->texts->len > 0)
    daybook_notion_round_checkpoint (exchange, self);
  begin_page (exchange, self);
}
