/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/slack/daybook-slack-choice.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_SLACK_SEARCH_MINE,
  DAYBOOK_SLACK_SEARCH_MENTIONS,
  DAYBOOK_SLACK_N_SEARCHES
} DaybookSlackSearch;

#define DAYBOOK_SLACK_MAX_SEARCH_PAGE 100 /* the last that Slack gives */

/* How far a search has come. Its pages go from the newest message back to `searched`; where they did not get there in one
 * run, the next one goes on. What is written meanwhile moves the pages on: then some of it is found twice. */
typedef struct
{
  gint64 searched; /* ts: everything up to here has been found */
  gint64 top;      /* ts: the newest message found since */
  guint page;      /* to ask for next */
} DaybookSlackSearched;

typedef struct
{
  char *api_url; /* (owned) */
  DaybookSlackWorkspace workspace;
  GPtrArray *candidates; /* (owned) DaybookSlackCandidate (owned), as the sources come */
  GHashTable *by_id;     /* (owned) external id (unowned) to DaybookSlackCandidate (unowned) */

  /* Cursor */
  DaybookSlackSearched searches[DAYBOOK_SLACK_N_SEARCHES];
  gint64 off_until;    /* instant: no search before */
  DaybookSlackTurns turns;
  GHashTable *reacted; /* (owned) channel (owned) to digest of my reactions there (owned guint64) */

  /* In progress */
  DaybookSlackSearch search; /* that is under way */
  gboolean is_small;         /* both searches are made in a run */
  guint pages;               /* of the search, in this run */
  guint searches_made;       /* requests */
} DaybookSlackScout;

void daybook_slack_scout_read_cursor (DaybookSlackScout *self, const char *text);
char *daybook_slack_scout_write_cursor (const DaybookSlackScout *self);

G_END_DECLS
