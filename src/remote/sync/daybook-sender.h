/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/daybook-services.h"

G_BEGIN_DECLS


typedef struct
{
  int sent;
  int failed;
} DaybookSendCounts;

/* Tells an account's service what is due in the outbox, in the order it was wanted. Rows of one kind go together; where
 * a service refuses them together they are tried one by one, so that one that it will never take holds up no other. A
 * try is noted before the request and its outcome after the answer: whoever is killed in between tries again. Fails with what
 * concerns all (KEYRING_LOCKED, AUTH_REQUIRED, NETWORK, ...), whose rows wait. */
gboolean daybook_send_outbox (DaybookServices *services,
                              gint64 account_id,
                              DaybookSendCounts *counts,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
