/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-column-private.h"

#include <adwaita.h>
#include <math.h>

#include "common/daybook-format.h"
#include "common/daybook-text-scale.h"
#include "today/daybook-day-spans.h"
#include "today/daybook-entry-slip.h"
#include "today/daybook-event-block.h"
#include "today/daybook-gap-slip.h"

G_DEFINE_FINAL_TYPE (DaybookDayColumn, daybook_day_column, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_SELECTED,
  N_PROPS
};

enum
{
  LOG,
  CHOOSE_PROJECT,
  APPROVE,
  DELETE,
  SPAN_DRAWN,
  RESIZED,
  CANCELLED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Children ---------------------------------------------------------------------------------------- */

static void
on_item_select_cb (DaybookDayItem *item, DaybookDayColumn *self)
{
  daybook_day_column_set_selected (self, daybook_day_item_get_row (item));
}

static void
on_item_log_cb (DaybookDayItem *item, DaybookDayColumn *self)
{
  daybook_day_column_emit_log (self, daybook_day_item_get_row (item));
}

static GtkWidget *
make_item (DaybookDayColumn *self, DaybookDaySection section, gpointer row)
{
  GtkWidget *item = section == DAYBOOK_SECTION_EVENTS ? daybook_event_block_new (row)
                    : section == DAYBOOK_SECTION_GAPS ? daybook_gap_slip_new (row)
                                                      : daybook_entry_slip_new (row);

  g_signal_connect (item, "select", G_CALLBACK (on_item_select_cb), self);
  g_signal_connect (item, "log", G_CALLBACK (on_item_log_cb), self);
  return item;
}

/* The child that the first of @section comes behind: children are in the order that is read aloud. */
static GtkWidget *
get_section_anchor (DaybookDayColumn *self, DaybookDaySection section)
{
  for (int before = (int) section - 1; before >= 0; before--)
    if (self->sections[before]->len > 0)
      return self->sections[before]->pdata[self->sections[before]->len - 1];
  return NULL;
}

static void
change_section (DaybookDayColumn *self, DaybookDaySection section, GListModel *list, guint position, guint removed,
                guint added)
{
  GPtrArray *items = self->sections[section];

  for (guint i = 0; i < removed; i++)
    {
      DaybookDayItem *item = items->pdata[position];

      if (item == self->drag_item)
        daybook_day_column_cancel_drag (self);
      if (daybook_day_item_is_selected (item))
        daybook_day_column_set_selected (self, NULL);
      g_ptr_array_remove_index (items, position);
      gtk_widget_unparent (GTK_WIDGET (item));
    }
  for (guint i = 0; i < added; i++)
    {
      guint at = position + i;
      g_autoptr (GObject) row = g_list_model_get_item (list, at);
      GtkWidget *item = make_item (self, section, row);
      GtkWidget *anchor = at > 0 ? items->pdata[at - 1] : get_section_anchor (self, section);

      gtk_widget_insert_after (item, GTK_WIDGET (self), anchor);
      g_ptr_array_insert (items, at, item);
    }
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
on_events_changed_cb (GListModel *list, guint position, guint removed, guint added, DaybookDayColumn *self)
{
  change_section (self, DAYBOOK_SECTION_EVENTS, list, position, removed, added);
}

static void
on_gaps_changed_cb (GListModel *list, guint position, guint removed, guint added, DaybookDayColumn *self)
{
  change_section (self, DAYBOOK_SECTION_GAPS, list, position, removed, added);
}

static void
on_entries_changed_cb (GListModel *list, guint position, guint removed, guint added, DaybookDayColumn *self)
{
  change_section (self, DAYBOOK_SECTION_ENTRIES, list, position, removed, added);
}

static void
on_model_changed_cb (DaybookDayModel *model, DaybookDayColumn *self)
{
  GPtrArray *events = self->sections[DAYBOOK_SECTION_EVENTS];
  gint64 now = daybook_day_model_get_now (model);

  for (guint i = 0; i < events->len; i++)
    daybook_event_block_set_over (events->pdata[i], daybook_day_item_get_to (events->pdata[i]) <= now);
  daybook_day_model_get_working_hours (model, &self->quiet_before, &self->quiet_after);
  /* Hours of another zone come and go with the day. */
  if ((self->geometry.other_gutter > 0) != (daybook_day_model_get_other_zone (model) != NULL))
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_dark_changed_cb (DaybookDayColumn *self)
{
  for (guint s = 0; s < DAYBOOK_N_SECTIONS; s++)
    for (guint i = 0; i < self->sections[s]->len; i++)
      daybook_day_item_update (self->sections[s]->pdata[i]);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Layout ------------------------------------------------------------------------------------------ */

static void
daybook_day_column_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  DaybookDayGeometry geometry;

  daybook_day_geometry_compute (&geometry, daybook_text_scale_get (widget), 1000, FALSE);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      *minimum = *natural = daybook_day_geometry_get_height (&geometry);
    }
  else
    {
      *minimum = 200;
      *natural = 480;
    }
}

/* Puts the items of a lane that overlap beside each other. */
static void
arrange (DaybookDayColumn *self, GPtrArray *items)
{
  g_autofree DaybookDaySpan *spans = g_new0 (DaybookDaySpan, items->len);

  for (guint i = 0; i < items->len; i++)
    spans[i] = (DaybookDaySpan) { daybook_day_item_get_from (items->pdata[i]),
                                  daybook_day_item_get_to (items->pdata[i]),
                                  daybook_day_item_get_weight (items->pdata[i]), 0, 1 };
  daybook_day_spans_arrange (spans, items->len, daybook_day_geometry_get_shortest (&self->geometry));
  for (guint i = 0; i < items->len; i++)
    daybook_day_item_set_share (items->pdata[i], spans[i].left, spans[i].width);
}

static void
allocate_items (DaybookDayColumn *self, GPtrArray *items, int width)
{
  for (guint i = 0; i < items->len; i++)
    {
      GtkAllocation bounds;

      daybook_day_item_get_bounds (items->pdata[i], &self->geometry, &bounds);
      if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
        bounds.x = width - bounds.x - bounds.width;
      gtk_widget_measure (items->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (items->pdata[i], &bounds, -1);
    }
}

static void
daybook_day_column_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  DaybookDayColumn *self = DAYBOOK_DAY_COLUMN (widget);
  g_autoptr (GPtrArray) logged = g_ptr_array_new ();

  daybook_day_geometry_compute (&self->geometry, daybook_text_scale_get (widget), width,
                                self->model != NULL && daybook_day_model_get_other_zone (self->model) != NULL);
  g_ptr_array_extend (logged, self->sections[DAYBOOK_SECTION_GAPS], NULL, NULL);
  g_ptr_array_extend (logged, self->sections[DAYBOOK_SECTION_ENTRIES], NULL, NULL);
  if (gtk_widget_get_visible (self->draft))
    g_ptr_array_add (logged, self->draft);
  arrange (self, self->sections[DAYBOOK_SECTION_EVENTS]);
  arrange (self, logged);
  allocate_items (self, self->sections[DAYBOOK_SECTION_EVENTS], width);
  allocate_items (self, logged, width);
}

/* Painting ---------------------------------------------------------------------------------------- */

static void
fill (DaybookDayColumn *self, GtkSnapshot *snapshot, const GdkRGBA *color, double x, double y, double width,
      double height)
{
  int total = gtk_widget_get_width (GTK_WIDGET (self));

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    x = total - x - width;
  gtk_snapshot_append_color (snapshot, color, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/* Text in the gutter that ends at @end, its middle at @y. */
static void
write_in_gutter (DaybookDayColumn *self, GtkSnapshot *snapshot, const char *text, int end, double y,
                 const GdkRGBA *color, gboolean bold)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width, height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.87));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_ULTRABOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (rtl ? gtk_widget_get_width (widget) - end : end - width,
                                                          round (y - height / 2.0)));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static gboolean
has_now (DaybookDayColumn *self, gint64 *now)
{
  *now = self->model != NULL ? daybook_day_model_get_now (self->model) : -1;
  return *now >= 0 && *now < DAYBOOK_DAY_SECONDS;
}

/* What the clocks of the other zone show at @second of the day. */
static void
write_other_hour (DaybookDayColumn *self, GtkSnapshot *snapshot, gint64 second, double y, const GdkRGBA *color)
{
  DaybookZone *zone = daybook_day_model_get_other_zone (self->model);
  gint64 wall = daybook_zone_to_wall (zone, daybook_day_model_to_instant (self->model, second));
  g_autofree char *label = wall % 3600 == 0 ? daybook_format_hour ((int) (wall % DAYBOOK_DAY_SECONDS / 3600))
                                            : daybook_format_time (wall);

  write_in_gutter (self, snapshot, label, self->geometry.other_gutter - 4, y, color, FALSE);
}

static void
snapshot_hours (DaybookDayColumn *self, GtkSnapshot *snapshot, const GdkRGBA *text)
{
  const DaybookDayGeometry *geometry = &self->geometry;
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  int left = geometry->gutter - 6;
  GdkRGBA quiet = *text, line = *text, dim = *text, other = *text;
  gint64 now;
  gboolean with_now = has_now (self, &now);

  quiet.alpha *= 0.025f;
  line.alpha *= 0.08f;
  dim.alpha *= 0.7f;
  other.alpha *= 0.6f;
  fill (self, snapshot, &quiet, left, 0, width - left, daybook_day_geometry_get_y (geometry, self->quiet_before));
  fill (self, snapshot, &quiet, left, daybook_day_geometry_get_y (geometry, self->quiet_after), width - left,
        height - daybook_day_geometry_get_y (geometry, self->quiet_after));
  for (int hour = 0; hour <= 24; hour++)
    {
      double y = daybook_day_geometry_get_y (geometry, hour * 3600);
      g_autofree char *label = daybook_format_hour (hour % 24);

      fill (self, snapshot, &line, left, round (y), width - left, 1);
      if (hour > 0 && hour < 24
          && (!with_now || fabs (daybook_day_geometry_get_y (geometry, now) - y) > 14 * geometry->scale))
        write_in_gutter (self, snapshot, label, geometry->gutter - 14, y, &dim, FALSE);
      if (hour > 0 && hour < 24 && geometry->other_gutter > 0)
        write_other_hour (self, snapshot, hour * 3600, y, &other);
    }
  fill (self, snapshot, &line, left, 0, 1, height);
  fill (self, snapshot, &line, (geometry->gutter + geometry->calendar_width + geometry->logged_x) / 2, 0, 1, height);
}

static void
snapshot_now (DaybookDayColumn *self, GtkSnapshot *snapshot)
{
  const DaybookDayGeometry *geometry = &self->geometry;
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GdkRGBA color;
  GskRoundedRect dot;
  double y, x = geometry->gutter - 4;
  g_autofree char *label = NULL;
  gint64 now;

  if (!has_now (self, &now))
    return;
  gdk_rgba_parse (&color, dark ? "#ff7b63" : "#c01c28");
  y = daybook_day_geometry_get_y (geometry, now);
  label = daybook_format_time (now);
  fill (self, snapshot, &color, x, y - 0.75, gtk_widget_get_width (widget) - x, 1.5);
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    x = gtk_widget_get_width (widget) - x;
  gsk_rounded_rect_init_from_rect (&dot, &GRAPHENE_RECT_INIT (x - 4, y - 4, 8, 8), 4);
  gtk_snapshot_push_rounded_clip (snapshot, &dot);
  gtk_snapshot_append_color (snapshot, &color, &dot.bounds);
  gtk_snapshot_pop (snapshot);
  write_in_gutter (self, snapshot, label, geometry->gutter - 14, y, &color, TRUE);
}

static void
snapshot_section (DaybookDayColumn *self, DaybookDaySection section, GtkSnapshot *snapshot)
{
  for (guint i = 0; i < self->sections[section]->len; i++)
    gtk_widget_snapshot_child (GTK_WIDGET (self), self->sections[section]->pdata[i], snapshot);
}

static void
daybook_day_column_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  DaybookDayColumn *self = DAYBOOK_DAY_COLUMN (widget);
  GdkRGBA text;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &text);
  snapshot_hours (self, snapshot, &text);
  snapshot_section (self, DAYBOOK_SECTION_EVENTS, snapshot);
  snapshot_now (self, snapshot);
  snapshot_section (self, DAYBOOK_SECTION_GAPS, snapshot);
  snapshot_section (self, DAYBOOK_SECTION_ENTRIES, snapshot);
  gtk_widget_snapshot_child (widget, self->draft, snapshot);
}

