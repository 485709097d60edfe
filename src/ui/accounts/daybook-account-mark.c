/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accounts/daybook-account-line.h"

#include <glib/gi18n.h>

#include "common/daybook-service-tile.h"

struct _DaybookAccountLine
{
  GtkButton parent_instance;

  DaybookAccountRow *row; /* (owned) */
  GtkLabel *label;
};

G_DEFINE_FINAL_TYPE (DaybookAccountLine, daybook_account_line, GTK_TYPE_BUTTON)

static void
update (DaybookAccountLine *self)
{
  g_autoptr (DaybookAccountWords) words = daybook_account_row_describe (self->row);
  /* Translators: the name of an account, how it is doing: "Gmail: Synced 4 minutes ago" */
  g_autofree char *text = g_strdup_printf (_("%s: %s"), daybook_account_row_get_account (self->row)->name, words->text);

  gtk_label_set_label (self->label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
daybook_account_line_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_ACCOUNT_LINE (object)->row);
  G_OBJECT_CLASS (daybook_account_line_parent_class)->finalize (object);
}

static void
daybook_account_line_class_init (DaybookAccountLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = daybook_account_line_finalize;
}

static void
daybook_account_line_init (DaybookAccountLine *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self), "account-line");
}

GtkWidget *
daybook_account_line_new (DaybookAccountRow *row)
{
  DaybookAccountLine *self = g_object_new (DAYBOOK_TYPE_ACCOUNT_LINE, NULL);
  const DaybookAccount *account = daybook_account_row_get_account (row);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *tile = daybook_service_tile_new (account->provider, 24);

  self->row = g_object_ref (row);
  gtk_widget_add_css_class (tile, "log-tile");
  gtk_box_append (GTK_BOX (box), tile);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->label));
  gtk_button_set_child (GTK_BUTTON (self), box);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "x", account->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "account.open");
  g_signal_connect_object (row, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "progress", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}

DaybookAccountRow *
daybook_account_line_get_row (DaybookAccountLine *self)
{
  return self->row;
}
