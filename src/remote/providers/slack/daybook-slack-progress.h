/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* What an app outside Slack's directory is given: 15 messages a page, one page a minute (providers.md 5.2). */
#define DAYBOOK_SLACK_PAGE 500
#define DAYBOOK_SLACK_LIMITED_PAGE 15

/* Messages that are only counted: those of one day in the channel itself or in one thread. */
typedef struct
{
  gint64 thread; /* 0: the channel itself */
  DaybookDay day;
  guint sent;     /* by me */
  guint received; /* by others, to me or in a thread of mine */
  gint64 last_sent;     /* ts */
  gint64 last_received; /* ts */
  gboolean changed;     /* since they were written down; not kept */
} DaybookSlackCount;

typedef struct
{
  gint64 ts;
  gint64 from; /* replies from here on are wanted */
} DaybookSlackThread;

/* How far a channel has been read: its cursor, and a round's checkpoint. Times are `ts`, 0 is none.
 *
 * A round goes from now back to `floor`. When it has to stop in between it is `open`: `low` is how far it came, and
 * what it has counted comes along. */
typedef struct
{
  gint64 at;     /* instant: when this was written */
  guint want;    /* requests that the next round will take, as far as one can tell */
  guint page;    /* messages a page */
  guint texts;   /* which texts were kept */
  gboolean open;
  gint64 top;    /* everything up to here has been read, but what lies between floor and low of an open round */
  gint64 last;   /* the newest message there was */
  gint64 low; /* G_MAXINT64: nothing of an open round has been read */
  gint64 floor;
  GPtrArray *counts;   /* (owned) DaybookSlackCount (owned) of this round */
  GArray *pending;     /* (owned) DaybookSlackThread: to read */
  GHashTable *threads; /* (owned) gint64 (owned): a thread that was read, to its latest reply then */
  GHashTable *names;   /* (owned) id to name of people met since the sign-in */
} DaybookSlackProgress;

void daybook_slack_progress_init (DaybookSlackProgress *self);
void daybook_slack_progress_clear (DaybookSlackProgress *self);
gboolean daybook_slack_progress_read (DaybookSlackProgress *self, const char *text);
char *daybook_slack_progress_write (const DaybookSlackProgress *self);
guint daybook_slack_progress_get_allowance (const DaybookSlackProgress *self, guint extra);
DaybookSlackCount *daybook_slack_progress_count (DaybookSlackProgress *self, gint64 thread, DaybookDay day);
const DaybookSlackCount *daybook_slack_progress_find (const DaybookSlackProgress *self, gint64 thread, DaybookDay day);
void daybook_slack_progress_forget_counts (DaybookSlackProgress *self, gint64 thread);
gboolean daybook_slack_progress_add_thread (DaybookSlackProgress *self, gint64 ts, gint64 from);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookSlackProgress, daybook_slack_progress_clear)

G_END_DECLS
