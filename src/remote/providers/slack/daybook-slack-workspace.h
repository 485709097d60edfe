/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* Who is signed in where, as the sign-in kept it in the grant's settings. */
typedef struct
{
  char *user;        /* (owned) (nullable) my id */
  char *user_name;   /* (owned) (nullable) */
  char *url;         /* (owned) (nullable) of the workspace: https://acme.slack.com/ */
  GHashTable *names; /* (owned) id to name of the people who were there */
} DaybookSlackWorkspace;

void daybook_slack_workspace_load (DaybookSlackWorkspace *self, const DaybookGrant *grant);
void daybook_slack_workspace_clear (DaybookSlackWorkspace *self);
char *daybook_slack_workspace_new_link (const DaybookSlackWorkspace *self, const char *channel, gint64 ts, gint64 thread);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookSlackWorkspace, daybook_slack_workspace_clear)

/* Names of people as one line of JSON, and back. */
char *daybook_slack_names_write (GHashTable *names);
void daybook_slack_names_read (GHashTable *names, const char *text);

/* Answers of auth.test, users.info and users.list. */
typedef struct
{
  char *user;      /* (owned) (nullable) */
  char *user_name; /* (owned) (nullable) */
  char *team;      /* (owned) (nullable) its name */
  char *team_id;   /* (owned) (nullable) */
  char *url;       /* (owned) (nullable) */
} DaybookSlackIdentity;

void daybook_slack_identity_clear (DaybookSlackIdentity *self);
gboolean daybook_slack_identity_parse (DaybookSlackIdentity *self, GBytes *body, GError **error);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookSlackIdentity, daybook_slack_identity_clear)

gboolean daybook_slack_people_parse (GHashTable *names, GBytes *body, char **next_cursor, GError **error);

/* One page of users.conversations, as sources. */
typedef struct
{
  GPtrArray *sources; /* (owned) DaybookSource */
  char *next_cursor;  /* (owned) (nullable) */
} DaybookSlackChannels;

void daybook_slack_channels_clear (DaybookSlackChannels *self);
gboolean daybook_slack_channels_parse (DaybookSlackChannels *self, GBytes *body, const DaybookSlackWorkspace *workspace,
                                       GError **error);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookSlackChannels, daybook_slack_channels_clear)

/* Whether a source is a conversation of few people, by its settings. */
gboolean daybook_slack_is_direct (const DaybookSource *source);

G_END_DECLS
