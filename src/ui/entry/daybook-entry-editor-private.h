/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "common/daybook-date-button.h"
#include "common/daybook-project-picker.h"
#include "entry/daybook-entry-editor.h"
#include "entry/daybook-entry-meeting.h"

G_BEGIN_DECLS

struct _DaybookEntryEditor
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace; /* (owned) (nullable) */
  DaybookEntry *saved;         /* (owned) (nullable) as it was read */
  DaybookEntry *edited;        /* (owned) (nullable) as the fields have it */
  gboolean filling;            /* the fields are being set, not edited */
  gboolean saving;

  /* Template children */
  GtkBox *content;
  GtkLabel *message;
  GtkWidget *fields;
  GtkEditable *title;
  DaybookDateButton *day;
  GtkEditable *start;
  GtkEditable *end;
  GtkEditable *duration;
  DaybookProjectPicker *project;
  GtkSwitch *billable;
  GtkLabel *amount;
  GtkEditable *tags;
  GtkTextView *notes;
  GtkDropDown *status;
  DaybookEntryMeeting *meeting;
  GtkWidget *buttons;
  GtkWidget *save_button;
};

/* daybook-entry-editor-fields.c */
void daybook_entry_editor_class_bind_fields (GtkWidgetClass *widget_class);
void daybook_entry_editor_init_fields (DaybookEntryEditor *self);
void daybook_entry_editor_fill (DaybookEntryEditor *self);
void daybook_entry_editor_fill_times (DaybookEntryEditor *self);
void daybook_entry_editor_update (DaybookEntryEditor *self);
void daybook_entry_editor_say (DaybookEntryEditor *self, const char *message);
const char *daybook_entry_editor_get_problem (DaybookEntryEditor *self);

G_END_DECLS
