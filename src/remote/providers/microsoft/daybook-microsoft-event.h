/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-people.h"
#include "providers/microsoft/daybook-microsoft-recurrence.h"
#include "records/daybook-item.h"

G_BEGIN_DECLS

/* What reading one event after another needs; one of them serves a page. */
typedef struct
{
  DaybookJsonReader *reader;
  GHashTable *colors;          /* (borrowed) (nullable) "#rrggbb" by category */
  DaybookZoneFinder zones; /* those that events were made in */
  DaybookZoneFinder times; /* those that times are written in: UTC but for servers that do not listen */
  DaybookPeople *people;       /* (owned) */
} DaybookMicrosoftParser;

void daybook_microsoft_parser_init (DaybookMicrosoftParser *self, DaybookJsonReader *reader, GHashTable *colors);
void daybook_microsoft_parser_clear (DaybookMicrosoftParser *self);
DaybookItem *daybook_microsoft_event_read (DaybookMicrosoftParser *self);

typedef enum
{
  DAYBOOK_MICROSOFT_SINGLE,
  DAYBOOK_MICROSOFT_OCCURRENCE,
  DAYBOOK_MICROSOFT_EXCEPTION,
  DAYBOOK_MICROSOFT_MASTER,
} DaybookMicrosoftType;

/* What an event says beside the fields of its record. */
typedef struct
{
  DaybookMicrosoftType type;
  DaybookMicrosoftTime start;
  DaybookMicrosoftTime end;
  DaybookMicrosoftRecurrence recurrence;
  gint64 original_start; /* instant; DAYBOOK_INSTANT_NONE */
  DaybookZone *zone;     /* (owned) (nullable) it was made in */
  gboolean zone_unknown;
  gboolean is_removed;
  gboolean is_described; /* has words of its own, or says that it has none */
  char *join_url;        /* (owned) (nullable) onlineMeeting.joinUrl */
  char *conference_id;   /* (owned) (nullable) onlineMeeting.conferenceId */
  char *meeting_url;     /* (owned) (nullable) onlineMeetingUrl, the older way */
} DaybookMicrosoftExtra;

/* daybook-microsoft-event-parts.c: the members of an event that are more than one value. Each reads the
 * pending value. */
void daybook_microsoft_attendees_read (DaybookMicrosoftParser *parser);
void daybook_microsoft_organizer_read (DaybookJsonReader *reader, DaybookEvent *event);
void daybook_microsoft_categories_of_event_read (DaybookMicrosoftParser *parser, DaybookEvent *event);
void daybook_microsoft_meeting_read (DaybookJsonReader *reader, DaybookMicrosoftExtra *extra);
char *daybook_microsoft_body_read (DaybookJsonReader *reader);
char *daybook_microsoft_place_read (DaybookJsonReader *reader);
DaybookResponse daybook_microsoft_response_read (DaybookJsonReader *reader);

G_END_DECLS
