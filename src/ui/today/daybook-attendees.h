/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "records/daybook-event.h"

G_BEGIN_DECLS

/* One of those who were asked to a meeting. */
typedef struct
{
  char *name;     /* (owned) one line, never empty: the address where no name is known */
  char *address;  /* (owned) (nullable) */
  char *response; /* (owned) (nullable) as daybook_response_to_string() writes it */
} DaybookAttendee;

void daybook_attendee_free (DaybookAttendee *self);
GPtrArray *daybook_attendees_list (const DaybookEvent *event);
const char *daybook_attendee_describe_response (const DaybookAttendee *self);

G_END_DECLS
