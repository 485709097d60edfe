/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry/daybook-entry-popover.h"

#include <glib/gi18n.h>

struct _DaybookEntryPopover
{
  GtkPopover parent_instance;

  DaybookEntryEditor *editor;
};

G_DEFINE_FINAL_TYPE (DaybookEntryPopover, daybook_entry_popover, GTK_TYPE_POPOVER)

static void
on_done_cb (DaybookEntryEditor *editor, DaybookEntryPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_closed_cb (DaybookEntryPopover *self)
{
  daybook_entry_editor_leave (self->editor);
}

/* Before the popover takes it for closing. A list or calendar that is open in it closes first. */
static gboolean
on_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, DaybookEntryPopover *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (key != GDK_KEY_Escape
      || (focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != GTK_WIDGET (self)))
    return GDK_EVENT_PROPAGATE;
  daybook_entry_editor_give_up (self->editor);
  return GDK_EVENT_STOP;
}

static void
daybook_entry_popover_class_init (DaybookEntryPopoverClass *klass)
{
}

static void
daybook_entry_popover_init (DaybookEntryPopover *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->editor = g_object_new (DAYBOOK_TYPE_ENTRY_EDITOR, "width-request", 360, NULL);
  gtk_popover_set_child (GTK_POPOVER (self), GTK_WIDGET (self->editor));
  gtk_widget_add_css_class (GTK_WIDGET (self), "entry-popover");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Time entry"), -1);
  g_signal_connect (self->editor, "done", G_CALLBACK (on_done_cb), self);
  g_signal_connect (self, "closed", G_CALLBACK (on_closed_cb), NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
daybook_entry_popover_new (DaybookWorkspace *workspace)
{
  DaybookEntryPopover *self = g_object_new (DAYBOOK_TYPE_ENTRY_POPOVER, NULL);

  g_object_set (self->editor, "workspace", workspace, NULL);
  return GTK_WIDGET (self);
}

/* (transfer none) */
DaybookEntryEditor *
daybook_entry_popover_get_editor (DaybookEntryPopover *self)
{
  return self->editor;
}

/* Shows the entry of @id; FALSE: there is none. The caller has set what it points to. */
gboolean
daybook_entry_popover_open (DaybookEntryPopover *self, gint64 id)
{
  g_return_val_if_fail (DAYBOOK_IS_ENTRY_POPOVER (self), FALSE);

  if (!daybook_entry_editor_open (self->editor, id))
    return FALSE;
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
  return TRUE;
}
