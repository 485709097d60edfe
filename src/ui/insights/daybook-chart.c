/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "insights/daybook-chart.h"

#include <math.h>

#include "common/daybook-card-ground.h"
#include "common/daybook-color.h"
#include "common/daybook-text-scale.h"
#include "insights/daybook-insights-words.h"

/* Pixels at the usual text size. */
#define ROW 30
#define COLUMNS 168
#define STRIP 18
#define GAP 2
#define LEAST_PART 6
#define AXIS_GAP 9
#define SMALL 0.82

struct _DaybookChart
{
  GtkWidget parent_instance;

  const DaybookChartData *data; /* (unowned) (nullable) */
  GPtrArray *bars;              /* (owned) of unowned DaybookChartBar */
  guint entrance;               /* where the focus was last */
  double most;                  /* the end of the axis */
  int axis_width;
  int label_height;
};

G_DEFINE_FINAL_TYPE (DaybookChart, daybook_chart, GTK_TYPE_WIDGET)

enum
{
  CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
measure_text (GtkWidget *widget, const char *text, double scale, gboolean bold, int *width, int *height)
{
  g_autoptr (PangoLayout) layout = daybook_chart_make_text (widget, text, scale, bold);

  pango_layout_get_pixel_size (layout, width, height);
}

static double
get_step (DaybookChart *self)
{
  return daybook_chart_find_step (daybook_chart_data_get_most (self->data));
}

/* Layout -------------------------------------------------------------------------------------------------- */

static GtkSizeRequestMode
daybook_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
daybook_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                       int *minimum_baseline, int *natural_baseline)
{
  DaybookChart *self = DAYBOOK_CHART (widget);
  double scale = daybook_text_scale_get (widget);
  DaybookChartKind kind = self->data != NULL ? self->data->kind : DAYBOOK_CHART_STRIP;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = 120;
      *natural = 300;
    }
  else if (kind == DAYBOOK_CHART_ROWS)
    *minimum = *natural = (int) (ROW * scale) * (int) self->bars->len;
  else
    *minimum = *natural = (int) ((kind == DAYBOOK_CHART_COLUMNS ? COLUMNS : STRIP) * scale);
}

static void
allocate_bar (DaybookChart *self, guint i, const DaybookChartFrame *frame, int x, int y, int width, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkAllocation place = { x, y, width, height };

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    place.x = gtk_widget_get_width (widget) - x - width;
  daybook_chart_bar_set_frame (self->bars->pdata[i], frame, i);
  gtk_widget_size_allocate (self->bars->pdata[i], &place, -1);
}

static void
allocate_rows (DaybookChart *self, int width, int height)
{
  DaybookChartFrame frame = { .most = daybook_chart_data_get_most (self->data) };
  int row = self->bars->len > 0 ? MIN (height / (int) self->bars->len, (int) (ROW * daybook_text_scale_get (GTK_WIDGET (self))))
                                : 0;

  for (guint i = 0; i < self->bars->len; i++)
    {
      const DaybookChartItem *item = self->data->items->pdata[i];
      int text;

      measure_text (GTK_WIDGET (self), item->name, 1, FALSE, &text, NULL);
      frame.name_width = MAX (frame.name_width, text + 1);
      measure_text (GTK_WIDGET (self), item->texts[0], 1, TRUE, &text, NULL);
      frame.value_width = MAX (frame.value_width, text);
    }
  frame.name_width = MIN (frame.name_width, (width - frame.value_width) * 45 / 100);
  for (guint i = 0; i < self->bars->len; i++)
    allocate_bar (self, i, &frame, 0, (int) i * row, width, row);
}

