/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-event-block.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "common/daybook-color.h"
#include "common/daybook-format.h"
#include "common/daybook-text-scale.h"
#include "today/daybook-day-words.h"

#define RADIUS 7
#define EDGE 4
#define STRIPE 5
#define MARK_SIZE 16
#define PLUS_SIZE 22

/* Heights from which there are two lines, and a line for the place; pixels at scale 1. */
#define TWO_LINES 34
#define THREE_LINES 66
#define LINE 17

struct _DaybookEventBlock
{
  DaybookDayItem parent_instance;

  gboolean over; /* the meeting has ended, so that it waits to be logged */
  DaybookBlockColors colors;
  GdkRGBA color; /* the calendar's */
  GdkRGBA view;

  GtkWidget *title;  /* (unowned) children */
  GtkWidget *detail;
  GtkWidget *place;
  GtkWidget *plus;
  GdkPaintable *tick; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (DaybookEventBlock, daybook_event_block, DAYBOOK_TYPE_DAY_ITEM)

static DaybookDayEvent *
get_event (DaybookEventBlock *self)
{
  return DAYBOOK_DAY_EVENT (daybook_day_item_get_row (DAYBOOK_DAY_ITEM (self)));
}

static void
set_label_look (GtkWidget *label, const GdkRGBA *color, double size, gboolean bold, gboolean strike)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  /* Without it the text would be as translucent as the theme's. */
  pango_attr_list_insert (attributes, pango_attr_foreground_alpha_new (65535));
  pango_attr_list_insert (attributes, pango_attr_foreground_new (color->red * 65535, color->green * 65535,
                                                                 color->blue * 65535));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  if (strike)
    pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
  pango_attr_list_insert (attributes, pango_attr_scale_new (size));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
}

static double
get_height (DaybookEventBlock *self, double scale)
{
  DaybookDayItem *item = DAYBOOK_DAY_ITEM (self);
  DaybookDayGeometry geometry;

  daybook_day_geometry_compute (&geometry, scale, 1000);
  return MAX ((daybook_day_item_get_to (item) - daybook_day_item_get_from (item)) * geometry.hour_height / 3600,
              geometry.minimum_height);
}

static void
update_colors (DaybookEventBlock *self)
{
  DaybookDayEvent *event = get_event (self);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  gboolean declined = daybook_day_event_get_event (event)->response == DAYBOOK_RESPONSE_DECLINED;
  const GdkRGBA white = { 1, 1, 1, 1 };

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "view_bg_color", &self->view))
    self->view = dark ? (GdkRGBA) { 0.118f, 0.118f, 0.118f, 1 } : white;
  daybook_color_parse (daybook_day_event_get_color (event), &self->color);
  daybook_block_colors_compute (&self->colors, &self->color, &self->view, dark);
  if (daybook_day_item_is_selected (DAYBOOK_DAY_ITEM (self)))
    {
      self->colors.fill = daybook_color_for_white (&self->color);
      self->colors.edge = self->colors.title = self->colors.detail = white;
    }
  set_label_look (self->title, &self->colors.title, get_height (self, 1) < TWO_LINES ? 0.87 : 0.96, TRUE, declined);
  set_label_look (self->detail, &self->colors.detail, 0.87, FALSE, FALSE);
  set_label_look (self->place, &self->colors.detail, 0.87, FALSE, FALSE);
}

/* What is said under the title when there is no line of its own for the place. */
static char *
make_detail (DaybookDayEvent *event, gboolean with_place)
{
  g_autofree char *range =
    daybook_format_time_range (daybook_day_event_get_from (event), daybook_day_event_get_to (event));
  g_autofree char *place = NULL;
  const char *answer = NULL;

  if (daybook_day_event_get_event (event)->response == DAYBOOK_RESPONSE_NEEDS_ACTION)
    answer = _("Not answered");
  else if (daybook_day_event_get_event (event)->response == DAYBOOK_RESPONSE_DECLINED)
    answer = _("Declined");
  else if (with_place)
    place = daybook_day_event_get_place (event);
  if (answer == NULL && place == NULL)
    return g_steal_pointer (&range);
  return g_strdup_printf ("%s  ·  %s", range, answer != NULL ? answer : place);
}

