/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-json-reader.h"
#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* Finds zones by name, quickly when the same name comes again and again. */
typedef struct
{
  char *name;        /* (owned) (nullable) asked for last */
  DaybookZone *zone; /* (owned) (nullable) what it means; NULL: nothing */
} DaybookMicrosoftZones;

void daybook_microsoft_zones_clear (DaybookMicrosoftZones *self);
DaybookZone *daybook_microsoft_zones_find (DaybookMicrosoftZones *self, const char *name, gssize length);

/* dateTimeTimeZone: `{"dateTime":"2026-11-23T09:00:00.0000000","timeZone":"UTC"}`. */
typedef struct
{
  gboolean is_set;       /* a valid time was there */
  gboolean zone_unknown; /* timeZone is a name that nobody knows: at is what it would be in UTC */
  gint64 wall;           /* as it is written */
  gint64 at;             /* instant */
} DaybookMicrosoftTime;

void daybook_microsoft_time_read (DaybookMicrosoftTime *self, DaybookJsonReader *reader, DaybookMicrosoftZones *zones);
DaybookDay daybook_microsoft_time_get_day (gint64 wall, gint64 at, DaybookZone *zone);

G_END_DECLS
