/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange-talk.h"

G_BEGIN_DECLS

/* Conversations with Slack, as an engine would begin them: Ana (U1) reads #launch (C1). */
typedef struct
{
  DaybookProviderContext context;
  DaybookPullOptions options;
  DaybookAccount *account; /* (owned) */
  DaybookGrant *grant;     /* (owned) */
  DaybookSource *source;   /* (owned) */
  GPtrArray *sources;      /* (owned) DaybookSource: what a scout is given */
  char *cursor;            /* (owned) (nullable) of the last round */
  Talk *talk;              /* (owned) */
} SlackTalk;

SlackTalk *slack_talk_new (void);
void slack_talk_free (SlackTalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlackTalk, slack_talk_free)

void slack_talk_renew (SlackTalk *self, gint64 now);
void slack_talk_know (SlackTalk *self, const char *external_id);
void slack_talk_pull (SlackTalk *self);
void slack_talk_scout (SlackTalk *self);
DaybookSource *slack_talk_add_source (SlackTalk *self, const char *external_id);
void slack_talk_go_on (SlackTalk *self, gint64 now);
guint slack_talk_count_asked (SlackTalk *self, const char *method);

G_END_DECLS
