/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-account.h"

G_BEGIN_DECLS

/* Keeps scheduled syncs away from a service that is down, for all its accounts at once. After five failures in
 * a row at one service nothing is tried there for a while; then one account goes first, and the others follow
 * when it came through, or wait longer. What a person asks for is not its business. */
typedef struct _DaybookBreaker DaybookBreaker;

DaybookBreaker *daybook_breaker_new (void);
void daybook_breaker_free (DaybookBreaker *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookBreaker, daybook_breaker_free)

gint64 daybook_breaker_get_until (DaybookBreaker *self, const char *service);
gint64 daybook_breaker_ask (DaybookBreaker *self, const char *service, gint64 account_id, gint64 now);
void daybook_breaker_note (DaybookBreaker *self, const char *service, gint64 account_id, const GError *error,
                           gint64 now);
void daybook_breaker_forget_try (DaybookBreaker *self, gint64 account_id);

char *daybook_breaker_name_service (const DaybookAccount *account, const DaybookGrant *grant);

G_END_DECLS
