/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-rrule.h"
#include "base/daybook-zone.h"

G_BEGIN_DECLS

/* A series: where it starts, its rules and its dates (DTSTART, RRULE, EXRULE, RDATE, EXDATE), and
 * which times come of that in a window. Make one and start it anew for each of many series: it
 * keeps its memory.
 *
 * Times are instants for timed series; for all-day ones they are midnights as wall time (day *
 * 86,400), in the window and in what comes out, as the store keeps them. A time is also the
 * instance's identity (RECURRENCE-ID, originalStartTime): exceptions are matched by it. */
typedef struct _DaybookRecurrence DaybookRecurrence;

typedef struct
{
  gint64 start;    /* instant; all-day: midnight */
  gint64 wall;     /* the same in wall time of the series' zone */
  gint64 duration; /* seconds, of an RDATE that is a PERIOD; -1: as long as the series' first */
} DaybookInstance;

/* Finds the zone that a TZID names. (transfer full) (nullable) */
typedef DaybookZone *(*DaybookFindZoneFunc) (const char *name, gpointer data);

/* What one expansion gives at the most. */
#define DAYBOOK_RECURRENCE_MAX_INSTANCES 5000
/* What one series may carry: rules, and RDATEs and EXDATEs together. */
#define DAYBOOK_RECURRENCE_MAX_RULES 16
#define DAYBOOK_RECURRENCE_MAX_DATES 5000

DaybookRecurrence *daybook_recurrence_new (void);
void daybook_recurrence_free (DaybookRecurrence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookRecurrence, daybook_recurrence_free)

void daybook_recurrence_start (DaybookRecurrence *self, DaybookZone *zone, gint64 wall);
void daybook_recurrence_start_all_day (DaybookRecurrence *self, DaybookDay day);

gboolean daybook_recurrence_add_lines (DaybookRecurrence *self,
                                       const char *text,
                                       gssize length,
                                       DaybookFindZoneFunc find_zone,
                                       gpointer data,
                                       GError **error);
gboolean daybook_recurrence_add_line (DaybookRecurrence *self,
                                      const char *line,
                                      gssize length,
                                      DaybookFindZoneFunc find_zone,
                                      gpointer data,
                                      GError **error);
void daybook_recurrence_exclude (DaybookRecurrence *self, gint64 start);

DaybookExpansion
daybook_recurrence_expand (DaybookRecurrence *self, const DaybookRange *window, GArray *instances);
gint64 daybook_recurrence_get_longest_period (DaybookRecurrence *self);
gint64 daybook_recurrence_get_next (DaybookRecurrence *self, gint64 after);

G_END_DECLS
