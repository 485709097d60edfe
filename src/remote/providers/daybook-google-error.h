/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* What a Google API says when it refuses something. All text owned and nullable. */
typedef struct
{
  guint status;
  char *reason;   /* of the first error: rateLimitExceeded, fullSyncRequired, ...; of OAuth: invalid_grant */
  char *location; /* the parameter that it is about */
} DaybookGoogleProblem;

void daybook_google_problem_read (DaybookGoogleProblem *self, const DaybookHttpResponse *response);
void daybook_google_problem_clear (DaybookGoogleProblem *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookGoogleProblem, daybook_google_problem_clear)

gboolean daybook_google_problem_is (const DaybookGoogleProblem *self, const char *reason);
gboolean daybook_google_problem_is_stale_cursor (const DaybookGoogleProblem *self);
gboolean daybook_google_is_throttled (const DaybookHttpResponse *response);
void daybook_google_fail (DaybookExchange *exchange, const DaybookHttpResponse *response,
                          const char *service);

G_END_DECLS
