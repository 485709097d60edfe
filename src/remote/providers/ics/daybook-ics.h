/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-provider-base.h"

G_BEGIN_DECLS

/* A calendar at an address or in a file, read only (providers.md 8). */
#define DAYBOOK_TYPE_ICS (daybook_ics_get_type ())
G_DECLARE_FINAL_TYPE (DaybookIcs, daybook_ics, DAYBOOK, ICS, DaybookProviderBase)

G_END_DECLS
