/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-request.h"

G_BEGIN_DECLS

/* Many calls in one request (providers.md section 12): multipart/mixed, each part a request or an answer of
 * its own. Which answer belongs to which call is said by Content-ID alone. */

/* Google allows 100 calls and advises 50. */
#define DAYBOOK_GMAIL_BATCH_MAX 50

/* The answer to one call. */
typedef struct
{
  guint call; /* the number it was given */
  DaybookHttpResponse *response; /* (owned) */
} DaybookGmailAnswer;

void daybook_gmail_answer_free (DaybookGmailAnswer *self);

DaybookRequest *daybook_gmail_batch_new (const char *url, const char *const *targets, gsize n_targets, guint cost);
GPtrArray *daybook_gmail_batch_parse (const DaybookHttpResponse *response, GError **error);

G_END_DECLS
