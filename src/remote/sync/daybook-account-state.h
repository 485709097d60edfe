/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-account.h"

G_BEGIN_DECLS

gboolean daybook_error_concerns_source (const GError *error);
void daybook_account_judge (DaybookAccount *account, const GError *error, gboolean partly, gint64 retry_at, gint64 now);

G_END_DECLS
