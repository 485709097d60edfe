/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "providers/daybook-request.h"

G_BEGIN_DECLS

/* What is asked of a calendar server. */
typedef enum
{
  DAYBOOK_CALDAV_ASK_PRINCIPAL, /* who I am, and where my calendars are */
  DAYBOOK_CALDAV_ASK_CALENDARS, /* the calendars of a home, with what is shown of them */
  DAYBOOK_CALDAV_ASK_CHANGES,   /* the same, but only whether something has changed in them */
  DAYBOOK_CALDAV_ASK_MARK,      /* whether one calendar has changed */
  DAYBOOK_CALDAV_ASK_ETAGS,     /* what is in a calendar */
} DaybookCaldavAsk;

DaybookRequest *daybook_caldav_request_propfind (const char *address, DaybookCaldavAsk ask);
DaybookRequest *daybook_caldav_request_changes (const char *address, const char *sync_token);
DaybookRequest *daybook_caldav_request_objects (const char *address, char *const *hrefs, guint n_hrefs);
DaybookRequest *daybook_caldav_request_object (const char *address);

G_END_DECLS
