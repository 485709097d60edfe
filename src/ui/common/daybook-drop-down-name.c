/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-drop-down-name.h"

#include <glib/gi18n.h>

static void
on_chosen_cb (GtkDropDown *drop_down, GParamSpec *pspec, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));
  GtkStringObject *item = gtk_drop_down_get_selected_item (drop_down);
  /* Translators: a choice and what was chosen, for a screen reader: "Status: Failed" */
  g_autofree char *text = g_strdup_printf (_("%s: %s"), name, item != NULL ? gtk_string_object_get_string (item) : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
free_name (gpointer name, GClosure *closure)
{
  g_free (name);
}

void
daybook_drop_down_name_tell (GtkDropDown *drop_down, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_data (drop_down, "notify::selected-item", G_CALLBACK (on_chosen_cb), g_strdup (name), free_name, 0);
  on_chosen_cb (drop_down, NULL, name);
}