static void
daybook_event_block_update (DaybookDayItem *item)
{
  DaybookEventBlock *self = DAYBOOK_EVENT_BLOCK (item);
  DaybookDayEvent *event = get_event (self);
  double scale = daybook_text_scale_get (GTK_WIDGET (self));
  double height;
  int lines;
  g_autofree char *detail = NULL;
  g_autofree char *place = NULL;
  g_autofree char *words = NULL;

  if (!daybook_day_event_is_all_day (event))
    daybook_day_item_set_time (item, daybook_day_event_get_from (event), daybook_day_event_get_to (event));
  daybook_day_item_set_weight (item, daybook_day_event_is_tentative (event) ? 0.66 : 1);

  height = get_height (self, scale);
  lines = floor ((height - 6) / (LINE * scale));
  place = daybook_day_event_get_place (event);
  detail = make_detail (event, height >= TWO_LINES * scale && height < THREE_LINES * scale);
  gtk_label_set_label (GTK_LABEL (self->title), daybook_day_event_get_title (event));
  gtk_label_set_lines (GTK_LABEL (self->title), lines >= 3 ? 2 : 1);
  gtk_label_set_wrap (GTK_LABEL (self->title), lines >= 3);
  gtk_label_set_label (GTK_LABEL (self->detail), detail);
  gtk_label_set_lines (GTK_LABEL (self->detail), lines >= 4 ? 2 : 1);
  gtk_label_set_wrap (GTK_LABEL (self->detail), lines >= 4);
  gtk_label_set_label (GTK_LABEL (self->place), height >= THREE_LINES * scale ? place : NULL);

  gtk_widget_set_visible (self->plus, daybook_day_event_is_loggable (event));
  update_colors (self);
  words = daybook_day_words_for_event (event, self->over);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
wants_plus (DaybookEventBlock *self)
{
  GtkStateFlags flags = gtk_widget_get_state_flags (GTK_WIDGET (self));

  return daybook_day_event_is_loggable (get_event (self))
         && (flags & (GTK_STATE_FLAG_PRELIGHT | GTK_STATE_FLAG_FOCUS_VISIBLE)) != 0;
}

static gboolean
has_ring (DaybookEventBlock *self)
{
  return self->over && daybook_day_event_is_loggable (get_event (self));
}

static void
daybook_event_block_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  GTK_WIDGET_CLASS (daybook_event_block_parent_class)->state_flags_changed (widget, before);
  gtk_widget_queue_allocate (widget);
}

/* The text scale may be another one: what fits is found anew. */
static void
daybook_event_block_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (daybook_event_block_parent_class)->css_changed (widget, change);
  if (gtk_widget_get_root (widget) != NULL)
    update_colors (DAYBOOK_EVENT_BLOCK (widget));
}

static void
daybook_event_block_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                             int *minimum_baseline, int *natural_baseline)
{
  DaybookEventBlock *self = DAYBOOK_EVENT_BLOCK (widget);
  int child;

  gtk_widget_measure (self->title, orientation, -1, NULL, &child, NULL, NULL);
  *minimum = 1;
  *natural = child + (orientation == GTK_ORIENTATION_HORIZONTAL ? 24 : 4);
}

static int
get_width (GtkWidget *child, gboolean natural)
{
  int minimum, nat;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &nat, NULL, NULL);
  return natural ? nat : minimum;
}

/* Puts @child at most @width wide at (@x, @y); FALSE when there is no room for it. @right to left is
 * mirrored in @total. Its height is added to @y. */
static gboolean
place_child (GtkWidget *child, int x, int *y, int width, int bottom, int total)
{
  const char *text = gtk_label_get_label (GTK_LABEL (child));
  gboolean fits = text != NULL && *text != '\0' && width >= get_width (child, FALSE);
  GtkAllocation allocation = { x, *y, width, 0 };

  if (fits)
    gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, &allocation.height, NULL, NULL);
  fits = fits && *y + allocation.height <= bottom + 3;
  gtk_widget_set_child_visible (child, fits);
  if (!fits)
    return FALSE;
  if (gtk_widget_get_direction (child) == GTK_TEXT_DIR_RTL)
    allocation.x = total - x - width;
  gtk_widget_size_allocate (child, &allocation, -1);
  *y += allocation.height;
  return TRUE;
}

