/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-pane.h"

#include "common/daybook-text-scale.h"

/* Pixels at the usual text size: a phone's width with text that is half as large again. */
#define TIGHT_BELOW 270

struct _DaybookPane
{
  GtkWidget parent_instance;

  GtkWidget *child; /* (unowned) (nullable) */
  int natural_width;
  int minimum_width;  /* 0: what the child needs */
  int minimum_height; /* the same */
  int narrow_below;
  int short_below;
  gboolean narrow;
  gboolean is_short;
  gboolean tight;
  gboolean now_narrow; /* as it was allocated last, told from an idle */
  gboolean now_short;
  gboolean now_tight;
  guint source;
};

static void daybook_pane_buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DaybookPane, daybook_pane, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, daybook_pane_buildable_init))

enum
{
  PROP_0,
  PROP_CHILD,
  PROP_NATURAL_WIDTH,
  PROP_MINIMUM_WIDTH,
  PROP_MINIMUM_HEIGHT,
  PROP_NARROW_BELOW,
  PROP_SHORT_BELOW,
  PROP_NARROW,
  PROP_SHORT,
  PROP_TIGHT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable;

static void
set_child (DaybookPane *self, GtkWidget *child)
{
  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

static void
daybook_pane_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  if (GTK_IS_WIDGET (child))
    set_child (DAYBOOK_PANE (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
daybook_pane_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = daybook_pane_add_child;
}

/* What follows from it changes the layout, which must not happen while there is one being made. */
static gboolean
on_idle_cb (gpointer data)
{
  DaybookPane *self = data;

  self->source = 0;
  if (self->narrow != self->now_narrow)
    {
      self->narrow = self->now_narrow;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);
    }
  if (self->is_short != self->now_short)
    {
      self->is_short = self->now_short;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHORT]);
    }
  if (self->tight != self->now_tight)
    {
      self->tight = self->now_tight;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TIGHT]);
    }
  return G_SOURCE_REMOVE;
}

static GtkSizeRequestMode
daybook_pane_get_request_mode (GtkWidget *widget)
{
  DaybookPane *self = DAYBOOK_PANE (widget);

  return self->child != NULL ? gtk_widget_get_request_mode (self->child) : GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
daybook_pane_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  DaybookPane *self = DAYBOOK_PANE (widget);

  /* Boxes and stacks ask how wide a child must be for the height it has. Nothing in a pane depends on that, but every
   * label that wraps would look for its width by laying out its text a dozen times. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    for_size = -1;
  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->natural_width > 0)
    *natural = MAX (*minimum, self->natural_width * daybook_text_scale_get (widget));
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->minimum_width > 0)
    *minimum = MIN (*minimum, self->minimum_width);
  if (orientation == GTK_ORIENTATION_VERTICAL && self->minimum_height > 0)
    *minimum = MIN (*minimum, self->minimum_height);
}

static void
daybook_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DaybookPane *self = DAYBOOK_PANE (widget);

  double scale = daybook_text_scale_get (widget);
  int child_width = 0;
  int child_height = 0;

  /* With less than the child needs its end is cut off, until what can be spared is put away. */
  if (self->child != NULL && gtk_widget_should_layout (self->child))
    {
      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &child_width, NULL, NULL, NULL);
      child_width = MAX (width, child_width);
      gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, child_width, &child_height, NULL, NULL, NULL);
      gtk_widget_allocate (self->child, child_width, MAX (height, child_height), baseline, NULL);
    }
  self->now_narrow = width < self->narrow_below * scale;
  self->now_short = height < self->short_below;
  self->now_tight = width < TIGHT_BELOW * scale;
  if ((self->now_narrow != self->narrow || self->now_short != self->is_short || self->now_tight != self->tight)
      && self->source == 0)
    self->source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_idle_cb, self, NULL);
}

static void
daybook_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookPane *self = DAYBOOK_PANE (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_NATURAL_WIDTH:
      g_value_set_int (value, self->natural_width);
      break;
    case PROP_MINIMUM_WIDTH:
      g_value_set_int (value, self->minimum_width);
      break;
    case PROP_MINIMUM_HEIGHT:
      g_value_set_int (value, self->minimum_height);
      break;
    case PROP_NARROW_BELOW:
      g_value_set_int (value, self->narrow_below);
      break;
    case PROP_SHORT_BELOW:
      g_value_set_int (value, self->short_below);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_SHORT:
      g_value_set_boolean (value, self->is_short);
      break;
    case PROP_TIGHT:
      g_value_set_boolean (value, self->tight);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookPane *self = DAYBOOK_PANE (object);

  switch (id)
    {
    case PROP_CHILD:
      set_child (self, g_value_get_object (value));
      break;
    case PROP_NATURAL_WIDTH:
      self->natural_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_MINIMUM_WIDTH:
      self->minimum_width = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_MINIMUM_HEIGHT:
      self->minimum_height = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    case PROP_NARROW_BELOW:
      self->narrow_below = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    case PROP_SHORT_BELOW:
      self->short_below = g_value_get_int (value);
      gtk_widget_queue_allocate (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_pane_dispose (GObject *object)
{
  DaybookPane *self = DAYBOOK_PANE (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (daybook_pane_parent_class)->dispose (object);
}

static void
daybook_pane_class_init (DaybookPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = daybook_pane_get_property;
  object_class->set_property = daybook_pane_set_property;
  object_class->dispose = daybook_pane_dispose;
  widget_class->get_request_mode = daybook_pane_get_request_mode;
  widget_class->measure = daybook_pane_measure;
  widget_class->size_allocate = daybook_pane_size_allocate;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NATURAL_WIDTH] = g_param_spec_int ("natural-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_MINIMUM_WIDTH] = g_param_spec_int ("minimum-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_MINIMUM_HEIGHT] = g_param_spec_int ("minimum-height", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SHORT_BELOW] = g_param_spec_int ("short-below", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SHORT] =
    g_param_spec_boolean ("short", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW_BELOW] = g_param_spec_int ("narrow-below", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_TIGHT] =
    g_param_spec_boolean ("tight", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "pane");
}

static void
daybook_pane_init (DaybookPane *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

gboolean
daybook_pane_is_narrow (DaybookPane *self)
{
  return self->narrow;
}

gboolean
daybook_pane_is_short (DaybookPane *self)
{
  return self->is_short;
}

gboolean
daybook_pane_is_tight (DaybookPane *self)
{
  return self->tight;
}
