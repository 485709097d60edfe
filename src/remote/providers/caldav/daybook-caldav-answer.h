/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Limits of what a calendar server may answer: deeper or longer ones are refused (reliability.md section 2). */
#define DAYBOOK_CALDAV_MAX_DEPTH 32
#define DAYBOOK_CALDAV_MAX_RESPONSES 100000
#define DAYBOOK_CALDAV_MAX_OBJECT (4 * 1024 * 1024) /* bytes of one calendar object */

/* What a server says of one resource (RFC 4918 section 14.24): properties that it has (2xx) alone. All text
 * is owned and nullable. */
typedef struct
{
  char *href;   /* as written; never NULL */
  guint status; /* of the whole; 200 where at least one property was found */
  char *etag;
  char *data; /* calendar-data */
  char *name;
  char *color;
  char *ctag;
  char *sync_token;
  char *zone; /* calendar-timezone, a VTIMEZONE */
  char *owner;            /* href */
  char *principal;        /* href */
  char *default_calendar; /* href */
  GPtrArray *homes;     /* (owned) (nullable) char*: hrefs */
  GPtrArray *addresses; /* (owned) (nullable) char*: calendar-user-address-set */
  gboolean is_collection;
  gboolean is_calendar;
  gboolean is_shared; /* by somebody else */
  gboolean has_components; /* supported-calendar-component-set was there */
  gboolean has_events;     /* VEVENT is in it */
  gboolean has_privileges; /* current-user-privilege-set was there */
  gboolean can_write;
  gboolean is_unauthenticated; /* of the principal */
  gboolean is_too_large;       /* its data was, and is not kept */
} DaybookCaldavResponse;

/* A multistatus, or the body of an error that names its precondition. */
typedef struct
{
  GPtrArray *responses; /* (owned) DaybookCaldavResponse, as they came; empty for an error */
  char *sync_token;     /* (owned) (nullable) of the report */
  gboolean is_multistatus;
  gboolean is_bad_sync_token; /* DAV:valid-sync-token is violated (RFC 6578 section 3.2) */
} DaybookCaldavAnswer;

void daybook_caldav_answer_clear (DaybookCaldavAnswer *self);
gboolean daybook_caldav_answer_parse (DaybookCaldavAnswer *self, GBytes *body, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookCaldavAnswer, daybook_caldav_answer_clear)

G_END_DECLS
