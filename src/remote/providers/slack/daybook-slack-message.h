/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"

G_BEGIN_DECLS

/* A `ts` is a message's id in its channel and the moment it was written: seconds, a point, six digits. As a
 * number: microseconds. */
#define DAYBOOK_SLACK_TS_NONE 0

gint64 daybook_slack_ts_parse (const char *text);
gint64 daybook_slack_ts_read (DaybookJsonReader *reader);
char *daybook_slack_ts_format (gint64 ts);

/* One message, of a channel, a thread or a list of reactions. */
typedef struct
{
  gint64 ts;
  gint64 thread_ts;    /* of the thread's first message; DAYBOOK_SLACK_TS_NONE: no thread */
  gint64 latest_reply; /* of a thread's first message */
  char *user;          /* (owned) (nullable) id of who wrote it */
  char *name;          /* (owned) (nullable) how they are called, where the message says it */
  char *text;          /* (owned) (nullable) as Slack writes it */
  gboolean is_spoken;  /* somebody's words, no notice of Slack's (joined, renamed, ...) */
  gboolean is_deleted; /* only says that the message is gone */
  gboolean is_mine;
  gboolean mentions_me;
  gboolean has_my_reply; /* a thread that I wrote in, or follow */
  guint my_reactions;
} DaybookSlackMessage;

void daybook_slack_message_free (DaybookSlackMessage *self);
DaybookSlackMessage *daybook_slack_message_read (DaybookJsonReader *reader, const char *me);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookSlackMessage, daybook_slack_message_free)

/* One page of conversations.history or conversations.replies. */
typedef struct
{
  GPtrArray *messages; /* (owned) DaybookSlackMessage, as the page has them */
  gboolean has_more;
  char *next_cursor; /* (owned) (nullable) */
} DaybookSlackPage;

void daybook_slack_page_clear (DaybookSlackPage *self);
gboolean daybook_slack_page_parse (DaybookSlackPage *self, GBytes *body, const char *me, GError **error);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookSlackPage, daybook_slack_page_clear)

char *daybook_slack_read_next_cursor (DaybookJsonReader *reader);
gboolean daybook_slack_answer_finish (DaybookJsonReader *reader, gboolean is_expected, GError **error);

G_END_DECLS
