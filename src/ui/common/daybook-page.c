/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-page.h"

G_DEFINE_INTERFACE (DaybookPage, daybook_page, GTK_TYPE_WIDGET)

static void
daybook_page_default_init (DaybookPageInterface *iface)
{
  g_object_interface_install_property (
    iface, g_param_spec_object ("workspace", NULL, NULL, DAYBOOK_TYPE_WORKSPACE,
                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS));
}

gboolean
daybook_page_show_item (DaybookPage *self, DaybookKind kind, gint64 id)
{
  DaybookPageInterface *iface;

  g_return_val_if_fail (DAYBOOK_IS_PAGE (self), FALSE);

  iface = DAYBOOK_PAGE_GET_IFACE (self);
  return iface->shows_kind != NULL && iface->shows_kind (kind) && iface->show_item (self, kind, id);
}

/* Whether a page of @type, made or not, has a place for items of @kind. */
gboolean
daybook_page_type_shows (GType type, DaybookKind kind)
{
  g_autoptr (GTypeClass) klass = NULL;
  DaybookPageInterface *iface;

  g_return_val_if_fail (g_type_is_a (type, DAYBOOK_TYPE_PAGE), FALSE);

  klass = g_type_class_ref (type);
  iface = g_type_interface_peek (klass, DAYBOOK_TYPE_PAGE);
  return iface->shows_kind != NULL && iface->shows_kind (kind);
}

static gboolean
on_key_cb (GtkWidget *widget, GVariant *arguments, gpointer action)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_activate_action (widget, action, NULL);
}

/* Keys that work everywhere in the window, but only while this page is the one that is seen. */
void
daybook_page_add_keys (DaybookPage *self, const DaybookPageKey *keys, gsize n_keys)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (controller), GTK_SHORTCUT_SCOPE_GLOBAL);
  for (gsize i = 0; i < n_keys; i++)
    gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_keyval_trigger_new (keys[i].key, keys[i].modifiers),
                        gtk_callback_action_new (on_key_cb, (gpointer) keys[i].action, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
