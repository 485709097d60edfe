/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "providers/slack/daybook-slack-message.h"
#include "providers/slack/daybook-slack-progress.h"
#include "providers/slack/daybook-slack-workspace.h"
#include "records/daybook-activity.h"

G_BEGIN_DECLS

/* Every message is in exactly one row: one of its own, or one that counts a day. External ids:
 *
 *   C1/1795222800.000100                    a message of channel C1
 *   C1/1795222700.000200/1795222800.000100  a reply in a thread
 *   C1/2026-11-21/sent                      what I wrote that day; received: what others wrote to me directly
 *   C1/1795222700.000200/2026-11-21/sent    the same in a thread of mine; received: what others replied
 *   C1/2026-11-21/reactions                 reactions of mine to messages of that day */
typedef enum
{
  DAYBOOK_SLACK_ROW_MESSAGE,
  DAYBOOK_SLACK_ROW_SENT,
  DAYBOOK_SLACK_ROW_RECEIVED,
  DAYBOOK_SLACK_ROW_REACTIONS,
} DaybookSlackRowKind;

typedef struct
{
  DaybookSlackRowKind kind;
  gint64 thread; /* 0: none */
  gint64 ts;     /* MESSAGE */
  DaybookDay day; /* the others */
} DaybookSlackRow;

gboolean daybook_slack_row_parse (DaybookSlackRow *self, const char *external_id, const char *channel);
char *daybook_slack_row_format (const DaybookSlackRow *self, const char *channel);

/* What rows of a channel have in common. All borrowed. */
typedef struct
{
  const char *channel;
  const char *name;
  gboolean is_direct;
  const DaybookSlackWorkspace *workspace;
  GHashTable *names; /* beside the workspace's */
  DaybookZone *zone; /* whose days are counted */
} DaybookSlackScene;

const char *daybook_slack_scene_find_name (const DaybookSlackScene *self, const char *user);
DaybookActivity *daybook_slack_row_new_message (const DaybookSlackScene *self, const DaybookSlackMessage *message,
                                                gint64 thread, gboolean with_text);
DaybookActivity *daybook_slack_row_new_count (const DaybookSlackScene *self, const DaybookSlackRow *row, guint count,
                                              gint64 at, gint64 since);

G_END_DECLS
