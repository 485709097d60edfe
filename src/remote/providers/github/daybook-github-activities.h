/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/github/daybook-github-items.h"
#include "records/daybook-item.h"

G_BEGIN_DECLS

/* Each reads one page of DaybookItem: an activity, or a quarantine where its time cannot be read. INVALID_RESPONSE for
 * what is no page. (transfer full) */
GPtrArray *daybook_github_commits_parse (GBytes *body, const char *repository, GError **error);
/* Reviews of @issue that @login has submitted. */
GPtrArray *daybook_github_reviews_parse (GBytes *body, const DaybookGithubIssue *issue, const char *repository,
                                         const char *login, GError **error);

/* @issue in @repository, as it concerns @login; @is_requested: whose review is asked for. (transfer full) */
DaybookItem *daybook_github_issue_to_item (const DaybookGithubIssue *issue, const char *repository, const char *login,
                                           gboolean is_requested);

G_END_DECLS
