/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"

G_BEGIN_DECLS

DaybookZone *daybook_day_zones_find_other (DaybookZone *zone, DaybookZone *local, const char *const *event_zones,
                                           const DaybookRange *day);

G_END_DECLS
