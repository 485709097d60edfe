/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-activity-layout.h"

struct _DaybookActivityLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

G_DEFINE_FINAL_TYPE (DaybookActivityLayout, daybook_activity_layout, GTK_TYPE_LAYOUT_MANAGER)

/* The @number-th child that stands for the rest, or of the others. (nullable) */
static GtkWidget *
get_child (GtkWidget *widget, gboolean rest, guint number)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_has_css_class (child, DAYBOOK_ACTIVITY_LAYOUT_REST) == rest && number-- == 0)
      return child;
  return NULL;
}

static int
get_natural_width (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

/* How many of the children find room in @width, and @rest, which stands for the others; one is always seen. */
static guint
fit (DaybookActivityLayout *self, GtkWidget *widget, int width, GtkWidget **rest)
{
  guint n = 0;
  int used = 0;
  GtkWidget *child;

  *rest = NULL;
  for (guint i = 0; (child = get_child (widget, FALSE, i)) != NULL; i++)
    {
      GtkWidget *behind = get_child (widget, TRUE, i);
      int behind_width = behind != NULL ? get_natural_width (behind) + self->spacing : 0;

      used += get_natural_width (child) + (i > 0 ? self->spacing : 0);
      if (i > 0 && used > width)
        break;
      if (i == 0 || used + behind_width <= width)
        {
          n = i + 1;
          *rest = behind;
        }
    }
  return n;
}

static void
daybook_activity_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation, int for_size,
                                 int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  DaybookActivityLayout *self = DAYBOOK_ACTIVITY_LAYOUT (manager);
  GtkWidget *first = get_child (widget, FALSE, 0), *rest = get_child (widget, TRUE, 0);

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
        }
      else if (child == first)
        {
          *minimum += child_minimum;
          *natural += child_natural;
        }
      else if (child == rest)
        {
          *minimum += child_natural + self->spacing;
        }
      else if (!gtk_widget_has_css_class (child, DAYBOOK_ACTIVITY_LAYOUT_REST))
        {
          *natural += child_natural + self->spacing;
        }
    }
  *natural = MAX (*natural, *minimum);
}

static void
daybook_activity_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height, int baseline)
{
  DaybookActivityLayout *self = DAYBOOK_ACTIVITY_LAYOUT (manager);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *rest;
  guint n = fit (self, widget, width, &rest);
  int rest_width = rest != NULL ? get_natural_width (rest) + self->spacing : 0;
  int x = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gboolean is_rest = gtk_widget_has_css_class (child, DAYBOOK_ACTIVITY_LAYOUT_REST);
      gboolean seen = is_rest ? child == rest : n > 0;
      GtkAllocation allocation = { x, 0, get_natural_width (child), height };

      gtk_widget_set_child_visible (child, seen);
      if (!seen)
        continue;
      if (!is_rest)
        {
          n--;
          allocation.width = MIN (allocation.width, MAX (width - rest_width - x, 0));
        }
      if (mirrored)
        allocation.x = width - x - allocation.width;
      gtk_widget_size_allocate (child, &allocation, -1);
      x += allocation.width + self->spacing;
    }
}

static void
daybook_activity_layout_class_init (DaybookActivityLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = daybook_activity_layout_measure;
  layout_class->allocate = daybook_activity_layout_allocate;
}

static void
daybook_activity_layout_init (DaybookActivityLayout *self)
{
}

GtkLayoutManager *
daybook_activity_layout_new (int spacing)
{
  DaybookActivityLayout *self = g_object_new (DAYBOOK_TYPE_ACTIVITY_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}