static void
allocate_columns (DaybookChart *self, int width, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double step = get_step (self);
  DaybookChartFrame frame = { 0 };
  int widest = 0, text, n = (int) self->bars->len;
  g_autofree char *last = NULL;

  self->most = ceil (daybook_chart_data_get_most (self->data) / step) * step;
  last = daybook_insights_words_hours (self->most);
  measure_text (widget, last, SMALL, FALSE, &self->axis_width, &self->label_height);
  frame.most = self->most;
  frame.label_height = self->label_height * 3 / 2;
  for (guint i = 0; i < self->bars->len; i++)
    {
      measure_text (widget, ((DaybookChartItem *) self->data->items->pdata[i])->name, SMALL, FALSE, &text, NULL);
      widest = MAX (widest, text);
    }
  width -= self->axis_width + AXIS_GAP;
  frame.name_every = n > 0 && width > 0 ? MAX ((widest + 6) * n / width + ((widest + 6) * n % width > 0), 1) : 1;
  height -= self->label_height / 2;
  for (int i = 0; i < n; i++)
    {
      int from = width * i / n, to = width * (i + 1) / n;

      allocate_bar (self, (guint) i, &frame, self->axis_width + AXIS_GAP + from, self->label_height / 2, MAX (to - from, 1),
                    MAX (height, 1));
    }
}

/* Each part as long as it is much, and none too short to be seen. */
static void
allocate_strip (DaybookChart *self, int width, int height)
{
  int n = (int) self->bars->len;
  int room = MAX (width - GAP * (n - 1) - LEAST_PART * n, 0);
  double sum = 0, before = 0;

  for (int i = 0; i < n; i++)
    sum += ((DaybookChartItem *) self->data->items->pdata[i])->values[0];
  for (int i = 0; i < n && sum > 0; i++)
    {
      double value = ((DaybookChartItem *) self->data->items->pdata[i])->values[0];
      int from = (int) (room * before / sum), to = (int) (room * (before + value) / sum);
      DaybookChartFrame frame = { .most = sum, .is_first = i == 0, .is_last = i == n - 1 };

      allocate_bar (self, (guint) i, &frame, from + i * (GAP + LEAST_PART), 0, to - from + LEAST_PART, height);
      before += value;
    }
}

static void
daybook_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DaybookChart *self = DAYBOOK_CHART (widget);

  if (self->data == NULL)
    return;
  if (self->data->kind == DAYBOOK_CHART_ROWS)
    allocate_rows (self, width, height);
  else if (self->data->kind == DAYBOOK_CHART_COLUMNS)
    allocate_columns (self, width, height);
  else
    allocate_strip (self, width, height);
}

/* Drawing: what lies behind the bars ------------------------------------------------------------------------ */

static void
draw_axis (DaybookChart *self, GtkSnapshot *snapshot)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  int top = self->label_height / 2, bottom = gtk_widget_get_height (widget) - self->label_height * 3 / 2;
  double step = get_step (self);
  GdkRGBA ground, text, line, dim;

  daybook_card_get_ground (widget, &ground);
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  text = daybook_color_mix (&ground, &text, text.alpha);
  line = daybook_color_mix (&ground, &text, 0.12);
  dim = daybook_color_mix (&ground, &text, 0.7);
  for (double value = 0; value <= self->most + 1e-6; value += step)
    {
      g_autofree char *words = daybook_insights_words_hours (value);
      g_autoptr (PangoLayout) layout = daybook_chart_make_text (widget, words, SMALL, FALSE);
      float y = (float) (bottom - (bottom - top) * value / self->most);
      int from = self->axis_width + AXIS_GAP, text_width;

      pango_layout_get_pixel_size (layout, &text_width, NULL);
      gtk_snapshot_append_color (snapshot, &line,
                                 &GRAPHENE_RECT_INIT (mirrored ? 0 : (float) from, (float) roundf (y), (float) (width - from), 1));
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot,
                              &GRAPHENE_POINT_INIT (mirrored ? (float) (width - text_width) : (float) (self->axis_width - text_width),
                                                    y - (float) self->label_height / 2));
      gtk_snapshot_append_layout (snapshot, layout, &dim);
      gtk_snapshot_restore (snapshot);
    }
}

static void
daybook_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DaybookChart *self = DAYBOOK_CHART (widget);

  if (self->data != NULL && self->data->kind == DAYBOOK_CHART_COLUMNS && self->most > 0)
    draw_axis (self, snapshot);
  GTK_WIDGET_CLASS (daybook_chart_parent_class)->snapshot (widget, snapshot);
}

/* Focus ------------------------------------------------------------------------------------------------------- */

static gboolean
focus_bar (DaybookChart *self, guint position)
{
  return position < self->bars->len && gtk_widget_grab_focus (self->bars->pdata[position]);
}

