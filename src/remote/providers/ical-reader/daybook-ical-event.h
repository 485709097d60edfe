/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-people.h"
#include "providers/ical-reader/daybook-ical-component.h"
#include "providers/ical-reader/daybook-ical-zones.h"

G_BEGIN_DECLS

/* What reading one event after another needs. */
typedef struct
{
  DaybookIcalZones *zones;
  DaybookPeople *people; /* (owned) */
  GString *text;         /* (owned) scratch */
  const char *owner;     /* (nullable) the person's address, lower case */
  gboolean is_cancelled; /* the calendar's METHOD is CANCEL */
} DaybookIcalParser;

void daybook_ical_parser_init (DaybookIcalParser *self, DaybookIcalZones *zones, const char *owner);
void daybook_ical_parser_clear (DaybookIcalParser *self);

/* @id names the event; @instance is its RECURRENCE-ID, NULL for singles and masters. (transfer full), or
 * NULL with @problem, translated. */
DaybookEvent *daybook_ical_event_read (DaybookIcalParser *self, const DaybookIcalComponent *component, const char *id,
                                      const DaybookIcalTime *instance, const char **problem);

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
} DaybookIcalMarks;

void daybook_ical_marks_init (DaybookIcalMarks *self);
gboolean daybook_ical_marks_take (DaybookIcalMarks *self, const DaybookIcalProperty *property, DaybookEvent *event);
void daybook_ical_marks_take_attendee (DaybookIcalMarks *self, DaybookIcalParser *parser, const DaybookIcalProperty *property);
void daybook_ical_marks_take_organizer (DaybookIcalParser *parser, const DaybookIcalProperty *property, DaybookEvent *event);
void daybook_ical_marks_give (const DaybookIcalMarks *self, DaybookEvent *event);

G_END_DECLS
