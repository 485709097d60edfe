/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange-talk.h"

G_BEGIN_DECLS

/* Conversations with Microsoft Graph, as an engine would begin them. */
typedef struct
{
  DaybookProviderContext context;
  DaybookPullOptions options;
  DaybookSource *source; /* (owned) */
  Talk *talk;            /* (owned) */
  GHashTable *stored;    /* (owned) DaybookEvent by external id: what the store is said to have */
} MicrosoftTalk;

MicrosoftTalk *microsoft_talk_new (void);
void microsoft_talk_free (MicrosoftTalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MicrosoftTalk, microsoft_talk_free)

void microsoft_talk_renew (MicrosoftTalk *self);
void microsoft_talk_pull (MicrosoftTalk *self);
void microsoft_talk_start_full (MicrosoftTalk *self);
MicrosoftTalk *microsoft_talk_pull_file (const char *file);
DaybookEvent *microsoft_talk_store (MicrosoftTalk *self, const char *external_id, DaybookEventKind kind, gint64 start);

/* A cursor of a round over the window that a talk asks for. */
#define MICROSOFT_DELTA "https://api.test/v1.0/me/calendarView/delta?"
#define MICROSOFT_CURSOR                                                                                             \
  "{\"from\":20771,\"to\":20809,\"delta\":\"" MICROSOFT_DELTA                                                        \
  "$deltatoken=delta-1\",\"colors\":{\"Red category\":\"#e74856\"}}"

G_END_DECLS
