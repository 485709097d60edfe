/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange-talk.h"

G_BEGIN_DECLS

/* Conversations with Notion, as an engine would begin them. */
typedef struct
{
  DaybookProviderContext context;
  DaybookPullOptions options;
  DaybookGrant *grant;     /* (owned) whose person is `me` */
  DaybookAccount *account; /* (owned) */
  DaybookSource *source;   /* (owned) */
  GHashTable *known;       /* (owned) what the next conversation is told is stored */
  Talk *talk;              /* (owned) */
} NotionTalk;

NotionTalk *notion_talk_new (void);
void notion_talk_free (NotionTalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NotionTalk, notion_talk_free)

void notion_talk_know (NotionTalk *self, const char *id, const char *etag);
void notion_talk_pull (NotionTalk *self);
void notion_talk_answer (NotionTalk *self, const char *file);

G_END_DECLS
