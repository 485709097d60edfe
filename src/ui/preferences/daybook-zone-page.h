/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* All time zones, to search and choose one. Signals "chosen" (string: the IANA name, "" for the computer's own) and "back". */
#define DAYBOOK_TYPE_ZONE_PAGE (daybook_zone_page_get_type ())
G_DECLARE_FINAL_TYPE (DaybookZonePage, daybook_zone_page, DAYBOOK, ZONE_PAGE, AdwBin)

GtkWidget *daybook_zone_page_new (gint64 now);

G_END_DECLS
