/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-combo-value.h"

#include "common/daybook-text-scale.h"

/* So many characters of a value are seen at least; with large text, which leaves less room for the rest, fewer. */
#define LEAST 20
#define LEAST_LARGE 9

static void
on_setup_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, "ellipsize", PANGO_ELLIPSIZE_END, NULL));
}

static void
on_bind_cb (GtkListItemFactory *factory, GtkListItem *item, AdwComboRow *row)
{
  GtkLabel *label = GTK_LABEL (gtk_list_item_get_child (item));
  GObject *object = gtk_list_item_get_item (item);
  GtkExpression *expression = adw_combo_row_get_expression (row);
  g_auto (GValue) value = G_VALUE_INIT;
  const char *text = "";
  int least;

  if (expression != NULL && gtk_expression_evaluate (expression, object, &value))
    text = g_value_get_string (&value);
  else if (GTK_IS_STRING_OBJECT (object))
    text = gtk_string_object_get_string (GTK_STRING_OBJECT (object));
  gtk_label_set_label (label, text);
  least = daybook_text_scale_get (GTK_WIDGET (row)) > 1.3 ? LEAST_LARGE : LEAST;
  gtk_label_set_width_chars (label, MIN ((int) g_utf8_strlen (text, -1), least));
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
