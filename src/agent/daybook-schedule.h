/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-account.h"

G_BEGIN_DECLS

int daybook_schedule_get_interval (const DaybookAccount *account, int usual, gint64 feed_seconds);
gint64 daybook_schedule_read_feed_seconds (const char *source_settings);
gboolean daybook_schedule_is_local (const DaybookGrant *grant);
gint64 daybook_schedule_next (const DaybookAccount *account, int minutes, gint64 now, double jitter);
gint64 daybook_schedule_first (const DaybookAccount *account, int minutes, gint64 now, double jitter);

G_END_DECLS
