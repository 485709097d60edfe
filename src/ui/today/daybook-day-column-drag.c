/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "today/daybook-day-column-private.h"

#include <math.h>

#include "today/daybook-entry-slip.h"

/* Drawing a span on an empty part of the logged lane, and moving the edges of entries. */

#define SNAP 300
#define FINE_SNAP 60
#define EDGE_REACH 5
#define CLICK_REACH 4

static double
mirror (DaybookDayColumn *self, double x)
{
  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
           ? gtk_widget_get_width (GTK_WIDGET (self)) - x
           : x;
}

/* Whether (@x, @y) is near the upper or lower edge of an entry that may still be changed. */
static DaybookDayDrag
find_edge (DaybookDayColumn *self, double x, double y, DaybookDayItem **item)
{
  GPtrArray *entries = self->sections[DAYBOOK_SECTION_ENTRIES];

  for (guint i = 0; i < entries->len; i++)
    {
      const DaybookEntry *entry =
        daybook_day_entry_get_entry (DAYBOOK_DAY_ENTRY (daybook_day_item_get_row (entries->pdata[i])));
      GdkRectangle bounds;

      daybook_day_item_get_bounds (entries->pdata[i], &self->geometry, &bounds);
      if (entry->status == DAYBOOK_ENTRY_INVOICED || mirror (self, x) < bounds.x
          || mirror (self, x) >= bounds.x + bounds.width)
        continue;
      *item = entries->pdata[i];
      if (fabs (y - (bounds.y + bounds.height)) <= EDGE_REACH)
        return DAYBOOK_DRAG_END;
      /* What is short keeps its middle for clicks. */
      if (fabs (y - bounds.y) <= MIN (EDGE_REACH, bounds.height / 4))
        return DAYBOOK_DRAG_START;
    }
  *item = NULL;
  return DAYBOOK_DRAG_NONE;
}

static gint64
snap (DaybookDayColumn *self, double y, GdkModifierType modifiers)
{
  gint64 step = (modifiers & GDK_SHIFT_MASK) != 0 ? FINE_SNAP : SNAP;
  gint64 second = daybook_day_geometry_get_second (&self->geometry, y);

  return MIN ((second + step / 2) / step * step, DAYBOOK_DAY_SECONDS);
}

static void
on_drag_begin_cb (GtkGestureDrag *gesture, double x, double y, DaybookDayColumn *self)
{
  GtkWidget *target = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);
  DaybookDayItem *item;
  DaybookDayDrag edge = find_edge (self, x, y, &item);
  const DaybookDayGeometry *geometry = &self->geometry;

  if (edge != DAYBOOK_DRAG_NONE)
    {
      self->drag = edge;
      self->drag_item = item;
      self->drag_from = daybook_day_item_get_from (item);
      self->drag_to = daybook_day_item_get_to (item);
      self->drag_anchor = edge == DAYBOOK_DRAG_START ? self->drag_to : self->drag_from;
      return;
    }
  if (target == GTK_WIDGET (self) && mirror (self, x) >= geometry->logged_x
      && mirror (self, x) < geometry->logged_x + geometry->logged_width)
    {
      self->drag = DAYBOOK_DRAG_SPAN;
      self->drag_anchor =
        snap (self, y, gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture)));
      self->drag_from = self->drag_to = self->drag_anchor;
      return;
    }
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
}

static void
on_drag_update_cb (GtkGestureDrag *gesture, double offset_x, double offset_y, DaybookDayColumn *self)
{
  GdkModifierType modifiers = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  double x, y;
  gint64 second;

  if (self->drag == DAYBOOK_DRAG_NONE || fabs (offset_y) < CLICK_REACH)
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_gesture_drag_get_start_point (gesture, &x, &y);
  second = snap (self, y + offset_y, modifiers);
  self->drag_from = MIN (second, self->drag_anchor);
  self->drag_to = MAX (second, self->drag_anchor);
  if (self->drag_to - self->drag_from < FINE_SNAP)
    {
      if (self->drag_from == self->drag_anchor)
        self->drag_to = MIN (self->drag_from + SNAP, DAYBOOK_DAY_SECONDS);
      else
        self->drag_from = self->drag_to - SNAP;
    }
  if (self->drag == DAYBOOK_DRAG_SPAN)
    {
      daybook_draft_slip_draw (DAYBOOK_DRAFT_SLIP (self->draft), NULL, NULL, NULL, self->drag_from, self->drag_to);
      daybook_day_column_set_draft_visible (self, TRUE);
    }
  else
    {
      daybook_day_item_set_time (self->drag_item, self->drag_from, self->drag_to);
    }
}

static void
on_drag_end_cb (GtkGestureDrag *gesture, double offset_x, double offset_y, DaybookDayColumn *self)
{
  DaybookDayDrag drag = self->drag;
  DaybookDayItem *item = self->drag_item;

  self->drag = DAYBOOK_DRAG_NONE;
  self->drag_item = NULL;
  if (drag == DAYBOOK_DRAG_NONE)
    return;
  if (fabs (offset_y) < CLICK_REACH)
    {
      if (drag == DAYBOOK_DRAG_SPAN)
        {
          daybook_day_column_set_selected (self, NULL);
          g_signal_emit_by_name (self, "cancelled");
        }
      return;
    }
  if (drag == DAYBOOK_DRAG_SPAN)
    g_signal_emit_by_name (self, "span-drawn", self->drag_from, self->drag_to);
  else
    g_signal_emit_by_name (self, "resized", daybook_day_item_get_row (item), self->drag_from, self->drag_to);
}

/* Puts everything back as it was; FALSE when nothing was being dragged. */
gboolean
daybook_day_column_cancel_drag (DaybookDayColumn *self)
{
  DaybookDayItem *item = self->drag_item;

  if (self->drag == DAYBOOK_DRAG_NONE)
    return FALSE;
  if (self->drag == DAYBOOK_DRAG_SPAN)
    daybook_day_column_set_draft_visible (self, FALSE);
  self->drag = DAYBOOK_DRAG_NONE;
  self->drag_item = NULL;
  if (item != NULL)
    daybook_day_item_update (item);
  return TRUE;
}

static void
on_drag_cancel_cb (GtkGesture *gesture, GdkEventSequence *sequence, DaybookDayColumn *self)
{
  daybook_day_column_cancel_drag (self);
}

static void
on_motion_cb (GtkEventControllerMotion *controller, double x, double y, DaybookDayColumn *self)
{
  DaybookDayItem *item;
  gboolean edge = self->drag == DAYBOOK_DRAG_NONE && find_edge (self, x, y, &item) != DAYBOOK_DRAG_NONE;

  if (self->drag == DAYBOOK_DRAG_NONE)
    gtk_widget_set_cursor_from_name (GTK_WIDGET (self), edge ? "ns-resize" : NULL);
}

void
daybook_day_column_init_drag (DaybookDayColumn *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  /* Before the items see the press, which claim it for themselves. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end_cb), self);
  g_signal_connect (drag, "cancel", G_CALLBACK (on_drag_cancel_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (motion, "motion", G_CALLBACK (on_motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}
