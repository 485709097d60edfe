/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-activity-popover.h"

#include <glib/gi18n.h>

#include "today/daybook-activity-groups.h"
#include "today/daybook-activity-row.h"

#define MOST_ROWS 200
#define WIDTH 300
#define MOST_HEIGHT 360

static void
on_row_activated_cb (GtkListBox *list, GtkListBoxRow *row, gpointer unused)
{
  const char *link = daybook_activity_row_get_link (DAYBOOK_ACTIVITY_ROW (row));

  if (link != NULL)
    gtk_show_uri (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (list))), link, GDK_CURRENT_TIME);
}

static GtkWidget *
make_heading (const DaybookActivityGroup *group)
{
  g_autofree char *text = daybook_activity_group_describe (group);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 32);
  gtk_widget_add_css_class (label, "heading");
  return label;
}

static GtkWidget *
make_list (const DaybookActivityGroup *group, DaybookZone *zone)
{
  GtkWidget *list = gtk_list_box_new ();
  g_autofree char *name = daybook_activity_group_describe (group);

  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "activities");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  for (guint i = 0; i < MIN (group->items->len, MOST_ROWS); i++)
    gtk_list_box_append (GTK_LIST_BOX (list), daybook_activity_row_new (group->items->pdata[i], zone));
  g_signal_connect (list, "row-activated", G_CALLBACK (on_row_activated_cb), NULL);
  return list;
}

/* @n groups of @groups (DaybookActivityGroup) from @first on; (transfer floating). */
GtkWidget *
daybook_activity_popover_new (GPtrArray *groups, guint first, guint n, DaybookZone *zone)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  for (guint i = first; i < groups->len && i - first < n; i++)
    {
      gtk_box_append (GTK_BOX (box), make_heading (groups->pdata[i]));
      gtk_box_append (GTK_BOX (box), make_list (groups->pdata[i], zone));
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), MOST_HEIGHT);
  gtk_widget_set_size_request (scroller, WIDTH, -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_widget_add_css_class (popover, "activity-popover");
  return popover;
}
