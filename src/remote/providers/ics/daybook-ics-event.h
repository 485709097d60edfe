/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-people.h"
#include "providers/ics/daybook-ics-component.h"
#include "providers/ics/daybook-ics-zones.h"

G_BEGIN_DECLS

/* What reading one event after another needs. */
typedef struct
{
  DaybookIcsZones *zones;
  DaybookPeople *people; /* (owned) */
  GString *text;         /* (owned) scratch */
  const char *owner;     /* (nullable) the person's address, lower case */
  gboolean is_cancelled; /* the calendar's METHOD is CANCEL */
} DaybookIcsParser;

void daybook_ics_parser_init (DaybookIcsParser *self, DaybookIcsZones *zones, const char *owner);
void daybook_ics_parser_clear (DaybookIcsParser *self);

/* @id names the event; @instance is its RECURRENCE-ID, NULL for singles and masters. (transfer full), or
 * NULL with @problem, translated. */
DaybookEvent *daybook_ics_event_read (DaybookIcsParser *self, const DaybookIcsComponent *component, const char *id,
                                      const DaybookIcsTime *instance, const char **problem);

/* daybook-ics-marks.c: status, response and busyness, which several properties have a say in. */
typedef struct
{
  DaybookResponse owner_response;
  gboolean has_owner;
  int cdo_busy; /* DaybookBusy, -1 not said */
  int cdo_intended;
  int cdo_importance; /* DaybookImportance, -1 not said */
  int priority;       /* RFC 5545: 1 highest, 9 lowest, 0 not said */
  gboolean is_transparent;
  gboolean cdo_all_day;
} DaybookIcsMarks;

void daybook_ics_marks_init (DaybookIcsMarks *self);
gboolean daybook_ics_marks_take (DaybookIcsMarks *self, const DaybookIcsProperty *property, DaybookEvent *event);
void daybook_ics_marks_take_attendee (DaybookIcsMarks *self, DaybookIcsParser *parser, const DaybookIcsProperty *property);
void daybook_ics_marks_take_organizer (DaybookIcsParser *parser, const DaybookIcsProperty *property, DaybookEvent *event);
void daybook_ics_marks_give (const DaybookIcsMarks *self, DaybookEvent *event);

G_END_DECLS
