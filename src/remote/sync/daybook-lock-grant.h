/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "net/daybook-grant-lock.h"
#include "sync/daybook-services.h"

G_BEGIN_DECLS

DaybookGrantLock *daybook_lock_grant (DaybookServices *services, gint64 grant_id, GCancellable *cancellable, GError **error);

G_END_DECLS
