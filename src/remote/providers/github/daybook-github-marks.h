/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Small JSON objects of text that only we read: a repository's cursor (`pushed` `updated` `name`), what a scout says to a
 * pull (`pushed` `updated` `name` `idle`), and a scout's own cursor (`etag` `pushed` `search_etag` `since` `plain`). Text is
 * owned and nullable; times are as GitHub writes them, so that they compare as text. */
typedef struct
{
  char *pushed;      /* pushed_at of the repository (scout: the newest there is) */
  char *updated;     /* updated_at of the newest issue */
  char *name;        /* what the repository is called now */
  char *idle;        /* nothing has happened there in all of the window */
  char *etag;        /* of the first page of repositories */
  char *search_etag; /* of the first page of the search */
  char *since;       /* what that search asks for */
  char *plain;       /* the server knows no OR in searches */
} DaybookGithubMarks;

void daybook_github_marks_read (DaybookGithubMarks *self, const char *text);
char *daybook_github_marks_write (const DaybookGithubMarks *self);
void daybook_github_marks_clear (DaybookGithubMarks *self);
void daybook_github_marks_raise (char **time, const char *other);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookGithubMarks, daybook_github_marks_clear)

G_END_DECLS
