/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "common/daybook-dot.h"

#include <adwaita.h>

#include "common/daybook-color.h"

#define SIZE 10

struct _DaybookDot
{
  GtkWidget parent_instance;

  char *color; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (DaybookDot, daybook_dot, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_COLOR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
daybook_dot_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                     int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = SIZE;
}

static void
daybook_dot_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DaybookDot *self = DAYBOOK_DOT (widget);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkRGBA color, card, text;
  GskRoundedRect circle;
  graphene_rect_t bounds;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  daybook_color_parse (self->color, &color);
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "view_bg_color", &card))
    card = (GdkRGBA) { 1, 1, 1, 1 };
  /* On a tinted card of the dark scheme the view's own colour would promise too much contrast. */
  if (dark)
    card = daybook_color_mix (&card, &text, 0.1);
  color = daybook_color_reach (&color, &card, dark, 3.0);

  graphene_rect_init (&bounds, (gtk_widget_get_width (widget) - SIZE) / 2.0f,
                      (gtk_widget_get_height (widget) - SIZE) / 2.0f, SIZE, SIZE);
  gsk_rounded_rect_init_from_rect (&circle, &bounds, SIZE / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &circle);
  gtk_snapshot_append_color (snapshot, &color, &bounds);
  gtk_snapshot_pop (snapshot);
}

static void
daybook_dot_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_COLOR:
      g_value_set_string (value, DAYBOOK_DOT (object)->color);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_dot_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_COLOR:
      daybook_dot_set_color (DAYBOOK_DOT (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_dot_finalize (GObject *object)
{
  g_free (DAYBOOK_DOT (object)->color);
  G_OBJECT_CLASS (daybook_dot_parent_class)->finalize (object);
}

static void
daybook_dot_class_init (DaybookDotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_dot_get_property;
  object_class->set_property = daybook_dot_set_property;
  object_class->finalize = daybook_dot_finalize;
  widget_class->measure = daybook_dot_measure;
  widget_class->snapshot = daybook_dot_snapshot;

  properties[PROP_COLOR] = g_param_spec_string ("color", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "dot");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
daybook_dot_init (DaybookDot *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
}

GtkWidget *
daybook_dot_new (const char *color)
{
  return g_object_new (DAYBOOK_TYPE_DOT, "color", color, NULL);
}

void
daybook_dot_set_color (DaybookDot *self, const char *color)
{
  g_return_if_fail (DAYBOOK_IS_DOT (self));

  if (g_strcmp0 (self->color, color) == 0)
    return;
  g_free (self->color);
  self->color = g_strdup (color);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOR]);
}
