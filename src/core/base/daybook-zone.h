/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

/* The rules of a time zone from 1900 to 2200: immutable, reference counted, shared between threads,
 * and quick enough to be asked for every occurrence (no allocation, no lock). */
typedef struct _DaybookZone DaybookZone;

/* What a wall time means in a zone. */
typedef enum
{
  DAYBOOK_WALL_UNIQUE,
  DAYBOOK_WALL_GAP,  /* skipped by clocks going forward */
  DAYBOOK_WALL_FOLD, /* shown twice by clocks going back */
} DaybookWallKind;

/* Finding zones. */
DaybookZone *daybook_zone_get_utc (void);
DaybookZone *daybook_zone_new_local (void);
DaybookZone *daybook_zone_lookup (const char *name);
DaybookZone *daybook_zone_new_fixed (int offset);
DaybookZone *daybook_zone_new_for_vtimezone (const char *text, gssize length, GError **error);

char **daybook_zone_list_names (void);

DaybookZone *daybook_zone_find_known (DaybookZone *self, const DaybookRange *range);

DaybookZone *daybook_zone_ref (DaybookZone *self);
void daybook_zone_unref (DaybookZone *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookZone, daybook_zone_unref)

/* Asking zones. */
const char *daybook_zone_get_name (DaybookZone *self);
gboolean daybook_zone_is_custom (DaybookZone *self);
int daybook_zone_get_offset (DaybookZone *self, gint64 instant);
gint64 daybook_zone_get_next_change (DaybookZone *self, gint64 instant);
gboolean daybook_zone_is_equal (DaybookZone *self, DaybookZone *other, const DaybookRange *range);

/* What the clock on the wall shows, as seconds since 1970-01-01T00:00 there; and back, as
 * daybook_zone_to_instant_full (). */
gint64 daybook_zone_to_wall (DaybookZone *self, gint64 instant);
gint64 daybook_zone_to_instant (DaybookZone *self, gint64 wall);
gint64 daybook_zone_to_instant_full (DaybookZone *self, gint64 wall, DaybookWallKind *kind);

void
daybook_zone_get_wall_bounds (DaybookZone *self, const DaybookRange *range, DaybookRange *walls);

DaybookDay daybook_zone_get_day (DaybookZone *self, gint64 instant);
gint64 daybook_zone_get_day_start (DaybookZone *self, DaybookDay day);
DaybookRange daybook_zone_get_day_range (DaybookZone *self, DaybookDay first, DaybookDay last);

G_END_DECLS
