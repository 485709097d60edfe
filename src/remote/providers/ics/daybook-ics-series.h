/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/ics/daybook-ics-event.h"

G_BEGIN_DECLS

gboolean daybook_ics_series_append_line (GString *lines, const DaybookIcsProperty *property, DaybookIcsZones *zones);
gint64 daybook_ics_series_get_end (const DaybookEvent *master);
gboolean daybook_ics_series_split (DaybookEvent *master, DaybookEvent *change, gint64 original_wall);

G_END_DECLS
