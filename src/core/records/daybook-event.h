/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "base/daybook-time.h"

G_BEGIN_DECLS

typedef enum
{
  DAYBOOK_EVENT_SINGLE = 0,
  DAYBOOK_EVENT_MASTER = 1,     /* carries the rule; is never itself shown in a day */
  DAYBOOK_EVENT_EXCEPTION = 2,  /* one instance that the service described by itself */
  DAYBOOK_EVENT_OCCURRENCE = 3, /* derived by our own expansion (or a service's window) */
} DaybookEventKind;

typedef enum
{
  DAYBOOK_EVENT_CONFIRMED = 0,
  DAYBOOK_EVENT_TENTATIVE = 1,
  DAYBOOK_EVENT_CANCELLED = 2,
} DaybookEventStatus;

typedef enum
{
  DAYBOOK_RESPONSE_NONE = 0,
  DAYBOOK_RESPONSE_ACCEPTED = 1,
  DAYBOOK_RESPONSE_TENTATIVE = 2,
  DAYBOOK_RESPONSE_DECLINED = 3,
  DAYBOOK_RESPONSE_NEEDS_ACTION = 4,
  DAYBOOK_RESPONSE_ORGANIZER = 5,
} DaybookResponse;

typedef enum
{
  DAYBOOK_BUSY_BUSY = 0,
  DAYBOOK_BUSY_FREE = 1,
  DAYBOOK_BUSY_TENTATIVE = 2,
  DAYBOOK_BUSY_OUT_OF_OFFICE = 3,
  DAYBOOK_BUSY_ELSEWHERE = 4,
} DaybookBusy;

typedef enum
{
  DAYBOOK_IMPORTANCE_LOW = 0,
  DAYBOOK_IMPORTANCE_NORMAL = 1,
  DAYBOOK_IMPORTANCE_HIGH = 2,
} DaybookImportance;

typedef enum
{
  DAYBOOK_ZONE_FLOATING = 1 << 0, /* wall time of wherever the person is */
  DAYBOOK_ZONE_UNKNOWN = 1 << 1,  /* a zone name nobody knows: kept as floating, and said so */
} DaybookZoneFlags;

/* One event as a service delivered it or as our expansion derived it. All text is owned, valid UTF-8
 * and may be NULL unless said otherwise. In an occurrence every descriptive field that is NULL (title
 * to color) is its master's: the store's reading functions fill them in. */
typedef struct
{
  gint64 id;        /* 0 before it is stored */
  gint64 source_id;
  char *external_id; /* never NULL */
  DaybookEventKind kind;
  gint64 series_id;          /* row of the master, 0 = none or not yet known */
  char *series_external_id;  /* what an exception names its master by; not stored */
  gint64 original_start;     /* identity of an instance: instant, all-day: day * 86400;
                                DAYBOOK_INSTANT_NONE when it is no instance */
  char *ical_uid;
  char *title;
  char *description; /* plain text */
  char *location;
  char *url;
  char *conference_url;
  char *conference_provider; /* meet teams zoom webex whereby jitsi ... */
  char *conference_id;
  char *organizer; /* address */
  char *organizer_name;
  char *attendees; /* JSON array of {name, address, response} */
  int attendee_count;
  char *categories; /* JSON array of text */
  char *color;      /* #rrggbb */
  gboolean is_organizer;
  DaybookEventStatus status;
  DaybookResponse response;
  DaybookBusy busy;
  DaybookImportance importance;
  gboolean is_private;
  gboolean all_day;
  gint64 range_start; /* instant; all-day: start day * 86400 */
  gint64 range_end;   /* exclusive; all-day: exclusive end day * 86400 */
  gint64 start_wall;  /* wall clock of the start in its zone, as if UTC; DAYBOOK_INSTANT_NONE unknown */
  char *time_zone;    /* IANA name */
  DaybookZoneFlags zone_flags;
  char *rrule; /* RRULE, RDATE, EXDATE content lines of a master, LF between */
  char *etag;
  guint64 hash;
  gint64 sequence;
  gint64 updated_at; /* DAYBOOK_INSTANT_NONE unknown */
  /* Filled in when read for people; not stored with the event. */
  gint64 entry_id; /* time entry made of it, 0 = none */
} DaybookEvent;

DaybookEvent *daybook_event_new (void);
DaybookEvent *daybook_event_copy (const DaybookEvent *self);
void daybook_event_free (DaybookEvent *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookEvent, daybook_event_free)

/* Words as the database and interfaces.md have them; static. */
const char *daybook_event_status_to_string (DaybookEventStatus status);
const char *daybook_response_to_string (DaybookResponse response); /* NULL for NONE */
const char *daybook_busy_to_string (DaybookBusy busy);
const char *daybook_importance_to_string (DaybookImportance importance);

G_END_DECLS
