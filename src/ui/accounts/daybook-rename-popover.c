/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-rename-popover.h"

#include "accounts/daybook-account-changes.h"

struct _DaybookRenamePopover
{
  GtkPopover parent_instance;

  DaybookWorkspace *workspace; /* (owned) */
  DaybookAccountRow *row;      /* (owned) */

  /* Template children */
  GtkEntry *entry;
  GtkButton *button;
};

G_DEFINE_FINAL_TYPE (DaybookRenamePopover, daybook_rename_popover, GTK_TYPE_POPOVER)

static char *
get_name (DaybookRenamePopover *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
}

static void
on_changed_cb (GtkEditable *entry, DaybookRenamePopover *self)
{
  g_autofree char *name = get_name (self);

  gtk_widget_set_sensitive (GTK_WIDGET (self->button), *name != '\0');
}

static void
on_rename_clicked_cb (GtkButton *button, DaybookRenamePopover *self)
{
  g_autofree char *name = get_name (self);

  if (*name == '\0')
    return;
  if (g_strcmp0 (name, daybook_account_row_get_account (self->row)->name) != 0)
    daybook_account_rename (self->workspace, self->row, name);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static gboolean
on_closed_idle_cb (gpointer data)
{
  gtk_widget_unparent (data);
  return G_SOURCE_REMOVE;
}

/* It is made for one use; the focus is given back first. */
static void
daybook_rename_popover_closed (GtkPopover *popover)
{
  if (GTK_POPOVER_CLASS (daybook_rename_popover_parent_class)->closed != NULL)
    GTK_POPOVER_CLASS (daybook_rename_popover_parent_class)->closed (popover);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_closed_idle_cb, g_object_ref (popover), g_object_unref);
}

static void
daybook_rename_popover_finalize (GObject *object)
{
  DaybookRenamePopover *self = DAYBOOK_RENAME_POPOVER (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->row);
  G_OBJECT_CLASS (daybook_rename_popover_parent_class)->finalize (object);
}

static void
daybook_rename_popover_class_init (DaybookRenamePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = daybook_rename_popover_finalize;
  GTK_POPOVER_CLASS (klass)->closed = daybook_rename_popover_closed;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/accounts/daybook-rename-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookRenamePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, DaybookRenamePopover, button);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_rename_clicked_cb);
}

static void
daybook_rename_popover_init (DaybookRenamePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Pops up beside @parent. */
void
daybook_rename_popover_show (DaybookWorkspace *workspace, DaybookAccountRow *row, GtkWidget *parent)
{
  DaybookRenamePopover *self = g_object_new (DAYBOOK_TYPE_RENAME_POPOVER, NULL);

  self->workspace = g_object_ref (workspace);
  self->row = g_object_ref (row);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), daybook_account_row_get_account (row)->name);
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}
