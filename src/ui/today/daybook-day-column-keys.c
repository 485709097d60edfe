/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-column-private.h"

#include "today/daybook-day-entry.h"

/* Keys of the day: they work only while something in it has the focus. */

DaybookDayItem *
daybook_day_column_find_item (DaybookDayColumn *self, GObject *row)
{
  for (guint s = 0; s < DAYBOOK_N_SECTIONS; s++)
    for (guint i = 0; i < self->sections[s]->len; i++)
      if (daybook_day_item_get_row (self->sections[s]->pdata[i]) == row)
        return self->sections[s]->pdata[i];
  return NULL;
}

static DaybookDayItem *
get_focused (DaybookDayColumn *self)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  return DAYBOOK_IS_DAY_ITEM (child) ? DAYBOOK_DAY_ITEM (child) : NULL;
}

static int
compare_places (DaybookDayItem *a, DaybookDayItem *b)
{
  gint64 from_a = daybook_day_item_get_from (a), from_b = daybook_day_item_get_from (b);

  if (from_a != from_b)
    return from_a < from_b ? -1 : 1;
  return a < b ? -1 : a > b;
}

/* (nullable) The item of @from's lane that comes next (@step 1) or before (-1) in time. */
static DaybookDayItem *
find_neighbour (DaybookDayColumn *self, DaybookDayItem *from, int step)
{
  DaybookDayItem *best = NULL;

  for (guint s = 0; s < DAYBOOK_N_SECTIONS; s++)
    for (guint i = 0; i < self->sections[s]->len; i++)
      {
        DaybookDayItem *item = self->sections[s]->pdata[i];

        if (daybook_day_item_get_lane (item) == daybook_day_item_get_lane (from)
            && compare_places (item, from) * step > 0
            && (best == NULL || compare_places (item, best) * step < 0))
          best = item;
      }
  return best;
}

/* (nullable) The item of @lane whose middle is nearest to @second. */
static DaybookDayItem *
find_nearest (DaybookDayColumn *self, DaybookLane lane, gint64 second)
{
  DaybookDayItem *best = NULL;
  gint64 best_distance = G_MAXINT64;

  for (guint s = 0; s < DAYBOOK_N_SECTIONS; s++)
    for (guint i = 0; i < self->sections[s]->len; i++)
      {
        DaybookDayItem *item = self->sections[s]->pdata[i];
        gint64 distance = ABS (daybook_day_item_get_from (item) - second);

        if (daybook_day_item_get_lane (item) == lane && distance < best_distance)
          {
            best = item;
            best_distance = distance;
          }
      }
  return best;
}

/* (nullable) Where the focus enters: the selection, else what is nearest to now. */
static DaybookDayItem *
find_entrance (DaybookDayColumn *self)
{
  DaybookDayItem *item = NULL;
  gint64 now = self->model != NULL ? daybook_day_model_get_now (self->model) : 0;

  if (self->selected != NULL)
    item = daybook_day_column_find_item (self, self->selected);
  if (now < 0 || now > DAYBOOK_DAY_SECONDS)
    now = 0;
  if (item == NULL)
    item = find_nearest (self, DAYBOOK_LANE_CALENDAR, now);
  if (item == NULL)
    item = find_nearest (self, DAYBOOK_LANE_LOGGED, now);
  return item;
}

/* Tab goes into the day and out of it; arrows move inside, up and down in time, left and right between
 * the lanes. */
gboolean
daybook_day_column_focus (GtkWidget *widget, GtkDirectionType direction)
{
  DaybookDayColumn *self = DAYBOOK_DAY_COLUMN (widget);
  DaybookDayItem *focused = get_focused (self);
  DaybookDayItem *target = NULL;
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  if (focused == NULL)
    target = find_entrance (self);
  else if (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD)
    return FALSE;
  else if (direction == GTK_DIR_DOWN || direction == GTK_DIR_UP)
    target = find_neighbour (self, focused, direction == GTK_DIR_DOWN ? 1 : -1);
  else if (daybook_day_item_get_lane (focused) == DAYBOOK_LANE_CALENDAR && (direction == GTK_DIR_RIGHT) != rtl)
    target = find_nearest (self, DAYBOOK_LANE_LOGGED, daybook_day_item_get_from (focused));
  else if (daybook_day_item_get_lane (focused) == DAYBOOK_LANE_LOGGED && (direction == GTK_DIR_LEFT) != rtl)
    target = find_nearest (self, DAYBOOK_LANE_CALENDAR, daybook_day_item_get_from (focused));

  if (target != NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (target));
  return focused != NULL;
}

static gboolean
on_select_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DaybookDayItem *item = get_focused (DAYBOOK_DAY_COLUMN (widget));

  if (item == NULL)
    return FALSE;
  daybook_day_column_set_selected (DAYBOOK_DAY_COLUMN (widget), daybook_day_item_get_row (item));
  return TRUE;
}

/* Enter logs what can be logged and opens the rest. */
static gboolean
on_log_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DaybookDayItem *item = get_focused (DAYBOOK_DAY_COLUMN (widget));

  if (item == NULL)
    return FALSE;
  daybook_day_column_emit_log (DAYBOOK_DAY_COLUMN (widget), daybook_day_item_get_row (item));
  return TRUE;
}

static gboolean
on_row_key_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DaybookDayItem *item = get_focused (DAYBOOK_DAY_COLUMN (widget));

  if (item == NULL)
    return FALSE;
  daybook_day_column_emit_for_row (DAYBOOK_DAY_COLUMN (widget), data, daybook_day_item_get_row (item));
  return TRUE;
}

static gboolean
on_escape_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  DaybookDayColumn *self = DAYBOOK_DAY_COLUMN (widget);

  if (!daybook_day_column_cancel_drag (self))
    {
      daybook_day_column_set_selected (self, NULL);
      g_signal_emit_by_name (self, "cancelled");
    }
  return TRUE;
}

static void
add_key (GtkEventController *controller, guint key, GtkShortcutFunc func, const char *data)
{
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (key, 0), gtk_callback_action_new (func, (gpointer) data, NULL)));
}

void
daybook_day_column_init_keys (DaybookDayColumn *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  add_key (controller, GDK_KEY_space, on_select_key_cb, NULL);
  add_key (controller, GDK_KEY_KP_Space, on_select_key_cb, NULL);
  add_key (controller, GDK_KEY_Return, on_log_key_cb, NULL);
  add_key (controller, GDK_KEY_KP_Enter, on_log_key_cb, NULL);
  add_key (controller, GDK_KEY_ISO_Enter, on_log_key_cb, NULL);
  add_key (controller, GDK_KEY_p, on_row_key_cb, "choose-project");
  add_key (controller, GDK_KEY_a, on_row_key_cb, "approve");
  add_key (controller, GDK_KEY_Delete, on_row_key_cb, "delete");
  add_key (controller, GDK_KEY_KP_Delete, on_row_key_cb, "delete");
  add_key (controller, GDK_KEY_Escape, on_escape_cb, NULL);
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
