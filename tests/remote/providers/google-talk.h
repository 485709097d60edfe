/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange-talk.h"

G_BEGIN_DECLS

/* Conversations with Google Calendar, as an engine would begin them. */
typedef struct
{
  DaybookProviderContext context;
  DaybookPullOptions options;
  DaybookSource *source; /* (owned) */
  Talk *talk;            /* (owned) */
} GoogleTalk;

GoogleTalk *google_talk_new (void);
void google_talk_free (GoogleTalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GoogleTalk, google_talk_free)

void google_talk_pull (GoogleTalk *self);
void google_talk_renew (GoogleTalk *self);

G_END_DECLS
