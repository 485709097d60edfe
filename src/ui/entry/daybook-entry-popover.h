/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "entry/daybook-entry-editor.h"

G_BEGIN_DECLS

/* The editor of an entry beside whatever shows it. Closing it saves, Escape and Cancel do not. */
#define DAYBOOK_TYPE_ENTRY_POPOVER (daybook_entry_popover_get_type ())
G_DECLARE_FINAL_TYPE (DaybookEntryPopover, daybook_entry_popover, DAYBOOK, ENTRY_POPOVER, GtkPopover)

GtkWidget *daybook_entry_popover_new (DaybookWorkspace *workspace);
DaybookEntryEditor *daybook_entry_popover_get_editor (DaybookEntryPopover *self);
gboolean daybook_entry_popover_open (DaybookEntryPopover *self, gint64 id);

G_END_DECLS
