/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-exchange.h"

G_BEGIN_DECLS

/* What Graph says when it refuses something. */
typedef struct
{
  guint status;
  GPtrArray *codes; /* (owned) char*: the error's and those nested in it, outermost first */
} DaybookMicrosoftProblem;

void daybook_microsoft_problem_read (DaybookMicrosoftProblem *self, const DaybookHttpResponse *response);
void daybook_microsoft_problem_clear (DaybookMicrosoftProblem *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookMicrosoftProblem, daybook_microsoft_problem_clear)

gboolean daybook_microsoft_problem_is (const DaybookMicrosoftProblem *self, const char *code);
gboolean daybook_microsoft_problem_is_stale_state (const DaybookMicrosoftProblem *self);

char *daybook_microsoft_get_claims (const DaybookHttpResponse *response);
gboolean daybook_microsoft_is_challenge (const DaybookHttpResponse *response);
void daybook_microsoft_fail (DaybookExchange *exchange, const DaybookHttpResponse *response);

G_END_DECLS
