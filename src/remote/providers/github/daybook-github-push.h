/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* The one thing that GitHub can be told of what was dealt with: that its notification was read (providers.md section 12).
 * Operations "notification.done", whose target is "owner/repository#number" and whose body holds the title. A notification
 * that is not there, or was read already, is as good as told. There is no way back: GitHub cannot mark one unread. */
void daybook_github_push_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                                const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange);

/* Whether a token that came with @scopes (X-OAuth-Scopes, NULL: the header is not there) can reach notifications: a classic
 * token or an OAuth app's can, fine-grained ones and those of GitHub Apps never. */
gboolean daybook_github_scopes_reach_notifications (const char *scopes);

G_END_DECLS