/* The type ---------------------------------------------------------------------------------------- */

static void
daybook_day_column_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DaybookDayColumn *self = DAYBOOK_DAY_COLUMN (object);

  switch (id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_SELECTED:
      g_value_set_object (value, self->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_day_column_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DaybookDayColumn *self = DAYBOOK_DAY_COLUMN (object);

  switch (id)
    {
    case PROP_MODEL:
      daybook_day_column_set_model (self, g_value_get_object (value));
      break;
    case PROP_SELECTED:
      daybook_day_column_set_selected (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
daybook_day_column_dispose (GObject *object)
{
  DaybookDayColumn *self = DAYBOOK_DAY_COLUMN (object);
  GtkWidget *child;

  for (guint s = 0; s < DAYBOOK_N_SECTIONS; s++)
    g_ptr_array_set_size (self->sections[s], 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->draft = NULL;
  g_clear_object (&self->selected);
  g_clear_object (&self->model);
  G_OBJECT_CLASS (daybook_day_column_parent_class)->dispose (object);
}

static void
daybook_day_column_finalize (GObject *object)
{
  DaybookDayColumn *self = DAYBOOK_DAY_COLUMN (object);

  for (guint s = 0; s < DAYBOOK_N_SECTIONS; s++)
    g_ptr_array_unref (self->sections[s]);
  G_OBJECT_CLASS (daybook_day_column_parent_class)->finalize (object);
}

static guint
add_row_signal (GObjectClass *klass, const char *name)
{
  return g_signal_new (name, G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                       G_TYPE_OBJECT);
}

static void
daybook_day_column_class_init (DaybookDayColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = daybook_day_column_get_property;
  object_class->set_property = daybook_day_column_set_property;
  object_class->dispose = daybook_day_column_dispose;
  object_class->finalize = daybook_day_column_finalize;
  widget_class->measure = daybook_day_column_measure;
  widget_class->size_allocate = daybook_day_column_size_allocate;
  widget_class->snapshot = daybook_day_column_snapshot;
  widget_class->focus = daybook_day_column_focus;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, DAYBOOK_TYPE_DAY_MODEL, flags);
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, G_TYPE_OBJECT, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[LOG] = add_row_signal (object_class, "log");
  signals[CHOOSE_PROJECT] = add_row_signal (object_class, "choose-project");
  signals[APPROVE] = add_row_signal (object_class, "approve");
  signals[DELETE] = add_row_signal (object_class, "delete");
  signals[SPAN_DRAWN] = g_signal_new ("span-drawn", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT64);
  signals[RESIZED] = g_signal_new ("resized", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 3, G_TYPE_OBJECT, G_TYPE_INT64, G_TYPE_INT64);
  signals[CANCELLED] =
    g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "daycolumn");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
daybook_day_column_init (DaybookDayColumn *self)
{
  for (guint s = 0; s < DAYBOOK_N_SECTIONS; s++)
    self->sections[s] = g_ptr_array_new ();
  self->draft = daybook_draft_slip_new ();
  gtk_widget_set_visible (self->draft, FALSE);
  gtk_widget_set_parent (self->draft, GTK_WIDGET (self));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (on_dark_changed_cb), self,
                           G_CONNECT_SWAPPED);
  daybook_day_column_init_keys (self);
  daybook_day_column_init_drag (self);
}

void
daybook_day_column_emit_log (DaybookDayColumn *self, GObject *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[LOG], 0, row);
}

void
daybook_day_column_emit_for_row (DaybookDayColumn *self, const char *signal, GObject *row)
{
  if (row != NULL)
    g_signal_emit_by_name (self, signal, row);
}

/* Shows @model's day and follows it; set once. */
void
daybook_day_column_set_model (DaybookDayColumn *self, DaybookDayModel *model)
{
  const struct
  {
    DaybookRowList *list;
    GCallback callback;
  } sections[DAYBOOK_N_SECTIONS] = {
    { daybook_day_model_get_events (model), G_CALLBACK (on_events_changed_cb) },
    { daybook_day_model_get_gaps (model), G_CALLBACK (on_gaps_changed_cb) },
    { daybook_day_model_get_entries (model), G_CALLBACK (on_entries_changed_cb) },
  };

  g_return_if_fail (DAYBOOK_IS_DAY_COLUMN (self));
  g_return_if_fail (self->model == NULL);

  self->model = g_object_ref (model);
  for (guint s = 0; s < DAYBOOK_N_SECTIONS; s++)
    {
      g_signal_connect_object (sections[s].list, "items-changed", sections[s].callback, self, 0);
      change_section (self, s, G_LIST_MODEL (sections[s].list), 0, 0, daybook_row_list_get_length (sections[s].list));
    }
  g_signal_connect_object (model, "changed", G_CALLBACK (on_model_changed_cb), self, 0);
  on_model_changed_cb (model, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

/* (transfer none) (nullable) */
GObject *
daybook_day_column_get_selected (DaybookDayColumn *self)
{
  return self->selected;
}

void
daybook_day_column_set_selected (DaybookDayColumn *self, GObject *row)
{
  DaybookDayItem *item;

  g_return_if_fail (DAYBOOK_IS_DAY_COLUMN (self));

  if (self->selected == row)
    return;
  item = self->selected != NULL ? daybook_day_column_find_item (self, self->selected) : NULL;
  if (item != NULL)
    daybook_day_item_set_selected (item, FALSE);
  g_set_object (&self->selected, row);
  item = row != NULL ? daybook_day_column_find_item (self, row) : NULL;
  if (item != NULL)
    daybook_day_item_set_selected (item, TRUE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

/* (transfer none) The slip for what is about to be logged. */
DaybookDraftSlip *
daybook_day_column_get_draft (DaybookDayColumn *self)
{
  return DAYBOOK_DRAFT_SLIP (self->draft);
}

void
daybook_day_column_set_draft_visible (DaybookDayColumn *self, gboolean visible)
{
  if (self->draft == NULL || gtk_widget_get_visible (self->draft) == visible)
    return;
  gtk_widget_set_visible (self->draft, visible);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* Where a view of @page_height begins when the day is opened: now in the upper third, on another day an
 * hour before its work or its first meeting. */
double
daybook_day_column_get_opening (DaybookDayColumn *self, double page_height)
{
  DaybookDayGeometry geometry;
  GPtrArray *events = self->sections[DAYBOOK_SECTION_EVENTS], *entries = self->sections[DAYBOOK_SECTION_ENTRIES];
  gint64 first = self->quiet_before < self->quiet_after ? self->quiet_before : 9 * 3600;
  gint64 now;

  daybook_day_geometry_compute (&geometry, daybook_text_scale_get (GTK_WIDGET (self)), 1000, FALSE);
  if (has_now (self, &now))
    return MAX (daybook_day_geometry_get_y (&geometry, now) - page_height * 0.3, 0);
  if (events->len > 0)
    first = MIN (first, daybook_day_item_get_from (events->pdata[0]));
  if (entries->len > 0)
    first = MIN (first, daybook_day_item_get_from (entries->pdata[0]));
  return MAX (daybook_day_geometry_get_y (&geometry, first - 3600) - 8, 0);
}

/* Where @row stands, in the column's own pixels. */
void
daybook_day_column_get_row_bounds (DaybookDayColumn *self, GObject *row, GdkRectangle *bounds)
{
  DaybookDayItem *item = daybook_day_column_find_item (self, row);

  *bounds = (GdkRectangle) { 0, 0, 0, 0 };
  if (item != NULL)
    daybook_day_item_get_bounds (item, &self->geometry, bounds);
}

void
daybook_day_column_focus_row (DaybookDayColumn *self, GObject *row)
{
  DaybookDayItem *item = row != NULL ? daybook_day_column_find_item (self, row) : NULL;

  if (item != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (item));
}
