/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange-talk.h"

G_BEGIN_DECLS

/* Conversations with GitHub, as an engine would begin them: ana reads acme/parser (501). */
typedef struct
{
  DaybookProviderContext context;
  DaybookPullOptions options;
  DaybookAccount *account; /* (owned) */
  DaybookGrant *grant;     /* (owned) */
  DaybookSource *source;   /* (owned) */
  GPtrArray *sources;      /* (owned) DaybookSource: what a scout is given */
  char *cursor;            /* (owned) (nullable) of the last round or scout */
  Talk *talk;              /* (owned) */
} GithubTalk;

GithubTalk *github_talk_new (void);
void github_talk_free (GithubTalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GithubTalk, github_talk_free)

void github_talk_renew (GithubTalk *self);
void github_talk_identify (GithubTalk *self);
void github_talk_list (GithubTalk *self);
void github_talk_pull (GithubTalk *self);
void github_talk_scout (GithubTalk *self);
DaybookSource *github_talk_add_source (GithubTalk *self, const char *external_id, const char *name, const char *cursor);
gboolean github_talk_asked_with (GithubTalk *self, guint request, const char *line);

G_END_DECLS
