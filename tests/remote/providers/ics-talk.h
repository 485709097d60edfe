/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange-talk.h"

G_BEGIN_DECLS

/* Conversations with a calendar's address, as an engine would begin them. */
typedef struct
{
  DaybookProviderContext context;
  DaybookPullOptions options;
  DaybookSource *source; /* (owned) */
  DaybookZone *zone;     /* (owned) the person's: Europe/Zurich */
  GHashTable *known;     /* (owned) (nullable) what a runner would have stored so far */
  guint n_reads;         /* of that, by this conversation */
  Talk *talk;            /* (owned) */
} IcsTalk;

#define ICS_TALK_ADDRESS "https://calendar.test/private-0123456789abcdef/basic.ics"

IcsTalk *ics_talk_new (void);
void ics_talk_free (IcsTalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (IcsTalk, ics_talk_free)

void ics_talk_renew (IcsTalk *self);
void ics_talk_remember (IcsTalk *self);
void ics_talk_set_zone (IcsTalk *self, const char *name);
void ics_talk_pull (IcsTalk *self);
void ics_talk_pull_file (IcsTalk *self, const char *file);
void ics_talk_pull_text (IcsTalk *self, const char *text);

G_END_DECLS
