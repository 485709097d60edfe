/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-item.h"

#include <math.h>

typedef struct
{
  GObject *row; /* (owned) (nullable) */
  gulong row_handler;
  DaybookLane lane;
  gint64 from;
  gint64 to;
  double weight;
  double left;
  double width;
  gboolean selected;
} DaybookDayItemPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DaybookDayItem, daybook_day_item, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_ROW,
  N_PROPS
};

enum
{
  SELECT,
  LOG,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
on_select_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[SELECT], 0);
}

static void
on_log_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, signals[LOG], 0);
}

static void
on_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, GtkWidget *widget)
{
  gtk_widget_grab_focus (widget);
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_released_cb (GtkGestureClick *gesture, int n, double x, double y, GtkWidget *widget)
{
  if (gtk_widget_contains (widget, x, y))
    g_signal_emit (widget, signals[n == 2 ? LOG : SELECT], 0);
}

static void
daybook_day_item_constructed (GObject *object)
{
  DaybookDayItem *self = DAYBOOK_DAY_ITEM (object);

  G_OBJECT_CLASS (daybook_day_item_parent_class)->constructed (object);
  daybook_day_item_update (self);
}

static void
daybook_day_item_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_ROW:
      g_value_set_object (value, daybook_day_item_get_row (DAYBOOK_DAY_ITEM (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_day_item_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (DAYBOOK_DAY_ITEM (object));

  switch (id)
    {
    case PROP_ROW:
      priv->row = g_value_dup_object (value);
      if (priv->row != NULL)
        priv->row_handler =
          g_signal_connect_swapped (priv->row, "notify", G_CALLBACK (daybook_day_item_update), object);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_day_item_dispose (GObject *object)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (DAYBOOK_DAY_ITEM (object));
  GtkWidget *child;

  if (priv->row != NULL)
    g_clear_signal_handler (&priv->row_handler, priv->row);
  g_clear_object (&priv->row);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (daybook_day_item_parent_class)->dispose (object);
}

static void
daybook_day_item_class_init (DaybookDayItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = daybook_day_item_constructed;
  object_class->get_property = daybook_day_item_get_property;
  object_class->set_property = daybook_day_item_set_property;
  object_class->dispose = daybook_day_item_dispose;

  properties[PROP_ROW] = g_param_spec_object ("row", NULL, NULL, G_TYPE_OBJECT,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SELECT] =
    g_signal_new ("select", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[LOG] =
    g_signal_new ("log", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  /* Assistive technology sees them as the item's own actions. */
  gtk_widget_class_install_action (widget_class, "item.select", NULL, on_select_cb);
  gtk_widget_class_install_action (widget_class, "item.log", NULL, on_log_cb);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_BUTTON);
}

static void
daybook_day_item_init (DaybookDayItem *self)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);
  GtkGesture *click = gtk_gesture_click_new ();

  priv->weight = 1;
  priv->width = 1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (on_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

/* (transfer none) (nullable) The DaybookDayEvent, DaybookDayEntry or DaybookDayGap it shows. */
GObject *
daybook_day_item_get_row (DaybookDayItem *self)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  return priv->row;
}

DaybookLane
daybook_day_item_get_lane (DaybookDayItem *self)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  return priv->lane;
}

void
daybook_day_item_set_lane (DaybookDayItem *self, DaybookLane lane)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  priv->lane = lane;
}

gint64
daybook_day_item_get_from (DaybookDayItem *self)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  return priv->from;
}

gint64
daybook_day_item_get_to (DaybookDayItem *self)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  return priv->to;
}

/* Seconds of the day. */
void
daybook_day_item_set_time (DaybookDayItem *self, gint64 from, gint64 to)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  if (priv->from == from && priv->to == to)
    return;
  priv->from = from;
  priv->to = to;
  /* The column arranges what stands beside each other when it is allocated. */
  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_widget_queue_allocate (gtk_widget_get_parent (GTK_WIDGET (self)));
}

double
daybook_day_item_get_weight (DaybookDayItem *self)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  return priv->weight;
}

/* How wide it is beside others, 1 by default. */
void
daybook_day_item_set_weight (DaybookDayItem *self, double weight)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  priv->weight = weight;
}

/* Its part of the lane's width, 0 to 1. */
void
daybook_day_item_set_share (DaybookDayItem *self, double left, double width)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  priv->left = left;
  priv->width = width;
}

gboolean
daybook_day_item_is_selected (DaybookDayItem *self)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  return priv->selected;
}

void
daybook_day_item_set_selected (DaybookDayItem *self, gboolean selected)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);

  if (priv->selected == selected)
    return;
  priv->selected = selected;
  if (selected)
    gtk_widget_set_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED, FALSE);
  else
    gtk_widget_unset_state_flags (GTK_WIDGET (self), GTK_STATE_FLAG_SELECTED);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_PRESSED,
                               selected ? GTK_ACCESSIBLE_TRISTATE_TRUE : GTK_ACCESSIBLE_TRISTATE_FALSE, -1);
  daybook_day_item_update (self);
}

void
daybook_day_item_update (DaybookDayItem *self)
{
  DAYBOOK_DAY_ITEM_GET_CLASS (self)->update (self);
}

/* Where it stands in a column of @geometry, left to right. A pixel above and two below keep neighbours apart. */
void
daybook_day_item_get_bounds (DaybookDayItem *self, const DaybookDayGeometry *geometry, GdkRectangle *bounds)
{
  DaybookDayItemPrivate *priv = daybook_day_item_get_instance_private (self);
  gboolean logged = priv->lane == DAYBOOK_LANE_LOGGED;
  int x = logged ? geometry->logged_x : geometry->gutter;
  int width = logged ? geometry->logged_width : geometry->calendar_width;
  double top = daybook_day_geometry_get_y (geometry, priv->from);
  double bottom = daybook_day_geometry_get_y (geometry, priv->to);
  int left = round (priv->left * width);
  int right = round ((priv->left + priv->width) * width);

  bounds->x = x + left;
  bounds->width = MAX (right - left - (right < width ? 4 : 0), 1);
  bounds->y = round (top) + 1;
  bounds->height = MAX (round (bottom) - 2 - bounds->y, geometry->minimum_height);
}
