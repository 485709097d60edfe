/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-chart-bar.h"

#include <adwaita.h>

#include "common/daybook-card-ground.h"
#include "common/daybook-color.h"
#include "common/daybook-text-scale.h"

#define GAP 2          /* between parts that touch */
#define ROW_BAR 14     /* height of a bar in a row, at the usual text size as all of these */
#define MOST_COLUMN 44 /* width of a column */
#define RADIUS 5
#define SMALL 0.82

struct _DaybookChartBar
{
  GtkButton parent_instance;

  const DaybookChartData *data; /* (unowned) (nullable) the chart's */
  const DaybookChartItem *item; /* (unowned) (nullable) of them */
  DaybookChartFrame frame;
  guint position;
};

G_DEFINE_FINAL_TYPE (DaybookChartBar, daybook_chart_bar, GTK_TYPE_BUTTON)

/* Colours ------------------------------------------------------------------------------------------------- */

void
daybook_chart_get_color (GtkWidget *widget, const char *color, const char *hue, GdkRGBA *rgba)
{
  g_autofree char *name = hue != NULL ? g_strconcat ("chart_", hue, NULL) : NULL;

  if (name == NULL || !gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, rgba))
    daybook_color_parse (color, rgba);
}

static GdkRGBA
get_bar_color (DaybookChartBar *self, int series, const GdkRGBA *ground)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const char *hue = self->item->hue != NULL ? self->item->hue : self->data->hues[series];
  GdkRGBA color;

  daybook_chart_get_color (GTK_WIDGET (self), self->item->color, hue, &color);
  return daybook_color_reach (&color, ground, dark, 3.0);
}

/* Drawing ------------------------------------------------------------------------------------------------- */

PangoLayout *
daybook_chart_make_text (GtkWidget *widget, const char *text, double scale, gboolean bold)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  return layout;
}

static void
draw_box (GtkSnapshot *snapshot, const GdkRGBA *color, float x, float y, float width, float height, float start, float end)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (x, y, MAX (width, 0), MAX (height, 0));
  graphene_size_t first = GRAPHENE_SIZE_INIT (start, start);
  graphene_size_t last = GRAPHENE_SIZE_INIT (end, end);
  GskRoundedRect box;

  gsk_rounded_rect_init (&box, &bounds, &first, &last, &last, &first);
  gtk_snapshot_push_rounded_clip (snapshot, &box);
  gtk_snapshot_append_color (snapshot, color, &bounds);
  gtk_snapshot_pop (snapshot);
}

/* At @x from the edge where lines begin. */
static float
mirror (DaybookChartBar *self, double x, double width)
{
  GtkWidget *widget = GTK_WIDGET (self);

  return (float) (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? gtk_widget_get_width (widget) - x - width : x);
}

static void
draw_text (DaybookChartBar *self, GtkSnapshot *snapshot, PangoLayout *layout, double x, double width, const GdkRGBA *color)
{
  int text_width, text_height;
  gboolean mirrored = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  graphene_point_t at;

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  at.x = mirror (self, x, width) + (mirrored ? (float) width - (float) text_width : 0);
  at.y = ((float) gtk_widget_get_height (GTK_WIDGET (self)) - (float) text_height) / 2;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &at);
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_row (DaybookChartBar *self, GtkSnapshot *snapshot, const GdkRGBA *ground, const GdkRGBA *text)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double scale = daybook_text_scale_get (widget);
  int width = gtk_widget_get_width (widget);
  float height = (float) (ROW_BAR * scale), radius = (float) (RADIUS * scale);
  float top = ((float) gtk_widget_get_height (widget) - height) / 2;
  double from = self->frame.name_width + 12;
  double track = MAX (width - from - self->frame.value_width - 12, 8);
  double length = MAX (track * self->item->values[0] / self->frame.most, self->item->values[0] > 0 ? 3 : 0);
  g_autoptr (PangoLayout) name = daybook_chart_make_text (widget, self->item->name, 1, FALSE);
  g_autoptr (PangoLayout) value = daybook_chart_make_text (widget, self->item->texts[0], 1, TRUE);
  GdkRGBA rail = daybook_color_mix (ground, text, 0.06);
  GdkRGBA color = get_bar_color (self, 0, ground);
  int value_width;

  pango_layout_set_width (name, self->frame.name_width * PANGO_SCALE);
  pango_layout_set_ellipsize (name, PANGO_ELLIPSIZE_END);
  draw_text (self, snapshot, name, 0, self->frame.name_width, text);
  draw_box (snapshot, &rail, mirror (self, from, track), top, (float) track, height, radius, radius);
  draw_box (snapshot, &color, mirror (self, from, length), top, (float) length, height, MIN (radius, (float) length / 2),
            MIN (radius, (float) length / 2));
  pango_layout_get_pixel_size (value, &value_width, NULL);
  draw_text (self, snapshot, value, width - value_width, value_width, text);
}

