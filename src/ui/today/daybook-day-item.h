/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "today/daybook-day-geometry.h"

G_BEGIN_DECLS

/* The lanes of a day column. */
typedef enum
{
  DAYBOOK_LANE_CALENDAR,
  DAYBOOK_LANE_LOGGED,
} DaybookLane;

/* Anything that stands in a day column: a child widget with a role, a name and a place in time. The
 * column gives it its place beside others and puts it there; the subclass says what it shows.
 *
 * Actions: item.select, item.log (what Enter does). Signals: "select", "log". */
#define DAYBOOK_TYPE_DAY_ITEM (daybook_day_item_get_type ())
G_DECLARE_DERIVABLE_TYPE (DaybookDayItem, daybook_day_item, DAYBOOK, DAY_ITEM, GtkWidget)

struct _DaybookDayItemClass
{
  GtkWidgetClass parent_class;

  /* Brings what is shown up to date with the row, the selection and the colours. Called after each of
   * them changed; the row's place in time is set here. */
  void (*update) (DaybookDayItem *self);
};

GObject *daybook_day_item_get_row (DaybookDayItem *self);
/* Times are seconds of the day, which may lie before and after it. */
DaybookLane daybook_day_item_get_lane (DaybookDayItem *self);
void daybook_day_item_set_lane (DaybookDayItem *self, DaybookLane lane);
gint64 daybook_day_item_get_from (DaybookDayItem *self);
gint64 daybook_day_item_get_to (DaybookDayItem *self);
void daybook_day_item_set_time (DaybookDayItem *self, gint64 from, gint64 to);
/* Its share of the width beside others of the same time, against theirs; 1 at first. */
double daybook_day_item_get_weight (DaybookDayItem *self);
void daybook_day_item_set_weight (DaybookDayItem *self, double weight);
void daybook_day_item_set_share (DaybookDayItem *self, double left, double width);
gboolean daybook_day_item_is_selected (DaybookDayItem *self);
void daybook_day_item_set_selected (DaybookDayItem *self, gboolean selected);
/* Calls the subclass's update. */
void daybook_day_item_update (DaybookDayItem *self);
void daybook_day_item_get_bounds (DaybookDayItem *self, const DaybookDayGeometry *geometry, GdkRectangle *bounds);

G_END_DECLS
