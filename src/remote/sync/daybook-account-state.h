/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-account.h"

G_BEGIN_DECLS

gboolean daybook_error_concerns_source (const GError *error);
void daybook_account_judge (DaybookAccount *account, const GError *error, gboolean partly, gint64 retry_at, gint64 now);

char *daybook_account_name_trouble (const char *name, guint others, const char *message);
void daybook_account_blame (DaybookAccount *account, const char *name, guint others, const char *message, const char *code);
GError *daybook_account_new_gone_error (const char *name, guint others);
GError *daybook_account_new_stopped_error (const char *name, guint others);

G_END_DECLS
