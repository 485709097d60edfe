/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-head.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "base/daybook-duration.h"
#include "common/daybook-text-scale.h"
#include "common/daybook-zone-words.h"
#include "today/daybook-event-block.h"

/* All-day events stand two beside each other, in two rows at most; more of them in a popover. */
#define PER_ROW 2
#define MAX_ROWS 2
#define BLOCK_HEIGHT 24
#define SPACE 6

struct _DaybookDayHead
{
  GtkWidget parent_instance;

  DaybookDayModel *model; /* (owned) (nullable) */
  GObject *selected;      /* (owned) (nullable) */

  GtkWidget *calendar; /* (unowned) children */
  GtkWidget *calendar_sum;
  GtkWidget *logged;
  GtkWidget *logged_sum;
  GtkWidget *all_day;
  GtkWidget *zone;       /* whose hours the gutter shows, when there are those of two */
  GtkWidget *other_zone;
  GtkWidget *more;
  GtkWidget *more_list;
  GPtrArray *blocks; /* (owned) of GtkWidget (unowned): children, or in more_list */
};

G_DEFINE_FINAL_TYPE (DaybookDayHead, daybook_day_head, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
set_selected (DaybookDayHead *self, GObject *row)
{
  if (!g_set_object (&self->selected, row))
    return;
  for (guint i = 0; i < self->blocks->len; i++)
    daybook_day_item_set_selected (self->blocks->pdata[i], daybook_day_item_get_row (self->blocks->pdata[i]) == row);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static void
on_block_select_cb (DaybookDayItem *block, DaybookDayHead *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->more));
  set_selected (self, daybook_day_item_get_row (block));
}

/* How many blocks have a place of their own; one place may be the button for the rest. */
static guint
count_shown (guint n)
{
  return n <= PER_ROW * MAX_ROWS ? n : PER_ROW * MAX_ROWS - 1;
}

static void
rebuild_blocks (DaybookDayHead *self)
{
  DaybookRowList *list = daybook_day_model_get_all_day (self->model);
  guint n = daybook_row_list_get_length (list), shown = count_shown (n);
  g_autofree char *label = NULL;
  GtkWidget *child;

  for (guint i = 0; i < self->blocks->len; i++)
    if (gtk_widget_get_parent (self->blocks->pdata[i]) == GTK_WIDGET (self))
      gtk_widget_unparent (self->blocks->pdata[i]);
  while ((child = gtk_widget_get_first_child (self->more_list)) != NULL)
    gtk_box_remove (GTK_BOX (self->more_list), child);
  g_ptr_array_set_size (self->blocks, 0);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *block = daybook_event_block_new (daybook_row_list_peek (list, i));

      g_signal_connect (block, "select", G_CALLBACK (on_block_select_cb), self);
      g_signal_connect (block, "log", G_CALLBACK (on_block_select_cb), self);
      g_ptr_array_add (self->blocks, block);
      if (i < shown)
        {
          gtk_widget_insert_before (block, GTK_WIDGET (self), self->more);
        }
      else
        {
          gtk_widget_set_size_request (block, 220, BLOCK_HEIGHT);
          gtk_box_append (GTK_BOX (self->more_list), block);
        }
      daybook_day_item_set_selected (DAYBOOK_DAY_ITEM (block),
                                     daybook_day_item_get_row (DAYBOOK_DAY_ITEM (block)) == self->selected);
    }
  label = g_strdup_printf (ngettext ("%u more", "%u more", n - shown), n - shown);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->more), label);
  gtk_widget_set_visible (self->more, n > shown);
  gtk_widget_set_visible (self->all_day, n > 0);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
show_zone (GtkWidget *label, DaybookZone *zone, gint64 instant)
{
  g_autofree char *place = zone != NULL ? daybook_zone_words_place (daybook_zone_get_name (zone)) : NULL;
  g_autofree char *detail = zone != NULL ? daybook_zone_words_describe (zone, instant) : NULL;

  gtk_label_set_label (GTK_LABEL (label), place);
  gtk_widget_set_tooltip_text (label, detail);
  gtk_widget_set_visible (label, zone != NULL);
}

