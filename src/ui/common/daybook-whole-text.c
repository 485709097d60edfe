/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What does not fit is shortened, and shown whole in a tooltip: in every window, for every label, and only while it is
 * shortened. */
#include "common/daybook-whole-text.h"

/* (transfer full) (nullable) The whole text of @widget where it is a label that shows less. */
char *
daybook_whole_text_find (GtkWidget *widget)
{
  if (!GTK_IS_LABEL (widget) || gtk_label_get_ellipsize (GTK_LABEL (widget)) == PANGO_ELLIPSIZE_NONE
      || !pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (widget))))
    return NULL;
  return g_strdup (gtk_label_get_text (GTK_LABEL (widget)));
}

/* For what has the focus: each shortened text in it. */
static void
collect (GtkWidget *widget, GPtrArray *texts)
{
  char *text = gtk_widget_get_mapped (widget) ? daybook_whole_text_find (widget) : NULL;

  if (text != NULL)
    g_ptr_array_add (texts, text);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect (child, texts);
}

/* The window is asked last: whoever has a tooltip of its own has told it. */
static gboolean
on_query_tooltip_cb (GtkWindow *window, int x, int y, gboolean by_keyboard, GtkTooltip *tooltip)
{
  g_autofree char *text = NULL;

  if (by_keyboard)
    {
      GtkWidget *focus = gtk_window_get_focus (window);
      g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

      if (focus != NULL)
        collect (focus, texts);
      g_ptr_array_add (texts, NULL);
      text = texts->len > 1 ? g_strjoinv ("\n", (char **) texts->pdata) : NULL;
    }
  else
    {
      GtkWidget *widget = gtk_widget_pick (GTK_WIDGET (window), x, y, GTK_PICK_INSENSITIVE | GTK_PICK_NON_TARGETABLE);

      text = widget != NULL ? daybook_whole_text_find (widget) : NULL;
    }
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
on_toplevels_cb (GListModel *toplevels, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      gtk_widget_set_has_tooltip (window, TRUE);
      g_signal_connect (window, "query-tooltip", G_CALLBACK (on_query_tooltip_cb), NULL);
    }
}

/* From now on, in every window of the program. */
void
daybook_whole_text_watch (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  g_signal_connect (toplevels, "items-changed", G_CALLBACK (on_toplevels_cb), NULL);
  on_toplevels_cb (toplevels, 0, 0, g_list_model_get_n_items (toplevels));
}