static void
daybook_event_block_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DaybookEventBlock *self = DAYBOOK_EVENT_BLOCK (widget);
  DaybookDayEvent *event = get_event (self);
  double scale = daybook_text_scale_get (widget);
  gboolean plus = wants_plus (self) && width >= PLUS_SIZE * 2;
  gboolean mark = plus || has_ring (self) || daybook_day_event_is_logged (event);
  int left = EDGE + 8;
  int room = width - left - 6 - (mark ? PLUS_SIZE : 0);
  int y;

  gtk_widget_set_child_visible (self->plus, plus);
  if (plus)
    {
      int size = MAX (get_width (self->plus, FALSE), PLUS_SIZE);
      int top = height < TWO_LINES * scale ? (height - size) / 2 : 5;
      gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
      GtkAllocation allocation = { rtl ? 6 : width - size - 6, top, size, size };

      gtk_widget_measure (self->plus, GTK_ORIENTATION_VERTICAL, size, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->plus, &allocation, -1);
    }

  if (height < TWO_LINES * scale)
    {
      int title = MIN (get_width (self->title, TRUE), room);
      int line;

      gtk_widget_measure (self->title, GTK_ORIENTATION_VERTICAL, -1, NULL, &line, NULL, NULL);
      y = (height - line) / 2;
      place_child (self->title, left, &y, title, height, width);
      gtk_widget_measure (self->detail, GTK_ORIENTATION_VERTICAL, -1, NULL, &line, NULL, NULL);
      y = (height - line + 1) / 2;
      /* Half a time is no time: it is there as a whole or not at all. */
      if (room - title - 10 >= get_width (self->detail, TRUE) && !daybook_day_event_is_all_day (event))
        place_child (self->detail, left + title + 10, &y, get_width (self->detail, TRUE), height, width);
      else
        gtk_widget_set_child_visible (self->detail, FALSE);
      gtk_widget_set_child_visible (self->place, FALSE);
      return;
    }

  y = 5;
  place_child (self->title, left, &y, room, height, width);
  y += 1;
  place_child (self->detail, left, &y, width - left - 6, height, width);
  place_child (self->place, left, &y, width - left - 6, height, width);
}

static void
snapshot_stripes (DaybookEventBlock *self, GtkSnapshot *snapshot, const graphene_rect_t *bounds)
{
  const float length = 2 * STRIPE / G_SQRT2;
  const GskColorStop stops[] = {
    { 0, self->colors.fill },
    { 0.5, self->colors.fill },
    { 0.5, self->view },
    { 1, self->view },
  };

  gtk_snapshot_append_repeating_linear_gradient (snapshot, bounds, &GRAPHENE_POINT_INIT (0, 0),
                                                 &GRAPHENE_POINT_INIT (length, length), stops, G_N_ELEMENTS (stops));
}

static void
snapshot_dashes (DaybookEventBlock *self, GtkSnapshot *snapshot, int width, int height)
{
  const double dashes[] = { 4, 3 };
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  GdkRGBA color = daybook_color_mix (&self->colors.edge, &self->view, 0.3);

  cairo_new_sub_path (cr);
  cairo_arc (cr, width - RADIUS, RADIUS, RADIUS - 0.5, -G_PI_2, 0);
  cairo_arc (cr, width - RADIUS, height - RADIUS, RADIUS - 0.5, 0, G_PI_2);
  cairo_arc (cr, RADIUS, height - RADIUS, RADIUS - 0.5, G_PI_2, G_PI);
  cairo_arc (cr, RADIUS, RADIUS, RADIUS - 0.5, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
  cairo_set_line_width (cr, 1);
  cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
snapshot_mark (DaybookEventBlock *self, GtkSnapshot *snapshot, int width, int height, double scale)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int size = round (MARK_SIZE * scale);
  int x = rtl ? 6 : width - size - 6;
  int y = height < TWO_LINES * scale ? (height - size) / 2 : 8;

  if (gtk_widget_get_child_visible (self->plus) || width < 2 * size)
    return;
  if (daybook_day_event_is_logged (get_event (self)))
    {
      if (self->tick == NULL)
        self->tick = GDK_PAINTABLE (gtk_icon_theme_lookup_icon (
          gtk_icon_theme_get_for_display (gtk_widget_get_display (widget)), "daybook-tick-symbolic", NULL, size,
          gtk_widget_get_scale_factor (widget), gtk_widget_get_direction (widget), GTK_ICON_LOOKUP_FORCE_SYMBOLIC));
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
      gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (self->tick), snapshot, size, size,
                                                &self->colors.edge, 1);
      gtk_snapshot_restore (snapshot);
    }
  else if (has_ring (self))
    {
      const float line[] = { 1.6f, 1.6f, 1.6f, 1.6f };
      const GdkRGBA colors[] = { self->colors.detail, self->colors.detail, self->colors.detail, self->colors.detail };
      GskRoundedRect ring;

      gsk_rounded_rect_init_from_rect (&ring, &GRAPHENE_RECT_INIT (x + 1, y + 1, size - 2, size - 2), size / 2.0f);
      gtk_snapshot_append_border (snapshot, &ring, line, colors);
    }
}

