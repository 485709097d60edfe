/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-chart-table.h"

static GtkWidget *
make_cell (const char *text, gboolean is_name, gboolean is_header, GtkSizeGroup *column)
{
  GtkWidget *label
    = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", is_name ? 0.0 : 1.0, "hexpand", is_name, "ellipsize",
                    is_name && !is_header ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE, "accessible-role",
                    is_header ? GTK_ACCESSIBLE_ROLE_COLUMN_HEADER : GTK_ACCESSIBLE_ROLE_CELL, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (is_header)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
    }
  else if (!is_name)
    gtk_widget_add_css_class (label, "numeric");
  if (is_name && !is_header)
    gtk_widget_set_tooltip_text (label, text);
  if (!is_name)
    gtk_size_group_add_widget (column, label);
  return label;
}

static GtkWidget *
make_row (const DaybookChartData *data, const char *name, char *const *texts, gboolean is_header,
          GtkSizeGroup *columns[DAYBOOK_CHART_SERIES])
{
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "spacing", 18, "accessible-role", GTK_ACCESSIBLE_ROLE_ROW, NULL);

  gtk_widget_add_css_class (row, "table-row");
  gtk_box_append (GTK_BOX (row), make_cell (name, TRUE, is_header, NULL));
  for (int i = 0; i < data->n_series; i++)
    gtk_box_append (GTK_BOX (row), make_cell (texts[i], FALSE, is_header, columns[i]));
  return row;
}

GtkWidget *
daybook_chart_table_new (const DaybookChartData *data)
{
  GtkWidget *table = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_TABLE, NULL);
  GtkSizeGroup *columns[DAYBOOK_CHART_SERIES];

  for (int i = 0; i < DAYBOOK_CHART_SERIES; i++)
    columns[i] = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_widget_add_css_class (table, "chart-table");
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL, data->title, -1);
  gtk_box_append (GTK_BOX (table), make_row (data, data->name_column, data->series, TRUE, columns));
  for (guint i = 0; i < data->items->len; i++)
    {
      const DaybookChartItem *item = data->items->pdata[i];

      gtk_box_append (GTK_BOX (table), make_row (data, item->full, item->texts, FALSE, columns));
    }
  for (int i = 0; i < DAYBOOK_CHART_SERIES; i++)
    g_object_unref (columns[i]);
  return table;
}
