/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* Calendars of any server that speaks CalDAV (RFC 4791): Nextcloud, Radicale, iCloud, Fastmail and many more. */
#define DAYBOOK_TYPE_CALDAV (daybook_caldav_get_type ())
G_DECLARE_FINAL_TYPE (DaybookCaldav, daybook_caldav, DAYBOOK, CALDAV, DaybookProviderBase)

G_END_DECLS