/* Tab enters once and leaves; arrows go from bar to bar. Left and right follow the direction of the text. */
static gboolean
daybook_chart_focus (GtkWidget *widget, GtkDirectionType direction)
{
  DaybookChart *self = DAYBOOK_CHART (widget);
  GtkWidget *child = gtk_widget_get_focus_child (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean back = direction == GTK_DIR_UP || direction == (mirrored ? GTK_DIR_RIGHT : GTK_DIR_LEFT);
  guint at;

  if (child == NULL)
    return focus_bar (self, MIN (self->entrance, MAX (self->bars->len, 1) - 1));
  if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD
      || !g_ptr_array_find (self->bars, child, &at))
    return FALSE;
  for (gint64 next = (gint64) at + (back ? -1 : 1); next >= 0 && next < self->bars->len; next += back ? -1 : 1)
    {
      if (focus_bar (self, (guint) next))
        break;
    }
  return TRUE;
}

static void
daybook_chart_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  DaybookChart *self = DAYBOOK_CHART (widget);
  guint at;

  if (child != NULL && g_ptr_array_find (self->bars, child, &at))
    self->entrance = at;
  GTK_WIDGET_CLASS (daybook_chart_parent_class)->set_focus_child (widget, child);
}

/* The type ---------------------------------------------------------------------------------------------------- */

static void
daybook_chart_dispose (GObject *object)
{
  DaybookChart *self = DAYBOOK_CHART (object);

  while (self->bars->len > 0)
    gtk_widget_unparent (g_ptr_array_steal_index (self->bars, self->bars->len - 1));
  G_OBJECT_CLASS (daybook_chart_parent_class)->dispose (object);
}

static void
daybook_chart_finalize (GObject *object)
{
  g_ptr_array_unref (DAYBOOK_CHART (object)->bars);
  G_OBJECT_CLASS (daybook_chart_parent_class)->finalize (object);
}

static void
daybook_chart_class_init (DaybookChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = daybook_chart_dispose;
  object_class->finalize = daybook_chart_finalize;
  widget_class->get_request_mode = daybook_chart_get_request_mode;
  widget_class->measure = daybook_chart_measure;
  widget_class->size_allocate = daybook_chart_size_allocate;
  widget_class->snapshot = daybook_chart_snapshot;
  widget_class->focus = daybook_chart_focus;
  widget_class->set_focus_child = daybook_chart_set_focus_child;
  signals[CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                  DAYBOOK_TYPE_CHART_BAR);
  gtk_widget_class_set_css_name (widget_class, "chart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
daybook_chart_init (DaybookChart *self)
{
  self->bars = g_ptr_array_new ();
}

GtkWidget *
daybook_chart_new (void)
{
  return g_object_new (DAYBOOK_TYPE_CHART, NULL);
}

static void
on_clicked_cb (DaybookChartBar *bar, DaybookChart *self)
{
  g_signal_emit (self, signals[CHOSEN], 0, bar);
}

/* Bars that are there stay: they keep the focus and the pointer. */
void
daybook_chart_set_data (DaybookChart *self, const DaybookChartData *data)
{
  g_return_if_fail (DAYBOOK_IS_CHART (self));

  self->data = data;
  while (self->bars->len > data->items->len)
    gtk_widget_unparent (g_ptr_array_steal_index (self->bars, self->bars->len - 1));
  while (self->bars->len < data->items->len)
    {
      GtkWidget *bar = daybook_chart_bar_new ();

      g_signal_connect (bar, "clicked", G_CALLBACK (on_clicked_cb), self);
      gtk_widget_set_parent (bar, GTK_WIDGET (self));
      g_ptr_array_add (self->bars, bar);
    }
  for (guint i = 0; i < data->items->len; i++)
    daybook_chart_bar_set_item (self->bars->pdata[i], data, data->items->pdata[i]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, data->title, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
daybook_chart_get_n_bars (DaybookChart *self)
{
  return self->bars->len;
}

/* (transfer none) */
DaybookChartBar *
daybook_chart_get_bar (DaybookChart *self, guint position)
{
  return self->bars->pdata[position];
}
