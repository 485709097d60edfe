/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-gap-slip.h"

#include <cairo.h>
#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "today/daybook-day-words.h"

struct _DaybookGapSlip
{
  DaybookSlip parent_instance;
};

G_DEFINE_FINAL_TYPE (DaybookGapSlip, daybook_gap_slip, DAYBOOK_TYPE_SLIP)

static void
daybook_gap_slip_update (DaybookDayItem *item)
{
  DaybookDayGap *gap = DAYBOOK_DAY_GAP (daybook_day_item_get_row (item));
  gint64 from = daybook_day_gap_get_from (gap), to = daybook_day_gap_get_to (gap);
  g_autofree char *duration = daybook_duration_format_short (to - from);
  g_autofree char *words = daybook_day_words_for_gap (from, to);
  /* Translators: a short duration, "45 min" */
  g_autofree char *text = g_strdup_printf (_("+  %s not logged"), duration);

  daybook_day_item_set_time (item, from, to);
  daybook_slip_set_texts (DAYBOOK_SLIP (item), text, NULL, NULL, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (item), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (item), words);
}

/* Dots that style sheets cannot draw as far apart. */
static void
daybook_gap_slip_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const double dots[] = { 0, 4 };
  const double radius = 6.5, inset = 0.75;
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.55f;
  cairo_new_sub_path (cr);
  cairo_arc (cr, width - inset - radius, inset + radius, radius, -G_PI_2, 0);
  cairo_arc (cr, width - inset - radius, height - inset - radius, radius, 0, G_PI_2);
  cairo_arc (cr, inset + radius, height - inset - radius, radius, G_PI_2, G_PI);
  cairo_arc (cr, inset + radius, inset + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
  cairo_set_line_width (cr, 1.2);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_stroke (cr);
  cairo_destroy (cr);
  GTK_WIDGET_CLASS (daybook_gap_slip_parent_class)->snapshot (widget, snapshot);
}

static void
daybook_gap_slip_class_init (DaybookGapSlipClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = daybook_gap_slip_snapshot;
  DAYBOOK_DAY_ITEM_CLASS (klass)->update = daybook_gap_slip_update;
}

static void
daybook_gap_slip_init (DaybookGapSlip *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "gap");
  daybook_slip_set_has_dot (DAYBOOK_SLIP (self), FALSE);
  daybook_day_item_set_lane (DAYBOOK_DAY_ITEM (self), DAYBOOK_LANE_LOGGED);
}

GtkWidget *
daybook_gap_slip_new (DaybookDayGap *gap)
{
  return g_object_new (DAYBOOK_TYPE_GAP_SLIP, "row", gap, NULL);
}