static void
daybook_event_block_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DaybookEventBlock *self = DAYBOOK_EVENT_BLOCK (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  gboolean striped = daybook_day_event_is_tentative (get_event (self))
                     && !daybook_day_item_is_selected (DAYBOOK_DAY_ITEM (self));
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  const graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);

  if (striped)
    snapshot_stripes (self, snapshot, &bounds);
  else
    gtk_snapshot_append_color (snapshot, &self->colors.fill, &bounds);
  if (striped)
    snapshot_dashes (self, snapshot, width, height);
  if (!daybook_day_item_is_selected (DAYBOOK_DAY_ITEM (self)))
    gtk_snapshot_append_color (snapshot, &self->colors.edge,
                               &GRAPHENE_RECT_INIT (rtl ? width - EDGE : 0, 0, EDGE, height));

  GTK_WIDGET_CLASS (daybook_event_block_parent_class)->snapshot (widget, snapshot);
  snapshot_mark (self, snapshot, width, height, daybook_text_scale_get (widget));
}

static void
daybook_event_block_finalize (GObject *object)
{
  g_clear_object (&DAYBOOK_EVENT_BLOCK (object)->tick);
  G_OBJECT_CLASS (daybook_event_block_parent_class)->finalize (object);
}

static void
daybook_event_block_class_init (DaybookEventBlockClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->finalize = daybook_event_block_finalize;
  widget_class->measure = daybook_event_block_measure;
  widget_class->size_allocate = daybook_event_block_size_allocate;
  widget_class->snapshot = daybook_event_block_snapshot;
  widget_class->state_flags_changed = daybook_event_block_state_flags_changed;
  widget_class->css_changed = daybook_event_block_css_changed;
  DAYBOOK_DAY_ITEM_CLASS (klass)->update = daybook_event_block_update;
  gtk_widget_class_set_css_name (widget_class, "eventblock");
}

static GtkWidget *
add_label (DaybookEventBlock *self)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_END, "wrap-mode",
                                   PANGO_WRAP_WORD_CHAR, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   "can-target", FALSE, NULL);

  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static void
daybook_event_block_init (DaybookEventBlock *self)
{
  self->title = add_label (self);
  self->detail = add_label (self);
  self->place = add_label (self);
  gtk_widget_add_css_class (self->detail, "numeric");

  /* Enter does the same, so that Tab need not stop here. */
  self->plus = g_object_new (GTK_TYPE_BUTTON, "icon-name", "list-add-symbolic", "action-name", "item.log",
                             "focusable", FALSE, "tooltip-text", _("Log this meeting"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plus), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Log this meeting"), -1);
  gtk_widget_add_css_class (self->plus, "plus");
  gtk_widget_add_css_class (self->plus, "circular");
  gtk_widget_set_parent (self->plus, GTK_WIDGET (self));
}

GtkWidget *
daybook_event_block_new (DaybookDayEvent *event)
{
  return g_object_new (DAYBOOK_TYPE_EVENT_BLOCK, "row", event, NULL);
}

/* Whether the meeting is over, so that a ring says that it waits to be logged. */
void
daybook_event_block_set_over (DaybookEventBlock *self, gboolean over)
{
  g_return_if_fail (DAYBOOK_IS_EVENT_BLOCK (self));

  if (self->over == over)
    return;
  self->over = over;
  daybook_day_item_update (DAYBOOK_DAY_ITEM (self));
}
