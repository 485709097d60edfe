/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/daybook-source.h"

G_BEGIN_DECLS

/* What is asked of the calendar list, as a `fields` mask. */
extern const char daybook_google_calendars_fields[];

/* One page of calendarList.list. */
typedef struct
{
  GPtrArray *sources; /* (owned) DaybookSource, in page order */
  GPtrArray *deleted; /* (owned) char*: calendars that are on the list only to say that they are gone */
  char *next_page;    /* (owned) (nullable) */
} DaybookGoogleCalendars;

void daybook_google_calendars_clear (DaybookGoogleCalendars *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DaybookGoogleCalendars, daybook_google_calendars_clear)

gboolean daybook_google_calendars_parse (DaybookGoogleCalendars *self, GBytes *body, GError **error);

G_END_DECLS
