/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-people.h"
#include "providers/google/daybook-google-time.h"
#include "records/daybook-item.h"

G_BEGIN_DECLS

/* What reading one event after another needs; one of them serves a page. */
typedef struct
{
  DaybookJsonReader *reader;
  DaybookGoogleZones zones;
  DaybookPeople *people; /* (owned) */
  GString *address;      /* (owned) scratch: an attendee's */
  GString *name;         /* (owned) scratch: an attendee's */
} DaybookGoogleParser;

void daybook_google_parser_init (DaybookGoogleParser *self, DaybookJsonReader *reader, const char *zone_name);
void daybook_google_parser_clear (DaybookGoogleParser *self);
DaybookItem *daybook_google_event_read (DaybookGoogleParser *self);

/* What an event says beside the fields of its record. */
typedef struct
{
  DaybookGoogleTime start;
  DaybookGoogleTime end;
  DaybookGoogleTime original;
  DaybookZone *zone; /* (owned) (nullable) of the start */
  DaybookResponse self_response;
  gboolean is_transparent;
  int type;
  char *hangout; /* (owned) (nullable) the older way to say where a meeting is */
} DaybookGoogleExtra;

/* daybook-google-event-parts.c: the members of an event that are more than one value. Each reads the
 * pending value. */
void daybook_google_attendees_read (DaybookGoogleParser *self, DaybookGoogleExtra *extra);
void daybook_google_organizer_read (DaybookJsonReader *reader, DaybookEvent *event);
void daybook_google_conference_read (DaybookJsonReader *reader, DaybookEvent *event);
char *daybook_google_recurrence_read (DaybookJsonReader *reader);
char *daybook_google_color_read (DaybookJsonReader *reader);

G_END_DECLS
