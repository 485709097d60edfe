/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-wrap-layout.h"

struct _DaybookWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
  int line_spacing;
  gboolean at_end;
};

G_DEFINE_FINAL_TYPE (DaybookWrapLayout, daybook_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

enum
{
  PROP_0,
  PROP_SPACING,
  PROP_LINE_SPACING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static GtkSizeRequestMode
daybook_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* The width that @child gets of @width. */
static int
fit (GtkWidget *child, int width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, width));
}

/* Places the children in lines of @width, or with @allocate FALSE only measures; returns the height. */
static int
place (DaybookWrapLayout *self, GtkWidget *widget, int width, gboolean allocate)
{
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int y = 0;

  while (child != NULL)
    {
      GtkWidget *first = child;
      int line_width = 0, line_height = 0, x = 0;

      for (; child != NULL; child = gtk_widget_get_next_sibling (child))
        {
          int child_width, child_height;

          if (!gtk_widget_should_layout (child))
            continue;
          child_width = fit (child, width);
          if (line_width > 0 && line_width + self->spacing + child_width > width)
            break;
          line_width += child_width + (line_width > 0 ? self->spacing : 0);
          gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, child_width, NULL, &child_height, NULL, NULL);
          line_height = MAX (line_height, child_height);
        }
      if (line_height == 0)
        break;
      if (y > 0)
        y += self->line_spacing;
      for (GtkWidget *member = first; allocate && member != child; member = gtk_widget_get_next_sibling (member))
        {
          GtkAllocation allocation = { 0, y, 0, line_height };

          if (!gtk_widget_should_layout (member))
            continue;
          allocation.width = fit (member, width);
          allocation.x = self->at_end ? width - line_width + x : x;
          if (mirrored)
            allocation.x = width - allocation.x - allocation.width;
          gtk_widget_size_allocate (member, &allocation, -1);
          x += allocation.width + self->spacing;
        }
      y += line_height;
    }
  return y;
}

static void
daybook_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  DaybookWrapLayout *self = DAYBOOK_WRAP_LAYOUT (manager);

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = place (self, widget, for_size < 0 ? G_MAXINT : for_size, FALSE);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural, NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static void
daybook_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  place (DAYBOOK_WRAP_LAYOUT (manager), widget, width, TRUE);
}

static void
daybook_wrap_layout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookWrapLayout *self = DAYBOOK_WRAP_LAYOUT (object);

  switch (id)
    {
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_LINE_SPACING:
      g_value_set_int (value, self->line_spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_wrap_layout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookWrapLayout *self = DAYBOOK_WRAP_LAYOUT (object);

  switch (id)
    {
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_LINE_SPACING:
      self->line_spacing = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

static void
daybook_wrap_layout_class_init (DaybookWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = daybook_wrap_layout_get_property;
  object_class->set_property = daybook_wrap_layout_set_property;
  layout_class->get_request_mode = daybook_wrap_layout_get_request_mode;
  layout_class->measure = daybook_wrap_layout_measure;
  layout_class->allocate = daybook_wrap_layout_allocate;

  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT16, 0, flags);
  properties[PROP_LINE_SPACING] = g_param_spec_int ("line-spacing", NULL, NULL, 0, G_MAXINT16, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
daybook_wrap_layout_init (DaybookWrapLayout *self)
{
}

/* Whether each line stands at the end of what there is, not at its beginning. */
void
daybook_wrap_layout_set_at_end (DaybookWrapLayout *self, gboolean at_end)
{
  g_return_if_fail (DAYBOOK_IS_WRAP_LAYOUT (self));

  self->at_end = at_end;
  gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
}

GtkLayoutManager *
daybook_wrap_layout_new (int spacing, int line_spacing)
{
  return g_object_new (DAYBOOK_TYPE_WRAP_LAYOUT, "spacing", spacing, "line-spacing", line_spacing, NULL);
}
