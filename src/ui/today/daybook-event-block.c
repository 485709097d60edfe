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

/* Heights from which there are two lines, and a line for the place; pixels at scale 1. */
#define TWO_LINES 34
#define THREE_LINES 66
#define LINE 17

/* Of the font's size. */
#define TITLE_SIZE 0.96
#define SMALL_SIZE 0.87

struct _DaybookEventBlock
{
  DaybookDayItem parent_instance;

  gboolean over; /* the meeting has ended, so that it waits to be logged */
  DaybookBlockColors colors;
  GdkRGBA color; /* the calendar's */
  GdkRGBA view;

  /* A day may have hundreds of blocks: their text is painted, not made of labels. */
  char *title;          /* (owned) */
  char *detail;         /* (owned) time, and the place when it has no line of its own */
  char *place;          /* (owned) (nullable) */
  GtkWidget *plus;      /* (unowned) (nullable) child, made when it is first wanted */
  GdkPaintable *tick;   /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (DaybookEventBlock, daybook_event_block, DAYBOOK_TYPE_DAY_ITEM)

static DaybookDayEvent *
get_event (DaybookEventBlock *self)
{
  return DAYBOOK_DAY_EVENT (daybook_day_item_get_row (DAYBOOK_DAY_ITEM (self)));
}

static double
get_height (DaybookEventBlock *self, double scale)
{
  DaybookDayItem *item = DAYBOOK_DAY_ITEM (self);
  DaybookDayGeometry geometry;

  daybook_day_geometry_compute (&geometry, scale, 1000, FALSE);
  return MAX ((daybook_day_item_get_to (item) - daybook_day_item_get_from (item)) * geometry.hour_height / 3600,
              geometry.minimum_height);
}

static void
update_colors (DaybookEventBlock *self)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  const GdkRGBA white = { 1, 1, 1, 1 };

  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (GTK_WIDGET (self)), "view_bg_color", &self->view))
    self->view = dark ? (GdkRGBA) { 0.118f, 0.118f, 0.118f, 1 } : white;
  daybook_color_parse (daybook_day_event_get_color (get_event (self)), &self->color);
  daybook_block_colors_compute (&self->colors, &self->color, &self->view, dark);
  if (daybook_day_item_is_selected (DAYBOOK_DAY_ITEM (self)))
    {
      self->colors.fill = daybook_color_for_white (&self->color);
      self->colors.edge = self->colors.title = self->colors.detail = white;
    }
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
  double height;
  g_autofree char *words = NULL;

  if (!daybook_day_event_is_all_day (event))
    daybook_day_item_set_time (item, daybook_day_event_get_from (event), daybook_day_event_get_to (event));
  daybook_day_item_set_weight (item, daybook_day_event_is_tentative (event) ? 0.66 : 1);

  height = get_height (self, 1);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->place);
  self->title = g_strdup (daybook_day_event_get_title (event));
  self->detail = make_detail (event, height >= TWO_LINES && height < THREE_LINES);
  self->place = height >= THREE_LINES ? daybook_day_event_get_place (event) : NULL;
  if (self->plus != NULL)
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

/* Enter does the same, so that Tab need not stop here. */
static void
ensure_plus (DaybookEventBlock *self)
{
  if (self->plus != NULL)
    return;
  self->plus = g_object_new (GTK_TYPE_BUTTON, "icon-name", "list-add-symbolic", "action-name", "item.log",
                             "focusable", FALSE, "tooltip-text", _("Log this meeting"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->plus), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Log this meeting"), -1);
  gtk_widget_add_css_class (self->plus, "plus");
  gtk_widget_add_css_class (self->plus, "circular");
  gtk_widget_set_parent (self->plus, GTK_WIDGET (self));
}

static void
daybook_event_block_state_flags_changed (GtkWidget *widget, GtkStateFlags before)
{
  DaybookEventBlock *self = DAYBOOK_EVENT_BLOCK (widget);

  GTK_WIDGET_CLASS (daybook_event_block_parent_class)->state_flags_changed (widget, before);
  if (gtk_widget_get_root (widget) != NULL && wants_plus (self))
    ensure_plus (self);
  gtk_widget_queue_allocate (widget);
}

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
  double scale = daybook_text_scale_get (widget);

  *minimum = 1;
  *natural = (orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : 24) * scale;
}

static void
daybook_event_block_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DaybookEventBlock *self = DAYBOOK_EVENT_BLOCK (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation allocation;

  if (self->plus == NULL || !gtk_widget_should_layout (self->plus))
    return;
  gtk_widget_measure (self->plus, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &allocation.width, NULL, NULL);
  gtk_widget_measure (self->plus, GTK_ORIENTATION_VERTICAL, allocation.width, NULL, &allocation.height, NULL, NULL);
  gtk_widget_set_child_visible (self->plus, wants_plus (self) && width >= 2 * allocation.width);
  allocation.x = rtl ? 6 : width - allocation.width - 6;
  allocation.y = height < TWO_LINES * daybook_text_scale_get (widget) ? (height - allocation.height) / 2 : 5;
  gtk_widget_size_allocate (self->plus, &allocation, -1);
}

