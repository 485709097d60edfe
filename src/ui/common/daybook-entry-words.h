/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-entry.h"

G_BEGIN_DECLS

/* How every page names what a time entry is. Static text. */
const char *daybook_entry_status_name (DaybookEntryStatus status);
const char *daybook_entry_origin_name (DaybookEntryOrigin origin);
const char *daybook_entry_origin_icon (DaybookEntryOrigin origin);

G_END_DECLS
