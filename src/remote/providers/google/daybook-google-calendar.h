/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* Google Calendar, API version 3 (providers.md 3). */
#define DAYBOOK_TYPE_GOOGLE_CALENDAR (daybook_google_calendar_get_type ())
G_DECLARE_FINAL_TYPE (DaybookGoogleCalendar, daybook_google_calendar, DAYBOOK, GOOGLE_CALENDAR, DaybookProviderBase)

G_END_DECLS
