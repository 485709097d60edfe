/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A page as a row, and what a row is known by. */
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "base/daybook-json-builder.h"
#include "base/daybook-text.h"
#include "providers/daybook-digest.h"
#include "providers/notion/daybook-notion-round-private.h"

#define SNIPPET 200 /* characters */

/* ---- what a row is known by ---- */

/* There is no etag: a row is known by its time, what it is, and how far we got. "done": nothing to do until it is
 * edited again. "due": its text was not fetched yet. "open/...": it was edited in a minute that was not over when we
 * looked, so that the same time may mean another content; the digest tells. */
static char *
make_etag (const DaybookNotionRound *self, const DaybookNotionPage *page, const char *state)
{
  char time[DAYBOOK_INSTANT_TEXT_SIZE];

  return g_strdup_printf ("%s/%s/%s%s", daybook_instant_write (page->edited, time), page->is_source ? "source" : "page",
                          self->want_text ? "text/" : "", state);
}

/* The time of the edit that a stored row has. */
gboolean
daybook_notion_row_get_time (const char *etag, gint64 *at)
{
  const char *slash = etag != NULL ? strchr (etag, '/') : NULL;

  return slash != NULL && daybook_instant_parse (etag, slash - etag, at);
}

const DaybookKnown *
daybook_notion_row_get_known (DaybookExchange *exchange, const char *id)
{
  g_autofree char *key = daybook_activity_make_key ("page", id);

  return daybook_exchange_get_known (exchange, key);
}

/* It is there, as it was. */
void
daybook_notion_row_see (DaybookExchange *exchange, const char *id)
{
  g_autofree char *key = daybook_activity_make_key ("page", id);

  daybook_exchange_yield (exchange, daybook_item_new_op (DAYBOOK_ITEM_SEEN, key));
}

static gboolean
is_settled (DaybookExchange *exchange, const DaybookNotionPage *page)
{
  return page->edited + DAYBOOK_NOTION_OVERLAP <= daybook_exchange_get_now (exchange);
}

/* Whether nothing has to be done about it. */
gboolean
daybook_notion_row_is_done (DaybookExchange *exchange, const DaybookNotionRound *self, const DaybookNotionPage *page)
{
  const DaybookKnown *known = daybook_notion_row_get_known (exchange, page->id);
  g_autofree char *etag = make_etag (self, page, "done");

  return known != NULL && g_strcmp0 (known->etag, etag) == 0;
}

/* ---- rows ---- */

static const char *
null_if_empty (const char *text)
{
  return text != NULL && *text != '\0' ? text : NULL;
}

static char *
make_detail (const DaybookNotionRound *self, const DaybookNotionPage *page, const char *database, gboolean mentions_me)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  daybook_json_add_text (builder, "database", null_if_empty (database));
  daybook_json_add_text (builder, "database_id", null_if_empty (page->database));
  daybook_json_add_text (builder, "object", page->is_source ? "data_source" : "page");
  daybook_json_add_bool (builder, "edited_by_me", self->me != NULL && g_strcmp0 (self->me, page->editor) == 0);
  daybook_json_add_bool (builder, "mentions_me", mentions_me);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static char *
make_snippet (const char *text)
{
  g_autofree char *cut = g_strndup (text, 16 * SNIPPET);

  return daybook_text_brief (cut, SNIPPET);
}

static guint64
digest (const DaybookActivity *activity)
{
  const char *const texts[] = { activity->title, activity->author, activity->parent, activity->url, activity->body, activity->detail };
  guint64 value = 0;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    value = daybook_digest_text (value, texts[i]);
  return value;
}

/* Yields a page as it is now. @state: "done" or "due". */
void
daybook_notion_round_yield (DaybookExchange *exchange, DaybookNotionRound *self, const DaybookNotionPage *page,
                            const char *text, gboolean mentions_me, const char *state)
{
  DaybookActivity *activity = daybook_activity_new ();
  const char *database = page->source != NULL ? g_hash_table_lookup (self->names, page->source) : NULL;
  g_autofree char *open = NULL;

  activity->kind = g_strdup ("page");
  activity->external_id = g_strdup (page->id);
  activity->parent = database != NULL && *database != '\0' ? g_strdup (database) : NULL;
  activity->title = g_strdup (page->title != NULL ? page->title : _("Untitled"));
  activity->author = g_strdup (page->editor_name);
  activity->at = page->edited;
  activity->url = g_strdup (page->url);
  activity->snippet = text != NULL ? make_snippet (text) : NULL;
  activity->body = g_strdup (text);
  activity->detail = make_detail (self, page, database, mentions_me);
  if (g_str_equal (state, "done") && !is_settled (exchange, page))
    state = open = g_strdup_printf ("open/%016" G_GINT64_MODIFIER "x", digest (activity));
  activity->etag = make_etag (self, page, state);
  daybook_exchange_yield (exchange, daybook_item_new_activity (activity));
}
