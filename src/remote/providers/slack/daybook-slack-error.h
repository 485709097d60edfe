/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* What Slack says when it refuses something: with status 200 and `ok` false. All text owned and nullable. */
typedef struct
{
  char *error;  /* invalid_auth, missing_scope, ... */
  char *needed; /* the permission that missing_scope is about */
} DaybookSlackProblem;

gboolean daybook_slack_problem_read (DaybookSlackProblem *self, const DaybookHttpResponse *response);
void daybook_slack_problem_clear (DaybookSlackProblem *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookSlackProblem, daybook_slack_problem_clear)

gboolean daybook_slack_problem_is (const DaybookSlackProblem *self, const char *error);
gboolean daybook_slack_problem_is_of_channel (const DaybookSlackProblem *self);
gboolean daybook_slack_is_throttled (const DaybookHttpResponse *response);
gboolean daybook_slack_is_unauthorized (const DaybookHttpResponse *response);
GError *daybook_slack_error_new (const DaybookSlackProblem *problem);
gboolean daybook_slack_accept (DaybookExchange *exchange, const DaybookHttpResponse *response,
                               DaybookSlackProblem *problem);

G_END_DECLS
