/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"
#include "providers/daybook-zone-finder.h"

G_BEGIN_DECLS

/* dateTimeTimeZone: `{"dateTime":"2026-11-23T09:00:00.0000000","timeZone":"UTC"}`. */
typedef struct
{
  gboolean is_set;       /* a valid time was there */
  gboolean zone_unknown; /* timeZone is a name that nobody knows: at is what it would be in UTC */
  gint64 wall;           /* as it is written */
  gint64 at;             /* instant */
} DaybookMicrosoftTime;

void daybook_microsoft_time_read (DaybookMicrosoftTime *self, DaybookJsonReader *reader, DaybookZoneFinder *zones);
DaybookDay daybook_microsoft_time_get_day (gint64 wall, gint64 at, DaybookZone *zone);

G_END_DECLS
