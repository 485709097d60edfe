/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"
#include "providers/slack/daybook-slack-progress.h"
#include "providers/slack/daybook-slack-rows.h"

G_BEGIN_DECLS

#define DAYBOOK_SLACK_KEEP_MENTIONS "mention-text" /* setting of the account */
#define DAYBOOK_SLACK_KEEP_TEXT "text"             /* setting of a channel */

guint daybook_slack_find_texts (const DaybookProviderInfo *info, const DaybookAccount *account, const DaybookSource *source);

/* One round of a channel: its messages from now back, then the threads that I take part in. */
typedef struct
{
  /* Input */
  char *api_url;   /* (owned) */
  char *source_id; /* (owned) */
  char *name;      /* (owned) */
  DaybookSlackWorkspace workspace;
  DaybookSlackScene scene; /* borrows from here */
  DaybookZone *zone;       /* (owned) */
  gint64 window;           /* ts: nothing before is asked for */
  gint64 end;              /* ts: nothing from here on is asked for; G_MAXINT64: no end */
  gboolean is_range;       /* some days alone, before the window */
  gboolean full;           /* a full round in the engine's sense */
  gboolean keep_mentions;
  gboolean keep_text;

  /* In progress */
  DaybookSlackProgress progress;
  guint allowance; /* requests that may be made */
  guint used;
  gint64 upper;    /* ts: where this run began to read, not included */
  char *cursor;    /* (owned) (nullable) of Slack's pages */
  gboolean main_done;
  gint64 thread;   /* that is being read; 0: the channel itself */
  gint64 from;     /* of it */
  gint64 latest;   /* of it: the last reply there was */
  GPtrArray *page; /* (owned) (nullable) DaybookSlackMessage that wait for names */
  gboolean last;   /* it is the last page of its kind */
  char *asked_name; /* (owned) (nullable) whose name is under way */

  /* Output */
  GHashTable *unnamed;      /* (owned) ids of people whose name is wanted */
  GHashTable *seen;         /* (owned) gint64 (owned): messages taken */
  GHashTable *kept;         /* (owned) external ids (owned) of rows yielded */
  GHashTable *threads_read; /* (owned) gint64 (owned) to gint64 (owned): from where */
  GArray *reactions;        /* (owned) (nullable) DaybookSlackReaction; NULL: nobody told */
} DaybookSlackRound;

typedef struct
{
  gint64 ts;
  guint count;
} DaybookSlackReaction;

void daybook_slack_round_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                                const DaybookPullOptions *options, DaybookExchange *exchange);

/* daybook-slack-reading.c: what a page's messages mean. */
void daybook_slack_round_want_names (DaybookSlackRound *self);
void daybook_slack_round_take_page (DaybookSlackRound *self, DaybookExchange *exchange);
void daybook_slack_round_yield_counts (DaybookSlackRound *self, DaybookExchange *exchange, gint64 thread);
void daybook_slack_round_yield_reactions (DaybookSlackRound *self, DaybookExchange *exchange);
void daybook_slack_round_compare (DaybookSlackRound *self, DaybookExchange *exchange);
DaybookDay daybook_slack_round_day_of (const DaybookSlackRound *self, gint64 ts);
gint64 daybook_slack_round_start_of (const DaybookSlackRound *self, DaybookDay day);

/* What a scout tells the round of one channel, as text. */
typedef struct
{
  GArray *threads;   /* (owned) gint64: threads that I wrote in, or am mentioned in */
  GArray *reactions; /* (owned) (nullable) DaybookSlackReaction: all I know of; NULL: not known */
  guint page;        /* messages to ask for at once; 0: not known */
} DaybookSlackHint;

void daybook_slack_hint_init (DaybookSlackHint *self);
void daybook_slack_hint_clear (DaybookSlackHint *self);
char *daybook_slack_hint_write (const DaybookSlackHint *self);
void daybook_slack_hint_read (DaybookSlackHint *self, const char *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookSlackHint, daybook_slack_hint_clear)

G_END_DECLS
