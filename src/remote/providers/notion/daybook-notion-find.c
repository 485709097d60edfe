/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a round is about: the search, what is stored and was not found, and what data sources are called. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "providers/notion/daybook-notion-error.h"
#include "providers/notion/daybook-notion-round-private.h"

#define MAX_PAGES 100  /* of a search */
#define MAX_MISSING 50 /* asked for in one round */
#define MAX_NAMES 20

static void ask_search (DaybookExchange *exchange, DaybookNotionRound *self);
static void ask_missing (DaybookExchange *exchange, DaybookNotionRound *self);
static void ask_name (DaybookExchange *exchange, DaybookNotionRound *self);

static void
add_page (DaybookNotionRound *self, DaybookNotionPage *page /* (transfer full) */)
{
  if (page->in_trash || page->edited < self->from_at || page->edited >= self->to_at
      || !g_hash_table_add (self->found, g_strdup (page->id)))
    {
      daybook_notion_page_free (page);
      return;
    }
  if (page->is_source && page->title != NULL)
    g_hash_table_replace (self->names, g_strdup (page->id), g_strdup (page->title));
  g_ptr_array_add (self->pages, page);
}

/* ---- names of data sources ---- */

static void
on_name (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookNotionRound *self = data;
  const char *id = self->unnamed->pdata[self->next];
  g_autoptr (DaybookNotionPage) source = NULL;
  GError *error = NULL;

  if (daybook_notion_round_retry_conflict (exchange, response))
    return;
  /* Not shared, or an older Notion: the rows do without. */
  if (response->status != 200 && response->status != 404 && response->status != 403 && response->status != 400)
    {
      daybook_notion_fail (exchange, response);
      return;
    }
  if (response->status == 200)
    {
      source = daybook_notion_page_parse (response->body, &error);
      if (source == NULL)
        {
          daybook_exchange_retry_or_fail (exchange, error);
          return;
        }
    }
  g_hash_table_replace (self->names, g_strdup (id), g_strdup (source != NULL && source->title != NULL ? source->title : ""));
  self->next++;
  ask_name (exchange, self);
}

static void
ask_name (DaybookExchange *exchange, DaybookNotionRound *self)
{
  g_autofree char *url = NULL;

  if (self->next >= self->unnamed->len)
    {
      daybook_notion_round_settle (exchange, self);
      return;
    }
  url = g_strdup_printf ("%s/data_sources/%s", self->api_url, (char *) self->unnamed->pdata[self->next]);
  daybook_exchange_ask (exchange, daybook_notion_request_new ("GET", url), on_name, self);
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const DaybookNotionPage *x = *(DaybookNotionPage *const *) a;
  const DaybookNotionPage *y = *(DaybookNotionPage *const *) b;

  if (x->edited != y->edited)
    return x->edited > y->edited ? -1 : 1;
  return strcmp (x->id, y->id);
}

static void
find_names (DaybookExchange *exchange, DaybookNotionRound *self)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_sort (self->pages, compare_newest);
  for (guint i = 0; i < self->pages->len && self->unnamed->len < MAX_NAMES; i++)
    {
      const DaybookNotionPage *page = self->pages->pdata[i];

      if (page->source != NULL && !daybook_notion_row_is_done (exchange, self, page) && !g_hash_table_contains (self->names, page->source)
          && g_hash_table_add (wanted, page->source))
        g_ptr_array_add (self->unnamed, g_strdup (page->source));
    }
  self->next = 0;
  ask_name (exchange, self);
}

/* ---- what is stored and was not found ---- */

static void
on_missing (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookNotionRound *self = data;
  GError *error = NULL;

  if (daybook_notion_round_retry_conflict (exchange, response))
    return;
  if (response->status == 200)
    {
      DaybookNotionPage *page = daybook_notion_page_parse (response->body, &error);

      if (page == NULL)
        {
          daybook_exchange_retry_or_fail (exchange, error);
          return;
        }
      add_page (self, page);
    }
  else if (response->status != 404)
    {
      daybook_notion_fail (exchange, response);
      return;
    }
  self->next++;
  ask_missing (exchange, self);
}

