/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"
#include "base/daybook-time.h"

G_BEGIN_DECLS

/* A page or a data source, as search and GET give it. All text owned and nullable but @id. */
typedef struct
{
  char *id;
  gboolean is_source; /* a data source (what used to be a database) */
  char *title;        /* NULL: it has none */
  gint64 edited;      /* a whole minute */
  char *editor;       /* id */
  char *editor_name;
  char *url;
  char *source;       /* id of the data source that it is a row of */
  char *database;     /* id */
  gboolean in_trash;
} DaybookNotionPage;

void daybook_notion_page_free (DaybookNotionPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookNotionPage, daybook_notion_page_free)

DaybookNotionPage *daybook_notion_page_parse (GBytes *body, GError **error);
gboolean daybook_notion_id_is_valid (const char *id);

/* One answer of the search. */
typedef struct
{
  GPtrArray *pages;    /* (owned) DaybookNotionPage */
  guint unreadable;    /* objects that made no sense */
  char *next_cursor;   /* (owned) (nullable) */
  gboolean incomplete; /* Notion says that it did not look everywhere */
} DaybookNotionList;

gboolean daybook_notion_list_parse (DaybookNotionList *self, GBytes *body, GError **error);
void daybook_notion_list_clear (DaybookNotionList *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookNotionList, daybook_notion_list_clear)

/* Who a token speaks for. All owned and nullable but @id. */
typedef struct
{
  char *id;      /* of the person, or of the connection */
  char *person;  /* id of the person; NULL: a connection that speaks for nobody */
  char *address;
  char *name;    /* the workspace's, where it is told, else theirs */
} DaybookNotionUser;

gboolean daybook_notion_user_parse (DaybookNotionUser *self, GBytes *body, GError **error);
void daybook_notion_user_clear (DaybookNotionUser *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookNotionUser, daybook_notion_user_clear)

G_END_DECLS
