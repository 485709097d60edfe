/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An address that joins an online meeting. */
typedef struct
{
  char *url;            /* (owned) passed daybook_link_check() */
  const char *provider; /* static: "meet", "teams", "zoom", "webex", "whereby" or "jitsi" */
  char *id;             /* (owned) what the service calls the meeting, or its room */
} DaybookMeetingLink;

DaybookMeetingLink *daybook_meeting_link_find (const char *text);
DaybookMeetingLink *daybook_meeting_link_parse (const char *address);
void daybook_meeting_link_free (DaybookMeetingLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DaybookMeetingLink, daybook_meeting_link_free)

G_END_DECLS
