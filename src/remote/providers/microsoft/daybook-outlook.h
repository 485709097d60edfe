/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* Outlook and Microsoft 365 calendars over Graph v1.0, providers.md section 4. */
#define DAYBOOK_TYPE_OUTLOOK (daybook_outlook_get_type ())
G_DECLARE_FINAL_TYPE (DaybookOutlook, daybook_outlook, DAYBOOK, OUTLOOK, DaybookProviderBase)

G_END_DECLS
