/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-chart-card.h"

#include <glib/gi18n.h>

#include "common/daybook-dot.h"
#include "common/daybook-wrap-layout.h"
#include "insights/daybook-chart-table.h"

struct _DaybookChartCard
{
  AdwBin parent_instance;

  DaybookChartData *data; /* (owned) (nullable) */
  GtkWidget *chart;       /* (owned) */

  /* Template children */
  GtkLabel *title;
  GtkWidget *series;
  GtkLabel *total;
  GtkToggleButton *table_button;
  AdwBin *body;
  GtkWidget *legend;
};

G_DEFINE_FINAL_TYPE (DaybookChartCard, daybook_chart_card, ADW_TYPE_BIN)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Legends -------------------------------------------------------------------------------------------------- */

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_widget_unparent (child);
}

static GtkWidget *
make_dot (DaybookChartCard *self, const char *color, const char *hue)
{
  GdkRGBA rgba;
  g_autofree char *text = NULL;

  daybook_chart_get_color (GTK_WIDGET (self), color, hue, &rgba);
  text = g_strdup_printf ("#%02x%02x%02x", (int) (rgba.red * 255 + 0.5), (int) (rgba.green * 255 + 0.5),
                          (int) (rgba.blue * 255 + 0.5));
  return daybook_dot_new (text);
}

static GtkWidget *
make_key (DaybookChartCard *self, const char *name, const char *color, const char *hue)
{
  GtkWidget *key = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (name);

  gtk_box_append (GTK_BOX (key), make_dot (self, color, hue));
  gtk_box_append (GTK_BOX (key), label);
  return key;
}

/* Of a strip each part with its name and value: the parts themselves have no room for words. */
static void
fill_legend (DaybookChartCard *self)
{
  gboolean wanted = self->data->kind == DAYBOOK_CHART_STRIP;

  clear (self->legend);
  for (guint i = 0; wanted && i < self->data->items->len; i++)
    {
      const DaybookChartItem *item = self->data->items->pdata[i];
      GtkWidget *key = make_key (self, item->name, item->color, item->hue);
      GtkWidget *value = gtk_label_new (item->texts[0]);

      gtk_widget_add_css_class (value, "dim-label");
      gtk_widget_add_css_class (value, "numeric");
      gtk_box_append (GTK_BOX (key), value);
      gtk_widget_set_parent (key, self->legend);
    }
  gtk_widget_set_visible (self->legend, wanted && !gtk_toggle_button_get_active (self->table_button));
}

static void
fill_series (DaybookChartCard *self)
{
  clear (self->series);
  for (int i = 0; i < self->data->n_series && self->data->n_series > 1; i++)
    {
      GtkWidget *key = make_key (self, self->data->series[i], NULL, self->data->hues[i]);

      gtk_widget_add_css_class (key, "caption");
      gtk_box_append (GTK_BOX (self->series), key);
    }
}

/* The body ------------------------------------------------------------------------------------------------- */

static void
show_body (DaybookChartCard *self)
{
  gboolean as_table = gtk_toggle_button_get_active (self->table_button);
  g_autofree char *words = NULL;

  if (self->data == NULL)
    return;
  adw_bin_set_child (self->body, as_table ? daybook_chart_table_new (self->data) : self->chart);
  fill_legend (self);
  /* Translators: a button; the name of a chart, then what is done with it */
  words = g_strdup_printf (_("%s: Show as Table"), self->data->title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->table_button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
on_table_toggled_cb (DaybookChartCard *self)
{
  show_body (self);
}

static void
on_chosen_cb (DaybookChart *chart, DaybookChartBar *bar, DaybookChartCard *self)
{
  const DaybookChartItem *item = daybook_chart_bar_get_item (bar);

  if (item != NULL && item->leads)
    g_signal_emit (self, signals[CHOSEN], 0, bar);
}

void
daybook_chart_card_set_data (DaybookChartCard *self, DaybookChartData *data)
{
  DaybookChartData *old = self->data;

  g_return_if_fail (DAYBOOK_IS_CHART_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self), data->items->len > 0);
  if (old != NULL && daybook_chart_data_is_equal (old, data))
    {
      daybook_chart_data_free (data);
      return;
    }
  self->data = data;
  gtk_label_set_label (self->title, data->title);
  gtk_label_set_label (self->total, data->total);
  gtk_widget_set_visible (GTK_WIDGET (self->total), data->total != NULL);
  daybook_chart_set_data (DAYBOOK_CHART (self->chart), data);
  /* Columns grow with the room there is, rows and a strip do not. */
  gtk_widget_set_vexpand (self->chart, data->kind == DAYBOOK_CHART_COLUMNS);
  fill_series (self);
  show_body (self);
  daybook_chart_data_free (old);
}

/* The type ------------------------------------------------------------------------------------------------ */

static void
daybook_chart_card_dispose (GObject *object)
{
  DaybookChartCard *self = DAYBOOK_CHART_CARD (object);

  if (self->legend != NULL)
    clear (self->legend);
  gtk_widget_dispose_template (GTK_WIDGET (self), DAYBOOK_TYPE_CHART_CARD);
  g_clear_object (&self->chart);
  g_clear_pointer (&self->data, daybook_chart_data_free);
  G_OBJECT_CLASS (daybook_chart_card_parent_class)->dispose (object);
}

static void
daybook_chart_card_class_init (DaybookChartCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = daybook_chart_card_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  DAYBOOK_TYPE_CHART_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/daybookapp/Daybook/insights/daybook-chart-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DaybookChartCard, title);
  gtk_widget_class_bind_template_child (widget_class, DaybookChartCard, series);
  gtk_widget_class_bind_template_child (widget_class, DaybookChartCard, total);
  gtk_widget_class_bind_template_child (widget_class, DaybookChartCard, table_button);
  gtk_widget_class_bind_template_child (widget_class, DaybookChartCard, body);
  gtk_widget_class_bind_template_child (widget_class, DaybookChartCard, legend);
  gtk_widget_class_bind_template_callback (widget_class, on_table_toggled_cb);
}

static void
daybook_chart_card_init (DaybookChartCard *self)
{
  self->chart = g_object_ref_sink (daybook_chart_new ());
  g_signal_connect_object (self->chart, "chosen", G_CALLBACK (on_chosen_cb), self, 0);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_layout_manager (self->legend, daybook_wrap_layout_new (24, 6));
  gtk_widget_set_layout_manager (self->series, daybook_wrap_layout_new (12, 2));
  daybook_wrap_layout_set_at_end (DAYBOOK_WRAP_LAYOUT (gtk_widget_get_layout_manager (self->series)), TRUE);
  adw_bin_set_child (self->body, self->chart);
}
