/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "common/daybook-workspace.h"

G_BEGIN_DECLS

/* Everything about one time entry, to be edited and saved at once: with Undo, and only over the version
 * that the person saw. Put into a popover or a page.
 *
 * Property "workspace". Signals: "done": saved, deleted or given up: close it; "show-event" (gint64): the
 * person wants to see the meeting it was made of. */
#define DAYBOOK_TYPE_ENTRY_EDITOR (daybook_entry_editor_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEntryEditor, daybook_entry_editor, DAYBOOK, ENTRY_EDITOR, AdwBin)

gboolean daybook_entry_editor_open (DaybookEntryEditor *self, gint64 id);
gint64 daybook_entry_editor_get_id (DaybookEntryEditor *self);
void daybook_entry_editor_leave (DaybookEntryEditor *self);
void daybook_entry_editor_give_up (DaybookEntryEditor *self);

G_END_DECLS
