/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "insights/daybook-chart-data.h"

G_BEGIN_DECLS

/* One bar of a chart: a button that draws itself, with its name and value for a screen reader, a tooltip and the focus. */
#define DAYBOOK_TYPE_CHART_BAR (daybook_chart_bar_get_type ())
G_DECLARE_FINAL_TYPE (DaybookChartBar, daybook_chart_bar, DAYBOOK, CHART_BAR, GtkButton)

/* How the bars of a chart stand to each other: pixels. */
typedef struct
{
  double most;      /* the value that fills the whole length */
  int name_width;   /* rows: what is kept for names and values */
  int value_width;
  int label_height; /* columns: under the bars */
  int name_every;   /* columns: so many bars share a name, where there is no room for all */
  gboolean is_first; /* strip: has a round end */
  gboolean is_last;
} DaybookChartFrame;

GtkWidget *daybook_chart_bar_new (void);
/* Both live as long as the chart shows them. */
void daybook_chart_bar_set_item (DaybookChartBar *self, const DaybookChartData *data, const DaybookChartItem *item);
const DaybookChartItem *daybook_chart_bar_get_item (DaybookChartBar *self);
void daybook_chart_bar_set_frame (DaybookChartBar *self, const DaybookChartFrame *frame, guint position);

/* The colour that the style sheet or the project gives, before it is made legible. */
void daybook_chart_get_color (GtkWidget *widget, const char *color, const char *hue, GdkRGBA *rgba);
PangoLayout *daybook_chart_make_text (GtkWidget *widget, const char *text, double scale, gboolean bold);

G_END_DECLS
