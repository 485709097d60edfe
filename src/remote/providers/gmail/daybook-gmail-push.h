/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider.h"

G_BEGIN_DECLS

/* mail.done: read and archived; mail.reopen: unread and in the inbox again. All of one kind. */
void daybook_gmail_push_start (DaybookProvider *provider, const DaybookProviderContext *context, const DaybookSource *source,
                               const DaybookPushOperation *operations, gsize n_operations, DaybookExchange *exchange);

G_END_DECLS
