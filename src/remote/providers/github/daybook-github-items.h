/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"

G_BEGIN_DECLS

/* A repository as lists name it. All text owned. */
typedef struct
{
  char *id;        /* the number, which stays when it is renamed; never NULL */
  char *full_name; /* owner/name; never NULL */
  char *owner;     /* (nullable) login */
  char *pushed_at; /* (nullable) instant, as text; NULL: never */
  gboolean is_archived;
} DaybookGithubRepository;

/* An issue or a pull request as the search finds it. All text owned and nullable unless said. */
typedef struct
{
  gint64 number;
  char *repository; /* owner/name */
  char *title;
  char *body;
  char *url;
  char *state;      /* open closed */
  char *author;     /* login; NULL: somebody who is not there any more */
  char *updated_at; /* instant, as text; NULL: it could not be read */
  GPtrArray *assignees; /* (owned) char*: logins */
  gboolean is_pull;
  gboolean is_merged;
} DaybookGithubIssue;

/* What a list of pull requests says beside that. */
typedef struct
{
  gint64 number;
  GPtrArray *reviewers; /* (owned) char*: logins whose review is asked for */
} DaybookGithubPull;

void daybook_github_repository_free (DaybookGithubRepository *self);
void daybook_github_issue_free (DaybookGithubIssue *self);
void daybook_github_pull_free (DaybookGithubPull *self);

/* Each reads one page; INVALID_RESPONSE for what is none. (transfer full) */
GPtrArray *daybook_github_repositories_parse (GBytes *body, GError **error); /* DaybookGithubRepository */
GPtrArray *daybook_github_issues_parse (GBytes *body, gboolean *is_incomplete, GError **error); /* DaybookGithubIssue */
GPtrArray *daybook_github_pulls_parse (GBytes *body, GError **error);                           /* DaybookGithubPull */
/* A repository by itself, as a redirect leads to it. (transfer full) */
DaybookGithubRepository *daybook_github_repository_parse (GBytes *body, GError **error);

void daybook_github_read_login (DaybookJsonReader *reader, char **login);

G_END_DECLS
