/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange-talk.h"

G_BEGIN_DECLS

/* Conversations with a calendar server, as an engine would begin them. */
typedef struct
{
  DaybookProviderContext context;
  DaybookPullOptions options;
  DaybookGrant *grant;   /* (owned) signed in at dav.test */
  DaybookSource *source; /* (owned) */
  DaybookZone *zone;     /* (owned) the person's: Europe/Zurich */
  GHashTable *known;     /* (owned) (nullable) what a runner would have stored so far */
  guint n_reads;         /* of that, by this conversation */
  Talk *talk;            /* (owned) */
} CaldavTalk;

CaldavTalk *caldav_talk_new (const char *calendar);
void caldav_talk_free (CaldavTalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CaldavTalk, caldav_talk_free)

void caldav_talk_set_grant (CaldavTalk *self, const char *settings);
void caldav_talk_renew (CaldavTalk *self);
void caldav_talk_remember (CaldavTalk *self);
void caldav_talk_know (CaldavTalk *self, const char *id, const char *etag);
void caldav_talk_pull (CaldavTalk *self);
void caldav_talk_identify_by_name (CaldavTalk *self, const char *address);
void caldav_talk_identify (CaldavTalk *self, const char *address);
void caldav_talk_list (CaldavTalk *self);

G_END_DECLS
