/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-slip.h"

#include "common/daybook-dot.h"
#include "common/daybook-text-scale.h"

/* Pixels at scale 1. */
#define TWO_LINES 34
#define THREE_LINES 66
#define NARROW 190

typedef struct
{
  /* (unowned) children */
  GtkWidget *dot;
  GtkWidget *title;
  GtkWidget *project;
  GtkWidget *duration;
  GtkWidget *both; /* duration and project in one line, for the narrow second line */
  GtkWidget *hint;
  GtkWidget *mark;
  gboolean has_dot;
  gboolean has_mark;
} DaybookSlipPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DaybookSlip, daybook_slip, DAYBOOK_TYPE_DAY_ITEM)

static void
daybook_slip_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  DaybookSlipPrivate *priv = daybook_slip_get_instance_private (DAYBOOK_SLIP (widget));
  int child;

  gtk_widget_measure (priv->title, orientation, -1, NULL, &child, NULL, NULL);
  *minimum = 1;
  *natural = child + (orientation == GTK_ORIENTATION_HORIZONTAL ? 32 : 4);
}

static gboolean
has_text (GtkWidget *label)
{
  const char *text = gtk_label_get_label (GTK_LABEL (label));

  return text != NULL && *text != '\0';
}

static int
natural_width (GtkWidget *child)
{
  int natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
minimum_width (GtkWidget *child)
{
  int minimum;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  return minimum;
}

static int
line_height (GtkWidget *child)
{
  int height;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, NULL, &height, NULL, NULL);
  return height;
}

/* Shows @child at (@x, @y), mirrored where text runs from right to left, or hides it. */
static void
put (GtkWidget *slip, GtkWidget *child, gboolean wanted, int x, int y, int width)
{
  GtkAllocation allocation = { x, y, width, 0 };

  wanted = wanted && width >= minimum_width (child);
  gtk_widget_set_child_visible (child, wanted);
  if (!wanted)
    return;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &allocation.height, NULL, NULL);
  if (gtk_widget_get_direction (slip) == GTK_TEXT_DIR_RTL)
    allocation.x = gtk_widget_get_width (slip) - x - width;
  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
daybook_slip_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DaybookSlipPrivate *priv = daybook_slip_get_instance_private (DAYBOOK_SLIP (widget));
  double scale = daybook_text_scale_get (widget);
  gboolean narrow = width < NARROW * scale;
  gboolean tall = height >= TWO_LINES * scale;
  int left = 8 + (priv->has_dot ? natural_width (priv->dot) + 6 : 0);
  int right = width - 8;
  int title_line = line_height (priv->title);
  int top = tall ? 4 : (height - title_line) / 2;
  int mark = natural_width (priv->mark), duration = natural_width (priv->duration);
  int room, title;

  put (widget, priv->dot, priv->has_dot, 8, top + (title_line - natural_width (priv->dot)) / 2,
       natural_width (priv->dot));
  put (widget, priv->mark, priv->has_mark && right - left > 2 * mark, right - mark,
       top + (title_line - line_height (priv->mark)) / 2, mark);
  if (priv->has_mark && right - left > 2 * mark)
    right -= mark + 4;
  if (!narrow && has_text (priv->duration))
    {
      put (widget, priv->duration, TRUE, right - duration, top + (title_line - line_height (priv->duration)) / 2,
           duration);
      right -= duration + 8;
    }
  else
    {
      put (widget, priv->duration, FALSE, 0, 0, 0);
    }

  room = MAX (right - left, 0);
  title = MIN (natural_width (priv->title), room);
  put (widget, priv->title, TRUE, left, top, title);
  if (!tall)
    {
      int rest = room - title - 9;

      put (widget, priv->project, !narrow && has_text (priv->project) && rest >= 40 * scale, left + title + 9,
           top + (title_line - line_height (priv->project)) / 2, MAX (MIN (rest, natural_width (priv->project)), 0));
      put (widget, priv->both, FALSE, 0, 0, 0);
      put (widget, priv->hint, FALSE, 0, 0, 0);
      return;
    }

  top += title_line + 1;
  room = MAX (width - 8 - left, 0);
  put (widget, priv->project, !narrow && has_text (priv->project), left, top, room);
  put (widget, priv->both, narrow && has_text (priv->both), left, top, room);
  put (widget, priv->hint, has_text (priv->hint) && height >= THREE_LINES * scale, left,
       height - 5 - line_height (priv->hint), room);
}

static void
daybook_slip_class_init (DaybookSlipClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = daybook_slip_measure;
  widget_class->size_allocate = daybook_slip_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "slip");
}

static GtkWidget *
add_label (DaybookSlip *self, const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, "accessible-role",
                                   GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-target", FALSE, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
daybook_slip_init (DaybookSlip *self)
{
  DaybookSlipPrivate *priv = daybook_slip_get_instance_private (self);

  priv->has_dot = TRUE;
  priv->dot = daybook_dot_new (NULL);
  gtk_widget_set_parent (priv->dot, GTK_WIDGET (self));
  priv->title = add_label (self, "title");
  priv->project = add_label (self, "detail");
  priv->duration = add_label (self, "duration");
  gtk_widget_add_css_class (priv->duration, "numeric");
  priv->both = add_label (self, "detail");
  priv->hint = add_label (self, "hint");
  priv->mark = gtk_image_new ();
  g_object_set (priv->mark, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "can-target", FALSE, NULL);
  gtk_widget_set_parent (priv->mark, GTK_WIDGET (self));
}

void
daybook_slip_set_color (DaybookSlip *self, const char *color)
{
  DaybookSlipPrivate *priv = daybook_slip_get_instance_private (self);

  daybook_dot_set_color (DAYBOOK_DOT (priv->dot), color);
}

void
daybook_slip_set_has_dot (DaybookSlip *self, gboolean has_dot)
{
  DaybookSlipPrivate *priv = daybook_slip_get_instance_private (self);

  priv->has_dot = has_dot;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
daybook_slip_set_texts (DaybookSlip *self, const char *title, const char *project, const char *duration,
                        const char *hint)
{
  DaybookSlipPrivate *priv = daybook_slip_get_instance_private (self);
  g_autofree char *both = NULL;

  if (project != NULL && duration != NULL)
    both = g_strdup_printf ("%s, %s", duration, project);
  gtk_label_set_label (GTK_LABEL (priv->title), title);
  gtk_label_set_label (GTK_LABEL (priv->project), project);
  gtk_label_set_label (GTK_LABEL (priv->duration), duration);
  gtk_label_set_label (GTK_LABEL (priv->both), both != NULL ? both : duration);
  gtk_label_set_label (GTK_LABEL (priv->hint), hint);
}

/* @icon NULL: none. The slip has @css_class besides (approved, warning, ...). */
void
daybook_slip_set_mark (DaybookSlip *self, const char *icon, const char *css_class)
{
  DaybookSlipPrivate *priv = daybook_slip_get_instance_private (self);
  const char *classes[] = { "mark", css_class, NULL };

  priv->has_mark = icon != NULL;
  gtk_image_set_from_icon_name (GTK_IMAGE (priv->mark), icon);
  gtk_widget_set_css_classes (priv->mark, classes);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}
