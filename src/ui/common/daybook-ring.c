/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-ring.h"

#include <math.h>

#define SIZE 16
#define THICKNESS 2.5

struct _DaybookRing
{
  GtkWidget parent_instance;

  double fraction;
};

G_DEFINE_FINAL_TYPE (DaybookRing, daybook_ring, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_FRACTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
daybook_ring_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                      int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
daybook_ring_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DaybookRing *self = DAYBOOK_RING (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  double radius = (MIN (width, height) - THICKNESS) / 2;
  double fraction = self->fraction < 0 ? 0.25 : CLAMP (self->fraction, 0.04, 1);
  GdkRGBA track, filled;
  cairo_t *cr;

  gtk_style_context_get_color (style, &track);
  if (!gtk_style_context_lookup_color (style, "accent_color", &filled))
    filled = track;
  track.alpha *= 0.3f;

  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  cairo_set_line_width (cr, THICKNESS);
  cairo_arc (cr, width / 2, height / 2, radius, 0, 2 * G_PI);
  gdk_cairo_set_source_rgba (cr, &track);
  cairo_stroke (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_arc (cr, width / 2, height / 2, radius, -G_PI_2, -G_PI_2 + 2 * G_PI * fraction);
  gdk_cairo_set_source_rgba (cr, &filled);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
daybook_ring_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FRACTION:
      g_value_set_double (value, DAYBOOK_RING (object)->fraction);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_ring_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FRACTION:
      daybook_ring_set_fraction (DAYBOOK_RING (object), g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_ring_class_init (DaybookRingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_ring_get_property;
  object_class->set_property = daybook_ring_set_property;
  widget_class->measure = daybook_ring_measure;
  widget_class->snapshot = daybook_ring_snapshot;

  properties[PROP_FRACTION] =
    g_param_spec_double ("fraction", NULL, NULL, -1, 1, -1,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "ring");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
daybook_ring_init (DaybookRing *self)
{
  self->fraction = -1;
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

void
daybook_ring_set_fraction (DaybookRing *self, double fraction)
{
  g_return_if_fail (DAYBOOK_IS_RING (self));

  if (self->fraction == fraction)
    return;
  self->fraction = fraction;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}
