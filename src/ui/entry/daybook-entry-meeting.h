/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "common/daybook-workspace.h"
#include "records/daybook-entry.h"

G_BEGIN_DECLS

/* The meeting that an entry was made of: what it is, what became of it since, and a choice between its
 * time and the entry's. Hidden for an entry without one.
 *
 * Signals: "take-time" (gint64 start, gint64 end): the entry shall have the meeting's time; "keep-time"
 * (gint64 start, gint64 end): it shall stay as it is, though the meeting is then (DAYBOOK_INSTANT_NONE: is
 * gone); "show-event" (gint64 event): the person wants to see it. */
#define DAYBOOK_TYPE_ENTRY_MEETING (daybook_entry_meeting_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEntryMeeting, daybook_entry_meeting, DAYBOOK, ENTRY_MEETING, GtkBox)

void daybook_entry_meeting_show_entry (DaybookEntryMeeting *self,
                                       DaybookWorkspace *workspace,
                                       const DaybookEntry *entry);
gboolean daybook_entry_meeting_asks (DaybookEntryMeeting *self);

G_END_DECLS