static void
draw_column (DaybookChartBar *self, GtkSnapshot *snapshot, const GdkRGBA *ground, const GdkRGBA *text)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double scale = daybook_text_scale_get (widget);
  int width = gtk_widget_get_width (widget);
  float bottom = (float) (gtk_widget_get_height (widget) - self->frame.label_height);
  float bar = (float) MIN (MAX (width * 0.62, 3), MOST_COLUMN * scale);
  float x = ((float) width - bar) / 2;
  float y = bottom;
  g_autoptr (PangoLayout) name = NULL;
  GdkRGBA dim = daybook_color_mix (ground, text, 0.7);
  int name_width, name_height, top_series = 0;

  for (int i = 0; i < self->data->n_series; i++)
    top_series = self->item->values[i] > 0 ? i : top_series;
  for (int i = 0; i < self->data->n_series; i++)
    {
      float height = (float) (bottom * self->item->values[i] / self->frame.most);
      float radius = i == top_series ? MIN ((float) (RADIUS * scale), MIN (bar / 2, height)) : 0;
      GdkRGBA color = get_bar_color (self, i, ground);
      graphene_rect_t bounds;
      GskRoundedRect box;

      if (self->item->values[i] <= 0)
        continue;
      height = MAX (height, 2);
      /* A line of the ground tells parts apart that touch. */
      bounds = GRAPHENE_RECT_INIT (x, y - height, bar, height - (y < bottom ? GAP : 0));
      gsk_rounded_rect_init (&box, &bounds, &GRAPHENE_SIZE_INIT (radius, radius), &GRAPHENE_SIZE_INIT (radius, radius),
                             &GRAPHENE_SIZE_INIT (0, 0), &GRAPHENE_SIZE_INIT (0, 0));
      gtk_snapshot_push_rounded_clip (snapshot, &box);
      gtk_snapshot_append_color (snapshot, &color, &bounds);
      gtk_snapshot_pop (snapshot);
      y -= height;
    }
  if (self->frame.name_every > 1 && self->position % (guint) self->frame.name_every != 0)
    return;
  name = daybook_chart_make_text (widget, self->item->name, SMALL, FALSE);
  pango_layout_get_pixel_size (name, &name_width, &name_height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (((float) width - (float) name_width) / 2,
                                                          bottom + (float) (self->frame.label_height - name_height)));
  gtk_snapshot_append_layout (snapshot, name, &dim);
  gtk_snapshot_restore (snapshot);
}

static void
draw_part (DaybookChartBar *self, GtkSnapshot *snapshot, const GdkRGBA *ground)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  float radius = (float) (RADIUS * daybook_text_scale_get (widget));
  float first = self->frame.is_first ? radius : 0, last = self->frame.is_last ? radius : 0;
  GdkRGBA color = get_bar_color (self, 0, ground);

  draw_box (snapshot, &color, 0, 0, (float) gtk_widget_get_width (widget), (float) gtk_widget_get_height (widget),
            mirrored ? last : first, mirrored ? first : last);
}

static void
daybook_chart_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DaybookChartBar *self = DAYBOOK_CHART_BAR (widget);
  GdkRGBA ground, text;

  if (self->item == NULL)
    return;
  daybook_card_get_ground (widget, &ground);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  text = daybook_color_mix (&ground, &text, text.alpha);
  if (self->data->kind == DAYBOOK_CHART_ROWS)
    draw_row (self, snapshot, &ground, &text);
  else if (self->data->kind == DAYBOOK_CHART_COLUMNS)
    draw_column (self, snapshot, &ground, &text);
  else
    draw_part (self, snapshot, &ground);
}

/* The type ------------------------------------------------------------------------------------------------ */

static void
daybook_chart_bar_class_init (DaybookChartBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = daybook_chart_bar_snapshot;
  gtk_widget_class_set_css_name (widget_class, "chartbar");
}

static void
daybook_chart_bar_init (DaybookChartBar *self)
{
}

GtkWidget *
daybook_chart_bar_new (void)
{
  return g_object_new (DAYBOOK_TYPE_CHART_BAR, NULL);
}

void
daybook_chart_bar_set_item (DaybookChartBar *self, const DaybookChartData *data, const DaybookChartItem *item)
{
  g_autofree char *words = g_strdup_printf ("%s: %s", item->full, item->spoken);

  g_return_if_fail (DAYBOOK_IS_CHART_BAR (self));

  self->data = data;
  self->item = item;
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* (transfer none) (nullable) */
const DaybookChartItem *
daybook_chart_bar_get_item (DaybookChartBar *self)
{
  return self->item;
}

void
daybook_chart_bar_set_frame (DaybookChartBar *self, const DaybookChartFrame *frame, guint position)
{
  self->frame = *frame;
  self->position = position;
}
