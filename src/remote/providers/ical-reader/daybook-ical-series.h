/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/ical-reader/daybook-ical-event.h"

G_BEGIN_DECLS

gboolean daybook_ical_series_append_line (GString *lines, const DaybookIcalProperty *property, DaybookIcalZones *zones);
gint64 daybook_ical_series_get_end (const DaybookEvent *master);
gboolean daybook_ical_series_split (DaybookEvent *master, DaybookEvent *change, gint64 original_wall);

G_END_DECLS
