/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-zone.h"
#include "providers/ical-reader/daybook-ical-property.h"

G_BEGIN_DECLS

/* What the TZIDs of one calendar mean (providers.md 8): a name that everybody knows, IANA's or
 * Windows', before what the calendar itself defines (VTIMEZONE). A definition that behaves like a known
 * zone is taken for that zone, since its name means something next month too, when nothing is fetched. */
typedef struct _DaybookIcalZones DaybookIcalZones;

typedef struct
{
  DaybookZone *zone; /* (owned) (nullable) NULL: nobody knows that name */
  char *name;        /* (owned) (nullable) to be found by daybook_zone_lookup(); NULL: a zone of this calendar alone */
} DaybookIcalZone;

DaybookIcalZones *daybook_ical_zones_new (DaybookZone *viewer, gint64 now);
void daybook_ical_zones_free (DaybookIcalZones *self);
void daybook_ical_zones_define (DaybookIcalZones *self, const char *text, gsize length);
const DaybookIcalZone *daybook_ical_zones_find (DaybookIcalZones *self, const char *name, gsize length);
DaybookZone *daybook_ical_zones_get_viewer (DaybookIcalZones *self);
guint64 daybook_ical_zones_get_digest (DaybookIcalZones *self);
gboolean daybook_ical_zones_take_missed (DaybookIcalZones *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookIcalZones, daybook_ical_zones_free)

/* DTSTART, DTEND, RECURRENCE-ID. */
typedef struct
{
  gboolean is_set; /* a valid value was there */
  gboolean is_date;
  gboolean is_floating;  /* wall time of wherever the person is */
  gboolean zone_unknown; /* a name nobody knows: kept as floating */
  gint64 wall;           /* as written, in its zone; a date: its midnight */
  gint64 at;             /* instant; a date: its day * 86400 */
  DaybookZone *zone;     /* (transfer none) (nullable) of the wall time; NULL for dates */
  const char *zone_name; /* (transfer none) (nullable) to store; NULL when it floats */
} DaybookIcalTime;

gboolean daybook_ical_time_read (DaybookIcalTime *self, const DaybookIcalProperty *property, DaybookIcalZones *zones);

G_END_DECLS