static PangoLayout *
make_layout (DaybookEventBlock *self, const char *text, double size, gboolean title)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (size));
  if (title)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  else
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (title && daybook_day_event_get_event (get_event (self))->response == DAYBOOK_RESPONSE_DECLINED)
    pango_attr_list_insert (attributes, pango_attr_strikethrough_new (TRUE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  return layout;
}

/* Paints @layout (transfer full) at most @lines lines high at (@x, @y), mirrored in @total; its height. */
static int
paint_text (GtkSnapshot *snapshot, PangoLayout *layout, const GdkRGBA *color, int x, int y, int width, int lines,
            int total, gboolean rtl)
{
  int text_width, height;

  /* Pango counts the lines of a paragraph as a negative height. */
  pango_layout_set_height (layout, -MAX (lines, 1));
  pango_layout_set_width (layout, width * PANGO_SCALE);
  /* On a page from right to left every text begins on the right. */
  pango_layout_set_auto_dir (layout, !rtl);
  pango_layout_get_pixel_size (layout, &text_width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (rtl ? total - x - width : x, y));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
  g_object_unref (layout);
  return height;
}

/* One line: the title, and the time when there is room for the whole of it. */
static void
snapshot_line (DaybookEventBlock *self, GtkSnapshot *snapshot, int width, int height, int left, int room, gboolean rtl)
{
  PangoLayout *title = make_layout (self, self->title, SMALL_SIZE, TRUE);
  PangoLayout *detail = make_layout (self, self->detail, SMALL_SIZE, FALSE);
  int title_width, title_height, detail_width, detail_height;

  pango_layout_get_pixel_size (title, &title_width, &title_height);
  pango_layout_get_pixel_size (detail, &detail_width, &detail_height);
  title_width = MIN (title_width + 1, room);
  paint_text (snapshot, title, &self->colors.title, left, (height - title_height) / 2, title_width, 1, width, rtl);
  if (!daybook_day_event_is_all_day (get_event (self)) && room - title_width - 10 > detail_width)
    paint_text (snapshot, detail, &self->colors.detail, left + title_width + 10, (height - detail_height) / 2,
                detail_width + 1, 1, width, rtl);
  else
    g_object_unref (detail);
}

/* As many lines as there is room for: title, time, place. */
static void
snapshot_lines (DaybookEventBlock *self, GtkSnapshot *snapshot, int width, int height, int left, int room, int mark,
                double scale, gboolean rtl)
{
  int lines = (height - 6) / (LINE * scale);
  int y = 5;

  y += paint_text (snapshot, make_layout (self, self->title, TITLE_SIZE, TRUE), &self->colors.title, left, y,
                   room - mark, lines >= 3 ? 2 : 1, width, rtl);
  y += 1;
  if (y + LINE * scale > height + 3)
    return;
  y += paint_text (snapshot, make_layout (self, self->detail, SMALL_SIZE, FALSE), &self->colors.detail, left, y, room,
                   lines >= 4 ? 2 : 1, width, rtl);
  if (self->place != NULL && y + LINE * scale <= height + 3)
    paint_text (snapshot, make_layout (self, self->place, SMALL_SIZE, FALSE), &self->colors.detail, left, y, room, 1,
                width, rtl);
}

static void
snapshot_text (DaybookEventBlock *self, GtkSnapshot *snapshot, int width, int height)
{
  GtkWidget *widget = GTK_WIDGET (self);
  double scale = daybook_text_scale_get (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean marked = wants_plus (self) || has_ring (self) || daybook_day_event_is_logged (get_event (self));
  int left = EDGE + 8, room = width - left - 6, mark = marked ? ceil (MARK_SIZE * scale) + 6 : 0;

  if (room < LINE * scale)
    return;
  if (height < TWO_LINES * scale)
    snapshot_line (self, snapshot, width, height, left, MAX (room - mark, 1), rtl);
  else
    snapshot_lines (self, snapshot, width, height, left, room, mark < room ? mark : 0, scale, rtl);
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

  if (width < 2 * size || (self->plus != NULL && wants_plus (self)))
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

  snapshot_text (self, snapshot, width, height);
  GTK_WIDGET_CLASS (daybook_event_block_parent_class)->snapshot (widget, snapshot);
  snapshot_mark (self, snapshot, width, height, daybook_text_scale_get (widget));
}

static void
daybook_event_block_finalize (GObject *object)
{
  DaybookEventBlock *self = DAYBOOK_EVENT_BLOCK (object);

  g_clear_object (&self->tick);
  g_free (self->title);
  g_free (self->detail);
  g_free (self->place);
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

static void
daybook_event_block_init (DaybookEventBlock *self)
{
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
