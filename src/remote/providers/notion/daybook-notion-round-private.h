/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/notion/daybook-notion-page.h"
#include "providers/notion/daybook-notion-round.h"

G_BEGIN_DECLS

/* Seconds. Times are whole minutes, and the index lags: what was edited shortly before the newest edit that we know
 * may only be found now. */
#define DAYBOOK_NOTION_OVERLAP 120

typedef struct _DaybookNotionRound DaybookNotionRound;

/* Pages whose text is being fetched: their blocks, level by level. */
typedef struct
{
  char *id;
  guint depth;
} DaybookNotionNode;

/* search -> what a full round misses is asked for by itself -> names of data sources -> texts. All owned. */
struct _DaybookNotionRound
{
  /* What the person chose */
  char *api_url;
  char *me;          /* (nullable) id of the person whose mentions count */
  gboolean want_text;
  gint64 from_at;
  gint64 to_at;      /* G_MAXINT64: open */

  /* Where it is */
  gboolean full;
  gint64 since;      /* the newest edit that the last round knew; without a full round */
  gint64 full_at;    /* when the last full round was */
  char *page;        /* (nullable) start_cursor */
  gboolean restarted;
  gboolean incomplete; /* Notion did not look everywhere */

  /* What it found */
  GPtrArray *pages;    /* DaybookNotionPage, newest first */
  GHashTable *found;   /* set of their ids */
  GPtrArray *missing;  /* char*: ids that are stored and were not found */
  guint next;          /* index into the list that is worked through now */
  GHashTable *names;   /* data source's id -> its title, "" unknown */
  GPtrArray *unnamed;  /* char*: data sources to ask for */
  GPtrArray *texts;    /* DaybookNotionPage (borrowed from pages): text is wanted */
  gint64 due;          /* the oldest edit whose text has to wait for the next round; G_MAXINT64 none */

  /* The text that is fetched now */
  GString *text;
  gboolean mentions_me;
  GQueue nodes;        /* DaybookNotionNode (owned) */
  char *node_page;     /* (nullable) start_cursor of the first node */
  guint requests;      /* for this page */
};

gboolean daybook_notion_round_retry_conflict (DaybookExchange *exchange, const DaybookHttpResponse *response);
void daybook_notion_round_yield (DaybookExchange *exchange, DaybookNotionRound *self, const DaybookNotionPage *page,
                                 const char *text, gboolean mentions_me, const char *state);
void daybook_notion_round_checkpoint (DaybookExchange *exchange, DaybookNotionRound *self);
void daybook_notion_round_finish (DaybookExchange *exchange, DaybookNotionRound *self);

void daybook_notion_round_settle (DaybookExchange *exchange, DaybookNotionRound *self);

/* daybook-notion-find.c */
void daybook_notion_find (DaybookExchange *exchange, DaybookNotionRound *self);

/* daybook-notion-row.c */
const DaybookKnown *daybook_notion_row_get_known (DaybookExchange *exchange, const char *id);
gboolean daybook_notion_row_is_done (DaybookExchange *exchange, const DaybookNotionRound *self, const DaybookNotionPage *page);
gboolean daybook_notion_row_get_time (const char *etag, gint64 *at);
void daybook_notion_row_see (DaybookExchange *exchange, const char *id);

/* daybook-notion-texts.c */
void daybook_notion_fetch_texts (DaybookExchange *exchange, DaybookNotionRound *self);
void daybook_notion_node_free (gpointer data);

G_END_DECLS
