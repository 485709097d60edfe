/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inbox/daybook-inbox-editor.h"

#include <glib/gi18n.h>

#include "common/daybook-date-button.h"
#include "common/daybook-drop-down-name.h"
#include "inbox/daybook-inbox-changes.h"

struct _DaybookInboxEditor
{
  AdwBin parent_instance;

  DaybookWorkspace *workspace;  /* (owned) (nullable) */
  DaybookSuggestion *suggestion; /* (owned) (nullable) which one, as it was opened: id and version only */

  /* Template children */
  GtkEntry *title;
  GtkCheckButton *has_due;
  DaybookDateButton *due;
  GtkDropDown *priority;
  GtkButton *save;
};

G_DEFINE_FINAL_TYPE (DaybookInboxEditor, daybook_inbox_editor, ADW_TYPE_BIN)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static char *
dup_title (DaybookInboxEditor *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title))));
}

static void
on_changed_cb (DaybookInboxEditor *self)
{
  g_autofree char *title = dup_title (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->save), *title != '\0');
}

static void
on_save_cb (DaybookInboxEditor *self)
{
  g_autofree char *title = dup_title (self);
  gboolean due = gtk_check_button_get_active (self->has_due);

  if (*title == '\0' || self->suggestion == NULL)
    return;
  daybook_inbox_changes_edit (self->workspace, self->suggestion, title,
                              due ? daybook_date_button_get_day (self->due) : DAYBOOK_DAY_NONE,
                              (DaybookPriority) gtk_drop_down_get_selected (self->priority));
  g_signal_emit (self, signals[DONE], 0);
}

static void
daybook_inbox_editor_finalize (GObject *object)
{
  DaybookInboxEditor *self = DAYBOOK_INBOX_EDITOR (object);

  g_clear_object (&self->workspace);
  daybook_suggestion_free (self->suggestion);
  G_OBJECT_CLASS (daybook_inbox_editor_parent_class)->finalize (object);
}

static void
daybook_inbox_editor_class_init (DaybookInboxEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_inbox_editor_finalize;
  signals[DONE] =
    g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  g_type_ensure (DAYBOOK_TYPE_DATE_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/inbox/daybook-inbox-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxEditor, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxEditor, has_due);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxEditor, due);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxEditor, priority);
  gtk_widget_class_bind_template_child (widget_class, DaybookInboxEditor, save);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_cb);
}

static void
daybook_inbox_editor_init (DaybookInboxEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  daybook_date_button_set_name (self->due, _("Due"));
  daybook_drop_down_name_tell (self->priority, _("Priority"));
}

/* Shows @suggestion as it is now, to be changed. */
void
daybook_inbox_editor_edit (DaybookInboxEditor *self, DaybookWorkspace *workspace, const DaybookSuggestion *suggestion)
{
  g_return_if_fail (DAYBOOK_IS_INBOX_EDITOR (self));

  g_set_object (&self->workspace, workspace);
  daybook_suggestion_free (self->suggestion);
  self->suggestion = daybook_suggestion_new ();
  self->suggestion->id = suggestion->id;
  self->suggestion->version = suggestion->version;
  gtk_editable_set_text (GTK_EDITABLE (self->title), suggestion->title);
  gtk_check_button_set_active (self->has_due, suggestion->due_day != DAYBOOK_DAY_NONE);
  daybook_date_button_set_day (self->due, suggestion->due_day != DAYBOOK_DAY_NONE
                                            ? suggestion->due_day
                                            : daybook_workspace_get_today (workspace) + 1);
  gtk_drop_down_set_selected (self->priority, suggestion->priority);
  on_changed_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->title));
}
