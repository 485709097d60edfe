/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* Finds zones by name, quickly when the same name comes again and again. All zero at first. */
typedef struct
{
  char *name;        /* (owned) (nullable) asked for last */
  DaybookZone *zone; /* (owned) (nullable) what it means; NULL: nothing */
} DaybookZoneFinder;

void daybook_zone_finder_clear (DaybookZoneFinder *self);
DaybookZone *daybook_zone_finder_find (DaybookZoneFinder *self, const char *name, gsize length);

G_END_DECLS