static void
ask_missing (DaybookExchange *exchange, DaybookNotionRound *self)
{
  const char *id;
  const DaybookKnown *known;
  g_autofree char *url = NULL;

  if (self->next >= self->missing->len)
    {
      find_names (exchange, self);
      return;
    }
  id = self->missing->pdata[self->next];
  known = daybook_notion_row_get_known (exchange, id);
  url = g_strdup_printf ("%s/%s/%s", self->api_url,
                         known != NULL && known->etag != NULL && strstr (known->etag, "/source/") != NULL ? "data_sources" : "pages", id);
  daybook_exchange_ask (exchange, daybook_notion_request_new ("GET", url), on_missing, self);
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Stored rows of the window that the search did not name. They may be deleted, in the bin, not shared any more, or
 * only missing in the index: each is asked for, as many as a round may. The others are still there until they were. */
static void
find_missing (DaybookExchange *exchange, DaybookNotionRound *self)
{
  GHashTable *known = daybook_exchange_get_known_table (exchange);
  GHashTableIter iter;
  gpointer key, value;

  if (known != NULL)
    g_hash_table_iter_init (&iter, known);
  while (self->full && known != NULL && g_hash_table_iter_next (&iter, &key, &value))
    {
      const DaybookKnown *row = value;
      const char *kind, *id;
      gint64 at;

      if (daybook_activity_split_key (key, &kind, &id) && daybook_notion_id_is_valid (id)
          && !g_hash_table_contains (self->found, id) && daybook_notion_row_get_time (row->etag, &at) && at >= self->from_at
          && at < self->to_at)
        g_ptr_array_add (self->missing, g_strdup (id));
    }
  g_ptr_array_sort (self->missing, compare_ids);
  while (self->missing->len > (self->incomplete ? 0 : MAX_MISSING))
    {
      daybook_notion_row_see (exchange, self->missing->pdata[self->missing->len - 1]);
      g_ptr_array_set_size (self->missing, (int) self->missing->len - 1);
    }
  self->next = 0;
  ask_missing (exchange, self);
}

/* ---- the search ---- */

/* Whether a page's edit lies before what this round is about. */
static gboolean
is_before (const DaybookNotionRound *self, const DaybookNotionPage *page)
{
  return page->edited < (self->full ? self->from_at : self->since - DAYBOOK_NOTION_OVERLAP);
}

static void
on_search_refused (DaybookExchange *exchange, DaybookHttpResponse *response, DaybookNotionRound *self)
{
  if (daybook_notion_round_retry_conflict (exchange, response))
    return;
  /* The place in the list is forgotten: from its beginning, once. */
  if (response->status == 400 && self->page != NULL && !self->restarted)
    {
      self->restarted = TRUE;
      self->next = 0;
      g_clear_pointer (&self->page, g_free);
      ask_search (exchange, self);
      return;
    }
  daybook_notion_fail (exchange, response);
}

static void
on_search (DaybookExchange *exchange, DaybookHttpResponse *response, gpointer data)
{
  DaybookNotionRound *self = data;
  g_auto (DaybookNotionList) list = { 0 };
  gboolean is_over = FALSE;
  GError *error = NULL;

  if (response->status != 200)
    {
      on_search_refused (exchange, response, self);
      return;
    }
  if (!daybook_notion_list_parse (&list, response->body, &error))
    {
      daybook_exchange_retry_or_fail (exchange, error);
      return;
    }
  self->incomplete |= list.incomplete;
  for (guint i = 0; i < list.pages->len; i++)
    {
      if (is_before (self, list.pages->pdata[i]))
        is_over = TRUE;
      else
        add_page (self, g_steal_pointer (&list.pages->pdata[i]));
    }
  g_ptr_array_set_free_func (list.pages, NULL);
  for (guint i = 0; i < list.pages->len; i++)
    daybook_notion_page_free (list.pages->pdata[i]);
  self->next++;
  if (is_over || list.next_cursor == NULL || self->next >= MAX_PAGES || g_strcmp0 (list.next_cursor, self->page) == 0)
    {
      /* What lies behind the last page that was read is not judged. */
      self->incomplete |= !is_over && list.next_cursor != NULL;
      find_missing (exchange, self);
      return;
    }
  g_free (self->page);
  self->page = g_steal_pointer (&list.next_cursor);
  ask_search (exchange, self);
}

static void
ask_search (DaybookExchange *exchange, DaybookNotionRound *self)
{
  g_autofree char *url = g_strconcat (self->api_url, "/search", NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GBytes) body = NULL;
  DaybookRequest *request;
  char *text;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "sort");
  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "timestamp", "last_edited_time");
  daybook_json_add_text (builder, "direction", "descending");
  json_builder_end_object (builder);
  daybook_json_add_int (builder, "page_size", 100);
  daybook_json_add_text_if_any (builder, "start_cursor", self->page);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  body = g_bytes_new_take (text, strlen (text));
  request = daybook_notion_request_new ("POST", url);
  daybook_request_set_json (request, body);
  daybook_exchange_ask (exchange, request, on_search, self);
}

/* Searches; what is found is settled by daybook_notion_round_settle(). */
void
daybook_notion_find (DaybookExchange *exchange, DaybookNotionRound *self)
{
  ask_search (exchange, self);
}