static void
show_zones (DaybookDayHead *self)
{
  DaybookZone *other = daybook_day_model_get_other_zone (self->model);
  DaybookZone *zone = daybook_workspace_get_zone (daybook_day_model_get_workspace (self->model));
  gint64 noon = daybook_day_model_to_instant (self->model, DAYBOOK_DAY_SECONDS / 2);

  show_zone (self->other_zone, other, noon);
  show_zone (self->zone, other != NULL ? zone : NULL, noon);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
on_model_changed_cb (DaybookDayModel *model, DaybookDayHead *self)
{
  gint64 meetings = daybook_day_model_get_meeting_time (model), logged = daybook_day_model_get_logged_time (model);
  g_autofree char *meeting_text = meetings > 0 ? daybook_duration_format_short (meetings) : NULL;
  g_autofree char *logged_text = logged > 0 ? daybook_duration_format_short (logged) : NULL;

  gtk_label_set_label (GTK_LABEL (self->calendar_sum), meeting_text);
  gtk_label_set_label (GTK_LABEL (self->logged_sum), logged_text);
  show_zones (self);
}

static void
on_dark_changed_cb (DaybookDayHead *self)
{
  for (guint i = 0; i < self->blocks->len; i++)
    daybook_day_item_update (self->blocks->pdata[i]);
}

static int
get_natural (GtkWidget *child, GtkOrientation orientation)
{
  int natural;

  gtk_widget_measure (child, orientation, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int
get_block_height (DaybookDayHead *self)
{
  return BLOCK_HEIGHT * daybook_text_scale_get (GTK_WIDGET (self));
}

static void
daybook_day_head_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  DaybookDayHead *self = DAYBOOK_DAY_HEAD (widget);
  guint cells = MIN (self->blocks->len, PER_ROW * MAX_ROWS);
  int rows = (cells + PER_ROW - 1) / PER_ROW;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 200;
  else
    *minimum = *natural = SPACE + get_natural (self->calendar, GTK_ORIENTATION_VERTICAL) + SPACE
                          + rows * (get_block_height (self) + 4) + (rows > 0 ? 4 : 0);
}

static void
put (DaybookDayHead *self, GtkWidget *child, int x, int y, int width, int height)
{
  int minimum;
  GtkAllocation allocation = { x, y, width, height };

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_set_child_visible (child, width >= minimum);
  if (width < minimum)
    return;
  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    allocation.x = gtk_widget_get_width (GTK_WIDGET (self)) - x - width;
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (child, &allocation, -1);
}

static void
put_pair (DaybookDayHead *self, GtkWidget *name, GtkWidget *sum, int x, int y, int width, int height)
{
  int sum_width = get_natural (sum, GTK_ORIENTATION_HORIZONTAL);
  int name_width = get_natural (name, GTK_ORIENTATION_HORIZONTAL);

  put (self, name, x, y, MIN (name_width, width), height);
  /* The name says what the lane is; its sum only when there is room for both. */
  put (self, sum, x + width - sum_width, y, name_width + sum_width + 6 <= width ? sum_width : -1, height);
}

static void
daybook_day_head_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DaybookDayHead *self = DAYBOOK_DAY_HEAD (widget);
  int line = get_natural (self->calendar, GTK_ORIENTATION_VERTICAL), block_height = get_block_height (self);
  int y = SPACE, cell_width;
  guint shown = count_shown (self->blocks->len);
  DaybookDayGeometry geometry;

  daybook_day_geometry_compute (&geometry, daybook_text_scale_get (widget), width,
                                gtk_widget_get_visible (self->other_zone));
  if (geometry.other_gutter > 0)
    {
      put (self, self->other_zone, 4, y, geometry.other_gutter - 4, line);
      put (self, self->zone, geometry.other_gutter + 4, y, geometry.gutter - geometry.other_gutter - 14, line);
    }
  put_pair (self, self->calendar, self->calendar_sum, geometry.gutter, y, geometry.calendar_width, line);
  put_pair (self, self->logged, self->logged_sum, geometry.logged_x, y, geometry.logged_width, line);

  y += line + SPACE;
  if (gtk_widget_get_visible (self->all_day))
    {
      int label = get_natural (self->all_day, GTK_ORIENTATION_HORIZONTAL);
      int room = geometry.gutter - 14;

      /* As a whole or not at all: the strip explains itself. */
      put (self, self->all_day, room - label, y, label <= room ? label : -1, block_height);
    }
  cell_width = (geometry.calendar_width - SPACE * (PER_ROW - 1)) / PER_ROW;
  if (self->blocks->len == 1)
    cell_width = geometry.calendar_width;
  for (guint i = 0; i < shown; i++)
    put (self, self->blocks->pdata[i], geometry.gutter + (i % PER_ROW) * (cell_width + SPACE),
         y + (i / PER_ROW) * (block_height + 4), cell_width, block_height);
  if (gtk_widget_get_visible (self->more))
    put (self, self->more, geometry.gutter + (shown % PER_ROW) * (cell_width + SPACE),
         y + (shown / PER_ROW) * (block_height + 4), cell_width, block_height);
}

static void
daybook_day_head_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SELECTED:
      g_value_set_object (value, DAYBOOK_DAY_HEAD (object)->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_day_head_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SELECTED:
      set_selected (DAYBOOK_DAY_HEAD (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_day_head_dispose (GObject *object)
{
  DaybookDayHead *self = DAYBOOK_DAY_HEAD (object);
  GtkWidget *child;

  g_ptr_array_set_size (self->blocks, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->selected);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (daybook_day_head_parent_class)->dispose (object);
}

static void
daybook_day_head_finalize (GObject *object)
{
  g_ptr_array_unref (DAYBOOK_DAY_HEAD (object)->blocks);
  G_OBJECT_CLASS (daybook_day_head_parent_class)->finalize (object);
}

static void
daybook_day_head_class_init (DaybookDayHeadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = daybook_day_head_get_property;
  object_class->set_property = daybook_day_head_set_property;
  object_class->dispose = daybook_day_head_dispose;
  object_class->finalize = daybook_day_head_finalize;
  widget_class->measure = daybook_day_head_measure;
  widget_class->size_allocate = daybook_day_head_size_allocate;

  properties[PROP_SELECTED] =
    g_param_spec_object ("selected", NULL, NULL, G_TYPE_OBJECT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "dayhead");
}

static GtkWidget *
add_label (DaybookDayHead *self, const char *text, const char *css_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", 0.0, NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return label;
}

static GtkWidget *
add_zone (DaybookDayHead *self)
{
  GtkWidget *label = add_label (self, NULL, "dim-label");

  g_object_set (label, "xalign", 1.0, "ellipsize", PANGO_ELLIPSIZE_END, "visible", FALSE, NULL);
  return label;
}

static void
daybook_day_head_init (DaybookDayHead *self)
{
  GtkWidget *popover = gtk_popover_new ();

  self->blocks = g_ptr_array_new ();
  self->calendar = add_label (self, _("Calendar"), "lane-name");
  self->calendar_sum = add_label (self, NULL, "lane-sum");
  self->logged = add_label (self, _("Logged"), "lane-name");
  self->logged_sum = add_label (self, NULL, "lane-sum");
  self->zone = add_zone (self);
  self->other_zone = add_zone (self);
  /* Translators: beside events without a time, as short as can be */
  self->all_day = add_label (self, _("all day"), "dim-label");

  self->more_list = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACE);
  gtk_popover_set_child (GTK_POPOVER (popover), self->more_list);
  self->more = g_object_new (GTK_TYPE_MENU_BUTTON, "popover", popover, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_add_css_class (self->more, "more");
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (on_dark_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Follows @model; set once. */
void
daybook_day_head_set_model (DaybookDayHead *self, DaybookDayModel *model)
{
  g_return_if_fail (DAYBOOK_IS_DAY_HEAD (self));
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  g_signal_connect_object (daybook_day_model_get_all_day (model), "items-changed", G_CALLBACK (rebuild_blocks), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "changed", G_CALLBACK (on_model_changed_cb), self, 0);
  rebuild_blocks (self);
  on_model_changed_cb (model, self);
}
