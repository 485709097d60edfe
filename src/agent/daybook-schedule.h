/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-account.h"

G_BEGIN_DECLS

#define DAYBOOK_SCHEDULE_DEFAULT_INTERVAL 15 /* minutes */

int daybook_schedule_get_interval (const DaybookAccount *account);
gint64 daybook_schedule_next (const DaybookAccount *account, gint64 now, double jitter);
gint64 daybook_schedule_first (const DaybookAccount *account, gint64 now, double jitter);

G_END_DECLS
