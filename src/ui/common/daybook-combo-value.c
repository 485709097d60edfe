/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-combo-value.h"

#include "common/daybook-text-scale.h"

/* So many characters of a value are seen at least; with large text, which leaves less room for the rest, fewer. */
#define LEAST 20
#define LEAST_LARGE 9

static void
fit (GtkLabel *label)
{
  int least = daybook_text_scale_get (GTK_WIDGET (label)) > 1.3 ? LEAST_LARGE : LEAST;

  gtk_label_set_width_chars (label, MIN ((int) g_utf8_strlen (gtk_label_get_label (label), -1), least));
}

static gboolean
on_idle_cb (gpointer label)
{
  fit (label);
  return G_SOURCE_REMOVE;
}

/* The text has its new size a little later. */
static void
on_text_size_cb (GtkLabel *label)
{
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_idle_cb, g_object_ref (label), g_object_unref);
}

static void
on_setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", G_CALLBACK (on_text_size_cb), label,
                           G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, label);
}

static void
on_bind_cb (GtkListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  GObject *object = gtk_list_item_get_item (item);
  GtkExpression *expression = adw_combo_row_get_expression (row);
  g_auto (GValue) value = G_VALUE_INIT;
  const char *text = "";

  if (expression != NULL && gtk_expression_evaluate (expression, object, &value))
    text = g_value_get_string (&value);
  else if (GTK_IS_STRING_OBJECT (object))
    text = gtk_string_object_get_string (GTK_STRING_OBJECT (object));
  gtk_label_set_label (label, text);
  fit (label);
}

/* The chosen value of @row is seen whole: by itself a row shortens it to "A…" before its subtitle takes a second line. The list that opens stays as it is. */
void
daybook_combo_value_show_whole (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) factory = NULL;

  g_return_if_fail (ADW_IS_COMBO_ROW (row));

  if (adw_combo_row_get_list_factory (row) != NULL)
    return;
  factory = gtk_signal_list_item_factory_new ();
  adw_combo_row_set_list_factory (row, adw_combo_row_get_factory (row));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_cb), row, 0);
  adw_combo_row_set_factory (row, factory);
}
