/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A chart on a display: its bars are widgets, as many as there are things, and each leads somewhere. */
#include <locale.h>

#include <adwaita.h>

#include "insights/daybook-chart.h"

static DaybookChartData *
make_data (DaybookChartKind kind, int n_series, int n)
{
  DaybookChartData *data = g_new0 (DaybookChartData, 1);

  data->kind = kind;
  data->title = g_strdup ("Hours");
  data->name_column = g_strdup ("Day");
  data->n_series = n_series;
  data->hues[0] = "meetings";
  data->hues[1] = "focus";
  for (int i = 0; i < n_series; i++)
    data->series[i] = g_strdup_printf ("Series %d", i);
  data->items = g_ptr_array_new ();
  for (int i = 0; i < n; i++)
    {
      DaybookChartItem *item = g_new0 (DaybookChartItem, 1);

      item->name = g_strdup_printf ("Item %d", i);
      item->full = g_strdup_printf ("Full item %d", i);
      item->spoken = g_strdup_printf ("%d hours", i);
      item->leads = TRUE;
      item->id = i;
      for (int j = 0; j < n_series; j++)
        {
          item->values[j] = i;
          item->texts[j] = g_strdup_printf ("%d h", i);
        }
      g_ptr_array_add (data->items, item);
    }
  return data;
}

static void
free_data (DaybookChartData *data)
{
  for (guint i = 0; i < data->items->len; i++)
    {
      DaybookChartItem *item = data->items->pdata[i];

      g_free (item->name);
      g_free (item->full);
      g_free (item->spoken);
      for (int j = 0; j < DAYBOOK_CHART_SERIES; j++)
        g_free (item->texts[j]);
      g_free (item);
    }
  daybook_chart_data_free (data);
}

static void
on_chosen_cb (DaybookChart *chart, DaybookChartBar *bar, const DaybookChartItem **chosen)
{
  *chosen = daybook_chart_bar_get_item (bar);
}

/* Bars follow what they are given, in every kind and at any width, and keep to their chart. */
static void
test_bars (void)
{
  static const DaybookChartKind kinds[] = { DAYBOOK_CHART_ROWS, DAYBOOK_CHART_COLUMNS, DAYBOOK_CHART_STRIP };
  static const int counts[] = { 3, 31, 0, 1 };
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *chart = daybook_chart_new ();
  DaybookChartData *last = NULL;

  gtk_window_set_child (window, chart);
  for (guint i = 0; i < G_N_ELEMENTS (kinds) * G_N_ELEMENTS (counts); i++)
    {
      DaybookChartKind kind = kinds[i / G_N_ELEMENTS (counts)];
      int n = counts[i % G_N_ELEMENTS (counts)];
      DaybookChartData *data = make_data (kind, kind == DAYBOOK_CHART_COLUMNS ? 2 : 1, n);
      const int widths[] = { 280, 900 };

      daybook_chart_set_data (DAYBOOK_CHART (chart), data);
      g_clear_pointer (&last, free_data);
      last = data;
      g_assert_cmpuint (daybook_chart_get_n_bars (DAYBOOK_CHART (chart)), ==, (guint) n);
      for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
        {
          int minimum, height;

          gtk_widget_measure (chart, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
          g_assert_cmpint (minimum, <=, 280);
          gtk_widget_measure (chart, GTK_ORIENTATION_VERTICAL, widths[w], &height, NULL, NULL, NULL);
          gtk_widget_size_allocate (chart, &(GtkAllocation){ 0, 0, widths[w], height }, -1);
          for (int j = 0; j < n; j++)
            {
              DaybookChartBar *bar = daybook_chart_get_bar (DAYBOOK_CHART (chart), (guint) j);
              graphene_rect_t bounds;

              g_assert_true (daybook_chart_bar_get_item (bar) == data->items->pdata[j]);
              g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (bar), chart, &bounds));
              g_assert_cmpfloat (bounds.origin.x, >=, 0);
              g_assert_cmpfloat (bounds.origin.x + bounds.size.width, <=, widths[w] + 0.5);
              g_assert_cmpfloat (bounds.origin.y + bounds.size.height, <=, height + 0.5);
            }
        }
    }
  gtk_window_destroy (window);
  free_data (last);
}

static void
test_chosen (void)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  GtkWidget *chart = daybook_chart_new ();
  DaybookChartData *data = make_data (DAYBOOK_CHART_ROWS, 1, 3);
  const DaybookChartItem *chosen = NULL;

  gtk_window_set_child (window, chart);
  daybook_chart_set_data (DAYBOOK_CHART (chart), data);
  g_signal_connect (chart, "chosen", G_CALLBACK (on_chosen_cb), &chosen);
  for (guint i = 0; i < 3; i++)
    {
      g_signal_emit_by_name (daybook_chart_get_bar (DAYBOOK_CHART (chart), i), "clicked");
      g_assert_true (chosen == data->items->pdata[i]);
    }
  gtk_window_destroy (window);
  free_data (data);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/chart/bars", test_bars);
  g_test_add_func ("/chart/chosen", test_chosen);
  return g_test_run ();
}
