/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"
#include "providers/daybook-zone-finder.h"

G_BEGIN_DECLS

typedef struct
{
  DaybookZoneFinder finder;
  DaybookZone *fallback; /* (owned) (nullable) the calendar's, for times that name none */
} DaybookGoogleZones;

void daybook_google_zones_clear (DaybookGoogleZones *self);
void daybook_google_zones_set_fallback (DaybookGoogleZones *self, const char *name);

/* `{"date":...}` or `{"dateTime":..., "timeZone":...}`. */
typedef struct
{
  gboolean is_set;   /* a valid time was there */
  gboolean is_date;
  gint64 at;         /* instant; a date: its day * 86400 */
  gint64 wall;       /* wall clock in its zone */
  DaybookZone *zone; /* (transfer none) (nullable) good until the next one is read */
  gboolean zone_unknown;
} DaybookGoogleTime;

void daybook_google_time_read (DaybookGoogleTime *self, DaybookJsonReader *reader, DaybookGoogleZones *zones);

G_END_DECLS
